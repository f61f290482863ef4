"""What SQLite's errors mean for the person who runs the program.

Decides on the sentence only; rolling back is the writer's business. No sentence holds a value from a row.
"""

from __future__ import annotations

import sqlite3

from bot.app.ports import StoreError, StoreMismatch, StoreUnavailable

_UNAVAILABLE = {
    "SQLITE_FULL": "the disk is full; free some space",
    "SQLITE_BUSY": "another program holds it; stop that program",
    "SQLITE_LOCKED": "another program holds it; stop that program",
    "SQLITE_READONLY": "it cannot be written; give this account write access to the file and its folder",
    "SQLITE_PERM": "it cannot be written; give this account write access to the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened; give this account write access to the file and its folder",
    "SQLITE_IOERR": "the disk does not answer; check it and start again",
    "SQLITE_CORRUPT": "it is damaged; stop and restore the last backup",
}


def explain(error: sqlite3.Error, file: str = "The store") -> StoreError:
    """The port's error for one of SQLite's about a file, with its cause and what mends it."""
    name: str = getattr(error, "sqlite_errorname", type(error).__name__)
    kind = "_".join(name.split("_")[:2])
    if kind == "SQLITE_NOTADB":
        return StoreMismatch(f"{file} is not a SQLite database; move it away or correct DATABASE_URL.")
    if kind in _UNAVAILABLE:
        return StoreUnavailable(f"{file} was not changed: {_UNAVAILABLE[kind]} ({name}).")
    return StoreError(f"{file} was not changed: it refused a statement ({name}).")
