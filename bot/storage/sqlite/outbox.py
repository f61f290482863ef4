"""The outbox: messages that are committed and not yet known to be sent.

It sends nothing and knows no pause; the relay does. Numbers are never used twice while the program runs, so
that a late note about one message can never touch another.
"""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime
from itertools import count

import msgspec

from bot.app.ports import QueuedOutbound, StoreMismatch
from bot.messages import Outbound, PersonKey, SendClass
from bot.storage.encryption import Keyring
from bot.storage.sqlite.people import PeopleTable
from bot.storage.sqlite.statements import from_micros, to_micros

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, Outbound]).decode

_LAST = "select coalesce(max(seq), 0) from outbox"
_ENQUEUE = "insert into outbox (seq, person, channel, class, due, body) values (?, ?, ?, ?, ?, ?)"
_SUPERSEDE = "delete from outbox where person = ? and class = 'question' and state = 'unsent'"
_DROP_UNSENT = "delete from outbox where person = ? and class <> 'safety' and state = 'unsent'"
_UNSENT = """
select seq, person, channel, tries, due, started, body from outbox
where seq in (
    select seq from outbox where state = 'unsent' and due <= ? order by class <> 'safety', seq limit ?
)
order by class <> 'safety', seq
"""
_STARTED = "update outbox set started = 1 where seq = ?"
_SENT = "delete from outbox where seq = ?"
_RETRY = "update outbox set tries = tries + 1, due = ? where seq = ?"
_DROP = "update outbox set state = 'dropped', error = ? where seq = ?"

Row = tuple[int, bytes, str, int, int, int, bytes]

log = logging.getLogger(__name__)


class OutboxTable(PeopleTable):
    """The outbox part of a unit of work."""

    def __init__(self, connection: sqlite3.Connection, keyring: Keyring) -> None:
        super().__init__(connection, keyring)
        self._numbers = count(self.run(_LAST).fetchone()[0] + 1)

    def enqueue(
        self, person: PersonKey, channel: str, address: str, message: Outbound, due: datetime
    ) -> QueuedOutbound:
        if message.send_class is SendClass.QUESTION:
            self.run(_SUPERSEDE, (person,))
        seq = next(self._numbers)
        body = self.key_of(person).seal(_encode((address, message)), _place(seq))
        self.run(_ENQUEUE, (seq, person, channel, message.send_class.value, to_micros(due), body))
        return QueuedOutbound(
            seq=seq,
            person=person,
            channel=channel,
            address=address,
            message=message,
            tries=0,
            due=due,
            started=False,
        )

    def unsent(self, now: datetime, limit: int) -> list[QueuedOutbound]:
        rows = self.run(_UNSENT, (to_micros(now), limit)).fetchall()
        return [message for row in rows if (message := self._message(row))]

    def mark_started(self, seq: int) -> None:
        self.run(_STARTED, (seq,))

    def mark_sent(self, seq: int) -> None:
        self.run(_SENT, (seq,))

    def retry_at(self, seq: int, due: datetime) -> None:
        self.run(_RETRY, (to_micros(due), seq))

    def drop(self, seq: int, error: str) -> None:
        self.run(_DROP, (error, seq))

    def drop_unsent(self, person: PersonKey) -> None:
        self.run(_DROP_UNSENT, (person,))

    def _message(self, row: Row) -> QueuedOutbound | None:
        """One stored message; None, and set aside, when it does not open: it must not hold up the others."""
        seq, key, channel, tries, due, started, sealed = row
        person = PersonKey(key)
        try:
            address, message = _decode(self.key_of(person).open(sealed, _place(seq)))
        except (StoreMismatch, msgspec.DecodeError) as error:
            log.error("message %d in the outbox does not open and was set aside", seq)
            self.drop(seq, type(error).__name__)
            return None
        return QueuedOutbound(
            seq=seq,
            person=person,
            channel=channel,
            address=address,
            message=message,
            tries=tries,
            due=from_micros(due),
            started=bool(started),
        )


def _place(seq: int) -> bytes:
    return b"outbox %d " % seq
