"""Finds the longest known phrase at a word, for many thousand phrases, without writing each of them out.

An entry such as `lost all|my? feeling` becomes a few states of a small machine; which states a run of words leads to is
worked out when that run is first met and kept. It does not know what a concept means.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

#: One reading of a choice: its words; none for a choice that may be missing.
Phrase = tuple[str, ...]


class Entry(NamedTuple):
    """One line of a concept: `lost all|my? feeling`."""

    #: The choices, one after the other.
    choices: tuple[tuple[Phrase, ...], ...]
    #: It counts even where all its words are light; written with a `!` in front.
    weighty: bool = False


#: Number classes that a phrase may ask for.
NUMBER_CLASSES = {
    "#old": (65, 110),
    "#many": (9, 100),
    "#three": (3, 100),
    "#year": (1940, 2025),
    "#hot": (37.8, 43),
    "#n": (0, 10_000),
}


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree of phrases: what the words so far may still become."""

    states: frozenset[int]
    #: The concepts of the phrases that end here.
    concepts: tuple[str, ...]
    #: Word or number key → the next place, as far as it was asked for.
    steps: dict[str, Node | None] = field(default_factory=dict)


#: Stands for a step that nobody has asked for yet; None stands for one that leads nowhere.
_UNKNOWN = Node(frozenset(), ())


class PhraseBook:
    """The phrases of every concept, ready to be looked up word by word."""

    def __init__(
        self,
        concepts: Iterable[Mapping[str, Sequence[Entry]]],
        fillers: Set[str],
        *,
        light: Set[str] = frozenset(),
        markers: Set[str] = frozenset(),
    ) -> None:
        """`light` words alone ("cant get") make a phrase for the concepts in `markers` only."""
        self._fillers = fillers
        self._light = light
        self._markers = markers
        #: State → word → the states it leads to; state 0 is the start.
        self._edges: list[dict[str, list[int]]] = [{}]
        self._ends: dict[int, dict[str, None]] = {}
        self.vocabulary: set[str] = set()
        for language in concepts:
            for concept, entries in language.items():
                for entry in entries:
                    self._add(entry, concept)
        self._nodes: dict[frozenset[int], Node] = {}
        self.start = self._node(frozenset({0}))

    def step(self, node: Node, word: str) -> Node | None:
        """Where `word` leads from `node`; a number may lead along its classes as well."""
        found = node.steps.get(word, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        if word[0].isdigit():
            return self._step_number(node, word)
        if word not in self.vocabulary:
            return None
        return self._lead_on(node, word, (word,))

    def _step_number(self, node: Node, word: str) -> Node | None:
        keys = _number_keys(word, self.vocabulary)
        cache_key = " ".join(keys)  # not the number itself: there are too many
        found = node.steps.get(cache_key, _UNKNOWN)
        return found if found is not _UNKNOWN else self._lead_on(node, cache_key, keys)

    def _lead_on(self, node: Node, cache_key: str, keys: tuple[str, ...]) -> Node | None:
        states = frozenset(
            state for origin in node.states for key in keys for state in self._edges[origin].get(key, ())
        )
        found = self._node(states) if states else None
        node.steps[cache_key] = found
        return found

    def _node(self, states: frozenset[int]) -> Node:
        if (node := self._nodes.get(states)) is None:
            concepts = dict.fromkeys(name for state in sorted(states) for name in self._ends.get(state, ()))
            node = self._nodes[states] = Node(states, tuple(concepts))
        return node

    def _add(self, entry: Entry, concept: str) -> None:
        """Plant an entry without its fillers; a reading that leaves too little of itself is passed over."""
        # (words kept, words said, has a word with weight), words counted up to two → the states reached so
        reached = {(0, 0, entry.weighty or concept in self._markers): [0]}
        for choice in entry.choices:
            after: dict[tuple[int, int, bool], list[int]] = {}
            joints: dict[tuple[int, int, bool], int] = {}
            for phrase in choice:
                kept = tuple(word for word in phrase if word not in self._fillers)
                weighty = any(word not in self._light for word in kept)
                self.vocabulary.update(kept)
                for (many, said, has_weight), states in reached.items():
                    count = min(2, many + len(kept)), min(2, said + len(phrase)), has_weight or weighty
                    if not kept:
                        after.setdefault(count, []).extend(states)
                        continue
                    if count not in joints:
                        joints[count] = self._state()
                        after.setdefault(count, []).append(joints[count])
                    self._chain(states, kept, joints[count])
            reached = after
        for (many, said, has_weight), states in reached.items():
            if (many == 2 and has_weight) or many == said == 1:
                for state in states:
                    self._ends.setdefault(state, {})[concept] = None

    def _chain(self, origins: list[int], words: Phrase, end: int) -> None:
        for word in words[:-1]:
            between = self._state()
            self._lead(origins, word, between)
            origins = [between]
        self._lead(origins, words[-1], end)

    def _state(self) -> int:
        self._edges.append({})
        return len(self._edges) - 1

    def _lead(self, origins: Iterable[int], word: str, to: int) -> None:
        for origin in origins:
            self._edges[origin].setdefault(word, []).append(to)


def readings(entry: Entry) -> Iterable[Phrase]:
    """Every phrase of an entry: `lost all|my? feeling` has three."""
    for combination in itertools.product(*entry.choices):
        if phrase := tuple(word for part in combination for word in part):
            yield phrase


def _number_keys(text: str, vocabulary: Set[str]) -> tuple[str, ...]:
    value = float(text.replace(",", ".")[:12])
    classes = (name for name, (least, most) in NUMBER_CLASSES.items() if least <= value <= most)
    return (text, *classes) if text in vocabulary else tuple(classes) or ("#",)
