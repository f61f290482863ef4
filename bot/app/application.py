"""The application as channels see it: hand in an update, and it is durable, handled and on its way out.

It knows no channel and no database.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app.conversation import Conversation, Queued
from bot.app.ports import Clock, Store, StoreError, UnitOfWork
from bot.app.relay import Relay
from bot.messages import Inbound, InboundKind, PersonKey

_log = logging.getLogger(__name__)

#: How often the heartbeat row is written, and the gap after which taps may have been lost (Telegram keeps them 150 s).
HEARTBEAT = timedelta(seconds=15)
GAP = timedelta(seconds=120)

#: How long the ids of handled updates are kept to recognise repetitions (Telegram repeats for 24 hours).
REMEMBERED = timedelta(days=7)

_PAGE = 200


@dataclass
class Application:
    """Receives, retries, and asks again after an outage."""

    store: Store
    conversation: Conversation
    relay: Relay
    clock: Clock
    _pruned_at: datetime | None = field(default=None, init=False)

    async def receive(self, inbound: Inbound) -> None:
        """`Intake.receive`: durable and handled when it returns."""
        try:
            queued = await self.store.transact(lambda uow: self.conversation.receive(uow, inbound))
        except StoreError:
            raise
        except Exception as error:
            _log.error("handling failed, kept for another try: %s", type(error).__name__)
            queued = await self.store.transact(lambda uow: self.conversation.keep(uow, inbound))
        if inbound.kind is InboundKind.UNBLOCKED:
            self.relay.revive(self.store.person_key(inbound.channel, inbound.address))
        if queued:
            self.relay.offer(queued)

    async def note_alive(self) -> None:
        """Say that the time since the last heartbeat was not an outage (the clock was moved), and let due things fire."""
        now = self.clock.now()
        await self.store.transact(lambda uow: uow.set_meta("alive_at", now.isoformat()))
        await self.tick()

    async def run(self) -> None:
        """Heartbeat and retries until cancelled."""
        while True:
            with contextlib.suppress(StoreError):
                await self.tick()
            await asyncio.sleep(1)

    async def tick(self) -> None:
        """One round of housekeeping: retry what failed, note that we are alive, notice a gap, forget old ids."""
        now = self.clock.now()
        await self._retry_postponed(now)
        alive = await self.store.transact(lambda uow: uow.get_meta("alive_at"))
        if alive is not None and now - datetime.fromisoformat(alive) > GAP:
            await self._ask_again()
        if alive is None or now - datetime.fromisoformat(alive) >= HEARTBEAT:
            await self.store.transact(lambda uow: uow.set_meta("alive_at", now.isoformat()))
        if self._pruned_at is None or now - self._pruned_at > timedelta(hours=1):
            self._pruned_at = now
            await self.store.transact(lambda uow: uow.prune(now - REMEMBERED))

    async def _retry_postponed(self, now: datetime) -> None:
        def work(uow: UnitOfWork) -> Queued:
            sent: list[Queued] = [
                self.conversation.retry(uow, queued) for queued in uow.postponed(now, _PAGE)
            ]
            return tuple(message for queued in sent for message in queued)

        queued = await self.store.transact(work)
        if queued:
            self.relay.offer(queued)

    async def _ask_again(self) -> None:
        """Every open question again, page by page: taps made while we were away may be gone."""
        after: PersonKey | None = None
        asked = 0
        while True:
            people, queued = await self.store.transact(lambda uow, after=after: self._page(uow, after))  # type: ignore[misc]
            self.relay.offer(queued)
            asked += len(people)
            if not people:  # a page may be short: rows that cannot be opened are left out
                break
            after = people[-1]
        now = self.clock.now()
        await self.store.transact(lambda uow: uow.set_meta("alive_at", now.isoformat()))
        _log.warning("after a gap, %d open questions were asked again", asked)

    def _page(self, uow: UnitOfWork, after: PersonKey | None) -> tuple[list[PersonKey], Queued]:
        people = uow.waiting_people(_PAGE, after)
        sent = [self.conversation.returned(uow, person) for person in people]
        return [person.key for person in people], tuple(message for queued in sent for message in queued)
