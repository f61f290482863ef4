"""The reading measure counts as its docstring says."""

from __future__ import annotations

import pytest

from content import readability

#: Counted by hand.
SYLLABLES = {
    "back": 1, "ache": 1, "aches": 1, "breathe": 1, "moved": 1, "moves": 1, "walked": 1, "weeks": 1,
    "stroke": 1, "doctor": 2, "numbness": 2, "tingling": 2, "weakness": 2, "muscle": 2, "muscles": 2,
    "little": 2, "people": 2, "needed": 2, "changes": 2, "eases": 2, "quiet": 2, "science": 2,
    "social": 2, "station": 2, "something": 2, "painkiller": 3, "pharmacist": 3, "medicine": 3,
    "ambulance": 3, "exercise": 3, "hospital": 3, "position": 3, "pregnancy": 3, "appointment": 3,
    "serious": 3, "everyone": 3, "idea": 3, "ibuprofen": 4, "emergency": 4, "activity": 4, "usually": 4,
    "paracetamol": 5, "inflammatory": 5, "acetaminophen": 6,
}  # fmt: skip


def test_the_syllable_rule_is_right_nine_times_in_ten() -> None:
    right = sum(readability.syllables(word) == count for word, count in SYLLABLES.items())

    assert right / len(SYLLABLES) >= 0.9


def test_a_number_counts_by_its_digits() -> None:
    assert readability.syllables("208") == 3


def test_lines_and_full_stops_end_sentences() -> None:
    assert readability.sentences("Walk. Then rest!\n• sit\n\n—\nAt 1.5 km: stop?") == (
        "Walk.",
        "Then rest!",
        "• sit",
        "At 1.5 km: stop?",
    )


def test_the_grade_is_flesch_kincaid() -> None:
    assert readability.grade("The cat sat. The dog ran.") == pytest.approx(0.39 * 3 + 11.8 - 15.59)


def test_harder_words_and_longer_sentences_raise_the_grade() -> None:
    easy = readability.grade("Take a walk. Sit down.")

    assert readability.grade("Take a walk and then sit down.") > easy
    assert readability.grade("Physiotherapy recommendations.") > easy


def test_a_text_without_words_has_no_grade() -> None:
    assert readability.grade("•") == 0
