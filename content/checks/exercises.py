"""Whether an exercise says in words how often and how long, as its data does, and what its pictures show.

The movement itself is looked at where the pictures are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.checks.texts import body_of
from content.library import Library
from content.movement import TOPIC, Exercise

#: Enough to say who does what with which part of the body.
MIN_ALT_CHARACTERS = 30

#: How small numbers are said.
_SAID = {
    1: "one|once|a|an",
    2: "two|twice",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    8: "eight",
    10: "ten",
}


def exercise_problems(library: Library) -> list[str]:
    """Exercises without a description of their pictures, without a dose, or with a dose that they do not say."""
    return [
        f"{TOPIC}/{exercise.id}.toml: {problem}"
        for exercise in library.exercises_by_id.values()
        for problem in _problems(exercise)
    ]


def _problems(exercise: Exercise) -> Iterator[str]:
    if len(exercise.alt.strip()) < MIN_ALT_CHARACTERS:
        yield "alt says too little: describe the pictures to somebody who cannot see them"
    numbers = {
        "repetitions": exercise.repetitions,
        "hold_seconds": exercise.hold_seconds,
        "minutes": exercise.minutes,
        "times_a_day": exercise.times_a_day,
    }
    if exercise.repetitions is None and exercise.minutes is None:
        yield "has no dose: add repetitions or minutes"
    said = body_of(exercise.card)
    for name, number in numbers.items():
        if number is not None and not _says(said, number):
            yield f"{name} = {number:g} is not in its text: mend the text or the number"


def _says(text: str, number: float) -> bool:
    words = _SAID.get(int(number), "") if number == int(number) else ""
    either = "|".join(part for part in (f"{number:g}", words) if part)
    return re.search(rf"\b(?:{either})\b", text, re.IGNORECASE) is not None
