"""Fills placeholders and writes numbers and lists the way a language does, whatever the values hold.

It finds no translations (`catalogs`) and knows no message limits (rendering).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.i18n import bidi
from bot.i18n.locale_data import SOURCE, babel_locale, direction

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Ready:
    """Text that `fill` has already made, or HTML of ours: inserted as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: reads from the left in every language."""

    number: str


#: Plain text is taken to come from outside: escaped and cleaned.
Argument = str | int | float | Ready | Phone


def fill(template: str, arguments: Mapping[str, Argument], locale: str) -> str:
    """The template with each `{name}` replaced by its argument, safe to send as Telegram HTML.

    Values are escaped, put on one line, cleaned of direction controls and, in a right-to-left language,
    isolated. Braces inside values are never looked at. Never raises for a template: a placeholder without an
    argument and a stray brace stay as they are, and `problems` finds them before anything ships.
    """
    rtl = direction(locale) == "rtl"

    def insert(found: re.Match[str]) -> str:
        name = found.group(1)
        return _shown(arguments[name], locale, rtl=rtl) if name in arguments else found.group()

    return _PLACEHOLDER.sub(insert, template)


def placeholders(template: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(_PLACEHOLDER.findall(template))


def problems(template: str, arguments: Iterable[str]) -> list[str]:
    """What is wrong with a template that is filled with exactly these names; empty = nothing."""
    known, used = frozenset(arguments), placeholders(template)
    found = [f"{{{name}}} is not filled by the program: mend or remove it" for name in sorted(used - known)]
    found += [f"{{{name}}} is missing: put it in" for name in sorted(known - used)]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", template)):
        found.append(
            "a brace stands alone or around something that is not a name: write {name} or leave it out"
        )
    return found


def join_list(items: Iterable[str], locale: str, style: Literal["standard", "or"] = "standard") -> str:
    """`a, b and c` in the language; `style="or"` joins with "or". Nothing is escaped."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    from babel.lists import format_list

    return format_list(parts, style, babel_locale(locale))


def number(value: float, locale: str) -> str:
    """A number with the language's separators; Western digits, as Babel writes them."""
    if isinstance(value, int) and abs(value) < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=babel_locale(locale))


def format_day(day: date, locale: str) -> str:
    """A day in words, such as "22 November 2026"."""
    from babel.dates import format_date

    return format_date(day, "long", locale=babel_locale(locale))


def percentage(share: float, locale: str) -> str:
    """A share of one as a whole percentage: 0.4 is `40%` in English and `40 %` in French."""
    if locale == SOURCE:
        return f"{share:.0%}"
    from babel.numbers import format_percent

    return format_percent(share, locale=babel_locale(locale))


def _shown(value: Argument, locale: str, *, rtl: bool) -> str:
    match value:
        case Ready(text):
            return bidi.isolate(text) if rtl else text
        case Phone(digits):
            text = html.escape(bidi.clean(digits), quote=False)
            return bidi.isolate_left_to_right(text) if rtl else text
        case str():
            text = html.escape(bidi.clean(value), quote=False)
            return bidi.isolate(text) if rtl else text
        case _:
            text = number(value, locale)
            return bidi.isolate_left_to_right(text) if rtl else text
