"""The lines in which messages wait, because each person is sent one thing at a time and warnings go first.

They say which message may leave next, and when; they neither send nor store nor judge failures.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter

from bot.app.alarm import Alarm
from bot.app.pacing import Pacing
from bot.app.ports import QueuedOutbound
from bot.messages import PersonKey, SendClass

#: Messages whose end is remembered (twice as many at most), so that nothing brings them back.
_REMEMBERED = 10_000

_by_seq = attrgetter("seq")


class Line:
    """What waits for one person: safety messages first, otherwise in the order of commit."""

    __slots__ = ("is_flying", "newest_question", "others", "person", "place", "safety", "wake_at")

    def __init__(self, person: PersonKey) -> None:
        self.person = person
        self.safety: deque[QueuedOutbound] = deque()
        self.others: deque[QueuedOutbound] = deque()
        #: Number of the newest question seen; older ones are no longer to be sent.
        self.newest_question = 0
        #: The queue of lines that may send now in which this one stands; None while it waits or flies.
        self.place: deque[Line] | None = None
        #: When it may send again, in monotonic seconds; None when it waits for no moment.
        self.wake_at: float | None = None
        #: True while a message of this line is being sent.
        self.is_flying = False

    def part(self, one: QueuedOutbound) -> deque[QueuedOutbound]:
        """Where a message waits."""
        return self.safety if one.message.send_class is SendClass.SAFETY else self.others

    def is_superseded(self, one: QueuedOutbound) -> bool:
        """True for a question that has a newer one."""
        return one.seq < self.newest_question and one.message.send_class is SendClass.QUESTION


class Lines:
    """Every message in memory. `on_ready` is called when a line may send; then `take`, send, and `land`."""

    def __init__(
        self,
        pacing: Pacing,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        on_ready: Callable[[], None],
    ) -> None:
        #: Every message in memory, in line or in flight, as it was first seen here.
        self.held: dict[int, QueuedOutbound] = {}
        self._pacing = pacing
        self._monotonic = monotonic
        self._on_ready = on_ready
        self._alarm: Alarm[Line] = Alarm(monotonic, sleep, self._ring)
        self._lines: dict[PersonKey, Line] = {}
        #: Lines that may send now, by what stands first in them.
        self._urgent: deque[Line] = deque()
        self._replies: deque[Line] = deque()
        self._bulk: deque[Line] = deque()
        self._queues = (
            (self._urgent, SendClass.SAFETY),
            (self._replies, SendClass.CONTENT),
            (self._bulk, SendClass.NUDGE),
        )
        #: Messages that failed, and the monotonic second before which they are not tried again.
        self._rests: dict[int, float] = {}
        #: Safety messages that let others pass while they rest.
        self._aside: set[int] = set()
        #: People whose first message rests.
        self._resting: set[PersonKey] = set()
        self._ended: set[int] = set()
        self._ended_before: set[int] = set()
        #: People for whom something happened since `watch` began; None when nobody watches.
        self._touched: set[PersonKey] | None = None

    def add(self, one: QueuedOutbound, *, rest: float = 0.0) -> bool:
        """Put a message in its person's line; False when it is known already or out of date.

        A question takes the place of older questions. `rest`: seconds before it may leave.
        """
        seq = one.seq
        if seq in self.held or self.has_ended(seq):
            return False
        line = self._lines.get(one.person)
        if line is None:
            line = self._lines[one.person] = Line(one.person)
        elif line.is_superseded(one):
            return False
        self.held[seq] = one
        if rest > 0:
            self._rests[seq] = self._monotonic() + rest
        if self._touched is not None:
            self._touched.add(one.person)
        is_changed = one.message.send_class is SendClass.QUESTION and self._supersede(line, seq)
        part = line.part(one)
        if not part or part[-1].seq < seq:
            part.append(one)
        else:
            insort(part, one, key=_by_seq)
        if not line.is_flying and (is_changed or part[0] is one or line.place is self._bulk):
            self._place(line)
        return True

    def take(self, *, only_urgent: bool) -> tuple[Line, QueuedOutbound] | None:
        """The next message to send; None when none may leave yet (`on_ready` is called when one may)."""
        now = self._monotonic()
        for queue, send_class in self._queues:
            if queue:
                wait = self._pacing.wait_for_all(send_class, now)
                if wait > 0:
                    self._alarm.ring_by(now + wait)
                elif line := _pop(queue):
                    return line, self._take_off(line, now)
            if only_urgent:
                break
        return None

    def land(self, line: Line) -> None:
        """The message that was taken is sent, put back, or given up: the line goes on."""
        line.is_flying = False
        if line.others or line.safety:
            self._place(line)
        else:
            self._leave(line)

    def pause(self, person: PersonKey) -> Line | None:
        """Let nothing leave for a person until the line has landed; None when a message is in flight."""
        line = self._lines.get(person)
        if line is None:
            line = self._lines[person] = Line(person)
        if line.is_flying:
            return None
        line.place = line.wake_at = None
        line.is_flying = True
        self._resting.discard(person)
        return line

    def put_back(self, line: Line, one: QueuedOutbound, *, rest: float = 0.0, aside: bool = False) -> bool:
        """Let a message in flight go first again, after `rest` seconds; False when it is out of date by now.

        `aside`: others of the person may pass meanwhile.
        """
        if line.is_superseded(one):
            return False
        line.part(one).appendleft(one)
        if rest > 0:
            self._rests[one.seq] = self._monotonic() + rest
        if aside:
            self._aside.add(one.seq)
        return True

    def clear_line(self, line: Line) -> list[QueuedOutbound]:
        """Take everything that waits out of a line; it is still held."""
        waiting = [*line.safety, *line.others]
        line.safety.clear()
        line.others.clear()
        return waiting

    def release(self, one: QueuedOutbound) -> None:
        """Leave a message to the store; it may come back."""
        self.held.pop(one.seq, None)
        if self._rests:
            self._rests.pop(one.seq, None)
            self._aside.discard(one.seq)
        if self._touched is not None:
            self._touched.add(one.person)

    def end(self, one: QueuedOutbound) -> None:
        """A message has come to its end: never take it again."""
        self.release(one)
        if len(self._ended) >= _REMEMBERED:
            self._ended_before, self._ended = self._ended, set()
        self._ended.add(one.seq)

    def has_ended(self, seq: int) -> bool:
        """True for a message that came to its end not long ago."""
        return seq in self._ended or seq in self._ended_before

    @contextmanager
    def watch(self) -> Iterator[set[PersonKey]]:
        """Collect the people for whom something happens meanwhile."""
        self._touched = touched = set[PersonKey]()
        try:
            yield touched
        finally:
            self._touched = None

    def is_idle(self) -> bool:
        """True when nothing is in line or in flight, but what rests."""
        return len(self._lines) == len(self._resting)

    def has_urgent(self) -> bool:
        """True when a safety message may leave."""
        return bool(self._urgent)

    def has_ready(self) -> bool:
        """True when any message may leave, as far as its person is concerned."""
        return bool(self._replies or self._urgent or self._bulk)

    def close(self) -> None:
        """Forget the lines; what is in flight stays held."""
        self._alarm.stop()
        for queue, _ in self._queues:
            queue.clear()
        self._lines.clear()
        self._resting.clear()

    def _supersede(self, line: Line, seq: int) -> bool:
        """Question `seq` came: forget older ones; True when there were any."""
        line.newest_question = seq
        older = [one for one in line.others if line.is_superseded(one)]
        if older:
            line.others = deque(one for one in line.others if not line.is_superseded(one))
            for one in older:
                self.end(one)
        return bool(older)

    def _place(self, line: Line) -> None:
        """Let a line that has messages and does not fly stand where its first message belongs."""
        now = self._monotonic()
        one, rest = self._first(line, now)
        message = one.message
        edit = message.edit is not None
        wait = self._pacing.wait_for_person(line.person, message.send_class, now, edit=edit)
        if self._resting:
            self._resting.discard(line.person)
        if rest > wait:
            self._resting.add(line.person)
        if rest > 0 or wait > 0:
            line.place = None
            line.wake_at = now + max(rest, wait)
            self._alarm.wake(line, line.wake_at)
            return
        line.wake_at = None
        place = self._queue_for(line, message.send_class)
        if line.place is not place:
            line.place = place
            place.append(line)
            self._on_ready()

    def _first(self, line: Line, now: float) -> tuple[QueuedOutbound, float]:
        """The next message of a line, and how many seconds it rests yet."""
        if not line.safety:
            return line.others[0], self._rest(line.others[0], now)
        one = line.safety[0]
        rest = self._rest(one, now)
        if rest and line.others and one.seq in self._aside:
            other = line.others[0]
            other_rest = self._rest(other, now)
            return (other, other_rest) if other_rest < rest else (one, rest)
        return one, rest

    def _rest(self, one: QueuedOutbound, now: float) -> float:
        return max(0.0, self._rests.get(one.seq, now) - now) if self._rests else 0.0

    def _queue_for(self, line: Line, send_class: SendClass) -> deque[Line]:
        """A nudge that stands before a reply goes with the replies, so that none is late."""
        if send_class is SendClass.SAFETY:
            return self._urgent
        if send_class is SendClass.NUDGE and all(
            one.message.send_class is SendClass.NUDGE for one in line.others
        ):
            return self._bulk
        return self._replies

    def _take_off(self, line: Line, now: float) -> QueuedOutbound:
        one = (line.safety if line.place is self._urgent else line.others).popleft()
        line.place = None
        line.is_flying = True
        message = one.message
        self._pacing.take(line.person, message.send_class, now, edit=message.edit is not None)
        return one

    def _leave(self, line: Line) -> None:
        line.place = line.wake_at = None
        self._lines.pop(line.person, None)

    def _ring(self, due: list[tuple[Line, float]]) -> None:
        for line, at in due:
            if line.wake_at == at:
                self._place(line)
        if self.has_ready():
            self._on_ready()


def _pop(queue: deque[Line]) -> Line | None:
    """The first line that still stands here; others have moved and left a shadow."""
    while queue:
        line = queue.popleft()
        if line.place is queue:
            return line
    return None
