"""Turns text into terms: the stem of every word, and the name of every phrase that is known to have synonyms.

Cards, examples and questions go through the same hands, so that they meet. It knows no card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.search.lexicon import Lexicon, Phrases
from bot.search.spelling import Speller
from bot.search.words import words

_RUN = re.compile(r"([^\W\d_])\1{2,}")

#: Each once, in the order of the text. The name of a group of synonyms ends with `+`.
Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was understood of a question."""

    terms: Terms = ()
    #: Words that nothing is near to.
    unknown: tuple[str, ...] = ()
    #: (typed, taken for)
    corrected: tuple[tuple[str, str], ...] = ()


class Reader:
    """Reads the texts of one language: first ours, with `learn`, then, with `read`, what people type."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stem = _stemmer(lexicon.stemmer)
        #: Every word of our own texts -> its stem. What people type is not kept.
        self._stems = _Stems(self._stem)
        #: Those of them that a mistyped word may stand for.
        self._likely: set[str] = set()
        self._same = PhraseBook()
        for group in lexicon.same:
            name = "+".join(self.stems(group[0])) + "+"
            for phrase in group:
                self._same.add(self.stems(phrase), name)
        self._likely.update(self._stems)

    def stems(self, text: str) -> Terms:
        """The stems of a phrase of ours, in its order."""
        return tuple(map(self._stems.__getitem__, words(text)))

    def learn(self, text: str, *, likely: bool = False) -> Terms:
        """The terms of a text of ours; `likely` = its words are what people mean when they mistype."""
        if likely:
            self._likely.update(words(text))
        return self._terms(self.stems(text))

    def meaning(self, phrase: str) -> frozenset[str]:
        """What a question has to hold to mean the same as a phrase of ours: groups, and stems that are in none."""
        return frozenset(self._names(self.stems(phrase)))

    def read(self, text: str) -> Reading:
        """What a typed text says, beside everything learnt before the first call."""
        typed = [_RUN.sub(r"\1\1", word) for word in words(text)]
        taken = [(word, self._taken(word)) for word in typed]
        right = [after or before for before, after in taken]
        return Reading(
            terms=self._terms([self._stems.get(word) or self._stem(word) for word in right]),
            unknown=tuple(before for before, after in taken if after is None),
            corrected=tuple((before, after) for before, after in taken if after not in (None, before)),
        )

    def _taken(self, word: str) -> str | None:
        """The word itself where it is known, the one that was meant where it is near, else None."""
        if word in self._stems or self._stem(word) in self._known:
            return word
        return self._speller.nearest(word)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._stems.values())

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._likely)

    def _terms(self, stems: Sequence[str]) -> Terms:
        return tuple(dict.fromkeys((*self._names(stems), *stems)))

    def _names(self, stems: Sequence[str]) -> Iterator[str]:
        """The name of each phrase, and the stems that are in none."""
        taken = 0
        for at, stem in enumerate(stems):
            if at < taken:
                continue
            if stem in self._same.firsts:
                stem, length = self._same.longest(stems, at)
                taken = at + length
            yield stem


class _Stems(dict[str, str]):
    """Word -> stem, found once; `get` adds nothing."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._stem(word)
        return stem


class PhraseBook:
    """Phrases by their stems, each with a name; the longest that fits counts."""

    def __init__(self) -> None:
        self._names: dict[Terms, str] = {}
        #: First stem -> lengths of the phrases that begin with it, longest first.
        self.firsts: dict[str, tuple[int, ...]] = {}

    def add(self, stems: Terms, name: str) -> None:
        """Add a phrase; of two that are the same the first stays."""
        if stems and stems not in self._names:
            self._names[stems] = name
            known = self.firsts.get(stems[0], ())
            if len(stems) not in known:
                self.firsts[stems[0]] = tuple(sorted((*known, len(stems)), reverse=True))

    def longest(self, stems: Sequence[str], at: int) -> tuple[str, int]:
        """Name and length of the longest phrase that begins here; the stem itself where none does."""
        for length in self.firsts.get(stems[at], ()):
            name = self._names.get(tuple(stems[at : at + length]))
            if name is not None:
                return name, length
        return stems[at], 1


class AnyOf:
    """Phrases of which one is enough, in any order of their words."""

    def __init__(self, reader: Reader, phrases: Phrases) -> None:
        self._phrases = [reader.meaning(phrase) for phrase in phrases]

    def holds(self, terms: Iterable[str]) -> bool:
        """True when the terms of one phrase are all there."""
        held = frozenset(terms)
        return any(phrase <= held for phrase in self._phrases if phrase)


def _stemmer(name: str) -> Callable[[str], str]:
    if not name:
        return str
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer(name).stemWord
    return stem
