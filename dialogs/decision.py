"""Judges facts: the most urgent true rule wins, "not sure" is never "no", and unfinished never means safe.

It asks nothing and says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.conditions import true_facts
from dialogs.protocol import Disposition, Protocol, ResultText, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows from the facts."""

    disposition: str
    #: None for ends without one (crisis support, out of scope).
    category: str | None
    #: Ids of all rules that gave this disposition, in table order.
    reasons: tuple[str, ...]
    #: Facts that made those rules true, in reading order.
    because: tuple[str, ...]
    #: Keys of the sources of those rules.
    citations: tuple[str, ...]
    #: Ids of the red flags that the facts raise.
    red_flags: tuple[str, ...]


def decide(protocol: Protocol, facts: Mapping[str, str], *, complete: bool) -> Decision | None:
    """The result of these facts.

    `complete` says that every question that applies has been answered. While it is False only results that end the
    interview at once are given; None = keep asking. Pure; the same facts always give the same result.
    """
    fired = _fired(protocol, facts)
    top = max((rank for rank, _, _ in fired), default=0)
    if not complete and top < protocol.exit_rank:
        return None
    if not fired:
        return _otherwise(protocol)
    winners = [(rule, facts_) for rank, rule, facts_ in fired if rank == top]
    disposition = next(d.id for d in protocol.dispositions if d.rank == top)
    return Decision(
        disposition=disposition,
        category=_category(protocol, facts, disposition, [rule for rule, _ in winners]),
        reasons=tuple(rule.id for rule, _ in winners),
        because=tuple(dict.fromkeys(fact for _, facts_ in winners for fact in facts_)),
        citations=tuple(dict.fromkeys(key for rule, _ in winners for key in rule.citations)),
        red_flags=raised_flags(protocol, facts),
    )


def raised_flags(protocol: Protocol, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the red flags that are up, in table order."""
    return tuple(flag.id for flag in protocol.red_flags if flag.raised_by.holds(facts))


def result_text(disposition: Disposition, facts: Mapping[str, str]) -> ResultText:
    """The words for this result in this situation."""
    return next(text for text in disposition.texts if text.when is None or text.when.holds(facts))


def _fired(protocol: Protocol, facts: Mapping[str, str]) -> list[tuple[int, Rule, tuple[str, ...]]]:
    """(rank, rule, supporting facts) of each rule's most urgent true case, in table order; R34-like rules excluded."""
    found: dict[str, tuple[int, Rule, tuple[str, ...]]] = {}
    for rank, rule, case in protocol.ranked_cases:
        if not rule.otherwise and rule.id not in found and case.when.holds(facts):
            found[rule.id] = (rank, rule, true_facts(case.when, facts))
    return [found[rule.id] for rule in protocol.rules if rule.id in found]


def _otherwise(protocol: Protocol) -> Decision:
    rule = next(rule for rule in protocol.rules if rule.otherwise)
    case = rule.cases[0]
    return Decision(
        disposition=case.disposition,
        category=case.category,
        reasons=(rule.id,),
        because=(),
        citations=rule.citations,
        red_flags=(),
    )


#: Ends that are not about a kind of back pain.
_WITHOUT_CATEGORY = frozenset({"out_of_scope", "crisis_support"})


def _category(
    protocol: Protocol, facts: Mapping[str, str], disposition: str, winners: list[Rule]
) -> str | None:
    """A specific cause where the winning rules name one, else the most specific pattern that any rule found."""
    if disposition in _WITHOUT_CATEGORY:
        return None
    top = protocol.rank(disposition)
    specific = protocol.categories[0]
    named = {
        case.category
        for rank, rule, case in protocol.ranked_cases
        if rank == top and rule in winners and case.when.holds(facts)
    }
    if specific in named:
        return specific
    patterns = {
        case.category
        for _, rule, case in protocol.ranked_cases
        if case.when.holds(facts) and not rule.otherwise
    }
    patterns.discard(specific)
    return next(
        (category for category in protocol.categories if category in patterns), protocol.categories[-1]
    )
