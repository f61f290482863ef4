"""Says whether the library answers a question at all, so that it does not answer what nobody wrote.

Every term speaks for or against it: how much more often it stands in what people ask this library than in what they ask
elsewhere. It speaks for it, too, when the terms point clearly to one card. Which card that is, is said in `ranking`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum

from bot.search.reading import Terms

# Chosen by cross-validation, see tests/search/test_questions.py.
#: Share of the examples from elsewhere that are declined when each is judged by the others.
_DECLINED = 0.95
#: What every term is thought to be seen before any text is read, and the most that one term can say.
_PRIOR, _MOST = 0.3, 3.0
#: What it counts that the terms point clearly to one card.
_LEAD = 0.3
#: Examples from elsewhere that are enough to find the share by.
_SAMPLE = 500


class Verdict(StrEnum):
    """Why a question has an answer or none."""

    ANSWERED = "answered"
    #: No word of it is known.
    EMPTY = "empty"
    #: It is more like what people ask elsewhere.
    ELSEWHERE = "elsewhere"


class Judge:
    """Knows what people ask this library, and what they ask elsewhere."""

    def __init__(
        self, ours: Sequence[Terms], elsewhere: Sequence[Terms], lead: Callable[[Terms], float]
    ) -> None:
        """Texts of both kinds; with none from elsewhere, all is ours. `lead` = how clearly terms point to one card."""
        self._ours = Counter(term for terms in ours for term in terms)
        self._elsewhere = Counter(term for terms in elsewhere for term in terms)
        self._lead = lead
        # The smaller side gets the smaller prior, so that a term that is on neither speaks for neither.
        self._prior = _PRIOR * max(1, len(elsewhere)) / max(1, len(ours))
        self._share = math.log((len(elsewhere) + 2 * self._prior) / (len(ours) + 2 * _PRIOR))
        #: Where what is ours begins.
        self.needed = self._calibrated(elsewhere)

    def says(self, term: str, *, without: int = 0) -> float:
        """What a term says for the library, below zero against it; `without` = so many fewer examples from elsewhere."""
        ours, elsewhere = self._ours[term], self._elsewhere[term] - without
        if not ours and not elsewhere:
            return 0.0
        odds = math.log((ours + _PRIOR) / (elsewhere + self._prior)) + self._share
        return min(_MOST, max(-_MOST, odds))

    def belongs(self, terms: Terms, *, without: int = 0) -> float:
        """How much a text is like what people ask here: at least `needed` for what the library answers."""
        known = [term for term in terms if self._ours[term] or self._elsewhere[term] > without]
        said = sum(self.says(term, without=without) for term in known) / math.sqrt(len(known) or 1)
        return said + _LEAD * self._lead(terms)

    def _calibrated(self, elsewhere: Sequence[Terms]) -> float:
        if not elsewhere:
            return -math.inf
        some = elsewhere[:: 1 + len(elsewhere) // _SAMPLE]
        judged = sorted(self.belongs(terms, without=1) for terms in some)
        return judged[min(len(judged) - 1, int(_DECLINED * len(judged)))]
