"""Plays entries of the safety oracle: through the real engine, or quickly through replay and decision alone.

The quick way is for protocols that were broken on purpose; `tests.dialogs.test_oracle` shows that both ways agree.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.checks.plans import default
from dialogs.checks.walker import TOO_LONG, Outcome, Run, Walker
from dialogs.decision import Decision, decide
from dialogs.events import Action, Typed
from dialogs.interview import add_facts
from dialogs.protocol import Kind, Protocol, Question
from tests.support.oracle import Fact
from tests.support.patient import Plan, plan


class Unsayable(Exception):
    """The interview has no button for what the patient wants to say."""


def play(walker: Walker, facts: Mapping[str, Fact], voice: str = "self") -> Outcome:
    """The engine's last word to a patient with these facts."""
    run = walker.run({**plan(facts), "voice": (voice,)})
    if facts.get("self_harm"):
        for _ in range(5):
            run.answer()
        run.command(Action.STRUGGLING)
        return finish(run)
    outcome = finish(run)
    return ask_for_painkillers(run) if facts.get("medicine_overdose") else outcome


def play_in_words(walker: Walker, words: str, after: int) -> Outcome:
    """The engine's last word to somebody who types `words` after so many answers."""
    run = walker.run({})
    for _ in range(after):
        run.answer()
    run.play(Typed(text=words))
    return finish(run)


def ask_for_painkillers(run: Run) -> Outcome:
    """Go from a result to the card about painkillers, through its questions."""
    assert run.outcome is not None
    before, run.outcome = run.outcome, None
    run.act(Action.CARE)
    run.act(Action.CARD, "painkillers")
    for _ in range(TOO_LONG):
        if run.open is None or run.outcome is not None:
            break
        run.answer()
    return run.outcome or before


def finish(run: Run) -> Outcome:
    """Answer as the plan says until there is a result."""
    for _ in range(TOO_LONG):
        if run.outcome is not None:
            return run.outcome
        run.answer()
    raise AssertionError("the interview does not end")


def decide_quickly(protocol: Protocol, facts: Mapping[str, Fact]) -> tuple[Decision, Mapping[str, str]]:
    """The decision on a patient with these facts, and what was known for it. Raises Unsayable."""
    if facts.get("self_harm"):
        known: Mapping[str, str] = {"self_harm": "yes"}
        return _decided(protocol, known), known
    wanted = plan(facts)
    known = quick_facts(protocol, wanted)
    if facts.get("medicine_overdose"):
        told = dict(known)
        for question in protocol.medicine:
            add_facts(told, question, _values(question, wanted))
        known = told
    return _decided(protocol, known), known


def quick_facts(protocol: Protocol, wanted: Plan, *, list_mode: bool = False) -> Mapping[str, str]:
    """What is known once nothing is left to ask: an emergency ends the questions early. Raises Unsayable."""
    facts: dict[str, str] = {}
    skipped = {other for q in protocol.interview for other in q.stands_for} if list_mode else protocol.lists
    for question, applies in protocol.steps:
        if question.id in skipped or (applies is not None and not applies(facts)):
            continue
        if not question.finish_first and protocol.is_emergency(facts):
            break
        add_facts(facts, question, _values(question, wanted))
    return facts


def _decided(protocol: Protocol, known: Mapping[str, str]) -> Decision:
    decision = decide(protocol, known, complete=True)
    assert decision is not None
    return decision


def _values(question: Question, wanted: Plan) -> tuple[str, ...]:
    values = wanted.get(question.id) or default(question)
    sayable = ("GB",) if question.id == "country" else question.values()
    if not set(values) <= set(sayable) or (question.kind is not Kind.CHECKLIST and len(values) != 1):
        raise Unsayable(f"{question.id} has no {', '.join(values)}")
    return values


def fired_rules(protocol: Protocol, decision: Decision, known: Mapping[str, str]) -> set[str]:
    """Every rule that these facts make true, and the one that applies otherwise where it did."""
    true = {rule.id for rule in protocol.rules if any(case.when.holds(known) for case in rule.cases)}
    return (true - {rule.id for rule in protocol.rules if rule.otherwise}) | set(decision.reasons)
