"""Reads `content/phrases.toml`: everything the program says that is neither a question, a result nor a card.

It does not translate or fill the phrases: `catalogs` and `formats` do. Mistakes are `ContentError`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from content.errors import BadField, MissingFile, UnreadableFile
from content.fields import Fields
from content.library import ROOT

PHRASES = ROOT / "phrases.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One line of the program, in English."""

    id: str
    #: Telegram HTML with placeholders in braces; the form for "other" numbers where `one` is set.
    text: str
    #: The form for the number one; None = the phrase does not count anything.
    one: str | None
    #: For translators.
    note: str
    #: A language without this phrase is not offered.
    safety: bool


def load_phrases(path: Path = PHRASES) -> Mapping[str, Phrase]:
    """Every phrase by slug, in file order. Raises a `ContentError` for the first mistake met."""
    where = path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingFile(f"{path}: is not there: restore it from the repository") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{where}: is not valid TOML: {error}") from None
    table = data.get("phrases")
    if not isinstance(table, dict) or not table:
        raise BadField(f"{where}: needs a [phrases] table with one line per phrase")
    return {slug: _phrase(slug, fields, f"{where}: {slug}") for slug, fields in table.items()}


def _phrase(slug: str, data: object, where: str) -> Phrase:
    table = Fields(data, where)
    phrase = Phrase(
        id=slug,
        text=table.text("text"),
        one=table.optional_text("one"),
        note=table.text("note"),
        safety=isinstance(data, dict) and "safety" in data and table.flag("safety"),
    )
    table.end()
    return phrase
