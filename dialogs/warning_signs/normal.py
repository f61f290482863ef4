"""Turns typed text into plain lower-case words with their places, so that spelling habits do not hide a sign.

It keeps punctuation only as breaks, and knows no language.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Telegram's longest message; what follows is not read.
LONGEST_TEXT = 4096

#: A sentence without punctuation is cut here, so that the work per sentence is bounded.
LONGEST_SENTENCE = 80

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′＇"))
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[0134](?=[a-z])|(?<=[a-z])[!@](?=[a-z])")
_LETTER_FOR = {"0": "o", "1": "i", "3": "e", "4": "a", "!": "i", "@": "a"}
_LONG_RUN = re.compile(r"(?<=[^\W\d_])([^\W\d_])\1{2,}")
_PIECE = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+)|(?P<stop>[.!;\n\r…。！]|[?？؟]+)"
    r"|(?P<pause>[,:()\"“”/*•|，、]|--+|[–—]|(?<=\s)-(?=\s))|(?P<and>[&+])"
)


@dataclass(slots=True)
class Word:
    """One word; `text` may be corrected later, the places stay."""

    text: str
    start: int
    end: int
    #: A comma, dash or bracket stands before it.
    pause: bool


@dataclass(slots=True)
class RawSentence:
    words: list[Word]
    #: Ends with a question mark.
    asks: bool


def clean(text: str) -> str:
    """`text`, at most `LONGEST_TEXT` long, without accents, apostrophes, invisible signs or letter games."""
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = text.lower().translate(_APOSTROPHES)[:LONGEST_TEXT]
    text = _DIGIT_IN_WORD.sub(lambda match: _LETTER_FOR[match[0]], text)
    return _LONG_RUN.sub(r"\1\1", text)


def split(cleaned: str) -> list[RawSentence]:
    """The sentences of a cleaned text; empty ones are left out."""
    sentences: list[RawSentence] = []
    words: list[Word] = []
    pause = False
    for piece in _PIECE.finditer(cleaned):
        kind = piece.lastgroup
        if kind == "pause":
            pause = True
        elif kind == "stop":
            if words:
                sentences.append(RawSentence(words, piece[0][0] in "?？؟"))
            elif sentences and piece[0][0] in "?？؟":
                sentences[-1].asks = True
            words, pause = [], False
        else:
            word = "and" if kind == "and" else piece[0]
            words.append(Word(word, piece.start(), piece.end(), pause))
            pause = False
            if len(words) == LONGEST_SENTENCE:
                sentences.append(RawSentence(words, asks=False))
                words = []
    if words:
        sentences.append(RawSentence(words, asks=False))
    return sentences
