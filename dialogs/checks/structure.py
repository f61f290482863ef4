"""Proves that the protocol hangs together: everything cited, everything reachable, nothing misspelt, no negation.

It runs no conversation.
"""

from __future__ import annotations

from collections.abc import Collection

from dialogs.checks.report import Report
from dialogs.conditions import NO, NOT_SURE, YES, AtLeast, Condition, Is, leaves
from dialogs.education import NEEDED
from dialogs.machine import PLACES, DialogMachine
from dialogs.protocol import Kind, Part, Protocol, Question

#: Answers of a danger question from harmless to urgent; a rule that is true for one must be true for the next.
#: Choices are listed in `ORDERS`; anything else is compared as no < not sure < yes.
ORDERS: dict[str, tuple[str, ...]] = {
    "timing": ("long_checked", "older", "not_sure", "recent"),
    "leg_timing": ("long_checked", "walking_only", "older", "recent", "not_sure", "worse"),
    # "Yes" only opens the list of what kind of leg trouble it is; "not sure" gets no list.
    "leg_symptoms": (NO, YES, NOT_SURE),
}


def check_structure(
    protocol: Protocol, report: Report, *, citations: Collection[str], cards: Collection[str]
) -> None:
    """Every id cited, known, reachable and told."""
    _check_citations(protocol, report, citations)
    _check_reachable(protocol, report)
    _check_results(protocol, report)
    _check_flags(protocol, report)
    _check_monotone(protocol, report)
    _check_machine(protocol, report)
    for card in NEEDED:
        if card not in cards:
            report.find(
                "structure", f"the card {card} is offered but does not exist; add it to content/cards"
            )
    report.cover("questions", len(protocol.questions))
    report.cover("rules", len(protocol.rules))
    report.cover("red flags", len(protocol.red_flags))


def _check_citations(protocol: Protocol, report: Report, known: Collection[str]) -> None:
    items = [("question", q.id, q.citations) for q in protocol.questions]
    items += [("rule", r.id, r.citations) for r in protocol.rules]
    items += [("red flag", f.id, f.citations) for f in protocol.red_flags]
    for kind, id_, keys in items:
        if not keys:
            report.find("structure", f"{kind} {id_} has no citation")
        for key in keys:
            if key not in known:
                report.find("structure", f"{kind} {id_} cites {key}, which is not in content/citations.toml")


def _check_reachable(protocol: Protocol, report: Report) -> None:
    """A question must come after everything that its `ask_when` looks at."""
    seen: set[str] = set()
    for question in (*protocol.interview, *protocol.medicine, *protocol.plan, protocol.doubt):
        for leaf in leaves(question.ask_when) if question.ask_when else ():
            if leaf.fact not in seen:
                report.find(
                    "structure", f"{question.id} depends on {leaf.fact}, which is asked later or never"
                )
        seen |= {question.id, *(option.id for option in question.options)}
    _check_values(protocol, report)


def _check_values(protocol: Protocol, report: Report) -> None:
    possible = fact_values(protocol)
    used = [(q.id, q.ask_when) for q in protocol.questions if q.ask_when]
    used += [(r.id, case.when) for r in protocol.rules for case in r.cases]
    used += [(f.id, f.raised_by) for f in protocol.red_flags]
    used += [(f"{d.id}.{t.id}", t.when) for d in protocol.dispositions for t in d.texts if t.when]
    for where, condition in used:
        for leaf in leaves(condition):
            if leaf.fact in possible and not leaf.values <= possible[leaf.fact]:
                wrong = ", ".join(sorted(leaf.values - possible[leaf.fact]))
                report.find("structure", f"{where}: {leaf.fact} can never be {wrong}")


def fact_values(protocol: Protocol) -> dict[str, frozenset[str]]:
    """Fact id -> every value that it can take."""
    values: dict[str, frozenset[str]] = {}
    for question in protocol.questions:
        if question.kind is Kind.CHECKLIST:
            unsure = {NOT_SURE} if NOT_SURE in question.values() else set()
            values |= {option.id: frozenset({YES, NO, *unsure}) for option in question.options}
        elif question.id != "country":
            values[question.id] = frozenset(question.values())
    return values


def _check_results(protocol: Protocol, report: Report) -> None:
    given = {case.disposition for rule in protocol.rules for case in rule.cases}
    for disposition in protocol.dispositions:
        if disposition.id not in given:
            report.find("structure", f"no rule gives the result {disposition.id}")
    ranks = [disposition.rank for disposition in protocol.dispositions]
    if len(set(ranks)) != len(ranks):
        report.find("structure", "two results have the same rank; ranks order urgency and are unique")
    if sum(rule.otherwise for rule in protocol.rules) != 1:
        report.find("structure", "exactly one rule must be `otherwise`")
    for disposition in protocol.dispositions:
        if disposition.escalation and disposition.self_care_allowed:
            report.find("structure", f"{disposition.id} is an escalation and allows self-care")


def _check_flags(protocol: Protocol, report: Report) -> None:
    for question in protocol.questions:
        phrase = question.because if question.kind is Kind.YES_NO else "choice"
        if question.danger and question.part is Part.TRIAGE and not phrase:
            report.find("structure", f"{question.id} can lead to a result and needs a `because` phrase")
    for flag in protocol.red_flags:
        if flag.tier is None:
            continue
        if not any(_shares_fact(flag.raised_by, case.when) for rule in protocol.rules for case in rule.cases):
            report.find("structure", f"no rule looks at the red flag {flag.id}")


def _shares_fact(one: Condition, other: Condition) -> bool:
    return bool({leaf.fact for leaf in leaves(one)} & {leaf.fact for leaf in leaves(other)})


def _check_monotone(protocol: Protocol, report: Report) -> None:
    """No urgent case may become false when one danger answer gets worse.

    Conditions have no negation, so it is enough that every leaf on an ordered fact is closed upwards: if it is true for a
    value, it is true for each more urgent one, by itself or through a case at least as urgent.
    """
    danger = {q.id: q for q in protocol.questions if q.danger and q.part is Part.TRIAGE}
    count = 0
    for rule in protocol.rules:
        for case in rule.cases:
            for leaf in leaves(case.when):
                order = order_of(leaf.fact, danger)
                if order is None:
                    continue
                count += 1
                if not _closed_upwards(leaf, order) and not _covered(
                    protocol, case.when, leaf, order, case.disposition
                ):
                    lost = ", ".join(value for value in order if value not in leaf.values)
                    report.find(
                        "monotone",
                        f"{rule.id}: {leaf.fact} in {sorted(leaf.values)} is lost at a worse {lost}",
                    )
    report.cover("ordered conditions", count)


def order_of(fact: str, danger: dict[str, Question]) -> tuple[str, ...] | None:
    """The values of a danger fact from harmless to urgent; None when it has no order."""
    if fact in ORDERS:
        return ORDERS[fact]
    question = danger.get(fact)
    if question is not None and question.kind is Kind.CHOICE:
        return ORDERS["timing"] if fact.endswith("_timing") else None
    items = {option.id for q in danger.values() if q.kind is Kind.CHECKLIST for option in q.options}
    return (NO, NOT_SURE, YES) if question is not None or fact in items else None


def _closed_upwards(leaf: Is, order: tuple[str, ...]) -> bool:
    started = False
    for value in order:
        if value in leaf.values:
            started = True
        elif started:
            return False
    return True


def _covered(protocol: Protocol, when: Condition, leaf: Is, order: tuple[str, ...], disposition: str) -> bool:
    """True when at each worse value some case at least as urgent holds wherever this one did, everything else equal."""
    rank = protocol.rank(disposition)
    first = min(order.index(value) for value in leaf.values if value in order)
    for value in order[first:]:
        for opened in _openers(protocol, leaf.fact):
            facts = (
                _witness(when, leaf) | opened | {leaf.fact: value} | _follow_ups(protocol, leaf.fact, value)
            )
            if value not in leaf.values and _rank(protocol, facts) < rank:
                return False
    return True


def _rank(protocol: Protocol, facts: dict[str, str]) -> int:
    """The rank of the most urgent rule that these facts make true."""
    return next(
        (r for r, rule, case in protocol.ranked_cases if not rule.otherwise and case.when.holds(facts)), 0
    )


def _openers(protocol: Protocol, fact: str) -> list[dict[str, str]]:
    """The different facts because of which a question is asked at all; one empty dict where it is always asked."""
    question = protocol.question_by_id.get(fact)
    if question is None or question.ask_when is None:
        return [{}]
    return [{leaf.fact: sorted(leaf.values)[0]} for leaf in leaves(question.ask_when)]


def _witness(when: Condition, wanted: Is) -> dict[str, str]:
    """Facts that make a condition true through `wanted`, with as little else as possible."""
    if isinstance(when, Is):
        return {when.fact: sorted(when.values)[0]}
    facts: dict[str, str] = {}
    parts = list(when.parts)
    mine = [part for part in parts if wanted in leaves(part)]
    if isinstance(when, AtLeast):
        chosen = (mine + [part for part in parts if part not in mine])[: when.count]
    elif type(when).__name__ == "AnyOf":
        chosen = (mine or parts)[:1]
    else:
        chosen = parts
    for part in chosen:
        facts |= _witness(part, wanted)
    return facts


def _follow_ups(protocol: Protocol, fact: str, value: str) -> dict[str, str]:
    """The follow-up that a "yes" opens, answered as somebody who has the sign now."""
    timing = f"{fact}_timing"
    if value == YES and timing in protocol.question_by_id:
        return {timing: "recent"}
    return {}


def _check_machine(protocol: Protocol, report: Report) -> None:
    machine = DialogMachine(protocol)
    reached = {protocol.interview[0].id}
    edges = [(source, target) for _, source, target in machine.edges()]
    while True:
        more = {target for source, target in edges if source in reached} - reached
        if not more:
            break
        reached |= more
    for state in machine.states:
        if str(state) not in reached and state not in reached:
            report.find("structure", f"the state {state} can never be reached")
    leaving = {source for source, _ in edges}
    for state in (*(q.id for q in protocol.questions), *PLACES):
        if state not in leaving:
            report.find("structure", f"the state {state} can never be left")
    report.cover("states", len(machine.states))
    report.cover("transitions", len(edges))
