"""A language that nobody speaks (en-XA): accented, longer, in brackets, so that forgotten English is seen.

It is for tests and for looking at screens; it is never offered to anybody.
"""

from __future__ import annotations

import re

LOCALE = "en-XA"

_PLAIN = "abcdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ"
_ACCENTED = "áƀçđéĝĥíĵķļñóŕšţúŵýžÁÇĐÉĜĤÍĴĶĻÑÓŔŠŢÚŴÝŽ"
_TABLE = str.maketrans(_PLAIN, _ACCENTED)
#: What a translation must not change: tags, entities, placeholders, commands and web addresses.
_FIXED = re.compile(
    r"(<[^<>]*>|&\w+;|\{[a-z][a-z0-9_]*\}|(?<!\w)/[a-z]+\b|\b[a-z0-9-]+\.(?:com|org|net|int)\b)"
)
_LINE = re.compile(r"^((?:• |- )?)(.*\S)", re.MULTILINE)
_GROWTH = 0.3


def pseudo(text: str) -> str:
    """The text as en-XA: each line accented, a third longer and in brackets; tags and the like untouched."""
    return _LINE.sub(_line, text)


def _line(found: re.Match[str]) -> str:
    mark, words = found.groups()
    padding = "~" * int(len(words) * _GROWTH)
    return f"{mark}⟦{_accented(words)}{padding}⟧"


def _accented(words: str) -> str:
    parts = _FIXED.split(words)
    return "".join(part if index % 2 else part.translate(_TABLE) for index, part in enumerate(parts))
