"""No medicine is suggested outside its gate, and no number stands where nobody has seen the label."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.checks.medicines import dose_problems, gate_problems, risk_problems
from content.library import load_library
from content.model import RiskClass
from tests.content.samples import (
    DRAFT,
    EXERCISE,
    MEDICINE_CARD,
    STEP,
    card,
    dose,
    full_library,
    library,
    shelf,
)


def _each(said: str) -> list[str]:
    """One text each line, or between two bars; `\\n` breaks a line of it."""
    return [text.replace("\\n", "\n") for text in said.strip().replace("\n", "|").split("|")]


SUGGESTIONS = _each(
    r"""
Take balmex twice a day.|Balmex may help.|Balmex helps a little.|Try a painkiller.|Use balmex gel.|You can start balmex.
Painkillers can ease the pain.|Painkillers work for some.|An anti-inflammatory is worth a go.|Buy some balmex.
Want a painkiller? Take one with food.|Painkillers are sold in shops. They help a little.|Balmex is the best choice.
Some things help:\n\n- balmex\n- a walk
"""
)

CAUTIONS = _each(
    r"""
Do not take balmex.|Never use two painkillers.|Ask before you take a painkiller.|You cannot take balmex with alcohol.
Tell your doctor if you take balmex.|Balmex does not help here.|Don’t take balmex.|Stop balmex if you feel sick.
Balmex is a painkiller.|Check with a pharmacist before you use balmex.|Avoid painkillers that help you sleep.
Keep taking the painkiller that your doctor gave you.|Painkillers are in many packets.\n\nWalking helps.
Ask a pharmacist before you take:\n\n- balmex\n- cold remedies
"""
)


@pytest.mark.parametrize("said", SUGGESTIONS)
def test_a_suggestion_without_a_gate_is_found(said: str) -> None:
    [problem] = gate_problems(full_library(cards_by_id={"short_walks": card(body=said)}))

    assert "without its gate" in problem
    assert 'gate = "medicine_safety"' in problem


@pytest.mark.parametrize("said", SUGGESTIONS)
def test_behind_the_gate_a_medicine_may_be_suggested(said: str) -> None:
    assert gate_problems(full_library(cards_by_id={"balmex": replace(MEDICINE_CARD, body=said)})) == []


@pytest.mark.parametrize("said", CAUTIONS)
def test_a_caution_needs_no_gate(said: str) -> None:
    assert gate_problems(full_library(cards_by_id={"short_walks": card(body=said)})) == []


def test_titles_exercises_and_steps_in_both_voices_are_looked_at() -> None:
    said = "Take balmex first."
    spoilt = full_library(
        cards_by_id={"short_walks": card(title="Balmex helps"), "march": replace(EXERCISE.card, body=said)},
        plan=(replace(STEP, text_caregiver=said), replace(STEP, id="gated", text=said, gated=True)),
    )

    assert [problem.partition(": suggests")[0] for problem in gate_problems(spoilt)] == [
        "moving/short_walks.md",
        "exercises/march.toml",
        "plan.toml: walk_today to a caregiver",
    ]


@pytest.mark.parametrize(
    "spoilt", [{"gate": "medicine_safety"}, {"topic": "medicines"}, {"title": "Is balmex for me?"}]
)
def test_a_card_about_a_medicine_is_reviewed_as_one(spoilt: dict[str, str]) -> None:
    one = card(**spoilt)

    assert 'risk_class = "medicine"' in risk_problems(library(one, medicines=shelf()))[0]
    for risk in (RiskClass.MEDICINE, RiskClass.RED_FLAG):
        assert (
            risk_problems(library(replace(one, review=replace(DRAFT, risk_class=risk)), medicines=shelf()))
            == []
        )


def test_the_card_of_a_medicine_with_doses_needs_its_gate_whatever_it_says() -> None:
    ungated = replace(MEDICINE_CARD, gate=None, body="Balmex is sold in shops.")
    [problem] = gate_problems(full_library(cards_by_id={"balmex": ungated}))

    assert "medicines/balmex.md: is the card of a medicine with label doses" in problem


def test_the_gate_cannot_be_taken_off_anything_that_ships() -> None:
    shipped = load_library()
    cards, steps = shipped.cards_by_id, shipped.plan
    gated = [card for card in shipped.cards if card.gate is not None]
    assert gated

    for one in gated:
        assert gate_problems(replace(shipped, cards_by_id={**cards, one.id: replace(one, gate=None)})), one.id
    for step in steps:
        opened = tuple(replace(each, gated=False) if each is step else each for each in steps)
        assert not step.gated or gate_problems(replace(shipped, plan=opened)), step.id


def test_a_card_about_danger_is_reviewed_as_one() -> None:
    one = card(title="Numb between the legs")

    assert 'risk_class = "red_flag"' in risk_problems(library(one))[0]
    assert risk_problems(library(replace(one, review=replace(DRAFT, risk_class=RiskClass.RED_FLAG)))) == []
    assert risk_problems(library(card(title="A number of walks"))) == []


def test_a_dose_whose_words_and_numbers_agree_is_fine() -> None:
    label = dose("uk", "1 tablet of 200 mg. No more than 1,200 mg.", tablets=1, tablet_mg=200, max_mg=1200)

    assert dose_problems(full_library(medicines=shelf(dose(), label))) == []


@pytest.mark.parametrize(
    ("text", "numbers", "sign"),
    [
        ("No more than 1,200 mg.", {}, "says 1200, which is not in its numbers"),
        ("No more than 1,200 mg.", {"max_mg": 1200, "max_days": 3}, "max_days = 3 is not in its text"),
    ],
)
def test_a_number_that_stands_in_one_place_only_is_found(
    text: str, numbers: dict[str, float], sign: str
) -> None:
    [problem] = dose_problems(full_library(medicines=shelf(dose(), dose("uk", text, **numbers))))

    assert problem == f"medicines.toml: balmex.uk: {problem.split(': ', 2)[2]}"
    assert sign in problem


def test_where_the_label_is_not_known_there_is_no_number() -> None:
    assert "follow your packet" in dose_problems(full_library(medicines=shelf(dose(text="Take 2."))))[0]
    assert "follow your packet" in dose_problems(full_library(medicines=shelf(dose(max_mg=2))))[0]
