"""Texts that are too long or too hard are found, and the last that fits is let through."""

from __future__ import annotations

from dataclasses import replace

from content.checks import reading
from content.checks.reading import hard_texts, hard_to_read, too_long
from tests.content.samples import EXERCISE, STEP, card, dose, full_library, library, shelf

HARD = "Anticoagulation necessitates individualised pharmaceutical consultation immediately."


def test_the_character_after_the_limit_is_one_too_many() -> None:
    fits, more = "a" * reading.MAX_BODY_CHARACTERS, "a" * (reading.MAX_BODY_CHARACTERS + 1)

    assert not too_long(library(card(title="Short", body=fits)))
    assert too_long(library(card(title="Short", body=more)))


def test_marks_and_blank_space_that_nobody_sees_do_not_count() -> None:
    assert not too_long(library(card(title="Short", body=f"**{'a' * reading.MAX_BODY_CHARACTERS}**")))


def test_a_long_title_takes_room_from_the_body() -> None:
    body = "a" * reading.MAX_BODY_CHARACTERS
    room = reading.MAX_SCREEN_CHARACTERS - reading.DRAFT_LINE_CHARACTERS - len(body) - len("\n")

    assert not too_long(library(card(title="t" * room, body=body)))
    [problem] = too_long(library(card(title="t" * (room + 1), body=body)))
    assert "with title and draft line" in problem


def test_a_dose_has_less_room_than_a_card() -> None:
    long = dose("uk", "a" * (reading.MAX_DOSE_CHARACTERS + 1))
    [problem] = too_long(full_library(medicines=shelf(dose(), long)))

    assert problem.startswith("medicines.toml: balmex.uk")


def test_a_long_sentence_is_found_even_among_short_ones() -> None:
    fits, more = "go " * 25 + ".", "go " * 26 + "."
    short = "Go. " * 20

    assert not hard_to_read("x", f"{short}{fits}")
    [problem] = hard_to_read("x", f"{short}{more}")
    assert "26 words" in problem


def test_many_sentences_of_middling_length_are_found() -> None:
    assert not hard_to_read("x", ("go " * 15 + ". ") * 3)
    [problem] = hard_to_read("x", ("go " * 16 + ". ") * 3)
    assert "on average" in problem


def test_hard_words_are_found_in_cards_steps_doses_and_descriptions_of_pictures() -> None:
    spoilt = full_library(
        cards_by_id={"short_walks": card(body=HARD)},
        plan=(replace(STEP, text_caregiver=HARD),),
        exercises_by_id={"march": replace(EXERCISE, alt=HARD)},
        medicines=shelf(dose(text=HARD)),
    )

    assert {problem.partition(": reading grade")[0] for problem in hard_texts(spoilt)} == {
        "moving/short_walks.md",
        "plan.toml: walk_today to a caregiver",
        "exercises/march.toml: alt",
        "medicines.toml: balmex.other",
    }


def test_a_single_sentence_may_hold_twenty_words() -> None:
    def with_step(words: int) -> list[str]:
        return hard_texts(full_library(plan=(replace(STEP, text="go " * words),)))

    assert not with_step(20)
    assert with_step(21)
