"""The tables of the SQLite store, as migrations that only ever run forward.

Holds no query: each table's statements live in the module that is named after it.

Times are whole microseconds since 1970 (UTC). Every `body` is sealed with its person's data key.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

#: Name of the migration set; a file whose set holds names that are unknown here is newer than this program.
SET = "steadyback"

MIGRATIONS = Migrations(SET)


def migration_names() -> set[str]:
    """Every migration that this program knows."""
    return {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}


@MIGRATIONS(name="0001_first")
def first(db: Database) -> None:
    for statement in _FIRST.split(";"):
        db.execute(statement)


_FIRST = """
create table meta (
    name text primary key,
    value text not null
) strict, without rowid;

create table person (
    key blob primary key,
    data_key blob not null,
    revision integer not null default 0,
    reachable integer not null default 1,
    waiting integer not null default 0,
    updated_at integer not null default 0,
    channel text not null default '',
    body blob
) strict;

create table known_update (
    channel text not null,
    update_id text not null,
    noted_at integer not null,
    primary key (channel, update_id)
) strict, without rowid;

create table inbox (
    seq integer primary key,
    channel text not null,
    update_id text not null,
    person blob not null,
    state text not null default 'waiting',
    tries integer not null,
    due integer not null,
    error text,
    body blob not null,
    unique (channel, update_id)
) strict;

create index inbox_person on inbox (person, state, seq);

create table outbox (
    seq integer primary key,
    person blob not null references person (key) on delete cascade,
    channel text not null,
    class text not null,
    state text not null default 'unsent',
    tries integer not null default 0,
    due integer not null,
    started integer not null default 0,
    error text,
    body blob not null
) strict;

create index outbox_person on outbox (person);

create index outbox_due on outbox (due, class) where state = 'unsent';

create table audit (
    seq integer primary key,
    person blob,
    content_id text not null,
    content_hash text not null,
    locale text not null,
    protocol_version text not null,
    rules text not null,
    at integer not null
) strict;

create index audit_person on audit (person) where person is not null
"""
