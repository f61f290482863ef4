"""Every check passes good content and fails on the one thing it is there for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from content import checks
from content.model import RiskClass
from tests.content.samples import APPROVED, DRAFT, TODAY, card, library

HARD = "Anticoagulation necessitates individualised pharmaceutical consultation immediately."


def test_good_content_has_no_problems() -> None:
    assert checks.library_problems(library(), TODAY) == []


def test_a_citation_that_is_not_listed_is_found() -> None:
    [problem] = checks.dead_citations(library(card(citations=("a_trial", "no_trial"))))

    assert "moving/short_walks.md" in problem
    assert "no_trial" in problem


@pytest.mark.parametrize("related", ["no_card", "short_walks"])
def test_a_related_card_that_is_missing_or_the_card_itself_is_found(related: str) -> None:
    [problem] = checks.dead_related(library(card(related=(related,))))

    assert related in problem


def test_a_card_without_a_source_is_found() -> None:
    assert checks.without_source([card(citations=())])
    assert not checks.without_source([card()])


def test_the_character_after_the_limit_is_one_too_many() -> None:
    assert not checks.too_long([card(body="a" * checks.MAX_BODY_CHARACTERS)])
    assert checks.too_long([card(body="a" * (checks.MAX_BODY_CHARACTERS + 1))])


def test_a_long_sentence_is_found_even_among_short_ones() -> None:
    fits, too_long = "go " * 25 + ".", "go " * 26 + "."
    short = "Go. " * 20

    assert not checks.hard_to_read("x", f"{short}{fits}")
    [problem] = checks.hard_to_read("x", f"{short}{too_long}")
    assert "26 words" in problem


def test_many_sentences_of_middling_length_are_found() -> None:
    assert not checks.hard_to_read("x", ("go " * 15 + ". ") * 3)
    [problem] = checks.hard_to_read("x", ("go " * 16 + ". ") * 3)
    assert "on average" in problem


def test_hard_words_in_short_sentences_are_found() -> None:
    [problem] = checks.hard_cards([card(body=HARD)])

    assert "reading grade" in problem
    assert "moving/short_walks.md" in problem


@pytest.mark.parametrize(
    "said",
    [
        "You have a slipped disc.",
        "Slipped disks heal.",
        "It is wear and tear.",
        "Bad posture did it.",
        "Don't worry.",
        "Don’t worry.",
        "Do not worry.",
        "Take an NSAID.",
        "An analgesic helps.",
        "Take 400 mg.",
        "Take 2 tablets.",
        "This is rare.",
        "It rarely hurts.",
    ],
)
def test_each_banned_word_is_found_in_body_and_title(said: str) -> None:
    assert checks.banned_cards([card(body=said)])
    assert checks.banned_cards([card(title=said)])


@pytest.mark.parametrize("said", ["This is rare: 1 in 100 people.", "Ask the doctor.", "I worry.", "200 mgs"])
def test_words_that_only_look_banned_are_let_through(said: str) -> None:
    assert checks.banned_cards([card(body=said)]) == []


@pytest.mark.parametrize(
    "missing",
    [{"endorser": None}, {"approval_date": None}, {"approved_hash": None}, {"approved_hash": "another text"}],
)
def test_an_active_card_needs_a_name_a_day_and_this_very_text(missing: dict[str, Any]) -> None:
    assert checks.active_without_approval([card(review=replace(APPROVED, **missing))])


def test_drafts_and_approved_cards_may_stand() -> None:
    assert checks.active_without_approval([card(review=DRAFT), card(review=APPROVED)]) == []


def test_an_overdue_review_is_found_sooner_for_red_flags() -> None:
    seen = replace(DRAFT, last_review_date=TODAY - timedelta(days=400))
    red_flag = replace(seen, risk_class=RiskClass.RED_FLAG)

    assert not checks.overdue_reviews([card(review=seen)], TODAY)
    assert checks.overdue_reviews([card(review=red_flag)], TODAY)
    assert not checks.overdue_reviews([card(review=DRAFT)], TODAY)


def test_a_number_checked_more_than_a_year_ago_is_found() -> None:
    assert not checks.stale_numbers(library(checked=date(2025, 11, 22)), TODAY)
    [problem] = checks.stale_numbers(library(checked=date(2025, 11, 20)), TODAY)

    assert "DE: 112" in problem


def test_all_checks_together_leave_none_out() -> None:
    bad = card(
        body=f"Don't worry. {HARD} {'go ' * 300}",
        citations=("no_trial",),
        related=("no_card",),
        review=replace(APPROVED, endorser=None, last_review_date=date(2020, 1, 1)),
    )
    found = checks.library_problems(
        library(bad, card(id="unsourced", citations=()), checked=date(2020, 1, 1)), TODAY
    )

    for sign in [
        "no_trial",
        "no_card",
        "cites nothing",
        "characters",
        "reading grade",
        "worry",
        "nobody approved",
        "review was due",
        "was checked on",
    ]:
        assert any(sign in problem for problem in found), sign
