"""Reads an age or a length of time out of a short typed text: "45", "3 weeks", "half a year", "over 70".

It chooses no option and reads no sentences: what is not wholly understood is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.i18n.words import NumberWords

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\s\d]+")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
#: A bare number above this is a calendar year or a slip.
_MOST_BARE = 1000.0
_MOST_DAYS = 120 * 365.25


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of time in days; `low` and `high` differ for "2 to 3 weeks"."""

    low: float
    high: float
    #: The amount is under `low`, or over it; both False = it is from `low` to `high`.
    less: bool = False
    more: bool = False


def read_quantity(folded: str, words: NumberWords, days_in_bare: float) -> Quantity | None:
    """The amount that a folded text says. A number without a unit counts units of `days_in_bare` days."""
    text = _stripped(folded, words)
    if text in words.phrases:
        days = words.phrases[text]
        return Quantity(days, days)
    less, text = _without(text, words.less_than)
    more, text = (False, text) if less else _without(text, words.more_than)
    amount = _amount(_TOKEN.findall(text), words, days_in_bare)
    if amount is None or not 0 <= amount[0] <= amount[1] <= _MOST_DAYS:
        return None
    return Quantity(*amount, less=less, more=more)


def _stripped(text: str, words: NumberWords) -> str:
    """The text without "about", "for", "ago" …"""
    _, text = _without(text, words.about)
    _, text = _without(text, words.about)
    ending = next((end for end in words.after if text.endswith(f" {end}")), None)
    return text if ending is None else text[: -len(ending) - 1]


def _without(text: str, starts: tuple[str, ...]) -> tuple[bool, str]:
    start = next((start for start in starts if text.startswith(f"{start} ")), None)
    return (False, text) if start is None else (True, text[len(start) + 1 :])


def _amount(tokens: list[str], words: NumberWords, days_in_bare: float) -> tuple[float, float] | None:
    low, rest = _number(tokens, words)
    if low is None:
        return None
    high = low
    if rest and rest[0] in words.to:
        second, rest = _number(rest[1:], words)
        if second is None:
            return None
        high = second
    if not rest and tokens[0].isalpha():
        return None
    if not rest:
        return (low * days_in_bare, high * days_in_bare) if high <= _MOST_BARE else None
    days = words.units.get(" ".join(rest))
    return None if days is None else (low * days, high * days)


def _number(tokens: list[str], words: NumberWords) -> tuple[float | None, list[str]]:
    """The number that the tokens begin with, in digits or words, and what follows it."""
    if tokens and _NUMBER.fullmatch(tokens[0]):
        return float(tokens[0]), tokens[1:]
    for length in (3, 2, 1):
        value = words.words.get(" ".join(tokens[:length])) if len(tokens) >= length else None
        if value is not None:
            return value, tokens[length:]
    return None, tokens
