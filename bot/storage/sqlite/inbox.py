"""The inbox: which updates are known, and the content of those that must be tried again.

It does not decide when to try or when to give up. Of a handled update only the id is kept.
"""

from __future__ import annotations

import logging
from datetime import datetime

import msgspec
from msgspec.structs import replace

from bot.app.ports import QueuedInbound, StoreMismatch
from bot.messages import Inbound, PersonKey
from bot.storage.sqlite.statements import Statements, from_micros, to_micros

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Inbound).decode

_NOTE = "insert into known_update (channel, update_id, noted_at) values (?, ?, ?) on conflict do nothing"
_POSTPONE = """
insert into inbox (channel, update_id, person, tries, due, body) values (?, ?, ?, ?, ?, ?)
on conflict (channel, update_id) do update
set state = 'waiting', tries = excluded.tries, due = excluded.due, error = null, body = excluded.body
"""
_HAS_POSTPONED = "select exists (select 1 from inbox where person = ? and state = 'waiting')"
_POSTPONED = """
select seq, channel, update_id, person, tries, due, body from inbox
where seq in (select min(seq) from inbox where state = 'waiting' group by person) and due <= ?
order by seq limit ?
"""
_SETTLE = "delete from inbox where seq = ?"
_SETTLE_PERSON = "delete from inbox where person = ?"
_SET_ASIDE = "update inbox set state = 'set_aside', error = ? where seq = ?"

Row = tuple[int, str, str, bytes, int, int, bytes]

log = logging.getLogger(__name__)


class InboxTable(Statements):
    """The inbox part of a unit of work."""

    def note_update(self, inbound: Inbound, person: PersonKey) -> bool:
        noted = self.run(_NOTE, (inbound.channel, inbound.update, to_micros(inbound.at)))
        return noted.rowcount == 1

    def postpone(self, inbound: Inbound, person: PersonKey, *, tries: int, due: datetime) -> None:
        self.note_update(inbound, person)
        place = _place(inbound.channel, inbound.update)
        body = self.key_of(person).seal(_encode(replace(inbound, callback=None)), place)
        self.run(_POSTPONE, (inbound.channel, inbound.update, person, tries, to_micros(due), body))

    def has_postponed(self, person: PersonKey) -> bool:
        return bool(self.run(_HAS_POSTPONED, (person,)).fetchone()[0])

    def postponed(self, now: datetime, limit: int) -> list[QueuedInbound]:
        rows = self.run(_POSTPONED, (to_micros(now), limit)).fetchall()
        return [queued for row in rows if (queued := self._queued(row))]

    def settle(self, seq: int) -> None:
        self.run(_SETTLE, (seq,))

    def settle_person(self, person: PersonKey) -> None:
        """Forget the content of everything that waits for this person, keeping the ids."""
        self.run(_SETTLE_PERSON, (person,))

    def set_aside(self, seq: int, error: str) -> None:
        self.run(_SET_ASIDE, (error, seq))

    def _queued(self, row: Row) -> QueuedInbound | None:
        """One stored update; None, and set aside, when it does not open: it must not hold up the others."""
        seq, channel, update, person, tries, due, sealed = row
        try:
            inbound = _decode(self.key_of(PersonKey(person)).open(sealed, _place(channel, update)))
        except (StoreMismatch, msgspec.DecodeError) as error:
            log.error("update %d in the inbox does not open and was set aside", seq)
            self.set_aside(seq, type(error).__name__)
            return None
        return QueuedInbound(seq=seq, inbound=inbound, tries=tries, due=from_micros(due))


def _place(channel: str, update: str) -> bytes:
    return f"inbox {channel} {update} ".encode()
