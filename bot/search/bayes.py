"""Learns from examples which words belong to which card: a naive Bayes model over the terms of whole texts.

Rare terms count more than common ones, every text counts the same however long it is (tf-idf), and cards with many examples
have no advantage. The model is counted, not fitted: what a term says for a card can be read off. After Rennie et al. 2003,
"Tackling the poor assumptions of naive Bayes text classifiers".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from bot.search.reading import Terms

# Chosen by cross-validation, see tests/search/test_questions.py.
#: What every term is thought to count for every card before anything was learnt.
_PRIOR = 0.15
#: The card that a clear favourite is far ahead of.
_BEHIND = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A text that belongs to a card."""

    card: str
    terms: Terms
    #: How many examples it is worth.
    worth: float = 1.0


class Bayes:
    """What the terms of texts say about their cards."""

    def __init__(self, texts: Iterable[Text]) -> None:
        texts = tuple(texts)
        holders = Counter(term for text in texts for term in text.terms)
        #: Term -> what it counts.
        self._rarity = {term: 1 + math.log((1 + len(texts)) / (1 + held)) for term, held in holders.items()}
        told: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        size: defaultdict[str, float] = defaultdict(float)
        for text in texts:
            weights = self._weights(text.terms)
            for term, weight in weights.items():
                told[term][text.card] += text.worth * weight
            size[text.card] += text.worth * sum(weights.values())
        #: Term -> card -> what this term says for it.
        self._says = {
            term: {card: math.log1p(weight / _PRIOR) for card, weight in cards.items()}
            for term, cards in told.items()
        }
        #: What every term says against a card that is known by many others.
        self._against = {card: math.log(whole + _PRIOR * len(holders)) for card, whole in size.items()}

    def scores(self, terms: Terms) -> dict[str, float]:
        """How likely each card is meant, as a logarithm; only the differences mean anything."""
        weights = self._weights(terms)
        length = sum(weights.values())
        scores = {card: -length * against for card, against in self._against.items()}
        for term, weight in weights.items():
            for card, says in self._says[term].items():
                scores[card] += weight * says
        return scores

    def lead(self, terms: Terms) -> float:
        """How far the likeliest card is ahead of the tenth."""
        first = nlargest(_BEHIND, self.scores(terms).values())
        return first[0] - first[-1] if first else 0.0

    def reasons(self, terms: Terms, card: str) -> list[tuple[str, float]]:
        """What each term says for a card, strongest first."""
        weights = self._weights(terms)
        said = ((term, weight * self._says[term].get(card, 0.0)) for term, weight in weights.items())
        return sorted(said, key=lambda pair: (-pair[1], pair[0]))

    def _weights(self, terms: Terms) -> Mapping[str, float]:
        """What each known term of a text counts, so that their squares come to 1."""
        known = [term for term in terms if term in self._rarity]
        counts = [self._rarity[term] for term in known]
        length = math.hypot(*counts)
        return {term: count / length for term, count in zip(known, counts, strict=True)}
