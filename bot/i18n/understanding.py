"""Reads a short typed answer to the open question: yes, no, not sure, a number, an option's words, a country.

It reads whole messages only, so that no sentence is ever taken for "no", and it judges nothing: warning signs
in typed words are looked for elsewhere, first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.i18n.countries import find_country, is_country
from bot.i18n.folding import MAX_LENGTH, asks, fold, is_typo
from bot.i18n.quantities import Quantity, read_quantity
from bot.i18n.words import DAYS, Words, words_of
from dialogs.conditions import NO, NOT_SURE, YES
from dialogs.protocol import Kind, Option, Question
from dialogs.session import Voice

#: What the numbers of a question's options count.
_UNIT = {"age_band": "year", "duration": "week"}
_COUNTRY = "country"
#: Answers that say no or close a list: they have to be typed exactly.
_RULES_OUT = frozenset({NO, "none", "done", "skip"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed text says to a question; empty = it does not answer it."""

    #: Values of the question; ticks of a checklist carry a leading "+".
    values: tuple[str, ...] = ()
    #: The number that was said: years of age, or weeks; None = no exact number was.
    number: float | None = None


NOTHING = Understood()


def understand(
    typed: str,
    question: Question,
    voice: Voice,
    locale: str,
    labels: Mapping[str, str] | None = None,
    *,
    numbered: bool = False,
) -> Understood:
    """What a typed text answers. Never raises, whatever is typed.

    `labels` are the words on the buttons by value (`yes`, `none`, `done` included) in the person's language;
    options left out are read in English. `numbered` says that the screen shows a number beside each option:
    without it, a bare number on a danger question is not taken as one, because "3" may mean three days.
    """
    reader = _Reader(question, voice, locale, labels or {}, numbered=numbered)
    return reader.read(typed) if typed.strip() and len(typed) <= MAX_LENGTH else NOTHING


def command_word(typed: str, locale: str) -> str | None:
    """The action (`back`, `why`, `help`, `stop`, `check` …) that a typed text asks for; None = none."""
    folded = fold(typed)
    return next((slug for slug, said in words_of(locale).actions.items() if folded in said), None)


def is_plain_answer(typed: str, locale: str) -> bool:
    """True for a whole message such as "yes", "none" or "not sure", whether or not anything asked for it."""
    folded = fold(typed)
    return not folded or any(folded in said for said in words_of(locale).answers.values())


class _Reader:
    """One question as one person sees it."""

    def __init__(
        self, question: Question, voice: Voice, locale: str, labels: Mapping[str, str], *, numbered: bool
    ) -> None:
        self._question = question
        self._values = question.values()
        self._locale = locale
        self._words: Words = words_of(locale)
        self._numbered = numbered
        own = {option.id: _label(option, voice) for option in question.options}
        shown = {value: label for value, label in labels.items() if self._is_value(value)}
        self._options = _by_label({**own, **shown})

    def read(self, typed: str) -> Understood:
        folded = fold(typed)
        if self._question.id == _COUNTRY:
            return self._country(typed, folded)
        if asks(typed):
            only_asks = not typed.strip("?؟？ \n")
            return self._one(NOT_SURE) if only_asks or folded in self._said(NOT_SURE) else NOTHING
        if not folded:
            return NOTHING
        match self._question.kind:
            case Kind.YES_NO:
                return self._yes_no(folded)
            case Kind.CHECKLIST:
                return self._checklist(typed, folded)
            case Kind.CHOICE:
                return self._choice(folded)

    def _yes_no(self, folded: str) -> Understood:
        value = self._label(folded) or self._answer(folded, (YES, NO, NOT_SURE, "skip"))
        if value is None and self._numbered:
            value = self._by_number(folded, self._values)
        return self._one(value)

    def _choice(self, folded: str) -> Understood:
        value = self._label(folded) or self._own_word(folded)
        if value is not None:
            return self._one(value)
        if self._question.id in _UNIT:
            found = self._quantity(folded)
            if found is not NOTHING:
                return found
        bare = folded.isdigit() and (self._question.id in _UNIT or self._question.danger)
        if not bare or self._numbered:
            value = self._by_number(folded, tuple(option.id for option in self._question.options))
        return self._one(value or self._answer(folded, (NOT_SURE,)))

    def _checklist(self, typed: str, folded: str) -> Understood:
        whole = self._label(folded) or self._answer(folded, ("none", "done", NOT_SURE, NO))
        if whole is not None and self._question.option(whole) is None:
            return self._one("none" if whole == NO else whole)
        ticks: list[str] = []
        for part in re.split(r"[\n;]+", typed):
            found = self._ticks(fold(part))
            if not found:
                return NOTHING
            ticks += found
        return Understood(tuple(f"+{item}" for item in dict.fromkeys(ticks)))

    def _ticks(self, folded: str) -> tuple[str, ...]:
        """The items that one line names: an item's words, or numbers; () when any of it is not understood."""
        item = self._label(folded)
        if item is not None:
            return (item,) if self._question.option(item) is not None else ()
        text = folded.replace(".", " ")
        tokens = [token for token in text.split() if token not in self._words.numbers.and_]
        ids = tuple(option.id for option in self._question.options)
        if tokens and tokens[0] in self._words.numbers.option:
            tokens = tokens[1:]
        found = [_numbered(token, ids) for token in tokens]
        return tuple(value for value in found if value is not None) if found and None not in found else ()

    def _country(self, typed: str, folded: str) -> Understood:
        value = self._options.get(folded) or self._own_word(folded)
        if value is not None:
            return Understood((value,))
        codes = find_country(typed, self._locale)
        return Understood(codes) if len(codes) == 1 else NOTHING

    def _quantity(self, folded: str) -> Understood:
        """The option that an age or a length of time falls into."""
        days = DAYS[_UNIT[self._question.id]]
        found = read_quantity(folded, self._words.numbers, days)
        if found is None:
            return NOTHING
        option = _option_for(self._question, found, days)
        if option is None:
            return NOTHING
        exact = found.low == found.high and not found.less and not found.more
        return Understood((option,), round(found.low / days, 2) if exact else None)

    # -- words -----------------------------------------------------------------------------------------------
    def _label(self, folded: str) -> str | None:
        """The value whose words were typed; a slip is forgiven where it cannot rule anything out."""
        exact = self._options.get(folded)
        if exact is not None or not self._words.forgive_typos:
            return exact
        near = {value for label, value in self._options.items() if is_typo(folded, label)}
        return near.pop() if len(near) == 1 and not near & _RULES_OUT else None

    def _own_word(self, folded: str) -> str | None:
        prefix = f"{self._question.id}."
        return next(
            (
                key.removeprefix(prefix)
                for key, said in self._words.options.items()
                if key.startswith(prefix) and folded in said
            ),
            None,
        )

    def _answer(self, folded: str, among: Iterable[str]) -> str | None:
        return next((name for name in among if folded in self._said(name)), None)

    def _said(self, name: str) -> frozenset[str]:
        return self._words.answers.get(name, frozenset())

    def _by_number(self, folded: str, values: tuple[str, ...]) -> str | None:
        tokens = folded.split()
        if len(tokens) == 2 and tokens[0] in self._words.numbers.option:
            tokens = tokens[1:]
        return _numbered(tokens[0], values) if len(tokens) == 1 else None

    def _one(self, value: str | None) -> Understood:
        return Understood((value,)) if value is not None and value in self._values else NOTHING

    def _is_value(self, value: str) -> bool:
        return value in self._values or (
            self._question.id == _COUNTRY and (value == "other" or is_country(value))
        )


def _label(option: Option, voice: Voice) -> str:
    return (option.label_caregiver if voice is Voice.CAREGIVER else None) or option.label


def _by_label(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Folded label -> value, without the labels that two values share: typing one of those says nothing."""
    folded = {value: fold(label) for value, label in labels.items()}
    shown = list(folded.values())
    return {label: value for value, label in folded.items() if label and shown.count(label) == 1}


def _numbered(token: str, values: tuple[str, ...]) -> str | None:
    if not (token.isascii() and token.isdigit() and len(token) <= 2):
        return None
    return values[int(token) - 1] if 1 <= int(token) <= len(values) else None


def _option_for(question: Question, found: Quantity, days: float) -> str | None:
    """The one option that holds all of an amount; None when it could be more than one."""
    steps = [
        (option.at_least * days, option.id) for option in question.options if option.at_least is not None
    ]
    if not steps:
        return None

    def at(amount: float) -> str:
        return max((step for step in steps if step[0] <= amount), default=min(steps))[1]

    if found.less:
        low, high = at(0), at(found.low - 0.001)
    elif found.more:
        low, high = at(found.low), max(steps)[1]
    else:
        low, high = at(found.low), at(found.high)
    return low if low == high else None
