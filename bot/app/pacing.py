"""When a message may leave, because a channel that is asked too fast answers with a pause for everybody.

It neither reads a clock nor waits: the moment comes in as monotonic seconds, and others wait.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

import msgspec

from bot.messages import PersonKey, SendClass

K = TypeVar("K", bound=Hashable)

#: So many people held within `FLOOD_WINDOW` seconds mean that the channel is tired of us, not of them.
FLOOD_PEOPLE = 3
FLOOD_WINDOW = 10.0
#: A pause longer than this, in seconds, holds everyone.
LONG_HOLD = 30.0
#: Holds that are looked at to see a flood.
_RECENT = 32
#: Waits shorter than this are rounding errors.
_NOTHING = 1e-6


class Rate(msgspec.Struct, frozen=True):
    """So many a second, and so many at once after a rest."""

    per_second: float
    burst: int


UNLIMITED = Rate(math.inf, 1)
#: Answers to somebody who writes or taps: faster than any hand, so that only a loop is slowed down.
REPLIES = Rate(30, 90)
#: Telegram's limits as far as they are known: about one message a second in a chat, bursts tolerated; bulk
#: below 30 a second; replies to people who just wrote are not bulk. They bind what nobody asked for, and everything
#: to a person for whom the channel has lately asked for a pause.
ONE_PERSON = Rate(1, 3)
#: Edits answer a tap one for one, so they have a larger burst; they also use up the person's other bucket.
EDITS = Rate(1, 20)
BULK = Rate(25, 1)
#: So long after a pause, in seconds, a person is treated by the strict limits.
STRICT = 60.0


class Pacing:
    """The buckets and holds of one channel; the defaults are Telegram's.

    Ask `wait_for_all` and `wait_for_person`, then `take` what is sent. Safety messages wait for holds only.
    """

    def __init__(
        self,
        *,
        person: Rate = ONE_PERSON,
        edits: Rate = EDITS,
        replies: Rate = REPLIES,
        everyone: Rate = UNLIMITED,
        bulk: Rate = BULK,
    ) -> None:
        self._replies: _Buckets[PersonKey] = _Buckets(replies)
        self._strict: _Marks[PersonKey] = _Marks()
        self._people: _Buckets[PersonKey] = _Buckets(person)
        self._edits: _Buckets[PersonKey] = _Buckets(edits)
        self._everyone: _Buckets[None] = _Buckets(everyone)
        self._bulk: _Buckets[None] = _Buckets(bulk)
        self._holds: dict[PersonKey, float] = {}
        self._held_until = 0.0
        self._recent: deque[_Hold] = deque(maxlen=_RECENT)

    @classmethod
    def holds_only(cls) -> Pacing:
        """For channels without limits of their own: waits only when the channel says so."""
        return cls(person=UNLIMITED, edits=UNLIMITED, replies=UNLIMITED, bulk=UNLIMITED)

    def wait_for_all(self, send_class: SendClass, now: float) -> float:
        """Seconds until the channel may get any message of this class; 0 = now."""
        wait = self._held_until - now
        if send_class is not SendClass.SAFETY:
            wait = max(wait, self._everyone.wait(None, now))
        if send_class is SendClass.NUDGE:
            wait = max(wait, self._bulk.wait(None, now))
        return wait if wait > _NOTHING else 0.0

    def wait_for_person(self, person: PersonKey, send_class: SendClass, now: float, *, edit: bool) -> float:
        """Seconds until this person may get a message of this class; 0 = now."""
        wait = self._holds.get(person, now) - now if self._holds else 0.0
        if send_class is SendClass.SAFETY:
            return wait if wait > _NOTHING else 0.0
        if self._is_strict(person, send_class, now):
            wait = max(wait, (self._edits if edit else self._people).wait(person, now))
        else:
            wait = max(wait, self._replies.wait(person, now))
        return wait if wait > _NOTHING else 0.0

    def take(self, person: PersonKey, send_class: SendClass, now: float, *, edit: bool) -> None:
        """Count a message that is sent now."""
        if not self._is_strict(person, send_class, now):
            self._replies.take(person, now)
        elif edit:
            self._edits.take(person, now)
            self._people.use_up(person, now)
        else:
            self._people.take(person, now)
        self._everyone.take(None, now)
        if send_class is SendClass.NUDGE:
            self._bulk.take(None, now)

    def hold(self, person: PersonKey, seconds: float, now: float, *, everyone: bool = False) -> None:
        """The channel asked for a pause. The longest of several holds counts."""
        self._holds = {held: until for held, until in self._holds.items() if until > now}
        until = max(now + seconds, self._holds.get(person, now))
        self._holds[person] = until
        self._strict.mark(person, until + STRICT, now)
        self._recent.append(_Hold(person, now, until))
        while self._recent[0].at < now - FLOOD_WINDOW:
            self._recent.popleft()
        if everyone or seconds > LONG_HOLD:
            self._held_until = max(self._held_until, until)
        if len({hold.person for hold in self._recent}) >= FLOOD_PEOPLE:
            self._held_until = max(self._held_until, *(hold.until for hold in self._recent))

    def remembered(self) -> int:
        """How many people are in memory (for tests)."""
        return max(
            len(self._people), len(self._edits), len(self._replies), len(self._holds), len(self._strict)
        )

    def _is_strict(self, person: PersonKey, send_class: SendClass, now: float) -> bool:
        return send_class is SendClass.NUDGE or self._strict.holds(person, now)


class _Hold(msgspec.Struct, frozen=True):
    person: PersonKey
    at: float
    until: float


class _Marks(Generic[K]):
    """Until when something holds for whom; what is over is forgotten."""

    FEW = 1_024

    def __init__(self) -> None:
        self._until: dict[K, float] = {}
        self._most = self.FEW

    def __len__(self) -> int:
        return len(self._until)

    def holds(self, key: K, now: float) -> bool:
        return self._until.get(key, now) > now

    def mark(self, key: K, until: float, now: float) -> None:
        self._until[key] = until
        if len(self._until) > self._most:
            self._until = {key: moment for key, moment in self._until.items() if moment > now}
            self._most = max(self.FEW, 2 * len(self._until))


class _Buckets(Generic[K]):
    """Token buckets, each kept as the moment when it will be full again; a full one is forgotten."""

    #: Full buckets are looked for only when there are more than this.
    FEW = 1_024

    def __init__(self, rate: Rate) -> None:
        self._interval = 1 / rate.per_second
        self._burst = rate.burst
        self._slack = self._interval * (rate.burst - 1)
        self._full_at: dict[K, float] = {}
        self._most = self.FEW

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, key: K, now: float) -> float:
        """Seconds until there is a token; 0 or less = there is one."""
        return self._full_at.get(key, now) - now - self._slack

    def take(self, key: K, now: float) -> None:
        """Take a token, on credit when there is none."""
        full_at = self._full_at.get(key, now)
        self._put(key, (full_at if full_at > now else now) + self._interval, now)

    def use_up(self, key: K, now: float) -> None:
        """Take a token if there is one."""
        full_at = self._full_at.get(key, now)
        empty = now + self._interval * self._burst
        if full_at < empty:
            self._put(key, min((full_at if full_at > now else now) + self._interval, empty), now)

    def _put(self, key: K, full_at: float, now: float) -> None:
        if not self._interval:
            return
        self._full_at[key] = full_at
        if len(self._full_at) > self._most:
            self._full_at = {key: moment for key, moment in self._full_at.items() if moment > now}
            self._most = max(self.FEW, 2 * len(self._full_at))
