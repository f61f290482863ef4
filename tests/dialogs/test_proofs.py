"""Shows that the proofs hold on the real dialog, and that each of them would notice a dialog broken on purpose."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library import load_library
from dialogs.checks import PROOFS, Report, check_structure, prove
from dialogs.checks.events import check_events
from dialogs.checks.flags import check_flags_reach_their_tier
from dialogs.checks.lattice import check_lattice
from dialogs.checks.walks import check_corrections, check_interruptions, check_lattice_endings, check_pairs
from dialogs.conditions import NO, NOT_SURE, YES, Is
from dialogs.decision import decide
from dialogs.effects import Ask, Conclude
from dialogs.engine import Engine, Step
from dialogs.events import Action, Commanded, Pressed, Returned, Stale
from dialogs.interview import replay
from dialogs.loader import load_protocol
from dialogs.protocol import Kind, Part, Protocol
from dialogs.session import Answer
from dialogs.warning_signs import load_warning_signs
from tests.support.play import quick_facts

LIBRARY, SIGNS, PROTOCOL = load_library(), load_warning_signs(), load_protocol()
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_engine(kind=Engine, protocol: Protocol = PROTOCOL) -> Engine:
    return kind(
        protocol=protocol,
        cards=LIBRARY.cards_by_id,
        signs=SIGNS,
        topics=LIBRARY.topics,
        plan=LIBRARY.plan,
        medicines=frozenset(LIBRARY.medicines.medicines),
    )


def problems(check, *arguments, **options) -> str:
    report = Report()
    check(*arguments, report, **options)
    return "\n".join(str(finding) for finding in report.findings)


def structure(protocol: Protocol) -> str:
    return problems(check_structure, protocol, citations=LIBRARY.citations_by_key, cards=LIBRARY.cards_by_id)


def without_rule(*rules: str) -> Protocol:
    return replace(PROTOCOL, rules=tuple(rule for rule in PROTOCOL.rules if rule.id not in rules))


def with_question(question_id: str, **changes) -> Protocol:
    changed = (replace(q, **changes) if q.id == question_id else q for q in PROTOCOL.questions)
    return replace(PROTOCOL, questions=tuple(changed))


def with_rule(rule_id: str, **changes) -> Protocol:
    changed = (replace(r, **changes) if r.id == rule_id else r for r in PROTOCOL.rules)
    return replace(PROTOCOL, rules=tuple(changed))


# -- they hold -------------------------------------------------------------------------------------------------
def test_the_protocol_hangs_together():
    assert structure(PROTOCOL) == ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PROOFS)), ids=PROOFS)
def test_every_proof_holds_on_the_real_dialog(number):
    report = prove(make_engine(), number)
    assert [str(finding) for finding in report.findings] == []
    assert all(count > 0 for _, count in report.covered)


# -- they would notice: the data -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("protocol", "said"),
    [
        (with_rule("R04", citations=()), "rule R04 has no citation"),
        (with_rule("R04", citations=("nowhere",)), "rule R04 cites nowhere"),
        (without_rule("R34"), "exactly one rule"),
        (without_rule("R26"), "no rule looks at the red flag pain_unbearable"),
        (
            with_question("trauma_spine_signs", ask_when=Is("duration", frozenset({"under_2w"}))),
            "asked later",
        ),
        (
            with_question("very_unwell", ask_when=Is("fever_chills", frozenset({"perhaps"}))),
            "can never be perhaps",
        ),
        (with_question("ces_bowel", because=None), "ces_bowel can lead to a result and needs"),
        (
            replace(PROTOCOL, dispositions=tuple(replace(d, rank=1) for d in PROTOCOL.dispositions)),
            "same rank",
        ),
    ],
)
def test_structure_names_what_does_not_hang_together(protocol, said):
    assert said in structure(protocol)


def test_structure_notices_an_urgent_case_that_a_worse_answer_switches_off():
    rule = next(rule for rule in PROTOCOL.rules if rule.id == "R26")
    case = replace(rule.cases[0], when=Is("pain_unbearable", frozenset({NOT_SURE})))
    assert "pain_unbearable" in structure(with_rule("R26", cases=(case,)))


@pytest.mark.parametrize(
    ("rule", "flag"),
    [
        ("R02", "leg_paralysis of tier emergency_now"),
        ("R04", "ces_saddle_numbness of tier emergency_today"),
        ("R06", "bilateral_leg_symptoms of tier emergency_today"),
        ("R13", "fever_chills of tier urgent_same_day"),
        ("R15", "cancer_history of tier urgent_same_day"),
        ("R17", "weight_loss of tier urgent_same_day"),
        ("R20", "pregnant_danger of tier emergency_today"),
        ("R22", "flank_colic of tier emergency_today"),
        ("R26", "pain_unbearable of tier urgent_same_day"),
    ],
)
def test_flags_that_a_rule_forgot_are_named(rule, flag):
    assert f"{flag} is given" in problems(check_flags_reach_their_tier, without_rule(rule))


def test_the_lattice_shows_a_conversation_that_ends_too_low():
    said = problems(check_lattice, without_rule("R04"))
    assert "a red flag of tier emergency_today ends in" in said
    assert "ces_urinary: yes" in said


def test_the_lattice_notices_a_question_asked_before_what_decides_it():
    early = next(q for q in PROTOCOL.questions if q.id == "leg_timing")
    rest = [q for q in PROTOCOL.questions if q is not early]
    place = [q.id for q in rest].index("leg_signs")
    broken = replace(PROTOCOL, questions=(*rest[:place], early, *rest[place:]))
    assert "leg_timing is asked before what decides it" in problems(check_lattice, broken)


# -- they would notice: the engine -----------------------------------------------------------------------------
class TellsCaregiversLess(Engine):
    """Everything urgent is nothing, when somebody else answers."""

    def step(self, session, event, now):
        step = super().step(session, event, now)
        if session.voice != "caregiver":
            return step
        mild = [
            replace(effect, decision=replace(effect.decision, disposition="self_care"))
            if isinstance(effect, Conclude)
            else effect
            for effect in step.effects
        ]
        return Step(step.session, tuple(mild))


class ForgetsOnHelp(Engine):
    """Looking at the help turns every "yes" into a "no"."""

    def step(self, session, event, now):
        step = super().step(session, event, now)
        if event != Commanded(action=Action.HELP):
            return step
        answers = {
            id_: msgspec.structs.replace(answer, values=(NO,)) if answer.values == (YES,) else answer
            for id_, answer in step.session.answers.items()
        }
        return Step(msgspec.structs.replace(step.session, answers=answers), step.effects)


class TakesTheSecondTap(Engine):
    """A button pressed twice answers the question after it as well."""

    def step(self, session, event, now):
        if isinstance(event, Pressed) and event.question == session.closed_question and event.question:
            event = Pressed(
                interview=session.interview, ask=session.ask, question=session.state, value=event.value
            )
        return super().step(session, event, now)


class Crashes(Engine):
    def step(self, session, event, now):
        if isinstance(event, Stale):
            raise KeyError("no such button")
        return super().step(session, event, now)


class IsHasty(Engine):
    """Says that all is well to somebody who comes back."""

    def step(self, session, event, now):
        step = super().step(session, event, now)
        if not isinstance(event, Returned):
            return step
        well = decide(self.protocol, {"consent": "agree"}, complete=True)
        return Step(step.session, (Conclude(decision=well, facts={}, ask=1),))


class ForgetsWhatItSaid(Engine):
    """Urgent advice is not remembered, so nothing has to be asked again."""

    def step(self, session, event, now):
        step = super().step(session, event, now)
        return Step(msgspec.structs.replace(step.session, shown=None, shown_ask=0), step.effects)


class NeverEnds(Engine):
    """Asks the same thing for ever."""

    def step(self, session, event, now):
        step = super().step(session, event, now)
        if session.answers.get("voice") is None:
            return step
        return Step(session, (Ask(question=session.state, ask=session.ask),))


def test_walks_notice_that_the_two_voices_disagree():
    said = problems(check_pairs, make_engine(TellsCaregiversLess), part=3, parts=60)
    assert "the voices disagree" in said
    assert "ends in self_care" in said


def test_walks_notice_an_interview_without_end():
    assert "no result after" in problems(check_pairs, make_engine(NeverEnds), part=0, parts=2000)


def test_interruptions_name_the_one_that_loses_an_answer():
    said = problems(check_interruptions, make_engine(ForgetsOnHelp), part=3, parts=100)
    assert "look_around before question" in said


def test_interruptions_notice_a_double_tap_that_answers_twice():
    assert "double_tap before question" in problems(
        check_interruptions, make_engine(TakesTheSecondTap), part=0, parts=30
    )


def test_corrections_notice_that_urgent_advice_is_forgotten():
    assert "became self_care without" in problems(check_corrections, make_engine(ForgetsWhatItSaid))


def test_the_engine_is_held_against_the_lattice():
    said = problems(check_lattice_endings, make_engine(TellsNobody), list_mode=True)
    assert "the engine says self_care, the lattice rank 40" in said


class TellsNobody(TellsCaregiversLess):
    def step(self, session, event, now):
        step = Engine.step(self, session, event, now)
        mild = [
            replace(e, decision=replace(e.decision, disposition="self_care"))
            if isinstance(e, Conclude)
            else e
            for e in step.effects
        ]
        return Step(step.session, tuple(mild))


def test_events_name_the_one_that_is_not_survived():
    assert "Stale() after" in problems(check_events, make_engine(Crashes))


def test_events_notice_self_care_with_questions_open():
    said = problems(check_events, make_engine(IsHasty))
    assert "concludes self_care without" in said
    assert "danger_now" in said


# -- decisions -------------------------------------------------------------------------------------------------
@st.composite
def answer_sets(draw):
    """A value for every question, asked or not."""
    answers = {}
    for question in PROTOCOL.interview:
        if question.kind is Kind.CHECKLIST:
            items = [option.id for option in question.options]
            ticked = draw(st.lists(st.sampled_from(items), max_size=2, unique=True))
            unsure = NOT_SURE in question.values() and draw(st.integers(0, 7)) == 0
            answers[question.id] = (*ticked, NOT_SURE) if unsure else tuple(ticked)
        elif question.id == "country":
            answers[question.id] = ("GB",)
        elif question.id == "consent":
            answers[question.id] = ("agree",)
        elif question.kind is Kind.YES_NO:
            answers[question.id] = (draw(st.sampled_from((NO, NO, NO, YES, NOT_SURE))),)
        else:
            answers[question.id] = (draw(st.sampled_from(question.values())),)
    return answers


def given_answers(values) -> dict[str, Answer]:
    return {
        id_: Answer(values=value, at=NOW, question_hash=PROTOCOL.question(id_).hash, ask=1)
        for id_, value in values.items()
    }


def rank(facts) -> int:
    decision = decide(PROTOCOL, facts, complete=True)
    assert decision is not None
    return PROTOCOL.rank(decision.disposition)


MANY = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@MANY
@given(answer_sets(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(values, chance: random.Random):
    facts = dict(replay(PROTOCOL, given_answers(values)).facts)
    items = list(facts.items())
    chance.shuffle(items)
    assert decide(PROTOCOL, dict(items), complete=True) == decide(PROTOCOL, facts, complete=True)


@MANY
@given(answer_sets())
def test_one_worse_answer_never_makes_a_result_milder(values):
    """Every single raise is tried: an item ticked, "no" to "not sure" or "yes", "not sure" to "yes"."""
    before = replay(PROTOCOL, given_answers(values)).facts
    base, urgent = rank(before), PROTOCOL.is_emergency(quick_facts(PROTOCOL, values))
    for question_id, worse in raises(values):
        raised = {**values, **worse}
        after = replay(PROTOCOL, given_answers(raised)).facts
        assert rank(after) >= base, (question_id, worse, before)
        # With the questions ended early, an emergency stays one.
        assert not urgent or PROTOCOL.is_emergency(quick_facts(PROTOCOL, raised))


def raises(values):
    """Every way to make one danger answer worse by itself; a new "yes" has been there only lately."""
    for question in PROTOCOL.interview:
        told = values[question.id]
        if not question.danger or question.part is not Part.TRIAGE or question.stands_for:
            continue
        if question.kind is Kind.CHECKLIST:
            for option in question.options:
                if option.id not in told:
                    yield question.id, {question.id: (option.id, *told)}
            if NOT_SURE in question.values() and NOT_SURE not in told:
                yield question.id, {question.id: (*told, NOT_SURE)}
        elif question.kind is Kind.YES_NO:
            later = {f"{question.id}_timing": ("recent",)} if f"{question.id}_timing" in values else {}
            if told == (NO,):
                yield question.id, {question.id: (NOT_SURE,)}
            if told == (NO,) or (told == (NOT_SURE,) and question.id != "leg_symptoms"):
                yield question.id, {question.id: (YES,), **later}


@MANY
@given(answer_sets())
def test_unfinished_is_never_self_care(values):
    """While a question is open only an emergency is decided."""
    facts: dict[str, str] = {}
    for question in PROTOCOL.interview:
        decision = decide(PROTOCOL, facts, complete=False)
        assert decision is None or PROTOCOL.rank(decision.disposition) >= PROTOCOL.exit_rank
        if question.kind is not Kind.CHECKLIST:
            facts[question.id] = values[question.id][0]
        facts |= {
            item: YES
            for item in values[question.id]
            if question.option(item) and question.kind is Kind.CHECKLIST
        }
