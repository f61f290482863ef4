"""The ids under which a channel keeps the files we gave it, so that each file is uploaded once and not to everybody.

It uploads nothing. A lost id costs one more upload.
"""

from __future__ import annotations

import logging

from bot.app.ports import Store, StoreError

log = logging.getLogger(__name__)


class FileIds:
    """The ids of one bot: read from the store when first asked for, and in memory from then on.

    A file is known by its name, which therefore has to change with its content. Without a working store the ids
    last as long as the process.
    """

    def __init__(self, store: Store, bot: str) -> None:
        """`bot` is the account that the ids belong to: no other can use them."""
        self._store = store
        self._bot = bot
        #: None = the store was asked and has none.
        self._known: dict[str, str | None] = {}

    async def get(self, file: str) -> str | None:
        """The id of a file; None = it has to be uploaded."""
        if file not in self._known:
            row = self._row(file)
            try:
                stored = await self._store.transact(lambda uow: uow.get_meta(row))
            except StoreError as error:
                log.warning("the id of a file could not be read: %s", type(error).__name__)
                return None
            self._known.setdefault(file, stored)
        return self._known[file]

    def keep(self, file: str, file_id: str) -> None:
        """Use this id from now on, in place of any other."""
        self._known[file] = file_id
        row = self._row(file)
        try:
            self._store.later(lambda uow: uow.set_meta(row, file_id))
        except StoreError as error:
            log.warning("the id of a file was not stored: %s", type(error).__name__)

    def _row(self, file: str) -> str:
        return f"file_id.{self._bot}.{file}"
