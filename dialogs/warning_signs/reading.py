"""Reads a message as sentences of concept mentions: which idea stands where, in which clause.

It merges the words of all loaded languages, because people mix them. It does not decide what a mention means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from dialogs.warning_signs.lexicon import Lexicon
from dialogs.warning_signs.normal import RawSentence, Word, clean, split
from dialogs.warning_signs.spelling import Speller

#: Concepts that part a sentence: a hard break starts a new statement, a soft one may go on with a list.
BREAKS = {"break_hard": True, "break_soft": False}

#: Number classes that a phrase may ask for.
_NUMBER_CLASSES = {
    "#old": (65, 110),
    "#many": (9, 100),
    "#three": (3, 100),
    "#year": (1940, 2025),
    "#n": (0, 10_000),
}


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
    #: The segment and the clause of each word.
    places: list[tuple[int, int]] = field(default_factory=list)
    _columns: dict[tuple[str, ...], list[Mention]] = field(default_factory=dict)

    def of(self, *concepts: str) -> list[Mention]:
        """The mentions of any of `concepts`, in order of place for each concept."""
        return [mention for concept in concepts for mention in self.mentions.get(concept, ())]

    def column(self, concepts: tuple[str, ...]) -> list[Mention]:
        """The mentions of any of `concepts`, in order of place; kept, because many patterns ask for the same."""
        if (column := self._columns.get(concepts)) is None:
            column = sorted(self.of(*concepts), key=attrgetter("start"))
            self._columns[concepts] = column
        return column

    def has(self, *concepts: str) -> bool:
        return any(concept in self.mentions for concept in concepts)


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases."""

    next: dict[str, _Node] = field(default_factory=dict)
    concepts: tuple[str, ...] = ()


class Reader:
    """Turns text into sentences with the words of every lexicon it was given."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._root = _Node()
        self._fillers: frozenset[str] = frozenset().union(*(lexicon.fillers for lexicon in lexicons))
        misspellings: dict[str, str] = {}
        vocabulary: set[str] = set(self._fillers)
        slips: set[str] = set()
        ordinary: set[str] = set()
        for lexicon in lexicons:
            misspellings.update(lexicon.misspellings)
            slips |= lexicon.slips
            ordinary |= lexicon.ordinary
            vocabulary |= self._plant(lexicon.concepts)
        self._speller = Speller(vocabulary, slips=slips, misspellings=misspellings, ordinary=ordinary)

    def read(self, text: str) -> tuple[str, list[Sentence]]:
        """The cleaned text, into which every word's places point, and its sentences."""
        cleaned = clean(text)
        return cleaned, [self._sentence(raw) for raw in split(cleaned)]

    def _plant(self, concepts: Mapping[str, tuple[tuple[str, ...], ...]]) -> set[str]:
        words: set[str] = set()
        for concept, phrases in concepts.items():
            for spoken in phrases:
                phrase = tuple(word for word in spoken if word not in self._fillers)
                if not phrase or len(phrase) < min(len(spoken), 2):
                    continue
                node = self._root
                for word in phrase:
                    node = node.next.setdefault(word, _Node())
                if concept not in node.concepts:
                    node.concepts += (concept,)
                words.update(phrase)
        return words

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
        self._tag(sentence)
        return sentence

    def _tag(self, sentence: Sentence) -> None:
        """Notes the longest phrase at each word, unless it lies inside one that began before it."""
        words, first = sentence.words, self._root.next
        segment = clause = reached = 0
        sentence.segments.append(set())
        for at, word in enumerate(words):
            if at and word.pause:
                segment += 1
                sentence.segments.append(set())
            end, concepts = (
                self._longest(words, at) if word.text in first or word.text[0].isdigit() else (0, ())
            )
            if end > reached:
                for concept in concepts:
                    if (hard := BREAKS.get(concept)) is not None:
                        segment += 1
                        clause += hard
                        sentence.segments.append(set())
                    mention = Mention(concept, at, end, segment, clause)
                    sentence.mentions.setdefault(concept, []).append(mention)
                    sentence.segments[segment].add(concept)
                if concepts:
                    reached = end
            sentence.places.append((segment, clause))

    def _longest(self, words: list[Word], at: int) -> tuple[int, tuple[str, ...]]:
        """Where the longest phrase that starts at `at` ends, and its concepts; one plain word if there is none."""
        best = at + 1
        concepts: tuple[str, ...] = ()
        nodes = _steps((self._root,), words[at].text)
        here = at + 1
        while nodes:
            for node in nodes:
                if node.concepts:
                    best, concepts = here, node.concepts
            if here == len(words) or words[here].pause:
                break
            nodes = _steps(nodes, words[here].text)
            here += 1
        return best, concepts


def _steps(nodes: Sequence[_Node], text: str) -> Sequence[_Node]:
    """Where a word leads; a number may lead along its classes as well."""
    if len(nodes) == 1 and not text[0].isdigit():
        step = nodes[0].next.get(text)
        return () if step is None else (step,)
    keys = _number_keys(text) if text[0].isdigit() else (text,)
    return [step for node in nodes for key in keys if (step := node.next.get(key)) is not None]


def _number_keys(text: str) -> tuple[str, ...]:
    value = float(text.replace(",", ".")[:12])
    classes = (name for name, (least, most) in _NUMBER_CLASSES.items() if least <= value <= most)
    return (text, *classes)
