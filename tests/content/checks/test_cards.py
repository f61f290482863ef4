"""Cards can be found and told apart, and none is open to readers for whom it is not."""

from __future__ import annotations

from typing import Any

import pytest

from content.checks.cards import MAX_TITLE_CHARACTERS, card_problems
from tests.content.samples import card, library


def test_a_title_has_to_fit_on_a_button() -> None:
    assert card_problems(library(card(title="t" * MAX_TITLE_CHARACTERS))) == []
    assert card_problems(library(card(title="t" * (MAX_TITLE_CHARACTERS + 1))))


def test_two_titles_that_differ_only_in_capitals_are_found() -> None:
    [problem] = card_problems(library(card(), card(id="other", title="SHORT WALKS")))

    assert "moving/short_walks.md, moving/other.md: have the same title" in problem


@pytest.mark.parametrize(
    ("spoilt", "sign"),
    [
        ({"keywords": ("walk", "stroll", "hike")}, "3 keywords"),
        ({"keywords": ("walk", "Stroll", "hike", "go out")}, "'Stroll'"),
        ({"keywords": ("walk", " stroll", "hike", "go out")}, "' stroll'"),
        ({"anytime": True, "not_for": ("pregnant",)}, "anytime, but not for everybody"),
        ({"anytime": True, "gate": "medicine_safety"}, "anytime, but not for everybody"),
        ({"gate": "medicine_saftey"}, "gate 'medicine_saftey' is not known"),
        ({"instead": "other"}, "has instead, but is for everybody"),
    ],
)
def test_a_spoilt_card_is_found(spoilt: dict[str, Any], sign: str) -> None:
    [problem] = card_problems(library(card(**spoilt)))

    assert sign in problem
    assert problem.startswith("moving/short_walks.md: ")


@pytest.mark.parametrize(
    "fine", [{"anytime": True}, {"not_for": ("pregnant",), "instead": "other"}, {"gate": "medicine_safety"}]
)
def test_a_card_that_holds_back_what_it_should_is_let_through(fine: dict[str, Any]) -> None:
    assert card_problems(library(card(**fine))) == []
