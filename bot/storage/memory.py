"""The in-memory twin of every store: the same promises without a disk, for tests and for `chat`.

It keeps nothing after the process ends, and encrypts nothing because it writes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from bot.app.ports import StoreUnavailable, UnitOfWork
from bot.messages import PersonKey
from bot.storage.encryption import KEY_BYTES, Keyring
from bot.storage.memory_unit import MemoryUnit

T = TypeVar("T")

log = logging.getLogger(__name__)


class MemoryStore:
    """A `Store` in this process; `key` makes pseudonyms and secrets the same from run to run."""

    def __init__(self, key: bytes | None = None) -> None:
        self._keyring = Keyring(key or secrets.token_bytes(KEY_BYTES))
        self._unit = MemoryUnit()
        self._notes: deque[Callable[[UnitOfWork], None]] = deque()
        self._is_open = False

    async def open(self) -> None:
        self._is_open = True

    async def close(self) -> None:
        if self._is_open:
            self._run_notes()
        self._is_open = False

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        self._require_open()
        self._run_notes()
        with self._unit.savepoint():
            value = work(self._unit)
        self._unit.commit()
        return value

    def later(self, work: Callable[[UnitOfWork], None]) -> None:
        self._require_open()
        self._notes.append(work)
        asyncio.get_running_loop().call_soon(self._run_notes)

    def person_key(self, channel: str, address: str) -> PersonKey:
        return self._keyring.person_key(channel, address)

    def secret(self, purpose: str) -> bytes:
        return self._keyring.secret(purpose)

    def _require_open(self) -> None:
        if not self._is_open:
            raise StoreUnavailable("The store is closed; open it first.")

    def _run_notes(self) -> None:
        while self._notes:
            work = self._notes.popleft()
            try:
                with self._unit.savepoint():
                    work(self._unit)
            except Exception as error:
                log.warning("a later note failed: %s", type(error).__name__)
            self._unit.commit()
