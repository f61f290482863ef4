"""Makes typed words comparable: one case, no accents, no punctuation, digits of any script as 0-9.

It knows no language's words. What could change a meaning stays: letters, a leading minus, a decimal point,
signs such as `/`, `<` and `+`, and pictures.
"""

from __future__ import annotations

import re
import unicodedata

#: Longer messages are sentences; they are never compared.
MAX_LENGTH = 200

#: Latin, Greek and Cyrillic accents; Arabic vowel signs and hamzas.
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ي": "ی", "ى": "ی", "ك": "ک"}
)
_UNSEEN = re.compile(
    "[\u00ad\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20e3\ufe00-\ufe0f\ufeff'’‘ʼ`´]"
)
_DASH = re.compile(r"[-‐‑‒–—−]")
_QUESTION_MARK = re.compile("[?؟՞፧]")


def fold(text: str) -> str:
    """The words of a text in their comparable form; "" for one without any, or longer than `MAX_LENGTH`."""
    if len(text) > MAX_LENGTH:
        return ""
    plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", text).casefold())
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", plain)).casefold().translate(_LETTERS)
    return " ".join(_separated(_with_digits(plain)).split())


def asks(text: str) -> bool:
    """True when a text holds a question mark: what it says is then not certain."""
    return _QUESTION_MARK.search(unicodedata.normalize("NFKC", text[:MAX_LENGTH])) is not None


def is_typo(typed: str, meant: str) -> bool:
    """True when two folded texts differ by slips of the finger only: at most one in a long word, two in all.

    Words of fewer than five letters, and anything with a digit, must be equal, so that "not" is never "now".
    """
    pairs = list(zip(typed.split(), meant.split(), strict=False))
    if len(typed.split()) != len(meant.split()):
        return False
    slips = [(one, other) for one, other in pairs if one != other]
    return 0 < len(slips) <= 2 and all(_is_slip(one, other) for one, other in slips)


def distance(one: str, other: str) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_ago, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, two_ago[j - 2] + 1)
            row.append(best)
    return row[-1]


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 5 or not (one.isalpha() and other.isalpha()):
        return False
    return abs(len(one) - len(other)) <= 1 and distance(one, other) == 1


def _with_digits(text: str) -> str:
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text)


def _separated(text: str) -> str:
    """Words with single spaces between them; signs that carry a meaning between digits are kept."""
    text = _DASH.sub("-", text)
    text = re.sub(r"\b([^\W\d_])\.(?=[^\W\d_]\b)", r"\1", text)
    text = re.sub(r"(?<=\d)[.,٫](?=\d)", "\x00", text)
    text = re.sub(r"(?<=\d)\s*-\s*(?=\d)", " \x01 ", text)
    text = re.sub(r"^\s*-\s*(?=\d)", "\x01", text)
    return "".join(_kept(c) for c in text).replace("\x00", ".").replace("\x01", "-")


def _kept(character: str) -> str:
    kind = unicodedata.category(character)[0]
    if kind == "S" or character in "/%":
        return f" {character} "
    return character if kind in "LMN" or character in "\x00\x01" else " "
