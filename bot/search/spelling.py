"""Takes a mistyped word for the known word it is nearest to.

Short words are left alone: "hip" is not "hit". It knows no language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

#: Shortest word that is corrected, at first only where letters were swapped; the length from which any one slip is forgiven,
#: and two.
_SHORTEST, _ONE_SLIP, _TWO_SLIPS = 4, 5, 9
_LONGEST = 24


class Speller:
    """Corrects one word at a time."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are those to correct to."""
        #: By first letter, which is rarely the wrong one.
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= _SHORTEST and word.isalpha():
                self._words[word[0]].append(word)

    def nearest(self, word: str) -> str | None:
        """The word that was meant; None for a word that is too short to tell, or near to none."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= _TWO_SLIPS else 1
        firsts = dict.fromkeys(word[:2])
        candidates = [other for first in firsts for other in self._words.get(first, ())]
        near = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=None)
        found = [
            (distance, other)
            for other, distance, _ in near
            if _same_start(word, other) and (len(word) >= _ONE_SLIP or sorted(word) == sorted(other))
        ]
        return min(found)[1] if found else None


def _same_start(one: str, other: str) -> bool:
    return one[0] == other[0] or one[:2] == other[1::-1]
