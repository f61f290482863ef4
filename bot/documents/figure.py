"""The person in the pictures: all joints and all round pieces of the body at one moment of a movement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.documents import body
from bot.documents.arms import Arm, arm
from bot.documents.legs import KNEE_RADIUS, Leg, hips_over_feet, hips_over_knees, leg
from bot.documents.limbs import SIDES, Side
from bot.documents.props import PILLOW_HEIGHT
from bot.documents.space import Ball, Vec, angle_between, blend
from bot.documents.trunk import Trunk, lying, upright
from content.poses import Movement, Prop, Support

#: A rubber sheet around some balls.
Solid = tuple[Ball, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The body at one moment."""

    trunk: Trunk
    legs: Mapping[str, Leg]
    arms: Mapping[str, Arm]

    @property
    def parts(self) -> Mapping[str, tuple[Solid, ...]]:
        """Every part by its name, as the solids that it is made of."""
        parts = _trunk_parts(self.trunk)
        for side in SIDES:
            parts |= _leg_parts(side, self.legs[side])
            parts |= _arm_parts(side, self.arms[side])
        return parts


def pose(movement: Movement, numbers: Mapping[str, float]) -> Figure:
    """The figure when every joint stands as `numbers` say."""
    trunk = _trunk(movement, numbers)
    sides = {name: Side(numbers, name) for name in SIDES}
    legs = {name: leg(movement.support, trunk, side) for name, side in sides.items()}
    places = dict(zip(SIDES, movement.hands, strict=True))
    arms = {name: arm(trunk, side, places[name], legs) for name, side in sides.items()}
    return Figure(trunk=trunk, legs=legs, arms=arms)


def _trunk(movement: Movement, numbers: Mapping[str, float]) -> Trunk:
    match movement.support:
        case Support.BACK:
            return lying(numbers, PILLOW_HEIGHT if Prop.PILLOW in movement.props else 0.0)
        case Support.KNEES:
            return upright(hips_over_knees(Side(numbers, "right")), numbers)
        case Support.FEET:
            return upright(hips_over_feet(Side(numbers, "right")), numbers)
        case Support.FREE:
            return upright(Vec(numbers["x"], numbers["y"]), numbers)


def _trunk_parts(trunk: Trunk) -> dict[str, tuple[Solid, ...]]:
    sections = trunk.sections
    chest = tuple(a.balls + b.balls for a, b in pairwise(sections[3:]))
    top, yoke = sections[-1], trunk.shoulders
    side = yoke.axes.side * (body.SHOULDER_HALF - 0.01)
    shoulders = (Ball(yoke.centre - side, 0.062), Ball(yoke.centre + side, 0.062), *top.balls)
    belly = (trunk.belly, *sections[3].balls, *sections[7].balls)
    return {
        "pelvis": tuple(a.balls + b.balls for a, b in pairwise(sections[:4])),
        "chest": (*chest, shoulders, belly),
        "neck": ((Ball(top.centre, 0.056), Ball(trunk.neck, 0.052), Ball(trunk.head.centre, 0.05)),),
        "head": ((trunk.head,),),
    }


def _leg_parts(side: str, leg: Leg) -> dict[str, tuple[Solid, ...]]:
    heel, ball, toe = leg.foot.balls
    calf = blend(leg.knee, leg.foot.ankle, 0.32)
    return {
        f"{side}_thigh": ((Ball(leg.hip, 0.092), Ball(leg.knee, KNEE_RADIUS)),),
        f"{side}_shank": (
            (Ball(leg.knee, KNEE_RADIUS), Ball(calf, 0.056)),
            (Ball(calf, 0.056), Ball(leg.foot.ankle, 0.040)),
        ),
        f"{side}_foot": ((heel, ball, toe, Ball(leg.foot.ankle, 0.038)),),
    }


def _arm_parts(side: str, arm: Arm) -> dict[str, tuple[Solid, ...]]:
    palm, tips = arm.wrist + arm.fingers * 0.04, arm.wrist + arm.fingers * (body.HAND - 0.02)
    return {
        f"{side}_sleeve": ((Ball(arm.shoulder, 0.064), Ball(blend(arm.shoulder, arm.elbow, 0.55), 0.056)),),
        f"{side}_upper_arm": ((Ball(arm.shoulder, 0.054), Ball(arm.elbow, 0.042)),),
        f"{side}_forearm": ((Ball(arm.elbow, 0.042), Ball(arm.wrist, 0.032)),),
        f"{side}_hand": ((Ball(arm.wrist, 0.030), Ball(palm, 0.036), Ball(tips, 0.022)),),
    }


def angles(figure: Figure) -> Mapping[str, float]:
    """Degrees of the joints of arms and legs, as somebody would measure them; bending is positive."""
    found: dict[str, float] = {}
    hips, chest = figure.trunk.hips.axes, figure.trunk.shoulders.axes
    for side in SIDES:
        leg, arm = figure.legs[side], figure.arms[side]
        thigh, shank = (leg.knee - leg.hip).unit, (leg.foot.ankle - leg.knee).unit
        found[f"{side}_hip"] = math.degrees(math.atan2(thigh.dot(hips.front), -thigh.dot(hips.up)))
        forward = thigh.dot(leg.front) >= shank.dot(leg.front) - 1e-9
        found[f"{side}_knee"] = angle_between(thigh, shank) * (1 if forward else -1)
        found[f"{side}_ankle"] = angle_between(shank, leg.foot.toes) - 90.0
        upper, fore = (arm.elbow - arm.shoulder).unit, (arm.wrist - arm.elbow).unit
        found[f"{side}_shoulder"] = math.degrees(math.atan2(upper.dot(chest.front), -upper.dot(chest.up)))
        found[f"{side}_elbow"] = angle_between(upper, fore)
        found[f"{side}_wrist"] = angle_between(fore, arm.fingers)
    return found
