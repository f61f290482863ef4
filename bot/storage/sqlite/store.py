"""`Store` on one SQLite file, for everyone who starts with one machine.

It hands each transaction to the writer thread and waits; it runs no SQL itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.app.ports import StoreUnavailable, UnitOfWork
from bot.messages import PersonKey
from bot.storage.encryption import Keyring
from bot.storage.sqlite.writer import GroupWriter

T = TypeVar("T")


class SqliteStore:
    """A `Store` in one file. Works run in the order they were given; one that fails, fails alone.

    A caller that is cancelled while it waits does not undo its work: that may still become durable.
    """

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self._path = path
        self._keyring = keyring
        self._writer: GroupWriter | None = None

    async def open(self) -> None:
        writer = GroupWriter(self._path, self._keyring, asyncio.get_running_loop())
        await writer.start()
        self._writer = writer

    async def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.stop()

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        value: T = await self._open_writer().submit(work)
        return value

    def later(self, work: Callable[[UnitOfWork], None]) -> None:
        self._open_writer().note(work)

    def person_key(self, channel: str, address: str) -> PersonKey:
        return self._keyring.person_key(channel, address)

    def secret(self, purpose: str) -> bytes:
        return self._keyring.secret(purpose)

    def _open_writer(self) -> GroupWriter:
        if self._writer is None:
            raise StoreUnavailable("The store is closed; open it first.")
        return self._writer
