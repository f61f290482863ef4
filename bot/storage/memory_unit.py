"""What one transaction of the in-memory store can do, over dictionaries that know how to undo their changes.

It does not decide when a transaction begins or ends: `memory` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from bot.app.ports import Person, QueuedInbound, QueuedOutbound, Said, StoreError
from bot.messages import Inbound, Outbound, PersonKey, SendClass

K = TypeVar("K")
V = TypeVar("V")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An update whose id is remembered."""

    seq: int
    #: When it was received.
    at: datetime


class Postponed(msgspec.Struct, frozen=True, kw_only=True):
    """An update that waits to be tried again, or was set aside."""

    person: PersonKey
    queued: QueuedInbound
    #: Class name of the error it was set aside for; empty while it waits.
    error: str = ""


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the outbox."""

    queued: QueuedOutbound
    #: Class name of the error it was dropped for; empty while it is to be sent.
    error: str = ""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An audit row and its link, which erasing the person removes."""

    person: PersonKey | None
    said: Said


class Rows(Generic[K, V]):
    """A dictionary that writes into the journal how to undo each change."""

    def __init__(self, journal: list[Callable[[], object]]) -> None:
        self.now: dict[K, V] = {}
        self._journal = journal

    def put(self, key: K, value: V) -> None:
        self._remember(key)
        self.now[key] = value

    def remove(self, key: K) -> None:
        if key in self.now:
            self._remember(key)
            del self.now[key]

    def _remember(self, key: K) -> None:
        if key in self.now:
            before = self.now[key]
            self._journal.append(lambda: self.now.__setitem__(key, before))
        else:
            self._journal.append(lambda: self.now.pop(key))


class MemoryUnit:
    """A `UnitOfWork` over dictionaries; an error costs only what the failed work had touched."""

    def __init__(self) -> None:
        self._journal: list[Callable[[], object]] = []
        self._numbers = count(1)
        self._known: Rows[tuple[str, str], Known] = Rows(self._journal)
        self._postponed: Rows[int, Postponed] = Rows(self._journal)
        self._people: Rows[PersonKey, Person] = Rows(self._journal)
        self._outbox: Rows[int, Unsent] = Rows(self._journal)
        #: The outbox numbers of each person, oldest first.
        self._queues: Rows[PersonKey, tuple[int, ...]] = Rows(self._journal)
        self._audit: Rows[int, Recorded] = Rows(self._journal)
        self._meta: Rows[str, str] = Rows(self._journal)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        mark = len(self._journal)
        try:
            yield
        except BaseException:
            while len(self._journal) > mark:
                self._journal.pop()()
            raise

    def commit(self) -> None:
        """What was done until now can no longer be undone."""
        self._journal.clear()

    # -- inbox -------------------------------------------------------------------------------------------
    def note_update(self, inbound: Inbound, person: PersonKey) -> bool:
        update = (inbound.channel, inbound.update)
        if update in self._known.now:
            return False
        self._known.put(update, Known(seq=next(self._numbers), at=inbound.at))
        return True

    def postpone(self, inbound: Inbound, person: PersonKey, *, tries: int, due: datetime) -> None:
        self.note_update(inbound, person)
        seq = self._known.now[inbound.channel, inbound.update].seq
        kept = replace(inbound, callback=None)
        queued = QueuedInbound(seq=seq, inbound=kept, tries=tries, due=due)
        self._postponed.put(seq, Postponed(person=person, queued=queued))

    def has_postponed(self, person: PersonKey) -> bool:
        return any(row.person == person and not row.error for row in self._postponed.now.values())

    def postponed(self, now: datetime, limit: int) -> list[QueuedInbound]:
        oldest: dict[PersonKey, QueuedInbound] = {}
        for seq in sorted(self._postponed.now):
            row = self._postponed.now[seq]
            if not row.error:
                oldest.setdefault(row.person, row.queued)
        return [queued for queued in oldest.values() if queued.due <= now][:limit]

    def settle(self, seq: int) -> None:
        self._postponed.remove(seq)

    def set_aside(self, seq: int, error: str) -> None:
        if row := self._postponed.now.get(seq):
            self._postponed.put(seq, replace(row, error=error))

    # -- people ------------------------------------------------------------------------------------------
    def person(self, key: PersonKey) -> Person | None:
        return self._people.now.get(key)

    def save_person(self, person: Person) -> None:
        stored = self._people.now.get(person.key)
        if person.revision != (stored.revision if stored else 0):
            raise StoreError("This person was changed by another transaction; read the person again.")
        self._people.put(person.key, replace(person, revision=person.revision + 1))

    def erase_person(self, key: PersonKey) -> None:
        self._people.remove(key)
        for seq in self._queues.now.get(key, ()):
            self._remove_message(seq)
        for seq, row in list(self._postponed.now.items()):
            if row.person == key:
                self._postponed.remove(seq)
        for seq, recorded in list(self._audit.now.items()):
            if recorded.person == key:
                self._audit.put(seq, replace(recorded, person=None))

    def waiting_people(self, limit: int, after: PersonKey | None = None) -> list[Person]:
        keys = sorted(key for key, one in self._people.now.items() if one.waiting and one.reachable)
        return [self._people.now[key] for key in keys if after is None or key > after][:limit]

    # -- outbox ------------------------------------------------------------------------------------------
    def enqueue(
        self, person: PersonKey, channel: str, address: str, message: Outbound, due: datetime
    ) -> QueuedOutbound:
        if message.send_class is SendClass.QUESTION:
            self._drop(person, lambda older: older is SendClass.QUESTION)
        queued = QueuedOutbound(
            seq=next(self._numbers),
            person=person,
            channel=channel,
            address=address,
            message=message,
            tries=0,
            due=due,
            started=False,
        )
        self._outbox.put(queued.seq, Unsent(queued=queued))
        self._queues.put(person, (*self._queues.now.get(person, ()), queued.seq))
        return queued

    def unsent(self, now: datetime, limit: int) -> list[QueuedOutbound]:
        due = [row.queued for row in self._outbox.now.values() if not row.error and row.queued.due <= now]
        due.sort(key=lambda queued: (queued.message.send_class is not SendClass.SAFETY, queued.seq))
        return due[:limit]

    def mark_started(self, seq: int) -> None:
        if row := self._outbox.now.get(seq):
            self._outbox.put(seq, replace(row, queued=replace(row.queued, started=True)))

    def mark_sent(self, seq: int) -> None:
        self._remove_message(seq)

    def retry_at(self, seq: int, due: datetime) -> None:
        if row := self._outbox.now.get(seq):
            again = replace(row.queued, due=due, tries=row.queued.tries + 1)
            self._outbox.put(seq, replace(row, queued=again))

    def drop(self, seq: int, error: str) -> None:
        if row := self._outbox.now.get(seq):
            self._outbox.put(seq, replace(row, error=error))

    def drop_unsent(self, person: PersonKey) -> None:
        self._drop(person, lambda send_class: send_class is not SendClass.SAFETY)

    def _drop(self, person: PersonKey, chosen: Callable[[SendClass], bool]) -> None:
        for seq in self._queues.now.get(person, ()):
            row = self._outbox.now[seq]
            if not row.error and chosen(row.queued.message.send_class):
                self._remove_message(seq)

    def _remove_message(self, seq: int) -> None:
        if row := self._outbox.now.get(seq):
            person = row.queued.person
            left = tuple(other for other in self._queues.now[person] if other != seq)
            self._outbox.remove(seq)
            self._queues.put(person, left) if left else self._queues.remove(person)

    # -- audit and housekeeping --------------------------------------------------------------------------
    def record(self, said: Said) -> None:
        self._audit.put(next(self._numbers), Recorded(person=said.person, said=said))

    def recorded(self) -> list[tuple[PersonKey | None, Said]]:
        """The audit rows with their links, oldest first (for tests; no port reads them)."""
        return [(row.person, row.said) for row in self._audit.now.values()]

    def get_meta(self, name: str) -> str | None:
        return self._meta.now.get(name)

    def set_meta(self, name: str, value: str) -> None:
        self._meta.put(name, value)

    def counts(self) -> dict[str, int]:
        set_aside = sum(bool(row.error) for row in self._postponed.now.values())
        dropped = sum(bool(row.error) for row in self._outbox.now.values())
        return {
            "people": len(self._people.now),
            "postponed": len(self._postponed.now) - set_aside,
            "set_aside": set_aside,
            "unsent": len(self._outbox.now) - dropped,
            "dropped": dropped,
        }

    def prune(self, noted_before: datetime) -> None:
        for update, known in list(self._known.now.items()):
            if known.at < noted_before and known.seq not in self._postponed.now:
                self._known.remove(update)
