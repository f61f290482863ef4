"""Keeps left-to-right inserts in order inside right-to-left text, and foreign direction marks out of ours.

It chooses no direction: that is the language's (`locale_data.direction`). Some clients draw isolates as
boxes, so they never belong on a button.
"""

from __future__ import annotations

import re
import unicodedata

LRI, FSI, PDI, RLM = "\u2066", "\u2068", "\u2069", "\u200f"

_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff]")
_RIGHT = frozenset({"R", "AL"})


def clean(text: str) -> str:
    """A value from outside on one line, without direction controls or characters that cannot be shown."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", _CONTROLS.sub("", text)))


def isolate(text: str) -> str:
    """Text whose direction is its own and does not disturb its surroundings."""
    return f"{FSI}{text}{PDI}"


def isolate_left_to_right(text: str) -> str:
    """A telephone number or code that always reads from the left."""
    return f"{LRI}{text}{PDI}"


def anchor(text: str) -> str:
    """Right-to-left text with a mark before each line that begins with a Latin letter, a digit or a sign.

    For messages in a right-to-left language only; a line that already begins right to left is left alone.
    """
    return "\n".join(
        line if not line.strip() or _begins_right(line) else RLM + line for line in text.split("\n")
    )


def problems(text: str) -> list[str]:
    """What is wrong with the controls of a text that ships: overrides, stray characters, open isolates."""
    found = [
        f"holds the control character U+{ord(c):04X}: remove it"
        for c in sorted(set(_FORBIDDEN.findall(text)))
    ]
    depth = 0
    for character in text:
        depth += (character in "\u2066\u2067\u2068") - (character == PDI)
        if depth < 0:
            break
    return [*found, "isolates are not balanced: close each with U+2069"] if depth else found


def _begins_right(line: str) -> bool:
    shown = re.sub(r"<[^>]*>", "", line)
    return bool(shown) and (shown[0] == RLM or unicodedata.bidirectional(shown[0]) in _RIGHT)
