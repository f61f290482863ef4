"""The steps of the plan that ships: each reads well and cites, and whoever asks finds a plan that is safe for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from content import checks
from content.library import Library, load_library
from content.plan import PlanStep, When
from dialogs.conditions import NOT_SURE, YES
from dialogs.education import suits
from dialogs.plan import compose
from dialogs.traits import Traits

MAX_LINE = 70
#: How many lines one part may hold, and the slots that fill them.
SLOTS = {
    When.TODAY: ("move", "ease", "exercise", "painkiller", "goal"),
    When.WEEK: ("move", "exercise", "goal", "mind", "visit"),
    When.LATER: ("build", "goal", "mind", "check"),
}
#: What everybody finds, whoever they are.
ALWAYS = {
    When.TODAY: ("move", "ease", "exercise", "painkiller"),
    When.WEEK: ("move", "exercise"),
    When.LATER: ("build", "check"),
}
GOALS = ("goal_sleep", "goal_sit", "goal_walk", "goal_work", "goal_lift", "goal_sport", "goal_care")
CATEGORIES = (
    "nonspecific",
    "possible_radiculopathy",
    "possible_stenosis",
    "chronic",
    "pregnancy",
    "specific",
)
YELLOW = ("fear_of_moving", "low_expectation", "low_mood", "off_work")
MEDICINE = (
    *(
        "med_ulcer",
        "med_heart",
        "med_kidney_liver",
        "med_allergy_asthma",
        "med_bowel_lupus_pox",
        "med_pregnant",
    ),
    *(
        "med_alcohol",
        "med_low_weight",
        "med_thinners",
        "med_steroid_ssri",
        "med_other_nsaid",
        "med_paracetamol",
    ),
    "med_bp_lithium",
)
#: Traits that a step may name: facts, categories, answers before a plan, and what follows from them.
TRAITS = {
    *(
        "pregnant",
        "osteoporosis_known",
        "steroid_long_term",
        "trauma_minor",
        "trauma_anticoagulant",
        "cancer_history",
    ),
    *(
        "immunosuppressed",
        "fever_chills",
        "recent_infection_or_line",
        "rash_blisters_band",
        "leg_pain_below_knee",
    ),
    *(
        "walking_leg_pain",
        "recent_spinal_procedure",
        "severe_abdominal",
        "numb_skin",
        "poor_circulation",
        "dizzy",
    ),
    *("stenosis", "older", "age_60_plus", "late_pregnancy", "recent_birth", "yellow_flags", "visit_advised"),
    *("band_acute", "band_subacute", "band_chronic"),
    *CATEGORIES,
    *GOALS,
    *YELLOW,
    *MEDICINE,
}
#: Trait -> cards that must not lead anybody with it, spelt by hand from the clinical specification.
FORBIDDEN = {
    "osteoporosis_known": {"knee_hug", "knee_roll", "cat_camel", "heel_sit"},
    "steroid_long_term": {"knee_hug", "knee_roll", "cat_camel", "heel_sit"},
    "late_pregnancy": {"pelvic_tilt", "knee_roll", "knee_hug", "bridge", "leg_nerve_positions"},
    "pregnant": {"painkillers", "heat_and_cold"},
    "stenosis": {"back_bend_stand"},
    "dizzy": {"bridge", "back_bend_stand", "sit_to_stand", "cat_camel"},
    "numb_skin": {"heat_and_cold", "cold"},
    "poor_circulation": {"heat_and_cold", "cold"},
    "fever_chills": {"heat_and_cold", "cold"},
    "rash_blisters_band": {"heat_and_cold", "cold"},
    "cancer_history": {"heat_and_cold"},
    "recent_spinal_procedure": {
        "knee_hug",
        "knee_roll",
        "cat_camel",
        "bridge",
        "back_bend_stand",
        "pelvic_tilt",
    },
    **{trait: {"painkillers"} for trait in ("trauma_anticoagulant", "age_60_plus", "older", *MEDICINE)},
}
_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def by_id(shipped: Library) -> Mapping[str, PlanStep]:
    return {step.id: step for step in shipped.plan}


def test_every_step_has_a_slug_and_a_place_of_its_own(
    shipped: Library, by_id: Mapping[str, PlanStep]
) -> None:
    assert len(by_id) == len(shipped.plan)
    assert {(step.when, step.slot) for step in shipped.plan} == {
        (when, slot) for when, slots in SLOTS.items() for slot in slots
    }


def test_every_step_cites_sources_that_are_listed(shipped: Library) -> None:
    for step in shipped.plan:
        assert step.citations, step.id
        assert set(step.citations) <= set(shipped.citations_by_key), step.id


def test_every_step_leads_to_a_card_that_is_there(shipped: Library) -> None:
    assert {step.card for step in shipped.plan if step.card is not None} <= set(shipped.cards_by_id)


def test_every_line_is_short_and_reads_well(shipped: Library) -> None:
    for step, line in _lines(shipped.plan):
        assert len(line) <= MAX_LINE, f"{step.id}: {len(line)} characters: {line}"
        assert checks.hard_to_read(step.id, line) == []
        assert checks.banned_words(step.id, line) == []


def test_who_helps_is_never_told_to_do_the_exercise_themselves(shipped: Library) -> None:
    for step in shipped.plan:
        assert bool(_YOU.search(step.text)) == (step.text_caregiver is not None), step.id
        assert not _YOU.search((step.text_caregiver or "").replace("to you", "")), step.id


def test_steps_name_known_traits_and_none_that_rules_itself_out(shipped: Library) -> None:
    for step in shipped.plan:
        assert {*step.only, *step.not_for} <= TRAITS, step.id
        assert not set(step.only) & set(step.not_for), step.id


def test_only_a_step_behind_the_painkiller_questions_says_how_to_use_one(shipped: Library) -> None:
    gated = [step for step in shipped.plan if step.gated]

    assert [(step.slot, step.card) for step in gated] == [("painkiller", "painkillers")]
    for step, line in _lines(shipped.plan):
        assert step.gated or "packet" not in line, step.id
        assert step.slot == "painkiller" or "painkiller" not in line, step.id


def test_everybody_finds_a_plan_that_suits_them(shipped: Library, by_id: Mapping[str, PlanStep]) -> None:
    for person in _people():
        chosen = _plan(shipped, person)
        for when, slots in ALWAYS.items():
            assert set(slots) <= {by_id[id_].slot for id_ in chosen[when]}, person
        for id_ in (id_ for ids in chosen.values() for id_ in ids):
            step = by_id[id_]
            assert not any(step.card in FORBIDDEN.get(trait, ()) for trait in person), (id_, person)
            card = shipped.cards_by_id.get(step.card or "")
            assert card is None or suits(card, Traits(person)), (id_, person)


def test_no_part_of_a_plan_is_longer_than_its_slots(shipped: Library) -> None:
    full = dict.fromkeys((*YELLOW, "yellow_flags", "chronic", "band_chronic"), YES)
    for goal in GOALS:
        chosen = _plan(shipped, {**full, goal: YES})
        assert [len(chosen[when]) for when in When] == [5, 4, 4], goal


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_has_a_line_today_this_week_and_later(
    goal: str, shipped: Library, by_id: Mapping[str, PlanStep]
) -> None:
    for body in ("nonspecific", "osteoporosis_known", "pregnant", "specific", "dizzy"):
        for ids in _plan(shipped, {body: YES, goal: YES}).values():
            assert goal in {trait for id_ in ids for trait in by_id[id_].only}, (body, ids)


@pytest.mark.parametrize("flag", YELLOW)
def test_a_worry_has_a_line_this_week_and_two_of_them_a_word_with_somebody_later(
    flag: str, shipped: Library
) -> None:
    assert len(_plan(shipped, {flag: YES})[When.WEEK]) == len(_plan(shipped, {})[When.WEEK]) + 1
    assert "mind_later" in _plan(shipped, {flag: YES, "yellow_flags": YES})[When.LATER]


@pytest.mark.parametrize("caution", [*MEDICINE, "pregnant", "recent_birth", "trauma_anticoagulant", "older"])
@pytest.mark.parametrize("certainty", [YES, NOT_SURE])
def test_any_known_caution_means_asking_before_a_painkiller(
    caution: str, certainty: str, shipped: Library
) -> None:
    person = {caution: certainty}

    for painkillers in (True, False):
        [step] = [
            id_ for id_ in _plan(shipped, person, painkillers)[When.TODAY] if id_.startswith("painkiller")
        ]
        assert step in {"painkiller_ask", "painkiller_pregnant", "painkiller_birth"}


def test_a_painkiller_comes_only_after_its_questions(shipped: Library) -> None:
    assert "painkiller_questions" in _plan(shipped, {})[When.TODAY]
    assert "painkiller_packet" in _plan(shipped, {}, painkillers=True)[When.TODAY]


@pytest.mark.parametrize(
    ("band", "step"),
    [("band_acute", "check_acute"), ("band_subacute", "check_subacute"), ("band_chronic", "check_chronic")],
)
def test_the_length_of_the_pain_says_when_to_be_seen(band: str, step: str, shipped: Library) -> None:
    assert step in _plan(shipped, {"nonspecific": YES, band: YES})[When.LATER]


def _lines(steps: tuple[PlanStep, ...]) -> Iterator[tuple[PlanStep, str]]:
    for step in steps:
        yield step, step.text
        if step.text_caregiver is not None:
            yield step, step.text_caregiver


def _plan(
    library: Library, person: Mapping[str, str], painkillers: bool = False
) -> dict[When, tuple[str, ...]]:
    plan = compose(library.plan, Traits(person), painkillers=painkillers)
    return {when: plan.part(when) for when in When}


def _people() -> Iterator[dict[str, str]]:
    """Each thing that rules something out by itself, and eight of them in every set with every state of pregnancy."""
    for certainty, category, trait in product((YES, NOT_SURE), CATEGORIES, FORBIDDEN):
        yield {category: YES, trait: certainty}
    states = ((), ("pregnant",), ("pregnant", "late_pregnancy"), ("pregnant", "recent_birth"))
    bodies = (
        *(("osteoporosis_known",), ("dizzy",), ("numb_skin", "poor_circulation"), ("leg_pain_below_knee",)),
        *(
            ("walking_leg_pain", "stenosis"),
            ("older", "age_60_plus"),
            ("recent_spinal_procedure",),
            ("cancer_history",),
        ),
    )
    for category, state, picks in product(CATEGORIES, states, product((False, True), repeat=len(bodies))):
        body = [trait for traits, picked in zip(bodies, picks, strict=True) if picked for trait in traits]
        yield dict.fromkeys((category, *state, *body), YES)
