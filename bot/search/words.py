"""Splits text into plain words: one case, no accents, no punctuation, whatever the script.

It knows no language; what cannot mean anything to a search (numbers, signs, pictures) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.i18n.folding import MAX_LENGTH, fold

#: Stands for any number from 60 to 99: in the questions that reach us it is somebody's age.
OLD = "#old"

_OLD_AGE = re.compile(r"[6-9]\d")
#: Three digits may be a telephone number.
_NUMBER = re.compile(r"\d{3}")
_PIECE = re.compile(rf"\S(?:.{{0,{MAX_LENGTH - 2}}}\S)?(?!\S)|\S{{1,{MAX_LENGTH}}}", re.DOTALL)
_APART = re.compile(r"['`\x00-\x08\x0e-\x1f\x7f]")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_ASCII_WORD = re.compile(
    rf"(?<![\w.,])(?:{_OLD_AGE.pattern}|{_NUMBER.pattern})(?![\w]|[.,]\d)|[a-z0-9]*[a-z][a-z0-9]*"
)
#: Thai, Lao, Burmese, Khmer, Chinese and Japanese are written without spaces: two letters at a time stand for words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


def words(text: str) -> list[str]:
    """The folded words of a text; numbers become `#old` or, short of three digits, nothing; unspaced scripts pairs."""
    if text.islower() and text.isascii() and text.replace(" ", "").isalpha():
        return text.split()
    if text.isascii():  # what `fold` does, ten times as fast
        plain = _APART.sub("", text.lower())
        if "." in plain:
            plain = _INITIALS.sub(r"\1", plain)
        return [OLD if _OLD_AGE.fullmatch(word) else word for word in _ASCII_WORD.findall(plain)]
    folded = " ".join(fold(piece) for piece in _PIECE.findall(text))
    return list(_split(folded.split()))


def _split(tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        if token.isdecimal():
            if _OLD_AGE.fullmatch(token):
                yield OLD
            elif _NUMBER.fullmatch(token):
                yield token
        elif _UNSPACED.search(token):
            for run in _UNSPACED.findall(token):
                yield from ([run] if len(run) == 1 else (run[at : at + 2] for at in range(len(run) - 1)))
        elif any(character.isalpha() for character in token):
            yield token
