"""Ids of files are asked of the store once, belong to one bot, and survive a restart; a broken store costs an upload."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.file_ids import FileIds
from bot.app.ports import Store
from bot.storage.encryption import Keyring
from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore

KEY = b"k" * 32
FILE = "knee_roll.1a2b.gif"


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store: Store = (
        MemoryStore(KEY) if request.param == "memory" else SqliteStore(tmp_path / "data.db", Keyring(KEY))
    )
    await store.open()
    yield store
    await store.close()


async def test_a_new_file_has_no_id(store: Store) -> None:
    assert await FileIds(store, "1").get(FILE) is None


async def test_an_id_is_there_at_once_and_after_a_restart(store: Store) -> None:
    ids = FileIds(store, "1")
    assert await ids.get(FILE) is None
    ids.keep(FILE, "first")
    ids.keep(FILE, "second")
    assert await ids.get(FILE) == "second"

    await store.close()
    await store.open()

    assert await FileIds(store, "1").get(FILE) == "second"


async def test_ids_of_another_bot_or_file_are_not_used(store: Store) -> None:
    FileIds(store, "1").keep(FILE, "first")

    assert await FileIds(store, "2").get(FILE) is None
    assert await FileIds(store, "1").get("knee_roll.ffff.gif") is None


async def test_the_store_is_asked_once(store: Store) -> None:
    ids = FileIds(store, "1")
    await ids.get(FILE)
    FileIds(store, "1").keep(FILE, "kept by somebody else")

    assert await ids.get(FILE) is None


async def test_an_id_that_arrives_while_the_store_is_asked_is_not_forgotten(store: Store) -> None:
    ids = FileIds(store, "1")
    asked = asyncio.ensure_future(ids.get(FILE))
    await asyncio.sleep(0)
    ids.keep(FILE, "first")

    await asked
    assert await ids.get(FILE) == "first"


async def test_without_a_store_ids_last_as_long_as_the_process(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    ids = FileIds(store, "1")
    await store.close()

    assert await ids.get(FILE) is None
    ids.keep(FILE, "first")
    assert await ids.get(FILE) == "first"
    assert "StoreUnavailable" in caplog.text
