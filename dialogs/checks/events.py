"""Proves that any event in any state is survived, and that nobody is told to stay at home with a question still open.

It plays every event once in every situation that the single answers lead through; `walks` plays them on to the end.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from content.movement import TOPIC as EXERCISES
from dialogs.checks.plans import in_order, single_answers
from dialogs.checks.report import Report
from dialogs.checks.walker import TOO_LONG, Moment, Run, Walker
from dialogs.conditions import YES
from dialogs.education import cautions
from dialogs.effects import (
    Conclude,
    Effect,
    ShowCard,
    ShowCareMenu,
    ShowDose,
    ShowPlan,
    ShowTopic,
    ShowTopics,
)
from dialogs.engine import Engine
from dialogs.events import Action, Commanded, Event, Pressed, Returned, Stale, Started, Typed, Unreadable
from dialogs.interview import add_facts
from dialogs.protocol import Kind, Protocol, Question
from dialogs.session import Session, TypedSigns

_SOON = timedelta(seconds=5)
_NEXT_DAY = timedelta(hours=25)


def check_events(engine: Engine, report: Report) -> None:
    """From every situation, every kind of event leads to a step, to a known state, and to no unfounded self-care."""
    states = frozenset(engine.machine.states)
    situations = [*_situations(engine), *_aside(engine)]
    count = 0
    for moment, said in situations:
        for event in events(engine.protocol, moment.session):
            for after in (_SOON, _NEXT_DAY):
                count += 1
                problem = _problem(engine, states, moment, event, after)
                if problem:
                    report.find("events", f"{event} after {after}: {problem}", said)
    report.cover("situations", len(situations))
    report.cover("events in situations", count)


def events(protocol: Protocol, session: Session) -> Iterator[Event]:
    """Every kind of event, with the buttons that could be on this person's screen and some that could not."""
    yield from (Started(), Started(payload="clinic-7"), Stale(), Returned())
    yield from (Unreadable(), Unreadable(text="I cannot feel my legs"))
    yield from (
        Typed(text="hello"),
        Typed(text="I want to die"),
        Typed(text="numb between my legs since today"),
        Typed(text="I have a fever and my back hurts"),
    )
    yield from (Commanded(action=action) for action in Action)
    here, ask = session.interview, session.ask
    for action in Action:
        yield Pressed(interview=here, ask=ask, action=action)
        yield Pressed(interview=here + 1, ask=ask + 1, action=action)
    for argument in ("danger_now", "voice", "nonsense"):
        yield Pressed(interview=here, ask=ask, action=Action.CHANGE, argument=argument)
    for argument in ("painkillers", "ibuprofen", "staying_active", "knee_roll", "opioids", "nonsense"):
        yield Pressed(interview=here, ask=ask, action=Action.CARD, argument=argument)
        yield Typed(text="can I take this", cards=(argument, "staying_active"), asks=True)
    yield Pressed(interview=here, ask=ask, action=Action.DOSE, argument="ibuprofen")
    yield Pressed(interview=here, ask=ask, action=Action.CHANGE, argument="plan_goal")
    yield Typed(text="what is the capital of France", asks=True)
    for question_id in dict.fromkeys((session.state, session.closed_question, "danger_now")):
        question = protocol.question_by_id.get(question_id)
        for value in _values(question) if question else ():
            for at, racing in ((ask, False), (session.closed_ask, True), (session.closed_ask, False)):
                yield Pressed(interview=here, ask=at, question=question_id, value=value, racing=racing)
            yield Typed(text=value, values=(value,), verbatim=True)


def _values(question: Question) -> tuple[str, ...]:
    items = tuple(option.id for option in question.options) if question.kind is Kind.CHECKLIST else ()
    return (*question.values(), *(f"+{i}" for i in items), *(f"-{i}" for i in items), "nonsense")


def _situations(engine: Engine) -> Iterator[tuple[Moment, tuple[tuple[str, str], ...]]]:
    """Every different situation on the way of the single answers, and what was said before it."""
    walker, seen = Walker(engine), set()
    for plan in in_order(engine.protocol, single_answers(engine.protocol)):
        run = walker.run(plan)
        for _ in range(TOO_LONG):
            likeness = _likeness(run)
            if likeness not in seen:
                seen.add(likeness)
                yield run.moment, tuple(run.done)
            if run.outcome is not None:
                break
            run.answer()


def _aside(engine: Engine) -> Iterator[tuple[Moment, tuple[tuple[str, str], ...]]]:
    """Situations outside the interview: reading, the questions before painkillers and a plan, and an open doubt."""
    walker = Walker(engine)
    for count in (1, 6, TOO_LONG):
        run = walker.run({})
        for _ in range(count):
            if run.outcome is not None:
                break
            run.answer()
        yield _doubting(engine, run.moment), (("typed", "a danger sign that may be an old one"),)
    for action in (Action.CARE, Action.PLAN, Action.DOSE):
        outcome, run.outcome = run.outcome, None
        run.play(
            Pressed(interview=run.session.interview, ask=run.session.ask, action=action, argument="ibuprofen")
        )
        for _ in range(TOO_LONG):
            yield run.moment, ((action.value, "ibuprofen"),)
            if run.open is None or run.outcome is not None:
                break
            run.answer()
        run.outcome = outcome
    run = walker.run({"medicine_taking": ("medicine_overdose",)})
    while run.outcome is None:
        run.answer()
    run.outcome = None
    run.act(Action.DOSE, "ibuprofen")
    while run.open is not None and run.outcome is None:
        run.answer()
    yield run.moment, (("dose", "ibuprofen"), ("medicine_taking", "medicine_overdose"))


def _doubting(engine: Engine, moment: Moment) -> Moment:
    """The same moment with a doubt about typed words, asked."""
    doubt = TypedSigns(ask=moment.session.ask, tier="emergency_today", signs=("ces_saddle_numbness",))
    step = engine.step(replace(moment.session, doubt=doubt), Returned(away=False), moment.now)
    return dataclasses.replace(moment, session=step.session)


def _likeness(run: Run) -> tuple[object, ...]:
    """What makes a situation worth trying every event in: where it is, and how the last question was answered."""
    session = run.session
    last = session.answers.get(session.closed_question)
    return (session.state, session.concluded, session.category, session.closed_question, last and last.values)


def _problem(engine: Engine, states: frozenset[str], moment: Moment, event: Event, after: timedelta) -> str:
    """What is wrong with the step after this event; empty = nothing."""
    try:
        step = engine.step(moment.session, event, moment.now + after)
    except Exception as error:
        return f"raises {error!r}"
    if _falls(engine.protocol, moment.session, step.session):
        return f"lowers the advice that stands to {step.session.shown}"
    if step.session.state not in states:
        return f"leads to {step.session.state}, which is no state"
    if step.session.answers.keys() - {engine.protocol.doubt.id} and "consent" not in step.session.answers:
        return "keeps answers without consent"
    return _unfounded(engine.protocol, step.session, step.effects) or _unsafe(
        engine, step.session, step.effects
    )


def _falls(protocol: Protocol, before: Session, after: Session) -> bool:
    """True when urgent advice gave way to milder advice without danger questions answered since."""
    if protocol.rank(after.shown) >= protocol.rank(before.shown) or not after.answers:
        return False
    danger = (question for question in protocol.interview if question.danger and question.id in after.answers)
    return any(after.answers[question.id].ask <= before.shown_ask for question in danger)


def _unsafe(engine: Engine, session: Session, effects: tuple[Effect, ...]) -> str:
    """Why something that is read should not have been shown; empty = it may."""
    for effect in effects:
        match effect:
            case ShowDose(medicine=medicine):
                if _medicine_cautions(engine, session):
                    return f"shows the dose of {medicine} in spite of a reason for caution"
            case ShowCard(card=id_):
                card = engine.cards[id_]
                if card.anytime or (
                    card.gate is None and card.topic != EXERCISES and not _help_first(engine, session)
                ):
                    continue
                if card.gate is not None and _medicine_cautions(engine, session):
                    return f"shows {id_} in spite of a reason for caution"
            case ShowPlan() | ShowCareMenu() | ShowTopic() | ShowTopics():
                pass
            case _:
                continue
        if not _is_home(engine, session):
            return f"shows {effect} although nothing allows care at home"
    return ""


def _is_home(engine: Engine, session: Session) -> bool:
    """True when a result allows care at home and nothing more urgent or unclear stands."""
    results = (session.concluded, session.shown)
    allowed = (one is not None and engine.protocol.disposition(one).self_care_allowed for one in results)
    return session.doubt is None and all(allowed)


def _help_first(engine: Engine, session: Session) -> bool:
    """True while a result stands that does not allow care at home."""
    return session.shown is not None and not engine.protocol.disposition(session.shown).self_care_allowed


def _medicine_cautions(engine: Engine, session: Session) -> bool:
    """True unless all painkiller questions are answered and neither they nor the interview gives a reason for caution."""
    facts: dict[str, str] = {}
    for question in engine.protocol.medicine:
        answer = session.answers.get(question.id)
        if answer is None or not answer.settled or answer.question_hash != question.hash:
            return True
        add_facts(facts, question, answer.values)
    return bool(cautions(engine.trail(session).facts, facts))


def _unfounded(protocol: Protocol, session: Session, effects: tuple[Effect, ...]) -> str:
    """Why a result that allows care at home should not have been given; empty = it may."""
    for effect in effects:
        if (
            isinstance(effect, Conclude)
            and protocol.disposition(effect.decision.disposition).self_care_allowed
        ):
            unanswered = _unanswered(protocol, session)
            if unanswered:
                return f"concludes {effect.decision.disposition} without {', '.join(unanswered)}"
    return ""


def _unanswered(protocol: Protocol, session: Session) -> list[str]:
    """The questions that apply to this person and have no answer that counts."""
    facts: dict[str, str] = dict.fromkeys(session.raised, YES)
    listed = {other for question in protocol.interview if session.list_mode for other in question.stands_for}
    missing = []
    for question in protocol.interview:
        if (question.stands_for and not session.list_mode) or (
            question.ask_when is not None and not question.ask_when.holds(facts)
        ):
            continue
        answer = session.answers.get(question.id)
        if answer is not None and answer.settled and answer.question_hash == question.hash:
            add_facts(facts, question, answer.values)
        elif question.id not in listed:
            missing.append(question.id)
    return missing
