"""An exercise says in words what its data says, also to those who cannot see its pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.checks.exercises import exercise_problems
from tests.content.samples import EXERCISE, full_library


def problems(**changes: Any) -> list[str]:
    return exercise_problems(full_library(exercises_by_id={"march": replace(EXERCISE, **changes)}))


def test_numbers_may_be_said_in_digits_or_words() -> None:
    assert problems() == []
    body = EXERCISE.card.body.replace("5 times, twice", "Five times, 2 times")
    assert problems(card=replace(EXERCISE.card, body=body)) == []


@pytest.mark.parametrize(
    ("spoilt", "sign"),
    [
        ({"repetitions": 15}, "repetitions = 15 is not in its text"),
        ({"times_a_day": 3}, "times_a_day = 3 is not in its text"),
        ({"hold_seconds": 7.5}, "hold_seconds = 7.5 is not in its text"),
        ({"repetitions": None, "minutes": None}, "has no dose"),
        ({"alt": "A picture."}, "alt says too little"),
        ({"alt": " " * 40}, "alt says too little"),
    ],
)
def test_a_spoilt_exercise_is_found(spoilt: dict[str, Any], sign: str) -> None:
    [problem] = problems(**spoilt)

    assert problem.startswith("exercises/march.toml: ")
    assert sign in problem
