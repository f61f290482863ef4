"""What a patient in a proof answers: every answer by itself, with the answers that make its question appear.

It plays nothing (`walker`) and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dialogs.conditions import NO, NOT_SURE, YES
from dialogs.protocol import Kind, Protocol, Question

#: Question id -> the answer as one would press it: a value, or the ticks of a checklist.
Plan = Mapping[str, tuple[str, ...]]

_HARMLESS: dict[str, tuple[str, ...]] = {
    "consent": ("agree",),
    "voice": ("self",),
    "country": ("GB",),
    "age_band": ("18_49",),
    "duration": ("under_2w",),
    "trend": ("better",),
    "pregnancy_status": ("recent_birth",),
    "leg_timing": ("long_checked",),
}


def default(question: Question) -> tuple[str, ...]:
    """The harmless answer."""
    if question.id in _HARMLESS:
        return _HARMLESS[question.id]
    if question.kind is Kind.CHECKLIST:
        return ()
    if question.kind is Kind.YES_NO:
        return (NO,)
    return ("long_checked",) if question.id.endswith("_timing") else (question.values()[0],)


def single_answers(protocol: Protocol) -> Iterator[dict[str, tuple[str, ...]]]:
    """One plan for each answer that can be given, with the answers that make its question appear."""
    for question in protocol.interview:
        if question.id in ("consent", "voice", "country"):
            continue
        opener = _opener(protocol, question)
        for value in answers_to(question):
            yield {**opener, question.id: value}


def pairs(protocol: Protocol) -> list[Plan]:
    """Every answer together with every other, each pair once, neighbours sharing as long a beginning as they can."""
    singles = list(single_answers(protocol))
    plans = [
        {**one, **{k: _both(one.get(k), v) for k, v in other.items()}} for one in singles for other in singles
    ]
    distinct = {repr(sorted(plan.items())): plan for plan in plans}
    return in_order(protocol, distinct.values())


def in_order(protocol: Protocol, plans: Iterable[Plan]) -> list[Plan]:
    """Plans sorted by their answers in the order of asking."""
    harmless = {question.id: default(question) for question in protocol.interview}
    return sorted(plans, key=lambda plan: [plan.get(id_, answer) for id_, answer in harmless.items()])


def answers_to(question: Question) -> list[tuple[str, ...]]:
    """Every answer of one value; for a checklist each item alone and, where it is offered, "not sure"."""
    if question.kind is not Kind.CHECKLIST:
        return [(value,) for value in question.values()]
    unsure = [(NOT_SURE,)] if NOT_SURE in question.values() else []
    return [*((option.id,) for option in question.options), *unsure]


def _both(one: tuple[str, ...] | None, other: tuple[str, ...]) -> tuple[str, ...]:
    return other if one is None else tuple(dict.fromkeys((*one, *other)))


def _opener(protocol: Protocol, question: Question) -> dict[str, tuple[str, ...]]:
    """Answers because of which a conditional question is asked."""
    if question.ask_when is None:
        return {}
    for plan in _single_shallow(protocol):
        if question.ask_when.holds(facts_of_plan(protocol, plan)):
            return plan
    for one in _single_shallow(protocol):
        for other in _single_shallow(protocol):
            plan = {**one, **other}
            if question.ask_when.holds(facts_of_plan(protocol, plan)):
                return plan
    return {}


def _single_shallow(protocol: Protocol) -> Iterator[dict[str, tuple[str, ...]]]:
    """Single answers to the questions that are always asked, and to the two that open further ones."""
    before: dict[str, dict[str, tuple[str, ...]]] = {
        "leg_signs": {"leg_symptoms": (YES,)},
        "pregnancy_status": {"belly_signs": ("pregnant",)},
    }
    for question in protocol.interview:
        if question.ask_when is not None and question.id not in before:
            continue
        opened = before.get(question.id, {})
        ticks = [(option.id,) for option in question.options]
        for value in ticks if question.kind is Kind.CHECKLIST else answers_to(question):
            yield {**opened, question.id: value}


def facts_of_plan(protocol: Protocol, plan: Plan) -> dict[str, str]:
    """The facts that the named answers tell; what is not named stays unknown."""
    facts: dict[str, str] = {}
    for question_id, values in plan.items():
        question = protocol.question(question_id)
        if question.kind is Kind.CHECKLIST:
            facts |= dict.fromkeys(values, YES)
        else:
            facts[question_id] = values[0]
    return facts
