"""Reads a message as sentences of concept mentions: which idea stands where, in which clause.

It merges the words of all loaded languages, because people mix them. It does not decide what a mention means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from dialogs.warning_signs.lexicon import Lexicon
from dialogs.warning_signs.normal import RawSentence, Word, clean, split
from dialogs.warning_signs.phrases import PhraseBook, readings
from dialogs.warning_signs.spelling import Speller

#: Concepts that part a sentence: a hard break starts a new statement, a soft one may go on with a list.
BREAKS = {"break_hard": True, "break_soft": False}


class Mention(NamedTuple):
    """A concept at words `start` to `end` (exclusive) of its sentence."""

    concept: str
    start: int
    end: int
    segment: int
    clause: int


@dataclass(slots=True)
class Sentence:
    """The words that carry meaning and the concepts they mention."""

    words: list[Word]
    asks: bool
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    #: The concepts of each segment, by segment number.
    segments: list[set[str]] = field(default_factory=list)
    #: The words that deny by themselves, such as "no".
    denials: set[int] = field(default_factory=set)
    #: The segment and the clause of each word.
    places: list[tuple[int, int]] = field(default_factory=list)
    _columns: dict[tuple[str, ...], list[Mention]] = field(default_factory=dict)

    def of(self, *concepts: str) -> list[Mention]:
        """The mentions of any of `concepts`, in order of place for each concept; not to be changed."""
        if len(concepts) == 1:
            return self.mentions.get(concepts[0], [])
        return [mention for concept in concepts for mention in self.mentions.get(concept, ())]

    def column(self, concepts: tuple[str, ...]) -> list[Mention]:
        """The mentions of any of `concepts`, in order of place; kept, because many patterns ask for the same."""
        if (column := self._columns.get(concepts)) is None:
            column = self.of(*concepts)
            if len(concepts) > 1:
                column = sorted(column, key=attrgetter("start"))
            self._columns[concepts] = column
        return column

    def has(self, *concepts: str) -> bool:
        return not self.mentions.keys().isdisjoint(concepts)


class Reader:
    """Turns text into sentences with the words of every lexicon it was given."""

    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        *,
        markers: frozenset[str] = frozenset(),
        covering: frozenset[str] = frozenset(),
    ) -> None:
        """`markers` may be made of light words; what `covering` says hides the words inside it."""
        self._covering = covering
        self._denials = {
            phrase[0]
            for lexicon in lexicons
            for entry in lexicon.concepts.get("no", ())
            for phrase in readings(entry)
            if len(phrase) == 1
        }
        self._fillers: frozenset[str] = frozenset().union(*(lexicon.fillers for lexicon in lexicons))
        self._book = PhraseBook(
            (lexicon.concepts for lexicon in lexicons),
            self._fillers,
            light=frozenset().union(*(lexicon.light for lexicon in lexicons)),
            markers=markers,
        )
        misspellings: dict[str, str] = {}
        slips: set[str] = set()
        ordinary: set[str] = set()
        for lexicon in lexicons:
            misspellings.update(lexicon.misspellings)
            slips |= lexicon.slips
            ordinary |= lexicon.ordinary
        self._speller = Speller(
            self._book.vocabulary | self._fillers,
            slips=slips,
            misspellings=misspellings,
            ordinary=ordinary,
            endings=tuple(ending for lexicon in lexicons for ending in lexicon.endings),
        )

    def read(self, text: str) -> tuple[str, list[Sentence]]:
        """The cleaned text, into which every word's places point, and its sentences."""
        cleaned = clean(text)
        return cleaned, [self._sentence(raw) for raw in split(cleaned)]

    def _sentence(self, raw: RawSentence) -> Sentence:
        words: list[Word] = []
        pause = False
        for word in raw.words:
            word.text = self._speller.correct(word.text)
            if word.text in self._fillers:
                pause = pause or word.pause
                continue
            word.pause = word.pause or pause
            words.append(word)
            pause = False
        sentence = Sentence(words, raw.asks)
        sentence.denials = {at for at, word in enumerate(words) if word.text in self._denials}
        self._tag(sentence)
        return sentence

    def _tag(self, sentence: Sentence) -> None:
        """Notes each concept at each word, unless it lies inside a covering one that began before it."""
        words, mentions = sentence.words, sentence.mentions
        segment = clause = covered = 0
        sentence.segments.append(set())
        for at, word in enumerate(words):
            if at and word.pause:
                segment += 1
                sentence.segments.append(set())
            ends, longest = self._ends(words, at)
            if not ends:
                sentence.places.append((segment, clause))
                continue
            covers = not self._covering.isdisjoint(ends) and any(
                end == longest for concept, end in ends.items() if concept in self._covering
            )
            for concept, end in ends.items():
                if end <= covered or (covers and end < longest):
                    continue
                if (hard := BREAKS.get(concept)) is not None:
                    segment += 1
                    clause += hard
                    sentence.segments.append(set())
                mention = Mention(concept, at, end, segment, clause)
                if concept in mentions:
                    mentions[concept].append(mention)
                else:
                    mentions[concept] = [mention]
                sentence.segments[segment].add(concept)
            if covers and longest > covered:
                covered = longest
            sentence.places.append((segment, clause))

    def _ends(self, words: list[Word], at: int) -> tuple[dict[str, int], int]:
        """Where the longest phrase of each concept that starts at `at` ends, and the longest of all."""
        ends: dict[str, int] = {}
        longest = 0
        node = self._book.step(self._book.start, words[at].text)
        here = at + 1
        while node is not None:
            for concept in node.concepts:
                ends[concept] = longest = here
            if here == len(words) or words[here].pause:
                break
            node = self._book.step(node, words[here].text)
            here += 1
        return ends, longest
