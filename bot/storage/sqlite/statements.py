"""The ground the tables stand on: running a statement, savepoints, people's keys, times.

Knows no table except where a person's data key is kept.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta

from bot.app.ports import StoreError
from bot.messages import PersonKey
from bot.storage.encryption import DataKey, Keyring
from bot.storage.sqlite.failures import explain

#: How many unwrapped data keys are kept at hand, however many people are stored.
KEYS_AT_HAND = 4096

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """An aware moment as stored."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(stored: int) -> datetime:
    """A stored moment, aware and UTC."""
    return _EPOCH + timedelta(microseconds=stored)


class Statements:
    """Runs SQL for the unit of work that is under way."""

    def __init__(self, connection: sqlite3.Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._keyring = keyring
        self._keys: OrderedDict[PersonKey, DataKey] = OrderedDict()
        #: Why SQLite threw the whole transaction away; nothing more may run until the writer has noticed.
        self._lost: StoreError | None = None

    def savepoint(self) -> AbstractContextManager[None]:
        return Savepoint(self)

    def run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement; raises StoreUnavailable or StoreError."""
        if self._lost is not None:
            raise self._lost
        try:
            return self._cursor.execute(sql, values)
        except sqlite3.Error as error:
            failure = explain(error)
            if not self._connection.in_transaction:
                self._lost = failure
            raise failure from error

    def undo(self, savepoint: str) -> None:
        """Roll back to a savepoint and remove it; keys made since then are forgotten with their rows."""
        self._keys.clear()
        self.run(f"rollback to {savepoint}")
        self.run(f"release {savepoint}")

    # -- the whole transaction (for the writer) ----------------------------------------------------------
    def begin(self) -> None:
        self.run("begin immediate")

    def commit(self) -> None:
        self.run("commit")

    def rollback(self) -> None:
        """Leave nothing of the transaction; never raises."""
        self._keys.clear()
        self._lost = None
        with suppress(sqlite3.Error):
            self._connection.rollback()

    # -- people's keys -----------------------------------------------------------------------------------
    def key_of(self, person: PersonKey) -> DataKey:
        """The data key of a person; made and stored when the person has none yet."""
        key = self._keys.get(person)
        if key is not None:
            self._keys.move_to_end(person)
            return key
        row = self.run("select data_key from person where key = ?", (person,)).fetchone()
        if row is not None:
            return self.unwrapped(person, row[0])
        key, wrapped = self._keyring.new_data_key(person)
        self.run("insert into person (key, data_key) values (?, ?)", (person, wrapped))
        return self._keep(person, key)

    def unwrapped(self, person: PersonKey, wrapped: bytes) -> DataKey:
        """The data key of a row that was just read."""
        key = self._keys.get(person)
        if key is not None:
            self._keys.move_to_end(person)
            return key
        return self._keep(person, self._keyring.unwrap(person, wrapped))

    def forget_key(self, person: PersonKey) -> None:
        self._keys.pop(person, None)

    def forget_keys(self) -> None:
        self._keys.clear()

    def _keep(self, person: PersonKey, key: DataKey) -> DataKey:
        self._keys[person] = key
        if len(self._keys) > KEYS_AT_HAND:
            self._keys.popitem(last=False)
        return key


class Savepoint(AbstractContextManager[None]):
    """Undoes the block it encloses when that raises (a generator would cost three times as much)."""

    __slots__ = ("_statements",)

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def __enter__(self) -> None:
        self._statements.run("savepoint part")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._statements.run("release part")
        else:
            self._statements.undo("part")
