"""All items with their words, loaded once from the files, for the command line and for `/sources`.

It writes nothing: `approvals` does.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.i18n.catalogs import load_catalogs
from bot.i18n.phrases import load_phrases
from bot.i18n.registry import Language, load_registry
from bot.rendering.words import Words
from bot.review.errors import UnknownItem
from bot.review.items import review_items
from content.ledger import LEDGER, Ledger, read_ledger
from content.library import ROOT, load_library
from content.review import Item
from dialogs.loader import load_protocol


@dataclass(frozen=True)
class Records:
    """Everything under review."""

    #: The folder of cards and of the ledger.
    root: Path
    #: For reviewers with the whole library; for readers without what is withheld from them.
    words: Words
    languages: Mapping[str, Language]
    ledger: Ledger

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id, in reading order."""
        words = self.words
        found = review_items(words.protocol, words.library, words.phrases, self.languages, self.ledger)
        return {item.id: item for item in found}

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises UnknownItem."""
        if item_id in self.items:
            return self.items[item_id]
        near = difflib.get_close_matches(item_id, self.items, n=1)
        hint = f"did you mean {near[0]}?" if near else "see `steadyback review list`"
        raise UnknownItem(f"there is no item {item_id!r}: {hint}")


def open_records(root: Path = ROOT) -> Records:
    """Load everything; raises ContentError, ProtocolError or LanguageError for the first mistake met."""
    words = Words(
        catalogs=load_catalogs(),
        phrases=load_phrases(root / "phrases.toml"),
        library=load_library(root),
        protocol=load_protocol(),
    )
    return Records(root=root, words=words, languages=load_registry(), ledger=read_ledger(root / LEDGER))
