"""Numbers between keyframes: through every one of them, never beyond them, round without a seam."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.motion import Motion
from content.poses import Keyframe
from tests.bot.documents.moments import EXERCISES

SITTING = EXERCISES["sit_tall"].movement


def motion(values, *, seconds=4.0, **changes):
    frames = tuple(
        Keyframe(at=seconds * i / len(values), joints={"neck": value}) for i, value in enumerate(values)
    )
    return Motion(replace(SITTING, frames=frames, seconds=seconds, **changes))


@given(st.lists(st.floats(-90, 90), min_size=2, max_size=6))
def test_a_number_passes_through_every_keyframe_and_stays_between_them(values):
    course = motion(values)
    for i, (a, b) in enumerate(pairwise([*values, values[0]])):
        assert course.at(4.0 * i / len(values))["neck"] == pytest.approx(a, abs=1e-9)
        for step in range(1, 10):
            between = course.at(4.0 * (i + step / 10) / len(values))["neck"]
            assert min(a, b) - 1e-9 <= between <= max(a, b) + 1e-9


@given(st.lists(st.floats(-90, 90), min_size=2, max_size=6), st.floats(0, 3.99))
def test_the_second_round_is_like_the_first(values, t):
    course = motion(values)
    assert course.at(t + 4.0)["neck"] == pytest.approx(course.at(t)["neck"], abs=1e-6)


def test_a_position_that_is_held_does_not_tremble():
    course = motion([0.0, 30.0, 30.0, 10.0])
    assert {course.at(1.0 + i / 20)["neck"] for i in range(21)} == {30.0}


def test_it_eases_in_and_out():
    course = motion([0.0, 40.0])
    assert course.at(0.1)["neck"] < 1.0
    assert course.at(1.9)["neck"] > 39.0


def test_what_a_keyframe_leaves_out_keeps_its_value():
    frames = (
        Keyframe(at=0.0, joints={"neck": 5.0, "lean": 0.0}),
        Keyframe(at=1.0, joints={"lean": 20.0}),
        Keyframe(at=2.0, joints={"neck": -5.0}),
    )
    course = Motion(replace(SITTING, frames=frames, seconds=3.0))
    assert course.at(0.5)["neck"] == 5.0
    assert course.at(1.5)["lean"] == 20.0


def test_what_is_said_once_stays_and_a_place_moves_on_evenly():
    frames = (
        Keyframe(at=0.0, joints={"x": 0.0, "lean": 3.0, "neck": 0.0}),
        Keyframe(at=1.0, joints={"neck": 9.0}),
    )
    course = Motion(replace(SITTING, frames=frames, seconds=2.0, travel=1.0))
    assert [course.at(t)["x"] for t in (0.0, 0.5, 1.5, 2.0, 5.0)] == pytest.approx(
        [0.0, 0.25, 0.75, 1.0, 2.5]
    )
    assert {course.at(t)["lean"] for t in (0.0, 0.7, 1.9, 5.0)} == {3.0}


def test_a_foot_that_travels_stands_until_it_steps():
    frames = tuple(
        Keyframe(at=at, joints={"foot_x": place}) for at, place in ((0.0, 0.0), (1.0, 0.0), (1.5, 0.8))
    )
    course = Motion(replace(SITTING, frames=frames, seconds=2.0, travel=1.0))
    assert {course.at(t)["foot_x"] for t in (0.0, 0.4, 1.0)} == {0.0}
    assert course.at(2.0)["foot_x"] == pytest.approx(1.0)
    assert {course.at(t)["foot_x"] for t in (2.2, 2.9)} == {1.0}
