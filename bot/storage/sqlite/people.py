"""People: one row each, read and written as a whole, erased as a whole.

It does not look inside a session. A row of revision 0 is only a data key, for what is queued
before the first save.
"""

from __future__ import annotations

import logging

import msgspec

from bot.app.ports import Person, StoreError, StoreMismatch
from bot.messages import PersonKey
from bot.storage.sqlite.inbox import InboxTable
from bot.storage.sqlite.statements import from_micros, to_micros

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, bytes]).decode

_COLUMNS = "key, data_key, revision, reachable, waiting, updated_at, channel, body"
_SELECT = f"select {_COLUMNS} from person where key = ? and revision > 0"  # noqa: S608 (constants only)
_WAITING = f"""
select {_COLUMNS} from person where key > ? and waiting and reachable and revision > 0 order by key limit ?
"""  # noqa: S608 (constants only)
_SAVE = """
update person set revision = revision + 1, reachable = ?, waiting = ?, updated_at = ?, channel = ?, body = ?
where key = ? and revision = ?
"""
_ERASE = "delete from person where key = ?"
_UNLINK = "update audit set person = null where person = ?"

_PLACE = b"person "

Row = tuple[bytes, bytes, int, int, int, int, str, bytes]

log = logging.getLogger(__name__)


class PeopleTable(InboxTable):
    """The part of a unit of work that is about people."""

    #: True once somebody was erased: the writer then empties the log, which still holds their row.
    has_erased = False

    def person(self, key: PersonKey) -> Person | None:
        row = self.run(_SELECT, (key,)).fetchone()
        return None if row is None else self._person(row)

    def save_person(self, person: Person) -> None:
        body = self.key_of(person.key).seal(_encode((person.address, person.session)), _PLACE)
        saved = self.run(
            _SAVE,
            (
                person.reachable,
                person.waiting,
                to_micros(person.updated_at),
                person.channel,
                body,
                person.key,
                person.revision,
            ),
        )
        if saved.rowcount != 1:
            raise StoreError("This person was changed by another transaction; read the person again.")

    def erase_person(self, key: PersonKey) -> None:
        self.settle_person(key)
        self.run(_UNLINK, (key,))
        self.run(_ERASE, (key,))
        self.forget_key(key)
        self.has_erased = True

    def waiting_people(self, limit: int, after: PersonKey | None = None) -> list[Person]:
        rows = self.run(_WAITING, (after or b"", limit)).fetchall()
        return [person for row in rows if (person := self._readable(row))]

    def _readable(self, row: Row) -> Person | None:
        """One stored person; None when the row does not open: it must not hold up the others."""
        try:
            return self._person(row)
        except (StoreMismatch, msgspec.DecodeError):
            log.error("a person's row does not open and was passed over")
            return None

    def _person(self, row: Row) -> Person:
        key, wrapped, revision, reachable, waiting, updated_at, channel, sealed = row
        person = PersonKey(key)
        address, session = _decode(self.unwrapped(person, wrapped).open(sealed, _PLACE))
        return Person(
            key=person,
            channel=channel,
            address=address,
            session=session,
            revision=revision,
            reachable=bool(reachable),
            waiting=bool(waiting),
            updated_at=from_micros(updated_at),
        )
