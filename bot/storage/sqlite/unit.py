"""What one transaction of the SQLite store can do: all tables together, with audit and housekeeping.

It does not decide when a transaction begins or ends: the writer does.
"""

from __future__ import annotations

from datetime import datetime

from bot.app.ports import Said
from bot.storage.sqlite.outbox import OutboxTable
from bot.storage.sqlite.statements import to_micros

_RECORD = """
insert into audit (person, content_id, content_hash, locale, protocol_version, rules, at)
values (?, ?, ?, ?, ?, ?, ?)
"""
_GET_META = "select value from meta where name = ?"
_SET_META = "insert into meta (name, value) values (?, ?) on conflict do update set value = excluded.value"
# Every count but the first two is answered by a small index; those two by the primary key's.
_COUNTS = """
select
    (select count(*) from person) - (select count(*) from person where revision = 0),
    (select count(*) from inbox where state = 'waiting'),
    (select count(*) from inbox where state = 'set_aside'),
    (select count(*) from outbox where state = 'unsent'),
    (select count(*) from outbox) - (select count(*) from outbox where state = 'unsent')
"""
_PRUNE_UPDATES = """
delete from known_update where noted_at < ?
    and not exists (
        select 1 from inbox
        where inbox.channel = known_update.channel and inbox.update_id = known_update.update_id
    )
"""
_PRUNE_KEYS = """
delete from person where revision = 0
    and not exists (select 1 from outbox where outbox.person = person.key)
    and not exists (select 1 from inbox where inbox.person = person.key)
"""


class SqliteUnit(OutboxTable):
    """A `UnitOfWork` on the writer's connection."""

    def record(self, said: Said) -> None:
        self.run(
            _RECORD,
            (
                said.person,
                said.content_id,
                said.content_hash,
                said.locale,
                said.protocol_version,
                said.rules,
                to_micros(said.at),
            ),
        )

    def get_meta(self, name: str) -> str | None:
        row = self.run(_GET_META, (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        self.run(_SET_META, (name, value))

    def counts(self) -> dict[str, int]:
        names = ("people", "postponed", "set_aside", "unsent", "dropped")
        return dict(zip(names, self.run(_COUNTS).fetchone(), strict=True))

    def prune(self, noted_before: datetime) -> None:
        self.run(_PRUNE_UPDATES, (to_micros(noted_before),))
        self.run(_PRUNE_KEYS)
        self.forget_keys()
