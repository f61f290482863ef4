"""Fetches updates with getUpdates, and confirms a batch only when every update in it is stored.

A killed process therefore gets everything again that it had not stored. This handles no update, and it keeps
no offset on disk: what arrives twice is recognised by the store.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.app.ports import ChannelRefused, Clock, Intake, SendError, SendLater, StoreUnavailable
from bot.channels.telegram.answers import UnreadableAnswerError
from bot.channels.telegram.callbacks import CallbackAnswers
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.wire import (
    ALLOWED_UPDATES,
    NotABatchError,
    Received,
    decode_update,
    find_update_ids,
    split_batch,
)
from bot.messages import Inbound

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_BATCH: Final = 100
#: How much longer than the long poll itself we wait for its answer, in seconds.
_GRACE: Final = 10.0


class _NotStoredError(Exception):
    """The intake failed in a way that it does not declare."""


class _NothingUsableError(Exception):
    """A batch in which no update has an id: it can be neither stored nor confirmed."""


_PASSING = (SendError, StoreUnavailable, NotABatchError, _NotStoredError, _NothingUsableError)


class Poller:
    """Receives by long polling until cancelled."""

    def __init__(
        self,
        api: Transport,
        intake: Intake,
        clock: Clock,
        *,
        poll_seconds: int = 30,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`sleep` and `jitter` (0 to 1) are arguments so that tests need not wait."""
        self._api = api
        self._intake = intake
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._sleep = sleep
        self._jitter = jitter
        self._callbacks = CallbackAnswers(api)
        self._offset: int | None = None
        self._limit = _BATCH
        self._failures = 0
        #: When the last batch, even an empty one, was fetched and stored; None before the first.
        self.last_success: datetime | None = None

    async def run(self) -> None:
        """Receive until cancelled. Raises ChannelRefused for a wrong token or a second receiver."""
        try:
            await self._until_done(self._drop_webhook)
            while True:
                await self._until_done(self._receive_batch)
        finally:
            await self._callbacks.close()

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        """Repeat `step` with growing pauses until it works."""
        while True:
            try:
                await step()
            except ChannelRefused:
                raise
            except _PASSING as error:
                await self._pause(error)
            else:
                self._failures = 0
                return

    async def _drop_webhook(self) -> None:
        await self._api.call("deleteWebhook", {"drop_pending_updates": False})

    async def _receive_batch(self) -> None:
        batch = await self._fetch()
        await self._store([received.inbound for received in batch if received.inbound is not None])
        self._confirm(batch)
        self.last_success = self._clock.now()

    async def _fetch(self) -> list[Received]:
        payload: dict[str, object] = {
            "timeout": self._poll_seconds,
            "limit": self._limit,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            payload["offset"] = self._offset
        try:
            result = await self._api.call("getUpdates", payload, seconds=self._poll_seconds + _GRACE)
        except UnreadableAnswerError as error:
            return self._take_apart(error)
        self._limit = _BATCH
        now = self._clock.now()
        return [decode_update(raw, now) for raw in split_batch(result)]

    def _take_apart(self, error: UnreadableAnswerError) -> list[Received]:
        """Fetch one by one until the update that spoils the batch is alone, then skip it."""
        ids = find_update_ids(error.body) if error.body.startswith(b'{"ok":true') else []
        if self._limit > 1 or not ids:
            self._limit = 1
            raise error
        _LOG.error("skipped an update that is not JSON")
        self._limit = _BATCH
        return [Received(ids[0], None)]

    async def _store(self, inbounds: list[Inbound]) -> None:
        """Hand in all of them, in order; raises when any could not be stored, after the others have ended."""
        ends = await asyncio.gather(*(self._hand_in(inbound) for inbound in inbounds), return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, StoreUnavailable):
                _LOG.error("an update could not be handed in (%s)", type(end).__name__)
                raise _NotStoredError
            if end is not None:
                raise end

    async def _hand_in(self, inbound: Inbound) -> None:
        await self._intake.receive(inbound)
        if inbound.callback is not None:
            self._callbacks.answer(inbound.callback)

    def _confirm(self, batch: list[Received]) -> None:
        ids = [received.update_id for received in batch if received.update_id is not None]
        if ids:
            self._offset = ids[-1] + 1
        elif batch:
            raise _NothingUsableError

    async def _pause(self, error: Exception) -> None:
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self._failures)
        pause = longest * (0.5 + 0.5 * self._jitter())
        if isinstance(error, SendLater) and not error.everyone:
            pause = max(pause, error.seconds)
        self._failures = min(self._failures + 1, 16)
        _LOG.warning("receiving failed (%s), trying again in %.1f s", type(error).__name__, pause)
        await self._sleep(pause)
