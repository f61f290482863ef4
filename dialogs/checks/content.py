"""Checks that what the library says about people is something that can be known about them.

A misspelt trait would withhold nothing, and nobody would notice. Everything else about the words is looked at in
`content.checks`, which knows no protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.model import Card
from content.plan import PlanStep
from dialogs.checks.report import Report
from dialogs.checks.structure import fact_values
from dialogs.conditions import YES
from dialogs.protocol import Protocol
from dialogs.traits import DERIVED

#: The question whose options are traits of their own, and how those begin.
_GOALS, _GOAL = "plan_goal", "goal_"


def known_traits(protocol: Protocol) -> frozenset[str]:
    """Every trait that a card or a step may name: facts that can be true, categories, goals, and what follows from them."""
    facts = {fact for fact, values in fact_values(protocol).items() if YES in values}
    goals = protocol.question_by_id.get(_GOALS)
    chosen = {option.id for option in goals.options if option.id.startswith(_GOAL)} if goals else set()
    return frozenset(facts | chosen | DERIVED | set(protocol.categories))


def check_traits(
    protocol: Protocol, report: Report, *, cards: Iterable[Card], steps: Iterable[PlanStep]
) -> None:
    """Every trait in `not_for` and `only` is one that can be known."""
    known, count = known_traits(protocol), 0
    for where, trait in _named(cards, steps):
        count += 1
        if trait not in known:
            report.find(
                "traits",
                f"{where} names {trait}, which nothing in the protocol tells: correct it, or it rules out nobody",
            )
    report.cover("traits named by cards and plan steps", count)


def _named(cards: Iterable[Card], steps: Iterable[PlanStep]) -> Iterator[tuple[str, str]]:
    for card in cards:
        yield from ((f"{card.topic}/{card.id}: not_for", trait) for trait in card.not_for)
    for step in steps:
        yield from ((f"plan.toml: {step.id}: only", trait) for trait in step.only)
        yield from ((f"plan.toml: {step.id}: not_for", trait) for trait in step.not_for)
