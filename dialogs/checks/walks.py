"""Proves by walking the real engine that every sign, alone and with every other, ends at its tier, whatever is done.

It knows the rules only through the engine; `lattice` covers what is too many to walk.
"""

from __future__ import annotations

from dialogs.checks.interruptions import interruptions
from dialogs.checks.lattice import Ending, check_lattice
from dialogs.checks.plans import Plan, in_order, pairs, single_answers
from dialogs.checks.report import Report
from dialogs.checks.walker import Interruption, Outcome, Stuck, Walker
from dialogs.decision import decide, raised_flags
from dialogs.engine import Engine
from dialogs.events import Action
from dialogs.protocol import Part, Protocol

__all__ = [
    "Plan",
    "Stuck",
    "Walker",
    "check_corrections",
    "check_interruptions",
    "check_lattice_endings",
    "check_pairs",
    "interruptions",
    "single_answers",
]


def check_lattice_endings(engine: Engine, report: Report, *, list_mode: bool) -> None:
    """Walk the lattice, then let the engine end each class as the lattice does: this ties the two together."""
    protocol, walker = engine.protocol, Walker(engine)
    endings = check_lattice(protocol, report, list_mode=list_mode)
    for ending in endings:
        problem = _differs(walker, protocol, ending, list_mode=list_mode)
        if problem:
            report.find("walks", problem, ending.example)
    report.cover("lattice endings walked" + (" in list mode" if list_mode else ""), len(endings))


def _differs(walker: Walker, protocol: Protocol, ending: Ending, *, list_mode: bool) -> str:
    """How the engine's result differs from the lattice's; empty = it does not."""
    plan = {question: _values(answer) for question, answer in ending.example}
    try:
        outcome = walker.walk(plan, list_mode=list_mode)
    except Stuck as stuck:
        return str(stuck)
    least = ending.rank or protocol.rank("self_care")
    if protocol.rank(outcome.disposition) == least:
        return ""
    return f"the engine says {outcome.disposition}, the lattice rank {ending.rank}"


def _values(answer: str) -> tuple[str, ...]:
    return () if answer == "none" else tuple(answer.split(", "))


def check_pairs(engine: Engine, report: Report, *, part: int = 0, parts: int = 1) -> None:
    """Every answer with every other, in both voices; `part` of `parts` shares the work out."""
    protocol = engine.protocol
    mine = _share(pairs(protocol), part, parts)
    found: list[list[str]] = [[] for _ in mine]
    for voice in ("self", "caregiver"):
        walker = Walker(engine)
        for results, plan in zip(found, mine, strict=True):
            outcome = _safely(walker, {**plan, "voice": (voice,)}, report)
            if outcome is not None:
                results.append(outcome.disposition)
                check_outcome(protocol, outcome, report, "pairs")
    for results, plan in zip(found, mine, strict=True):
        if len(set(results)) > 1:
            report.find("pairs", f"the voices disagree: {results}", _as_conversation(plan))
    report.cover("pairs of answers walked", 2 * len(mine))


def _share(plans: list[Plan], part: int, parts: int) -> list[Plan]:
    """One piece of the work, cut so that neighbours stay together."""
    return plans[len(plans) * part // parts : len(plans) * (part + 1) // parts]


def _as_conversation(plan: Plan) -> tuple[tuple[str, str], ...]:
    return tuple((question, ", ".join(values)) for question, values in plan.items())


def _safely(walker: Walker, plan: Plan, report: Report) -> Outcome | None:
    try:
        return walker.walk(plan)
    except Stuck as stuck:
        report.find("walks", str(stuck), _as_conversation(plan))
        return None


def check_outcome(protocol: Protocol, outcome: Outcome, report: Report, proof: str) -> None:
    """No red flag that is up ends below its tier, and the engine says what the rules say."""
    rank = protocol.rank(outcome.disposition)
    tiers = {flag.id: protocol.rank(flag.tier) for flag in protocol.red_flags}
    for flag in raised_flags(protocol, outcome.facts):
        if tiers[flag] > rank:
            report.find(proof, f"{flag} ends in {outcome.disposition}", outcome.conversation)
    decision = decide(protocol, outcome.facts, complete=True)
    if decision is None or decision.disposition != outcome.disposition:
        report.find(
            proof, f"the engine says {outcome.disposition}, the rules {decision}", outcome.conversation
        )


def check_interruptions(engine: Engine, report: Report, *, part: int = 0, parts: int = 1) -> None:
    """Every single sign, with every interruption at every place, ends exactly as without it."""
    walker, kinds = Walker(engine), interruptions()
    plans = in_order(engine.protocol, single_answers(engine.protocol))
    count = 0
    for plan in plans[part::parts]:
        plain = _safely(walker, plan, report)
        if plain is None:
            continue
        for at in range(len(plain.conversation) - 1, 0, -1):  # from the end, so that beginnings stay shared
            for interruption in kinds:
                count += 1
                _interrupt(walker, report, plan, plain, interruption, at)
    report.cover("interrupted interviews", count)


def _interrupt(
    walker: Walker, report: Report, plan: Plan, plain: Outcome, interruption: Interruption, at: int
) -> None:
    protocol, where = walker.protocol, f"{interruption.name} before question {at}"
    try:
        outcome = walker.walk_interrupted(plan, interruption, at)
    except Stuck as stuck:
        report.find("interruptions", f"{where}: {stuck}", plain.conversation)
        return
    if outcome is None:
        return
    lower = protocol.rank(outcome.disposition) < protocol.rank(plain.disposition)
    if lower or (outcome.disposition != plain.disposition and not interruption.may_raise):
        problem = f"{where} turns {plain.disposition} into {outcome.disposition}"
        report.find("interruptions", problem, outcome.conversation)


def check_corrections(engine: Engine, report: Report) -> None:
    """After urgent advice, correcting or starting over cannot reach self-care without the danger questions again."""
    protocol, walker = engine.protocol, Walker(engine)
    danger = {q.id for q in protocol.interview if q.danger and q.part is Part.TRIAGE and q.ask_when is None}
    danger -= protocol.lists
    count = 0
    for plan in in_order(protocol, single_answers(protocol)):
        shown = _safely(walker, plan, report)
        if shown is None or not protocol.disposition(shown.disposition).escalation:
            continue
        for question in (*plan, ""):
            count += 1
            outcome, asked = _corrected(walker, plan, question)
            milder = protocol.rank(outcome.disposition) < protocol.rank(shown.disposition)
            if milder and not danger <= asked and protocol.rank(outcome.disposition) < protocol.exit_rank:
                missing = ", ".join(sorted(danger - asked))
                problem = f"{shown.disposition} became {outcome.disposition} without {missing}"
                report.find("corrections", problem, shown.conversation)
    report.cover("corrected results", count)


def _corrected(walker: Walker, plan: Plan, question: str) -> tuple[Outcome, set[str]]:
    """Change one answer to the harmless one, or start over (""), and go on harmlessly; the result and what was asked."""
    run = walker.run(plan)
    shown = run.finish()
    run.plan, run.outcome = {}, None
    run.done.clear()
    if question:
        run.act(Action.CHANGE, question)
    else:
        run.act(Action.CHECK)
    if question and (run.open is None or run.open.id != question):
        return shown, set()
    outcome = run.finish()
    asked = {question for question, _ in run.done}
    return outcome, asked.union(*(walker.protocol.question(id_).stands_for for id_ in asked))
