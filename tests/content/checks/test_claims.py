"""Two cards cannot state two things about one topic, and nothing is stated without a source."""

from __future__ import annotations

from dataclasses import replace

from content.checks.claims import claim_problems
from tests.content.samples import CLAIM, card, library

BOTH = replace(CLAIM, values=(("helps", "a little"), ("harms", "a little")))


def test_two_cards_that_contradict_each_other_are_both_named() -> None:
    other = card(id="long_walks", claims=(("walking", "harms"),))
    [problem] = claim_problems(library(card(), other, claims={"walking": BOTH}))

    assert "moving/short_walks.md claims helps" in problem
    assert "moving/long_walks.md claims harms" in problem


def test_one_card_that_claims_two_things_at_once_is_found() -> None:
    torn = card(claims=(("walking", "helps"), ("walking", "harms")))

    assert "contradict each other" in claim_problems(library(torn, claims={"walking": BOTH}))[0]


def test_two_cards_that_agree_are_fine() -> None:
    assert claim_problems(library(card(), card(id="long_walks"), claims={"walking": BOTH})) == []


def test_a_topic_that_is_not_listed_is_found() -> None:
    [problem] = claim_problems(library(card(claims=(("walking", "helps"), ("running", "helps")))))

    assert "'running'" in problem


def test_a_value_that_is_not_listed_is_found_with_those_that_are() -> None:
    problems = claim_problems(library(card(claims=(("walking", "heals"),))))

    assert "walking = 'heals', but claims.toml knows only helps" in problems[0]


def test_a_topic_that_no_card_uses_is_found() -> None:
    [problem] = claim_problems(library(card(claims=())))

    assert "no card claims it" in problem


def test_a_topic_without_a_source_or_with_one_that_is_not_there_is_found() -> None:
    unsourced, dead = replace(CLAIM, citations=()), replace(CLAIM, citations=("no_trial",))

    assert "cites nothing" in claim_problems(library(claims={"walking": unsourced}))[0]
    assert "no_trial" in claim_problems(library(claims={"walking": dead}))[0]


def test_a_topic_without_a_value_is_found() -> None:
    assert any(
        "no value" in p for p in claim_problems(library(claims={"walking": replace(CLAIM, values=())}))
    )
