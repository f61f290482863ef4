"""Reads the words of one language and the table of signs from TOML, and refuses what it does not understand.

It does not look at messages.

Errors::

    LexiconError         names the file, the entry and what would mend it
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogs.warning_signs.findings import TIERS
from dialogs.warning_signs.patterns import Modifier, Pattern
from dialogs.warning_signs.phrases import Entry

FOLDER = Path(__file__).parent


class LexiconError(Exception):
    """A file of this room cannot be used; the text names the file, the entry and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language."""

    locale: str
    #: Concept → its entries, of plain words and number classes such as `#old`.
    concepts: Mapping[str, tuple[Entry, ...]]
    #: Words that change nothing where they stand ("really", "even") and are passed over.
    fillers: frozenset[str]
    #: Words that say little: a phrase of these alone counts for markers of context only.
    light: frozenset[str]
    #: Endings that change no meaning, so that an unknown word is read without them.
    endings: tuple[str, ...]
    #: A misspelling → the word that is meant.
    misspellings: Mapping[str, str]
    #: Words that a slip of the finger or a spelling by ear may stand for.
    slips: frozenset[str]
    #: Real words that resemble a lexicon word and must not be taken for it.
    ordinary: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTable:
    """Which concepts together make which sign, for every language."""

    #: Group → the concepts in it, such as every body area.
    groups: Mapping[str, frozenset[str]]
    patterns: tuple[Pattern, ...]


def load_lexicon(locale: str, folder: Path = FOLDER) -> Lexicon:
    """The words in `folder/<locale>.toml`; raises LexiconError."""
    path = folder / f"{locale}.toml"
    table = _read(path)
    _refuse_unknown(
        path,
        "the file",
        table,
        {"concepts", "fillers", "light", "endings", "misspellings", "slips", "ordinary"},
    )
    concepts = {
        name: tuple(parse_entry(entry) for entry in _strings(path, name, entries))
        for name, entries in table.get("concepts", {}).items()
    }
    misspellings = {
        typed: meant
        for meant, typos in table.get("misspellings", {}).items()
        for typed in _strings(path, meant, typos)
    }
    return Lexicon(
        locale=locale,
        concepts=concepts,
        fillers=frozenset(_strings(path, "fillers", table.get("fillers", []))),
        light=frozenset(_strings(path, "light", table.get("light", []))),
        endings=_strings(path, "endings", table.get("endings", [])),
        misspellings=misspellings,
        slips=frozenset(_strings(path, "slips", table.get("slips", []))),
        ordinary=frozenset(_strings(path, "ordinary", table.get("ordinary", []))),
    )


def load_signs(path: Path = FOLDER / "signs.toml") -> SignTable:
    """The table of signs; raises LexiconError."""
    table = _read(path)
    _refuse_unknown(path, "the file", table, {"groups", "signs"})
    groups = {
        name: frozenset(_strings(path, name, members)) for name, members in table.get("groups", {}).items()
    }
    patterns = tuple(
        _pattern(path, sign, entry["tier"], row)
        for sign, entry in table.get("signs", {}).items()
        for row in entry.get("patterns", [])
    )
    return SignTable(groups=groups, patterns=patterns)


def _pattern(path: Path, sign: str, tier: str, row: Mapping[str, Any]) -> Pattern:
    _refuse_unknown(
        path,
        sign,
        row,
        {"near", "order", "reach", "across", "with", "unless", "between_not", "ignores", "tier"},
    )
    if ("near" in row) == ("order" in row):
        raise LexiconError(f"{path}: {sign}: give a pattern either 'near' or 'order'")
    tier = row.get("tier", tier)
    if tier not in TIERS:
        raise LexiconError(f"{path}: {sign}: tier {tier!r} is none of {', '.join(TIERS)}")
    try:
        ignores = frozenset(Modifier(name) for name in row.get("ignores", "").split())
    except ValueError as error:
        raise LexiconError(f"{path}: {sign}: {error}") from None
    return Pattern(
        sign=sign,
        tier=tier,
        items=_items(row.get("near") or row["order"]),
        ordered="order" in row,
        reach=row.get("reach", 6),
        across=row.get("across", False),
        together=_items(row.get("with", "")),
        unless=frozenset(row.get("unless", "").split()),
        between_not=frozenset(row.get("between_not", "").split()),
        ignores=ignores,
    )


def _items(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(item.split("|")) for item in text.split())


def parse_entry(text: str) -> Entry:
    """An entry as it stands in the file: `lost all|my? feeling` has three choices, one of which may be missing."""
    choices = tuple(
        (*(tuple(filter(None, part.split("_"))) for part in word.removesuffix("?").split("|")),)
        + (((),) if word.endswith("?") else ())
        for word in text.removeprefix("!").split()
    )
    return Entry(choices, text.startswith("!"))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LexiconError(f"{path} is missing; add it or do not ask for this locale") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path} is not valid TOML: {error}") from None


def _refuse_unknown(path: Path, where: str, table: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(table) - known):
        raise LexiconError(f"{path}: {where}: does not know {', '.join(unknown)}; remove or correct it")


def _strings(path: Path, where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"{path}: {where}: must be a list of texts")
    return tuple(value)
