"""Matches one sentence against a pattern: concepts that stand near each other, or in an order, make a sign.

It does not ask whether the match is meant: `context` does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialogs.warning_signs.reading import Mention, Sentence


class Modifier(StrEnum):
    """What can take a match back; a pattern lists those that do not apply to it."""

    NEGATED = "negated"
    PAST = "past"
    RESOLVED = "resolved"
    HYPOTHETICAL = "hypothetical"
    GENERAL = "general"
    OTHER_BEING = "other_being"
    LONG_STANDING = "long_standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One way of saying a sign."""

    sign: str
    tier: str
    #: One entry per idea, each the concepts that may stand for it.
    items: tuple[tuple[str, ...], ...]
    ordered: bool
    #: At most this many other words between two neighbouring ideas.
    reach: int
    #: The ideas may stand on two sides of a "but".
    across: bool
    #: Ideas that the message must also assert somewhere.
    together: tuple[tuple[str, ...], ...]
    #: Concepts that take the pattern back when its sentence mentions them.
    unless: frozenset[str]
    #: Concepts that may not stand between its ideas.
    between_not: frozenset[str]
    ignores: frozenset[Modifier]


Match = tuple["Mention", ...]


def matches(
    pattern: Pattern, sentence: Sentence, areas: frozenset[str], symptoms: frozenset[str]
) -> Iterator[Match]:
    """Every match of `pattern` worth looking at; linear in the mentions of its ideas."""
    named = sentence.mentions.keys()
    for item in pattern.items:
        if named.isdisjoint(item):
            return
    if not named.isdisjoint(pattern.unless):
        return
    columns = [sentence.column(item) for item in pattern.items]
    for first in columns[0]:
        for rest in product(*(_candidates(first, column, pattern.ordered) for column in columns[1:])):
            match = (first, *rest)
            if _fits(match, pattern, sentence, areas, symptoms):
                yield match


def _place(mention: Mention) -> int:
    return mention.start


def _candidates(anchor: Mention, column: list[Mention], ordered: bool) -> list[Mention]:
    """The nearest mentions of an idea on either side of the anchor."""
    at = bisect_left(column, anchor.end, key=_place)
    after = column[at : at + 2]
    return after if ordered else after[:1] + column[max(0, at - 1) : at]


def _fits(
    match: Match, pattern: Pattern, sentence: Sentence, areas: frozenset[str], symptoms: frozenset[str]
) -> bool:
    if len(match) == 1:
        return True
    ordered = sorted(match, key=_place)
    if pattern.ordered and list(match) != ordered:
        return False
    for left, right in pairwise(ordered):
        if right.start < left.end or right.start - left.end > pattern.reach:
            return False
        if not pattern.across and not _joined(left, right, sentence, areas, symptoms):
            return False
    if not pattern.between_not:
        return True
    first, last = ordered[0].start, ordered[-1].end
    return not any(first < mention.start < last for mention in sentence.of(*pattern.between_not))


def _joined(
    left: Mention, right: Mention, sentence: Sentence, areas: frozenset[str], symptoms: frozenset[str]
) -> bool:
    """Two segments belong together unless each is whole on its own: "pain in my bum, numb foot"."""
    if left.clause != right.clause:
        return False
    if left.segment == right.segment:
        return True
    here, there = sentence.segments[left.segment], sentence.segments[right.segment]
    return not (here & areas and here & symptoms and there & areas and there & symptoms)
