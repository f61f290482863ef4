"""Sends what is committed, at once, and tries again until it has arrived or is hopeless: nobody else does.

It writes no message and decides nothing medical. What a crash leaves unsent stays in the store for the sweep.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom

from msgspec.structs import replace

from bot.app.lines import Line, Lines
from bot.app.outcomes import Outcomes
from bot.app.pacing import Pacing
from bot.app.ports import (
    ChannelRefused,
    Clock,
    PersonUnreachable,
    QueuedOutbound,
    Sender,
    SendLater,
    SendRefused,
    Store,
    StoreError,
)
from bot.messages import PersonKey, SendClass

#: How often the store is searched for messages that nobody holds in memory, in seconds.
SWEEP_PERIOD = 5.0
#: Messages that one search takes at most, beyond those already in memory.
SWEEP_PAGE = 1_000
#: More than this in memory: a sweep does not search again until some have left.
SWEEP_HELD = 5_000
#: Longest pause before a message is tried again, in seconds; sweeps look so far ahead, to keep the order.
LONGEST_PAUSE = 60.0
#: Tries after which a message that fails while others arrive is taken for broken.
TRIES = 10
#: How long a message is worth trying.
PATIENCE = {
    SendClass.SAFETY: timedelta(hours=24),
    SendClass.QUESTION: timedelta(hours=6),
    SendClass.CONTENT: timedelta(hours=6),
    SendClass.NUDGE: timedelta(0),
}
#: Safety messages are sent beyond `concurrency`, so that no wall of slow sends stands before them.
SAFETY_RESERVE = 32

#: What a failed try costs on average, to guess the age of messages that an earlier process tried.
_MEAN_PAUSE = timedelta(seconds=LONGEST_PAUSE / 2)
#: Sends after which a worker lets the rest of the process run, even if no send ever waited.
_TURN = 64

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayNumbers:
    """What the relay has done since it started, and what it has before it."""

    #: Messages in memory: in line, resting before another try, or in flight.
    waiting: int
    in_flight: int
    sent: int
    #: Tries put off: pauses that the channel asked for, and failures that will be tried again.
    retried: int
    #: Given up and set aside for the operator.
    dropped: int
    #: Nudges that may not have arrived and are not sent again.
    assumed: int
    #: Times that a person turned out to have left.
    unreachable: int
    #: Age of the oldest message in memory, in seconds; 0 = none.
    oldest_unsent_age: float
    #: The same of safety messages.
    oldest_safety_age: float


class Relay:
    """The way out of the outbox: `offer` what was committed, keep `run` going, `stop` at the end.

    One relay serves one process and the channels in `senders`; messages of other channels stay in the store.
    `pacing` is theirs together; None waits only when a channel asks. Everything happens on the event loop.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        pacing: Pacing | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        concurrency: int = 256,
        rng: Random | None = None,
    ) -> None:
        self._outcomes = Outcomes(store)
        self._senders = senders
        self._clock = clock
        self._pacing = pacing or Pacing.holds_only()
        self._monotonic = monotonic
        self._sleep = sleep
        self._concurrency = concurrency
        self._rng = rng or SystemRandom()
        self._lines = Lines(self._pacing, monotonic, sleep, self._kick)

        #: Why the relay stopped by itself; the process must end then.
        self.failure: Exception | None = None
        self.sent = 0
        self.retried = 0
        self.dropped = 0
        self.assumed = 0
        self.unreachable = 0

        self._workers: set[asyncio.Task[None]] = set()
        self._parked: list[asyncio.Future[None]] = []
        #: Workers that were called and do not run yet.
        self._called = 0
        self._in_flight = 0
        #: Channels whose last try failed.
        self._failing: set[str] = set()
        self._revivals: set[asyncio.Task[None]] = set()
        self._sweeping = asyncio.Lock()
        self._next_due: datetime | None = None
        self._stopped = asyncio.Event()
        self._idlers: list[asyncio.Future[None]] = []

    # -- what others call ------------------------------------------------------------------------------------
    def offer(self, queued: Sequence[QueuedOutbound]) -> None:
        """Send these now: the rows of one commit, in its order, right after it. Never waits.

        Rows that are not due yet are left to the sweep; so is everything after the end.
        """
        now = self._clock.now()
        for one in queued:
            if one.due <= now:
                self._admit(one)

    async def run(self) -> None:
        """Sweep now and then until the end; raises what stopped the relay, `ChannelRefused` above all."""
        while not self._stopped.is_set():
            try:
                await self.sweep()
            except StoreError as error:
                log.error("the outbox could not be read: %s", type(error).__name__)
            await self._nap()
        if self.failure is not None:
            raise self.failure

    async def sweep(self) -> None:
        """Take up what is committed and in nobody's memory. Raises StoreError; call it before any offer."""
        async with self._sweeping:
            while not self._stopped.is_set() and await self._sweep_page():
                pass

    def revive(self, person: PersonKey) -> None:
        """A person came back and is saved as reachable: safety messages kept for them go first."""
        revival = asyncio.get_running_loop().create_task(self._revive(person, self._lines.pause(person)))
        self._revivals.add(revival)
        revival.add_done_callback(self._revivals.discard)

    async def idle(self) -> None:
        """Return when nothing is in line or in flight; what rests before another try does not count."""
        if not self._is_idle():
            idler = asyncio.get_running_loop().create_future()
            self._idlers.append(idler)
            await idler
        self._outcomes.flush()

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - what is late is cancelled, not this call
        """Take no new work and wait up to `timeout` seconds for what is in flight; the store has the rest."""
        self._end()
        if tasks := self._workers | self._revivals:
            _, late = await asyncio.wait(tasks, timeout=timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._outcomes.flush()

    def numbers(self) -> RelayNumbers:
        """A snapshot for metrics and health."""
        held = self._lines.held.values()
        now = self._clock.now()
        safety = [one for one in held if one.message.send_class is SendClass.SAFETY]
        return RelayNumbers(
            waiting=len(held),
            in_flight=self._in_flight,
            sent=self.sent,
            retried=self.retried,
            dropped=self.dropped,
            assumed=self.assumed,
            unreachable=self.unreachable,
            oldest_unsent_age=max((_age(one, now).total_seconds() for one in held), default=0.0),
            oldest_safety_age=max((_age(one, now).total_seconds() for one in safety), default=0.0),
        )

    async def _revive(self, person: PersonKey, paused: Line | None) -> None:
        now = self._clock.now()
        try:
            kept = await self._outcomes.returned(person, now, now + PATIENCE[SendClass.SAFETY], SWEEP_PAGE)
        except StoreError as error:  # they are tried at the end of their day
            log.error("what was kept for a person could not be read: %s", type(error).__name__)
        else:
            for one in kept:
                self._admit(one)
        if paused is not None and not self._stopped.is_set():
            self._lines.land(paused)
        self._tell_idlers()

    # -- workers ---------------------------------------------------------------------------------------------
    def _admit(self, one: QueuedOutbound, *, rest: float = 0.0) -> bool:
        if self._stopped.is_set() or one.channel not in self._senders:
            return False
        return self._lines.add(one, rest=rest)

    def _kick(self) -> None:
        """Let one more worker look for work."""
        while self._parked:
            parked = self._parked.pop()
            if not parked.done():
                parked.set_result(None)
                self._called += 1
                return
        most = self._concurrency + (SAFETY_RESERVE if self._lines.has_urgent() else 0)
        if len(self._workers) < most and not self._stopped.is_set():
            worker = asyncio.get_running_loop().create_task(self._work())
            self._called += 1
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        turn = 0
        self._called -= 1
        try:
            while not self._stopped.is_set():
                taken = self._lines.take(only_urgent=self._in_flight >= self._concurrency)
                if taken is None:
                    await self._park()
                    continue
                if not self._called and self._lines.has_ready():
                    self._kick()
                await self._fly(*taken)
                turn += 1
                if turn % _TURN == 0:
                    await asyncio.sleep(0)
        except Exception as error:
            self._fail(error)

    async def _park(self) -> None:
        parked = asyncio.get_running_loop().create_future()
        self._parked.append(parked)
        await parked
        self._called -= 1

    async def _fly(self, line: Line, one: QueuedOutbound) -> None:
        """Send one message and see to what comes of it."""
        self._in_flight += 1
        try:
            if one.message.send_class is SendClass.NUDGE:
                await self._outcomes.starts(one.seq)
            await self._senders[one.channel].send(one.address, one.message)
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            await self._failed(line, one, error)
        except Exception as error:
            await self._failed(line, one, error)
        else:
            self._succeeded(one)
        finally:
            self._in_flight -= 1
        if not self._stopped.is_set():
            self._lines.land(line)
        if self._idlers:
            self._tell_idlers()

    # -- outcomes --------------------------------------------------------------------------------------------
    def _succeeded(self, one: QueuedOutbound) -> None:
        self.sent += 1
        if self._failing:
            self._failing.discard(one.channel)
        self._lines.end(one)
        self._outcomes.arrived(one.seq)

    async def _failed(self, line: Line, one: QueuedOutbound, error: BaseException) -> None:
        match error:
            case SendLater():
                self._pacing.hold(one.person, error.seconds, self._monotonic(), everyone=error.everyone)
                self._put_back(line, one, error.seconds)
            case PersonUnreachable():
                await self._part_from(line, one, error)
            case SendRefused():
                self._drop(one, error)
            case ChannelRefused():
                self._fail(error)
            case StoreError():  # a nudge could not be marked, and was not sent
                self._retry(line, one, error)
            case _:
                self._doubt(line, one, error)

    def _doubt(self, line: Line, one: QueuedOutbound, error: BaseException) -> None:
        """It may or may not have arrived."""
        works = one.channel not in self._failing
        self._failing.add(one.channel)
        is_broken = works and one.tries + 1 >= TRIES
        send_class = one.message.send_class
        if send_class is SendClass.NUDGE:
            self._assume(one)
        elif self._is_too_old(one) or (is_broken and send_class is not SendClass.SAFETY):
            self._drop(one, error)
        else:
            self._retry(line, one, error, aside=is_broken)

    def _is_too_old(self, one: QueuedOutbound) -> bool:
        return _age(self._lines.held[one.seq], self._clock.now()) >= PATIENCE[one.message.send_class]

    def _retry(self, line: Line, one: QueuedOutbound, error: BaseException, *, aside: bool = False) -> None:
        log.warning("message %d (%s) will be tried again: %s", one.seq, *_names(one, error))
        pause = self._rng.uniform(1, min(LONGEST_PAUSE, 2.0 ** min(one.tries + 1, 6)))
        self._put_back(line, replace(one, tries=one.tries + 1), pause, rest=pause, aside=aside)

    def _put_back(
        self, line: Line, one: QueuedOutbound, pause: float, *, rest: float = 0.0, aside: bool = False
    ) -> None:
        if not self._lines.put_back(line, one, rest=rest, aside=aside):
            self._lines.end(one)
            return
        self.retried += 1
        due = self._clock.now() + timedelta(seconds=pause)
        self._outcomes.put_off(one.seq, due)

    def _drop(self, one: QueuedOutbound, error: BaseException) -> None:
        level = logging.CRITICAL if one.message.send_class is SendClass.SAFETY else logging.ERROR
        log.log(level, "message %d (%s) is given up: %s", one.seq, *_names(one, error))
        self.dropped += 1
        self._lines.end(one)
        self._outcomes.given_up(one.seq, error)

    def _assume(self, one: QueuedOutbound) -> None:
        log.warning("message %d (%s) may not have arrived", one.seq, one.message.send_class)
        self.assumed += 1
        self._lines.end(one)
        self._outcomes.arrived(one.seq)

    async def _part_from(self, line: Line, one: QueuedOutbound, error: PersonUnreachable) -> None:
        """The person has left: drop what waits for them, and keep safety messages a day for their return."""
        waiting = [one, *self._lines.clear_line(line)]
        safety = [each for each in waiting if each.message.send_class is SendClass.SAFETY]
        kept = [each.seq for each in safety]
        tried = {each.seq for each in safety if self._lines.held[each.seq].tries}
        until = self._clock.now() + PATIENCE[SendClass.SAFETY]
        try:
            expired = await self._outcomes.parted(one.person, kept, tried, until)
        except StoreError as failure:  # the sweep finds them all again
            log.error("an unreachable person could not be saved: %s", type(failure).__name__)
            for each in waiting:
                self._lines.release(each)
            return
        self.unreachable += 1
        for each in waiting:
            if each.seq in expired:
                self._drop(each, error)
            elif each.message.send_class is SendClass.SAFETY:
                self._lines.release(each)
            else:
                self._lines.end(each)

    # -- sweeping --------------------------------------------------------------------------------------------
    async def _sweep_page(self) -> bool:
        """Search once; True when it is worth searching again at once."""
        now = self._clock.now()
        held = self._lines.held
        limit = SWEEP_PAGE + min(len(held), SWEEP_HELD)
        horizon = now + timedelta(seconds=LONGEST_PAUSE)
        with self._lines.watch() as touched:
            rows = await self._outcomes.search(horizon, limit)
        self._next_due = min((one.due for one in rows if _is_scheduled(one, now)), default=None)
        found = sum(self._take_up(one, now) for one in rows if one.person not in touched)
        return len(rows) == limit and found > 0 and len(held) < SWEEP_HELD

    def _take_up(self, one: QueuedOutbound, now: datetime) -> bool:
        """See to one row that the store still has; False when there is nothing to do for it now."""
        if self._lines.has_ended(one.seq):  # the note about it was lost
            self._outcomes.arrived(one.seq)
            return False
        if one.seq in self._lines.held or _is_scheduled(one, now):
            return False
        if one.started and one.message.send_class is SendClass.NUDGE:
            self._assume(one)
            return True
        return self._admit(one, rest=(one.due - now).total_seconds())

    async def _nap(self) -> None:
        """Until the next sweep, or the end."""
        seconds = SWEEP_PERIOD
        if self._next_due is not None:
            seconds = min(seconds, max(0.0, (self._next_due - self._clock.now()).total_seconds()))
        nap = asyncio.ensure_future(self._sleep(seconds))
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait((nap, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            nap.cancel()
            stopped.cancel()

    # -- the end ---------------------------------------------------------------------------------------------
    def _fail(self, error: Exception) -> None:
        log.critical("the relay stops: %s", type(error).__name__)
        self.failure = self.failure or error
        self._end()

    def _end(self) -> None:
        self._stopped.set()
        self._lines.close()
        while self._parked:
            self._kick()
        self._tell_idlers()

    def _is_idle(self) -> bool:
        return self._lines.is_idle() and not (self._stopped.is_set() and self._in_flight)

    def _tell_idlers(self) -> None:
        if self._is_idle():
            idlers, self._idlers = self._idlers, []
            for idler in idlers:
                if not idler.done():
                    idler.set_result(None)


def _age(one: QueuedOutbound, now: datetime) -> timedelta:
    """How long a message has waited: exact before its first try, guessed from the number of tries after."""
    return now - one.due + one.tries * _MEAN_PAUSE


def _is_scheduled(one: QueuedOutbound, now: datetime) -> bool:
    """Meant for later, rather than waiting for another try."""
    return one.due > now and not one.tries


def _names(one: QueuedOutbound, error: BaseException) -> tuple[str, str]:
    return one.message.send_class.value, type(error).__name__


def _is_cancelled() -> bool:
    """True when this task is being cancelled, rather than something inside it."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
