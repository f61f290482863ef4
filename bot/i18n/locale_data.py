"""What Babel knows about a language, asked for by its tag and remembered.

It holds no words of ours, and English is answered without importing Babel, so that starting stays quick.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from bot.i18n.errors import UnknownLocale

if TYPE_CHECKING:
    from babel import Locale

#: The language of the source texts.
SOURCE = "en"

Direction = Literal["ltr", "rtl"]


@cache
def babel_locale(tag: str) -> Locale:
    """Babel's data for a tag such as `pt-BR`, or for its language alone. Raises UnknownLocale."""
    from babel import Locale, UnknownLocaleError

    for name in (tag.replace("_", "-"), tag.replace("_", "-").split("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise UnknownLocale(
        f"{tag!r} is not a language that Babel knows: write a tag such as en, pt-BR or zh-Hant"
    )


@cache
def direction(tag: str) -> Direction:
    """Which way a language is written. Raises UnknownLocale."""
    if tag == SOURCE:
        return "ltr"
    return "rtl" if babel_locale(tag).text_direction == "rtl" else "ltr"
