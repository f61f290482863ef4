"""Whatever is named has to be there, and every card has its one place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.checks.references import dead_references, misled_steps, orphans, uncited
from content.library import Library
from content.model import Topic
from tests.content.samples import EXERCISE, STEP, card, dose, full_library, library, shelf


def test_cards_steps_and_doses_without_a_source_are_found() -> None:
    spoilt = full_library(
        cards_by_id={"short_walks": card(citations=())},
        plan=(replace(STEP, citations=()),),
        medicines=shelf(replace(dose(), citations=())),
    )

    assert [problem.partition(": cites nothing")[0] for problem in uncited(spoilt)] == [
        "moving/short_walks.md",
        "plan.toml: walk_today",
        "medicines.toml: balmex.other",
    ]


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        (library(card(citations=("a_trial", "no_trial"))), "moving/short_walks.md: cites 'no_trial'"),
        (
            full_library(plan=(replace(STEP, citations=("no_trial",)),)),
            "plan.toml: walk_today: cites 'no_trial'",
        ),
        (
            full_library(medicines=shelf(replace(dose(), citations=("no_trial",)))),
            "medicines.toml: balmex.other: cites 'no_trial'",
        ),
        (library(card(related=("no_card",))), "related holds 'no_card'"),
        (library(card(related=("short_walks",))), "related holds 'short_walks'"),
        (library(card(instead="no_card")), "instead names 'no_card'"),
        (library(card(instead="short_walks")), "instead names 'short_walks'"),
        (
            library(topics=(Topic(id="moving", title="Moving", cards=("short_walks", "no_card")),)),
            "topics.toml: moving: leads to the card 'no_card'",
        ),
        (
            full_library(plan=(replace(STEP, card="no_card"),)),
            "plan.toml: walk_today: leads to the card 'no_card'",
        ),
        (library(medicines=shelf()), "medicines.toml: balmex: leads to the card 'balmex'"),
        (library(EXERCISE.card), "shows the exercise 'march'"),
    ],
)
def test_a_dead_reference_is_named(spoilt: Library, named: str) -> None:
    [problem] = dead_references(spoilt)

    assert named in problem


def test_a_source_that_nobody_cites_is_fine() -> None:
    assert dead_references(library(card(citations=()))) == []


def test_a_card_on_no_shelf_is_found_and_said_to_be_alone_when_nothing_leads_to_it() -> None:
    alone, led_to = card(id="alone"), card(id="led_to")
    shelf_of_one = (Topic(id="moving", title="Moving", cards=("short_walks",)),)
    found = orphans(library(card(related=("led_to",)), alone, led_to, topics=shelf_of_one))

    assert "alone.md: stands on no shelf, and nothing leads to it" in found[0]
    assert "led_to.md: stands on no shelf:" in found[1]


def test_a_card_on_two_shelves_or_in_another_folder_is_found() -> None:
    twice = (
        Topic(id="moving", title="M", cards=("short_walks",)),
        Topic(id="rest", title="R", cards=("short_walks",)),
    )
    elsewhere = (Topic(id="rest", title="R", cards=("short_walks",)),)

    assert "2 shelves" in orphans(library(topics=twice))[0]
    assert "stands on the shelf rest" in orphans(library(topics=elsewhere))[0]


def test_a_step_for_somebody_for_whom_its_card_is_not_is_found() -> None:
    held_back = {"short_walks": card(not_for=("older", "pregnant"))}
    careless = full_library(cards_by_id=held_back, plan=(replace(STEP, not_for=("older",)),))
    careful = full_library(cards_by_id=held_back, plan=(replace(STEP, not_for=("pregnant", "older")),))

    assert misled_steps(careful) == []
    [problem] = misled_steps(careless)
    assert "walk_today: leads to short_walks, which is not for pregnant:" in problem


def test_a_card_behind_a_gate_is_left_to_its_questions() -> None:
    gated = {"short_walks": card(not_for=("pregnant",), gate="medicine_safety")}

    assert misled_steps(full_library(cards_by_id=gated)) == []
