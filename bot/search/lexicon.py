"""Reads what the search knows of one language: its words (`content/search/<locale>.toml`) and `examples` of questions.

It compares nothing: `reading` does. Mistakes in a file are `ContentError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.search.examples import read_examples
from content.errors import BadField
from content.fields import Fields
from content.library import ROOT
from content.loader import read_toml

SEARCH = ROOT / "search"

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A card that comes first because of who asks."""

    card: str
    #: The question holds at least one phrase of each of these.
    when: tuple[Phrases, ...]
    #: The question holds none of these.
    unless: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What tells a question from an answer."""

    #: A text that opens with one of these is a question or a request …
    opens: Phrases = ()
    #: … and so is one that holds one of these anywhere …
    holds: Phrases = ()
    #: … unless it opens with one of these.
    never: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that the search knows about one language; plain words, not folded yet."""

    #: Name of the Snowball stemmer; "" = words are compared as they are.
    stemmer: str = ""
    #: Phrases that mean the same.
    same: tuple[Phrases, ...] = ()
    asking: Asking = Asking()
    #: The first that fits counts.
    preferences: tuple[Preference, ...] = ()
    #: Card, or `examples.NONE` -> questions that it answers.
    asked: Mapping[str, Phrases] = field(default_factory=dict)


def lexicon_of(locale: str, folder: Path = SEARCH) -> Lexicon:
    """The words of a language or of its base language; an empty lexicon where there is no file. Raises ContentError."""
    for tag in (locale, locale.split("-")[0]):
        if tag.replace("-", "").isalnum() and (path := folder / f"{tag}.toml").is_file():
            return read_lexicon(path)
    return Lexicon()


def read_lexicon(path: Path) -> Lexicon:
    """The words in one file, with the examples beside it. Raises a `ContentError` that names the file and the mend."""
    table = Fields(read_toml(path), f"search/{path.name}")
    examples = path.with_name(f"asked_{path.stem}.txt")
    lexicon = Lexicon(
        stemmer=_stemmer(table),
        same=_groups(table, "same"),
        asking=_asking(table.inner("asking")),
        preferences=tuple(_preference(Fields(one, table.where)) for one in table.tables("prefer")),
        asked=read_examples(examples) if examples.is_file() else {},
    )
    table.end()
    return lexicon


def _stemmer(table: Fields) -> str:
    from snowballstemmer import algorithms

    name = table.optional_text("stemmer") or ""
    if name and name not in algorithms():
        raise BadField(f"{table.where}: stemmer should be one of {', '.join(algorithms())}, not {name!r}")
    return name


def _asking(table: Fields | None) -> Asking:
    if table is None:
        return Asking()
    asking = Asking(opens=table.texts("opens"), holds=table.texts("holds"), never=table.texts("never"))
    table.end()
    return asking


def _preference(table: Fields) -> Preference:
    preference = Preference(
        card=table.text("card"), when=_groups(table, "when"), unless=table.texts("unless")
    )
    table.end()
    if not preference.when:
        raise BadField(f'{table.where}: prefer {preference.card} needs when = [["a word", …], …]')
    return preference


def _groups(table: Fields, name: str) -> tuple[Phrases, ...]:
    return tuple(_phrases(group, f"{table.where}: {name}") for group in table.tables(name))


def _phrases(value: object, where: str) -> Phrases:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise BadField(f'{where} should be a list such as ["one", "two"], not {value!r}')
    return tuple(value)
