"""What the store is told about sending, because what a crash forgets must cost a repetition at most.

It decides nothing: the relay says what became of a message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from bot.app.ports import QueuedOutbound, Store, StoreError, UnitOfWork
from bot.messages import PersonKey, SendClass

log = logging.getLogger(__name__)


class Outcomes:
    """Notes about messages by their number. What is awaited is durable when it returns; the rest is soon."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._arrived: list[int] = []

    def arrived(self, seq: int) -> None:
        """Delivered, or as good as; all of one turn of the loop go into one note."""
        if not self._arrived:
            asyncio.get_running_loop().call_soon(self.flush)
        self._arrived.append(seq)

    def flush(self) -> None:
        """Note now what has arrived."""
        if self._arrived:
            arrived, self._arrived = self._arrived, []
            self._note(partial(_mark_sent, arrived))

    def put_off(self, seq: int, due: datetime) -> None:
        """Not delivered; to be tried again at `due`."""
        self._note(lambda uow: uow.retry_at(seq, due))

    def given_up(self, seq: int, error: BaseException) -> None:
        """Set aside for the operator."""
        self._note(lambda uow: uow.drop(seq, type(error).__name__))

    async def starts(self, seq: int) -> None:
        """A nudge is about to be sent. Raises StoreError."""
        await self._store.transact(lambda uow: uow.mark_started(seq))

    async def search(self, until: datetime, limit: int) -> list[QueuedOutbound]:
        """The rows that are due by `until`, after everything noted before. Raises StoreError."""
        self.flush()
        return await self._store.transact(lambda uow: uow.unsent(until, limit))

    async def parted(
        self, person: PersonKey, kept: Sequence[int], tried: set[int], until: datetime
    ) -> set[int]:
        """The person has left: keep the safety messages `kept` until then, drop the rest. Raises StoreError.

        Returns those of `tried` whose time is over, because the person had left before.
        """
        return await self._store.transact(_Parting(person=person, kept=kept, tried=tried, until=until))

    async def returned(
        self, person: PersonKey, now: datetime, until: datetime, limit: int
    ) -> list[QueuedOutbound]:
        """The safety messages kept for a person who came back, due from now on. Raises StoreError."""

        def fetch(uow: UnitOfWork) -> list[QueuedOutbound]:
            rows = (one for one in uow.unsent(until, limit) if one.person == person)
            kept = [one for one in rows if one.message.send_class is SendClass.SAFETY]
            for one in kept:
                uow.retry_at(one.seq, now)
            return kept

        return await self._store.transact(fetch)

    def _note(self, work: Callable[[UnitOfWork], None]) -> None:
        try:
            self._store.later(work)
        except StoreError as error:
            log.error("an outcome was not stored: %s", type(error).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parting:
    person: PersonKey
    kept: Sequence[int]
    tried: set[int]
    until: datetime

    def __call__(self, uow: UnitOfWork) -> set[int]:
        person = uow.person(self.person)
        was_away = person is None or not person.reachable
        if person is not None and person.reachable:
            uow.save_person(replace(person, reachable=False))
        uow.drop_unsent(self.person)
        expired = self.tried if was_away else set[int]()
        for seq in self.kept:
            if seq not in expired:
                uow.retry_at(seq, self.until)
        return expired


def _mark_sent(seqs: list[int], uow: UnitOfWork) -> None:
    for seq in seqs:
        uow.mark_sent(seq)
