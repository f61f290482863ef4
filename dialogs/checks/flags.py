"""Proves that the rules follow the master table: whatever raises a red flag reaches its tier, whatever else is true.

Conditions have no negation, so more facts only make more of them true: it is enough to try the fewest facts that raise each
flag. It runs no conversation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from dialogs.checks.report import Report
from dialogs.conditions import AllOf, AnyOf, AtLeast, Condition, Is
from dialogs.decision import decide
from dialogs.protocol import Protocol


def check_flags_reach_their_tier(protocol: Protocol, report: Report) -> None:
    """The fewest facts that raise a flag are decided at its tier or above."""
    count = 0
    for flag in protocol.red_flags:
        for facts in witnesses(flag.raised_by) if flag.tier else ():
            count += 1
            decision = decide(protocol, facts, complete=True)
            if decision is None or protocol.rank(decision.disposition) < protocol.rank(flag.tier):
                given = decision.disposition if decision else "nothing"
                problem = f"{flag.id} of tier {flag.tier} is given {given}"
                report.find("flags", problem, tuple(facts.items()))
    report.cover("ways to raise a red flag", count)


def witnesses(condition: Condition) -> Iterator[dict[str, str]]:
    """Every smallest set of facts that makes a condition true."""
    match condition:
        case Is(fact, values):
            yield from ({fact: value} for value in sorted(values))
        case AnyOf(parts):
            for part in parts:
                yield from witnesses(part)
        case AllOf(parts):
            yield from _together(parts)
        case AtLeast(count, parts):
            for some in combinations(parts, count):
                yield from _together(some)


def _together(parts: tuple[Condition, ...]) -> Iterator[dict[str, str]]:
    """Facts that make all parts true at once; parts that want one fact to be two things are left out."""
    for chosen in product(*(tuple(witnesses(part)) for part in parts)):
        facts: dict[str, str] = {}
        if all(facts.setdefault(fact, value) == value for some in chosen for fact, value in some.items()):
            yield facts
