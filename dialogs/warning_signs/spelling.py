"""Maps mistyped words onto the words of the lexicon: known misspellings, one slip of a finger, or the same sound.

It never touches a word that the lexicon knows or lists as ordinary, and takes no word for another unless the
lexicon says that it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SHORTEST = 5
_LONGEST = 24
_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), ""),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"z"), "s"),
    (re.compile(r"mb\b"), "m"),
    (re.compile(r"(?<=[a-z])[aeiouyh]+"), "a"),
)


class Speller:
    """Corrects one word at a time in time that depends on the word's length only."""

    def __init__(
        self,
        known: Iterable[str],
        *,
        slips: Iterable[str],
        misspellings: Mapping[str, str],
        ordinary: Iterable[str],
        endings: tuple[str, ...] = (),
    ) -> None:
        self._endings = endings
        self._misspellings = dict(misspellings)
        self._meaningful = {*known, *slips}
        self._known = self._meaningful.union(ordinary)
        self._near: dict[str, set[str]] = {}
        self._sounds: dict[str, str] = {}
        for target in sorted(slips):
            for variant in _deletions(target):
                self._near.setdefault(variant, set()).add(target)
            self._sounds.setdefault(_sound(target), target)

    def correct(self, word: str) -> str:
        """The lexicon's word that `word` stands for, or `word` itself."""
        if word in self._known:
            return word
        if word in self._misspellings:
            return self._misspellings[word]
        for ending in self._endings:
            if (
                word.endswith(ending)
                and (stem := word.removesuffix(ending)) in self._meaningful
                and len(stem) > 2
            ):
                return stem
        if len(word) < _SHORTEST or len(word) > _LONGEST or not word.isalpha():
            return word
        candidates = {target for variant in _deletions(word) for target in self._near.get(variant, ())}
        slips = sorted(target for target in candidates if _one_slip(word, target))
        if slips:
            return slips[0]
        return self._sounds.get(_sound(word), word)


def _deletions(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _one_slip(typed: str, target: str) -> bool:
    """One letter missing, extra, wrong or swapped; the first letter is rarely the wrong one."""
    if typed[0] != target[0] and sorted(typed[:2]) != sorted(target[:2]):
        return False
    if len(typed) != len(target):
        shorter, longer = sorted((typed, target), key=len)
        return len(longer) - len(shorter) == 1 and shorter in _deletions(longer)
    wrong = [at for at in range(len(typed)) if typed[at] != target[at]]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and typed[wrong[0]] == target[wrong[1]] and typed[wrong[1]] == target[wrong[0]]


def _sound(word: str) -> str:
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
