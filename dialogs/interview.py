"""Replays answers through the questions: what is known, which question is open, how far along it is.

It judges nothing; `decision` turns the facts into a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.conditions import NO, NOT_SURE, YES
from dialogs.protocol import Kind, Part, Protocol, Question
from dialogs.session import Answer


@dataclass(frozen=True, slots=True)
class Trail:
    """One replay."""

    #: Facts from all settled answers before the open question.
    facts: Mapping[str, str]
    #: The first question without a settled answer; None = the interview is complete or ended early.
    open: Question | None
    #: Ids of the answered questions, in order.
    answered: tuple[str, ...]
    #: True when an emergency answer ended the questions before the last one.
    ended_early: bool


def replay(
    protocol: Protocol,
    answers: Mapping[str, Answer],
    *,
    list_mode: bool = False,
    raised: tuple[str, ...] = (),
) -> Trail:
    """Walk the questions in order and stop at the first that still needs an answer.

    An answer whose question has changed since it was given does not count: it is asked again, never re-interpreted.
    """
    facts: dict[str, str] = dict.fromkeys(raised, YES)
    answered: list[str] = []
    skipped = _replaced(protocol, answers) if list_mode else protocol.lists
    for question, applies in protocol.steps:
        if question.id in skipped or (applies is not None and not applies(facts)):
            continue
        answer = answers.get(question.id)
        if answer is None or not answer.settled or answer.question_hash != question.hash:
            ended = not question.finish_first and protocol.is_emergency(facts)
            return Trail(facts, None if ended else question, tuple(answered), ended_early=ended)
        add_facts(facts, question, answer.values)
        answered.append(question.id)
    return Trail(facts, None, tuple(answered), ended_early=False)


def add_facts(facts: dict[str, str], question: Question, values: tuple[str, ...]) -> None:
    """Add what one answer says. An unticked item of a confirmed checklist is "no", or "not sure" when that was said."""
    if question.kind is not Kind.CHECKLIST:
        facts[question.id] = values[0]
        for other in question.stands_for:
            facts.setdefault(other, values[0] if values[0] == NO else "")
        return
    rest = NOT_SURE if NOT_SURE in values else NO
    for option in question.options:
        facts[option.id] = YES if option.id in values else rest


def progress(protocol: Protocol, trail: Trail) -> tuple[int, int] | None:
    """(number of the open question, how many there will be as far as known); None outside the interview."""
    if trail.open is None or trail.open.part is not Part.TRIAGE:
        return None
    known, facts, replaced = protocol.question_by_id, trail.facts, trail.open.stands_for
    done = sum(known[id_].part is Part.TRIAGE for id_ in trail.answered)
    left = 0
    for question, applies in protocol.steps[protocol.position[trail.open.id] + 1 :]:
        if question.stands_for or question.id in replaced:
            continue
        left += applies is None or applies(facts)
    return done + 1, done + 1 + left


def _replaced(protocol: Protocol, answers: Mapping[str, Answer]) -> frozenset[str]:
    """In list mode: the questions that the list stands for, unless they have been answered already."""
    replaced: set[str] = set()
    for question in protocol.interview:
        for other in question.stands_for:
            answer = answers.get(other)
            if answer is None or not answer.settled:
                replaced.add(other)
    return frozenset(replaced)
