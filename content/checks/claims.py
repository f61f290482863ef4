"""Whether cards that state facts about the same thing state the same.

A card declares what it states (`claims`); what may be stated is in `claims.toml`. Whether a card's words really say what
it declares is for the reviewers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from content.checks.texts import file_of
from content.library import Library


def claim_problems(library: Library) -> list[str]:
    """Contradictions, unknown topics and values, topics without a source, and topics that no card uses."""
    return [*_contradictions(library), *_unknown(library), *_unsourced(library), *_unused(library)]


def _contradictions(library: Library) -> Iterator[str]:
    stated: dict[str, dict[str, str]] = defaultdict(dict)
    for card in library.cards:
        for topic, value in card.claims:
            stated[topic].setdefault(value, file_of(card))
    for topic, values in stated.items():
        if len(values) > 1:
            said = ", but ".join(f"{where} claims {value}" for value, where in values.items())
            yield f"claims about {topic} contradict each other: {said}: keep what the sources say"


def _unknown(library: Library) -> Iterator[str]:
    for card in library.cards:
        for topic, value in card.claims:
            known = library.claims.get(topic)
            if known is None:
                yield f"{file_of(card)}: claims {topic!r}, which claims.toml does not list: add it or mend it"
            elif value not in dict(known.values):
                values = " or ".join(name for name, _ in known.values)
                yield f"{file_of(card)}: claims {topic} = {value!r}, but claims.toml knows only {values}"


def _unsourced(library: Library) -> Iterator[str]:
    for topic in library.claims.values():
        if not topic.citations:
            yield f"claims.toml: {topic.id}: cites nothing: add citations"
        if not topic.values:
            yield f"claims.toml: {topic.id}: has no value to claim: add one"
        for key in topic.citations:
            if key not in library.citations_by_key:
                yield f"claims.toml: {topic.id}: cites {key!r}, which citations.toml does not list"


def _unused(library: Library) -> Iterator[str]:
    used = {topic for card in library.cards for topic, _ in card.claims}
    for topic_id in library.claims:
        if topic_id not in used:
            yield f"claims.toml: {topic_id}: no card claims it: declare it where it is said, or remove it"
