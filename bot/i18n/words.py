"""Reads what people type in a language (`words/<tag>.toml`), folded and ready to compare.

It judges no message: `understanding`, `quantities` and `countries` do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.i18n.errors import BadWords
from bot.i18n.folding import fold

WORDS = Path(__file__).parent / "words"

#: Days in a unit of time.
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
ANSWERS = ("yes", "no", "not_sure", "skip", "none", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """How numbers and times are typed; every text is folded."""

    option: tuple[str, ...] = ()
    and_: tuple[str, ...] = ()
    to: tuple[str, ...] = ("-",)
    about: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    less_than: tuple[str, ...] = ()
    more_than: tuple[str, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict)
    #: Word -> days.
    units: Mapping[str, float] = field(default_factory=dict)
    #: Whole phrase -> days.
    phrases: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryWords:
    """How countries are typed and which are likely."""

    likely: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_codes: frozenset[str] = frozenset()
    #: Folded name -> ISO codes.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that is compared with typed text in one language."""

    forgive_typos: bool = False
    #: `yes`, `no` … -> whole messages.
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: "question.value" -> whole messages.
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Action slug -> whole messages.
    actions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: NumberWords = NumberWords()
    countries: CountryWords = CountryWords()


@cache
def words_of(locale: str) -> Words:
    """What is typed in a language or its base language; nothing where there is no file. Raises BadWords."""
    for tag in (locale, locale.split("-")[0]):
        if tag.replace("-", "").isalnum() and (path := WORDS / f"{tag}.toml").is_file():
            return read_words(path)
    return Words()


def read_words(path: Path) -> Words:
    """The words in one file. Raises BadWords with the file and the mend."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Words(
            forgive_typos=bool(data.get("forgive_typos", False)),
            answers=_lists(data.get("answers", {})),
            options=_lists(data.get("options", {})),
            actions=_lists(data.get("actions", {})),
            numbers=_numbers(data.get("numbers", {})),
            countries=_countries(data.get("countries", {})),
        )
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadWords(f"{path}: cannot be read: {error}") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadWords(f"{path}: does not have the shape of words/en.toml: {error!r}") from None


def word_problems(words: Words) -> list[str]:
    """Lists that are missing, and messages that stand in two lists and so could be read two ways."""
    found = [
        f"answers.{name} is missing: list what people type" for name in ANSWERS if not words.answers.get(name)
    ]
    taken: dict[str, str] = {}
    for group in (words.answers, words.actions):
        for name, messages in group.items():
            for message in sorted(messages):
                if not message:
                    found.append(f"{name} holds a message that has no letters: remove it")
                elif taken.setdefault(message, name) != name:
                    found.append(f"{message!r} stands in {taken[message]} and in {name}: keep one")
    return found


def _lists(table: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(fold, _texts(messages))) for name, messages in table.items()}


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} should be a list of texts")
    return tuple(value)


def _longest_first(value: object) -> tuple[str, ...]:
    return tuple(sorted(map(fold, _texts(value)), key=lambda text: (-len(text), text)))


def _numbers(table: Mapping[str, Any]) -> NumberWords:
    units = table.get("units", {})
    return NumberWords(
        option=_longest_first(table.get("option", [])),
        and_=_longest_first(table.get("and", [])),
        to=("-", *_longest_first(table.get("to", []))),
        about=_longest_first(table.get("about", [])),
        after=_longest_first(table.get("after", [])),
        less_than=_longest_first(table.get("less_than", [])),
        more_than=_longest_first(table.get("more_than", [])),
        words={fold(word): float(value) for word, value in table.get("words", {}).items()},
        units={fold(word): DAYS[unit] for unit, names in units.items() for word in _texts(names)},
        phrases={fold(phrase): float(days) for phrase, days in table.get("phrases", {}).items()},
    )


def _countries(table: Mapping[str, Any]) -> CountryWords:
    return CountryWords(
        likely=_texts(table.get("likely", [])),
        before=_longest_first(table.get("before", [])),
        not_codes=frozenset(_texts(table.get("not_codes", []))),
        names={fold(name): _texts(codes) for name, codes in table.get("names", {}).items()},
    )
