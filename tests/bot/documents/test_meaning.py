"""What somebody who copies the picture would do is what the words ask for."""

from __future__ import annotations

import pytest

from bot.documents.figure import angles
from bot.documents.scene import Scene
from tests.bot.documents.moments import EXERCISES, moments


def still(id_):
    return Scene(EXERCISES[id_].movement).figure(EXERCISES[id_].movement.still_at)


def start(id_):
    return moments(id_)[0].figure


def middle_of_the_back(figure):
    return figure.trunk.waist.centre.y


@pytest.mark.parametrize("id_", ["breathing", "pelvic_tilt", "knee_roll", "knee_hug", "bridge"])
def test_who_lies_on_the_back_looks_up_with_bent_knees(id_):
    figure = start(id_)
    assert figure.trunk.head_axes.front.y > 0.9
    assert all(angles(figure)[f"{side}_knee"] > 90 for side in ("left", "right"))


def test_the_belly_rises_with_the_breath_and_nothing_else_moves():
    low, high = start("breathing"), still("breathing")
    assert high.trunk.belly.centre.y - low.trunk.belly.centre.y > 0.03
    assert high.arms["right"].wrist.y > low.arms["right"].wrist.y
    assert high.legs == low.legs


def test_the_low_back_arches_off_the_floor_and_is_pressed_flat():
    arched, flat = start("pelvic_tilt"), still("pelvic_tilt")
    assert arched.trunk.waist.lowest > 0.03
    assert flat.trunk.waist.lowest < 0.015


def test_the_knees_roll_as_far_to_one_side_as_to_the_other():
    across = [
        moment.figure.legs[side].knee.z for moment in moments("knee_roll") for side in ("left", "right")
    ]
    assert max(across) == pytest.approx(-min(across), abs=0.01)
    assert max(across) > 0.2


def test_the_shoulders_stay_down_while_the_knees_roll():
    turns = {round(moment.figure.trunk.shoulders.axes.side.z, 6) for moment in moments("knee_roll")}
    assert turns == {1.0}


def test_one_knee_comes_to_the_chest_and_the_other_foot_stays():
    figure = still("knee_hug")
    assert (figure.legs["right"].knee - figure.trunk.blades.centre).length < 0.45
    assert angles(figure)["right_hip"] > 115
    assert figure.legs["left"].foot.balls[0].lowest == pytest.approx(0, abs=0.005)


def test_the_back_rounds_up_and_then_sinks_while_the_head_does_the_opposite():
    heights = [(middle_of_the_back(m.figure), m.figure.trunk.head.centre.y) for m in moments("cat_camel")]
    rounded, hollow = max(heights), min(heights)
    assert rounded[0] - hollow[0] > 0.1
    assert rounded[1] < hollow[1] - 0.1


def test_arms_are_under_the_shoulders_and_thighs_upright_on_hands_and_knees():
    figure = start("cat_camel")
    assert abs(figure.arms["right"].wrist.x - figure.arms["right"].shoulder.x) < 0.08
    assert figure.legs["right"].knee.x == pytest.approx(figure.legs["right"].hip.x, abs=0.01)


def test_the_bottom_goes_back_to_the_heels():
    hips, heel = still("heel_sit").trunk.hips, still("heel_sit").legs["right"].foot.balls[0]
    assert hips.lowest - (heel.centre.y + heel.radius) < 0.1
    assert hips.centre.x == pytest.approx(heel.centre.x, abs=0.1)


def test_knees_hips_and_shoulders_are_in_line_at_the_top_of_the_bridge():
    figure = still("bridge")
    thigh = figure.legs["right"].knee - figure.legs["right"].hip
    back = figure.trunk.hips.centre - figure.trunk.blades.centre
    assert thigh.y / thigh.x == pytest.approx(back.y / back.x, abs=0.1)


def test_sitting_tall_lifts_the_head_and_straightens_the_back():
    slumped, tall = start("sit_tall"), still("sit_tall")
    assert tall.trunk.head.centre.y - slumped.trunk.head.centre.y > 0.05
    assert abs(tall.trunk.head_axes.front.y) < 0.2


def test_leaning_back_leads_the_head_behind_the_heels_and_keeps_the_knees_straight():
    figure = still("back_bend_stand")
    assert figure.trunk.head.centre.x < figure.legs["right"].foot.balls[0].centre.x
    assert angles(figure)["right_knee"] < 15


def test_standing_up_begins_with_the_nose_over_the_toes_and_ends_upright():
    round_ = moments("sit_to_stand")
    lifting = next(
        m for m in round_ if m.figure.trunk.hips.centre.y > round_[0].figure.trunk.hips.centre.y + 0.05
    )
    assert lifting.figure.trunk.head.centre.x > lifting.figure.legs["right"].foot.ankle.x
    top = max(round_, key=lambda m: m.figure.trunk.head.centre.y).figure
    assert angles(top)["right_knee"] < 15
    assert top.trunk.hips.centre.x == pytest.approx(top.legs["right"].foot.ankle.x, abs=0.08)


def test_arms_swing_against_the_legs_in_walking():
    for moment in moments("walk"):
        figure, hips = moment.figure, moment.figure.trunk.hips.centre.x
        leg = figure.legs["right"].foot.ankle.x - figure.legs["left"].foot.ankle.x
        arm = figure.arms["right"].wrist.x - figure.arms["left"].wrist.x
        if abs(leg) > 0.35:
            assert leg * arm < 0
        assert abs(figure.trunk.head.centre.x - hips) < 0.2


def test_the_left_leg_does_what_the_right_leg_did_half_a_round_before():
    scene, movement = Scene(EXERCISES["walk"].movement), EXERCISES["walk"].movement
    for i in range(12):
        t = movement.seconds * i / 12
        right = scene.figure(t).legs["right"].knee
        left = scene.figure(t + movement.seconds / 2).legs["left"].knee
        assert (left.x - right.x, left.y) == pytest.approx((movement.travel / 2, right.y), abs=1e-6)
