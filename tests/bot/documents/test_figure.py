"""In every frame of every exercise: one length for each bone, nothing through the floor, joints as people have them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.documents import body
from bot.documents.limbs import SIDES
from content.poses import Place
from tests.bot.documents.moments import (
    EXERCISES,
    IDS,
    SURFACES,
    bones,
    distance,
    during,
    inside,
    joints,
    moments,
)

#: Metres that nobody can see: three pixels at most.
TOUCH = 0.009

#: Degrees a second: slow, and unhurried steps for walking. A hand turns quickly while it lets go of the floor.
FAST, FAST_WRIST, FAST_WALK = 110.0, 180.0, 165.0
#: Metres a second of anything.
SPEED, SPEED_WALK = 0.9, 1.8

#: What the left and the right hand have under them in each place.
HELD = {
    Place.BELLY: ("chest", "chest"),
    Place.HIPS: ("pelvis", "pelvis"),
    Place.THIGH: ("left_thigh", "right_thigh"),
    Place.SHIN: ("right_shank", "right_shank"),
}

every_exercise = pytest.mark.parametrize("id_", IDS)


@every_exercise
def test_bones_and_the_back_keep_their_length(id_):
    lengths = bones(moments(id_)[0].figure)
    assert lengths["right_thigh"] == pytest.approx(body.THIGH, abs=1e-6)
    assert lengths["right_forearm"] == pytest.approx(body.FOREARM, abs=1e-6)
    for moment in moments(id_):
        assert bones(moment.figure) == pytest.approx(lengths, abs=1e-6), moment.seconds


@every_exercise
def test_left_and_right_have_the_same_bones(id_):
    lengths = bones(moments(id_)[0].figure)
    left = [name for name in lengths if name.startswith("left_")]
    assert len(left) == 7
    for name in left:
        assert lengths[name] == pytest.approx(lengths[name.replace("left", "right")], abs=1e-6)


@every_exercise
def test_nothing_passes_through_the_floor(id_):
    for moment in moments(id_):
        assert min(moment.lowest(part) for part in moment.balls) >= -0.004, moment.seconds


@every_exercise
def test_what_should_touch_touches(id_):
    for contact in EXERCISES[id_].movement.contacts:
        assert during(id_, contact), contact
        for moment in during(id_, contact):
            gap = moment.lowest(contact.part) - SURFACES[contact.surface]
            assert abs(gap) <= TOUCH, (contact, moment.seconds, gap)


@every_exercise
def test_what_touches_does_not_slide(id_):
    for contact in EXERCISES[id_].movement.contacts:
        if contact.rolls:
            continue
        first, *others = during(id_, contact)
        for moment in others:
            for ball, start in zip(moment.balls[contact.part], first.balls[contact.part], strict=True):
                assert (ball.centre - start.centre).length <= TOUCH, (contact, moment.seconds)


@every_exercise
def test_the_body_rests_on_something_in_every_frame(id_):
    contacts = EXERCISES[id_].movement.contacts
    assert {c.part.split("_")[-1] for c in contacts} & {"foot", "shank"}
    held = {moment.seconds for contact in contacts for moment in during(id_, contact)}
    assert held == {moment.seconds for moment in moments(id_)}


@every_exercise
def test_hands_hold_what_they_hold(id_):
    for moment in moments(id_):
        if moment.numbers.get("reach", 1.0) < 1.0:
            continue  # on the way
        for i, place in enumerate(EXERCISES[id_].movement.hands):
            if place in HELD:
                arm = moment.figure.arms[SIDES[i]]
                palm = arm.wrist + arm.fingers * (body.HAND / 2)
                assert distance(moment.figure, HELD[place][i], palm) < 0.07, (moment.seconds, SIDES[i])


@every_exercise
def test_joints_stay_within_what_people_can_do(id_):
    for moment in moments(id_):
        back = {name: moment.numbers.get(name, 0.0) for name in ("lumbar", "thoracic")}
        for name, angle in (joints(moment.figure) | back).items():
            least, most = body.LIMITS[name.split("_")[-1]]
            assert least <= angle <= most, (moment.seconds, name)


@every_exercise
def test_knees_and_elbows_never_bend_backwards(id_):
    for moment in moments(id_):
        found = joints(moment.figure)
        assert all(found[f"{side}_{joint}"] >= 0 for side in SIDES for joint in ("knee", "elbow"))


@every_exercise
def test_no_arm_or_leg_runs_through_the_body(id_):
    for moment in moments(id_):
        for name, depth in inside(moment.figure):
            assert depth < 0.02, (moment.seconds, name)


@every_exercise
def test_every_joint_moves_slowly(id_):
    for before, after in pairwise(moments(id_)):
        then, passed = joints(before.figure), after.seconds - before.seconds
        for name, angle in joints(after.figure).items():
            most = FAST_WRIST if name.endswith("wrist") else FAST_WALK if id_ == "walk" else FAST
            assert abs(angle - then[name]) / passed <= most, (after.seconds, name)


@every_exercise
def test_nothing_jumps_from_one_frame_to_the_next(id_):
    for before, after in pairwise(moments(id_)):
        passed = after.seconds - before.seconds
        for part, balls in before.balls.items():
            for a, b in zip(balls, after.balls[part], strict=True):
                speed = (b.centre - a.centre).length / passed
                assert speed < (SPEED_WALK if id_ == "walk" else SPEED), (after.seconds, part)


@every_exercise
def test_the_last_frame_leads_into_the_first(id_):
    first, *_, next_round = moments(id_)
    for part, balls in first.balls.items():
        for a, b in zip(balls, next_round.balls[part], strict=True):
            assert b.centre.x - a.centre.x == pytest.approx(EXERCISES[id_].movement.travel, abs=1e-6)
            assert (b.centre.y, b.centre.z) == pytest.approx((a.centre.y, a.centre.z), abs=1e-6)
