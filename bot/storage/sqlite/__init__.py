"""The store for one machine: one SQLite file, one writer thread, nothing to set up."""

from bot.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
