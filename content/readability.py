"""How hard an English text is to read, counted the same way every time, so that a check can hold a line.

It measures only; the limits are in `checks`. Other languages need formulas of their own.

Grade is Flesch–Kincaid: 0.39 × words per sentence + 11.8 × syllables per word − 15.59. A sentence ends
at . ! or ? and at the end of each line, so a list item is a sentence. A hyphen parts two words.
Syllables are counted by rule, not by dictionary: each run of vowels is one, ia, io and ua are two except
as in -tion, -cial and guard; a silent final e, and the e of a final -ed or -es that is not spoken, are
not counted; a number has one per digit. On ordinary words the rule is right about nine times in ten and
errs both ways.
"""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])\s+|\n")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouy]e|[^aeioudty]ed|[^aeiouycgsxz]es)$")
_SPOKEN_LE = re.compile(r"[^aeiouy]les?$")
_PARTED_VOWELS = re.compile(r"(?<![cgstx])i[ao]|(?<![gq])ua|iet")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a plain text, list items included, without those that hold no word."""
    return tuple(part.strip() for part in _END.split(text) if _WORD.search(part))


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """The syllables of one word, by rule; at least one."""
    if word.isdigit():
        return len(word)
    word = word.lower()
    count = len(_VOWELS.findall(word)) + len(_PARTED_VOWELS.findall(word))
    if _SILENT_END.search(word) and not _SPOKEN_LE.search(word):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch–Kincaid grade: 6 is a reading age of about 11. 0 for a text without words."""
    said, spoken = len(sentences(text)), words(text)
    if not spoken:
        return 0.0
    per_word = sum(syllables(word) for word in spoken) / len(spoken)
    return 0.39 * len(spoken) / said + 11.8 * per_word - 15.59
