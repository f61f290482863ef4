"""Opening the file: what is refused, in which words, and that nothing is changed by a refusal."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
from pathlib import Path
from time import perf_counter

import pytest

from bot.app.ports import StoreMismatch, StoreUnavailable, UnitOfWork
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore
from bot.storage.sqlite.statements import KEYS_AT_HAND
from tests.bot.storage.examples import MASTER, person

OPEN = """
import asyncio, sys
from pathlib import Path
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore
asyncio.run(SqliteStore(Path(sys.argv[1]), Keyring(bytes(range(32)))).open())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "steadyback.db"


def content(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def remove_folder(path: Path) -> None:
    path.rmdir()


def modes(folder: Path) -> set[int]:
    """The permissions of everything in a folder."""
    return {stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()}


async def made(path: Path, master: bytes = MASTER) -> SqliteStore:
    store = SqliteStore(path, Keyring(master))
    await store.open()
    return store


async def refusal(path: Path, master: bytes = MASTER) -> str:
    with pytest.raises((StoreMismatch, StoreUnavailable)) as refused:
        await made(path, master)
    return f"{type(refused.value).__name__}: {refused.value}"


async def test_folder_and_file_are_made_for_their_owner_only(path: Path) -> None:
    store = await made(path)
    await store.transact(lambda unit: unit.set_meta("a", "b"))
    assert modes(path.parent) == {0o600}
    assert modes(path.parent.parent) == {0o700}
    await store.close()


async def test_the_file_keeps_every_commit_over_a_power_cut(path: Path) -> None:
    store = await made(path)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}

    def settings(unit: UnitOfWork) -> dict[str, object]:
        return {name: unit.run(f"pragma {name}").fetchone()[0] for name in wanted}  # type: ignore[attr-defined]

    assert await store.transact(settings) == wanted
    await store.close()


async def test_a_second_store_in_this_process_is_refused_until_the_first_closes(path: Path) -> None:
    first = await made(path)
    assert "StoreUnavailable: Another process" in await refusal(path)
    assert await first.transact(lambda unit: 1) == 1
    await first.close()
    await (await made(path)).close()


async def test_a_second_process_is_refused(path: Path) -> None:
    store = await made(path)
    second = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OPEN, str(path), stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await second.communicate()
    assert second.returncode == 1
    assert b"StoreUnavailable: Another process" in complaint
    await store.close()


async def test_another_key_is_refused_and_changes_nothing(path: Path) -> None:
    store = await made(path)
    await store.transact(lambda unit: unit.save_person(person(store.person_key("test", "anna"))))
    await store.close()
    before = content(path)

    assert "StoreMismatch" in (sentence := await refusal(path, bytes(32)))
    assert "another encryption key" in sentence
    assert content(path) == before
    await (await made(path)).close()


async def test_a_newer_schema_is_refused_and_changes_nothing(path: Path) -> None:
    await (await made(path)).close()
    with sqlite3.connect(path) as newer:
        newer.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) "
            "values ('steadyback', '9999_future', '')"
        )
    newer.close()
    before = content(path)

    assert "StoreMismatch" in (sentence := await refusal(path))
    assert "9999_future" in sentence
    assert content(path) == before


async def test_another_programs_database_is_refused_and_changes_nothing(path: Path) -> None:
    make_folder(path.parent)
    with sqlite3.connect(path) as other:
        other.execute("create table recipes (name text)")
    other.close()
    before = content(path)

    assert "belongs to another program" in await refusal(path)
    assert content(path) == before


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    write(path, b"Dear diary, " * 1000)
    assert "StoreMismatch" in (sentence := await refusal(path))
    assert "is not a SQLite database" in sentence
    assert content(path) == b"Dear diary, " * 1000


async def test_a_folder_in_place_of_the_file_is_named(path: Path) -> None:
    make_folder(path)
    assert f"StoreUnavailable: {path} is a folder" in await refusal(path)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    sentence = await refusal(tmp_path / "file" / "steadyback.db")
    assert f"StoreUnavailable: {tmp_path / 'file'} cannot be written" in sentence
    assert "DATABASE_URL" in sentence


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that nobody can write")
async def test_a_folder_that_cannot_be_written_is_named() -> None:
    assert "StoreUnavailable: /sys/kernel cannot be written" in await refusal(Path("/sys/kernel/data.db"))


async def test_a_refused_store_can_be_opened_once_the_cause_is_gone(path: Path) -> None:
    make_folder(path)
    store = SqliteStore(path, Keyring(MASTER))
    with pytest.raises(StoreUnavailable):
        await store.open()
    remove_folder(path)
    await store.open()
    assert await store.transact(lambda unit: 1) == 1
    await store.close()


async def test_opening_takes_no_longer_and_keeps_no_more_with_many_people(path: Path) -> None:
    people = 20_000

    async def seconds_to_open() -> float:
        started = perf_counter()
        store = await made(path)
        taken = perf_counter() - started
        await store.close()
        return taken

    async def fastest() -> float:
        return min([await seconds_to_open() for _ in range(5)])

    empty = await fastest()
    store = await made(path)
    keys = [store.person_key("test", str(number)) for number in range(people)]

    def fill(unit: UnitOfWork) -> int:
        for key in keys:
            unit.save_person(person(key, session=bytes(300)))
        return len(unit._keys)  # type: ignore[attr-defined]

    keys_at_hand = await store.transact(fill)
    assert (await store.transact(lambda unit: unit.counts()))["people"] == people
    await store.close()

    assert keys_at_hand == KEYS_AT_HAND
    assert await fastest() < 3 * empty + 0.02
