"""Opening the file: one process at a time, the right file, the right key, the newest tables.

Runs no statement of the application. What it refuses it leaves as it was, and says why in one sentence.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.app.ports import StoreMismatch, StoreUnavailable
from bot.storage.encryption import Keyring
from bot.storage.sqlite.failures import explain
from bot.storage.sqlite.schema import MIGRATIONS, migration_names
from bot.storage.sqlite.unit import SqliteUnit

#: How long to wait for another program that holds the file, in milliseconds.
PATIENCE = 5000

_SETTINGS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
    "pragma temp_store = memory",
    # 16 MiB of log and of cache: pages that change often are then copied into the main file less often.
    "pragma wal_autocheckpoint = 4000",
    "pragma cache_size = -4096",
)


_NOTE_KEY = "insert into meta (name, value) values ('key_check', ?) on conflict do nothing"
_STORED_KEY = "select value from meta where name = 'key_check'"


class DatabaseFile:
    """The open file and its lock; the lock ends with the process, however that ends."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        """Create or migrate; raises StoreMismatch or StoreUnavailable, and then holds nothing."""
        self._lock = _lock(path)
        try:
            self._database = _open(path, keyring)
            self.unit = SqliteUnit(self._database.conn, keyring)
        except sqlite3.Error as error:
            os.close(self._lock)
            raise explain(error, str(path)) from error
        except BaseException:
            os.close(self._lock)
            raise

    def empty_log(self) -> bool:
        """Write everything into the main file and empty the write-ahead log; False when that must wait."""
        try:
            (is_busy, _, _) = self._database.conn.execute("pragma wal_checkpoint(truncate)").fetchone()
        except sqlite3.Error:
            return False
        return not is_busy

    def close(self) -> None:
        try:
            self._database.close()
        finally:
            os.close(self._lock)


def _lock(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_dir():
            raise StoreUnavailable(f"{path} is a folder; name a file in it in DATABASE_URL.")
        descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreUnavailable(
            f"{path.parent} cannot be written ({error.strerror}); "
            "give this account write access, or name another place in DATABASE_URL."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise StoreUnavailable(f"Another process has {path} open; stop it first.") from None
    return descriptor


def _open(path: Path, keyring: Keyring) -> Database:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreUnavailable(
            f"{path} cannot be written ({error.strerror}); give this account write access to it."
        ) from None
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        connection.execute(f"pragma busy_timeout = {PATIENCE}")
        database = Database(connection, execute_plugins=False)
        _require_ours(database, path)
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
        _migrate(database, keyring, path)
    except BaseException:
        connection.close()
        raise
    return database


def _require_ours(database: Database, path: Path) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(database)}
    if not applied and database.table_names():
        raise StoreMismatch(f"{path} belongs to another program; name another file in DATABASE_URL.")
    if newer := sorted(applied - migration_names()):
        raise StoreMismatch(
            f"{path} was written by a newer version (it has {newer[-1]}); start that version or a later one."
        )


def _migrate(database: Database, keyring: Keyring, path: Path) -> None:
    """Bring the tables up to date and compare the key, in one transaction."""
    connection = database.conn
    connection.execute("begin immediate")
    try:
        MIGRATIONS.apply(database)
        connection.execute(_NOTE_KEY, (keyring.check_value(),))
        (stored,) = connection.execute(_STORED_KEY).fetchone()
        if not hmac.compare_digest(stored, keyring.check_value()):
            raise StoreMismatch(
                f"{path} was written with another encryption key; start with that key, or name another file."
            )
    except BaseException:
        connection.rollback()
        raise
    connection.execute("commit")
