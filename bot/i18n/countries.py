"""Names countries in a language, and finds the country that somebody typed.

It knows no telephone numbers and guesses no country from a language: the buttons are only likely ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain

from bot.i18n.folding import distance, fold
from bot.i18n.locale_data import SOURCE, babel_locale
from bot.i18n.words import words_of

MAX_BUTTONS = 8
#: More candidates than this say nothing.
_MOST_FOUND = 4

#: Codes in Unicode's list that are no country: groups, test codes, parts of a country, empty islands.
_NOT_COUNTRIES = frozenset("AC AQ BV CP CQ DG EA EU EZ GS HM IC QO TA TF UM UN XA XB ZZ".split())


def country_name(code: str, locale: str) -> str:
    """The country's name in the language; the code itself where it has none."""
    return _names(locale).get(code) or _names(SOURCE).get(code, code)


def likely_countries(locale: str, default_country: str | None = None) -> tuple[str, ...]:
    """ISO codes to offer as buttons, at most eight: the operator's country first, then the language's."""
    likely = words_of(locale).countries.likely or words_of(SOURCE).countries.likely
    first = (default_country.upper(),) if default_country else ()
    return tuple(code for code in dict.fromkeys((*first, *likely)) if is_country(code))[:MAX_BUTTONS]


def is_country(code: str) -> bool:
    """True for the ISO code of a country or territory where people live."""
    return code in _names(SOURCE)


def find_country(typed: str, locale: str) -> tuple[str, ...]:
    """ISO codes of the countries that a typed text can mean; () = none, or too many to say.

    Names in the language and in English, other common names, codes ("GB") and slips of the finger are
    understood. Several codes mean that the person has to choose.
    """
    folded = fold(typed)
    for text in dict.fromkeys((folded, _bare(folded, locale))):
        if found := _exact(text, locale) or _code(typed.strip(), text, locale):
            return found
    bare = _bare(folded, locale)
    return _part(bare, locale) or _near(bare, locale)


@cache
def _names(locale: str) -> Mapping[str, str]:
    territories = babel_locale(locale).territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


@cache
def _index(locale: str) -> Mapping[str, tuple[str, ...]]:
    """Folded name -> codes. Our own names win over Unicode's, the language's over the English."""
    index: dict[str, tuple[str, ...]] = {}
    for tag in dict.fromkeys((SOURCE, locale)):
        index.update(_by_name(_names(tag)))
        index.update(words_of(tag).countries.names)
    return index


def _by_name(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    by_name: dict[str, tuple[str, ...]] = {}
    for code, name in names.items():
        by_name[fold(name)] = (*by_name.get(fold(name), ()), code)
    return by_name


def _bare(folded: str, locale: str) -> str:
    """The text without "in the" and the like."""
    starts = chain(words_of(locale).countries.before, words_of(SOURCE).countries.before)
    start = next((start for start in starts if folded.startswith(f"{start} ")), None)
    return folded if start is None else folded[len(start) + 1 :]


def _exact(text: str, locale: str) -> tuple[str, ...]:
    return _index(locale).get(text, ())


def _code(typed: str, text: str, locale: str) -> tuple[str, ...]:
    code = text.upper()
    if len(text) != 2 or not text.isascii() or not is_country(code):
        return ()
    words = words_of(locale)
    if any(text in words.answers.get(name, ()) for name in ("yes", "no")):
        return ()
    if text in words.countries.not_codes and typed != code:
        return ()
    return (code,)


def _part(text: str, locale: str) -> tuple[str, ...]:
    """Countries whose name holds the typed words, such as "Papua"."""
    if len(text) < 4:
        return ()
    return _few(codes for name, codes in _index(locale).items() if f" {text} " in f" {name} ")


def _near(text: str, locale: str) -> tuple[str, ...]:
    """Countries whose name differs by one letter, or two in a long name; never by the first."""
    if len(text) < 5:
        return ()
    index = _index(locale)
    scores = {
        name: distance(text, name)
        for name in index
        if len(name) >= 5 and name[0] == text[0] and abs(len(name) - len(text)) <= 2
    }
    allowed = {
        name: score for name, score in scores.items() if score <= (2 if min(len(name), len(text)) >= 9 else 1)
    }
    best = min(allowed.values(), default=0)
    return _few(index[name] for name, score in allowed.items() if score == best)


def _few(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(chain.from_iterable(groups)))
    return found if len(found) <= _MOST_FOUND else ()
