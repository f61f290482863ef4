"""Words that this project does not use, read from `wording.toml` with what to write instead.

It knows no card by name: a text that has to say such a word says it better another way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content import readability
from content.checks.texts import Place, texts
from content.errors import BadField
from content.fields import Fields
from content.library import ROOT, Library
from content.loader import read_toml

WORDING = ROOT / "wording.toml"

_RARE = re.compile(r"\brare(ly)?\b", re.IGNORECASE)
_COUNT = re.compile(r"\d+ in (every )?\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Banned:
    """Words not to use."""

    pattern: re.Pattern[str]
    #: What to write instead, and why.
    instead: str
    #: True = a sentence that denies it may say it: "no pill is completely safe".
    may_be_denied: bool
    #: Where it may be said all the same.
    allowed_in: frozenset[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineWords:
    """How a sentence about a medicine is understood."""

    #: Words for medicines in general; the names of single ones are in `medicines.toml`.
    generic: tuple[str, ...]
    #: Stands for the medicine that the sentence before named.
    going_on: re.Pattern[str]
    #: Makes a sentence about a medicine a suggestion.
    suggesting: re.Pattern[str]
    #: Makes it a caution.
    cautioning: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What `wording.toml` holds."""

    banned: tuple[Banned, ...]
    denying: re.Pattern[str]
    medicine: MedicineWords
    #: Words of danger that make a title one about danger.
    danger: re.Pattern[str]


@cache
def wording(path: Path = WORDING) -> Wording:
    """The words in `wording.toml`, read once. Raises a `ContentError` for the first mistake met."""
    table = Fields(read_toml(path), path.name)
    banned = tuple(_banned(Fields(one, path.name)) for one in table.tables("banned"))
    medicine = _required(table.inner("medicine"), path, "[medicine]")
    found = Wording(
        banned=banned,
        denying=_any_of(table.texts("denying")),
        danger=_any_of(table.texts("danger")),
        medicine=MedicineWords(
            generic=medicine.texts("generic"),
            going_on=_any_of(medicine.texts("going_on")),
            suggesting=_any_of(medicine.texts("suggesting")),
            cautioning=_any_of(medicine.texts("cautioning")),
        ),
    )
    medicine.end()
    table.end()
    return found


def banned_texts(library: Library) -> list[str]:
    """Texts with words that this project does not use, titles included."""
    return [
        problem
        for text in texts(library)
        for problem in banned_words(text.where, text.whole, place=text.place)
    ]


def banned_words(where: str, text: str, *, place: Place = Place.CARD) -> list[str]:
    """Words not to use, and "rare" without a count beside it, in any plain English text; `where` opens each problem."""
    said = [sentence.replace("’", "'") for sentence in readability.sentences(text)]
    problems = [
        f"{where}: says {found.group()!r}: {banned.instead}"
        for banned in wording().banned
        if place not in banned.allowed_in and (found := _first(banned, said)) is not None
    ]
    return problems + [
        f"{where}: 'rare' without a count: say how many, as in '1 in 100': {sentence[:40]}…"
        for sentence in said
        if _RARE.search(sentence) and not _COUNT.search(sentence)
    ]


def _first(banned: Banned, sentences: list[str]) -> re.Match[str] | None:
    """Where the words are first said without being denied."""
    for sentence in sentences:
        found = banned.pattern.search(sentence)
        if found and not (banned.may_be_denied and wording().denying.search(sentence, 0, found.start())):
            return found
    return None


def _banned(table: Fields) -> Banned:
    words = table.text("words")
    table.where = f"{table.where}: {words}"
    banned = Banned(
        pattern=_any_of((words,)),
        instead=table.text("instead"),
        may_be_denied=table.optional_flag("may_be_denied"),
        allowed_in=frozenset(map(Place, table.texts("allowed_in"))),
    )
    table.end()
    return banned


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def _required(table: Fields | None, path: Path, name: str) -> Fields:
    if table is None:
        raise BadField(f"{path.name}: needs a {name} table")
    return table
