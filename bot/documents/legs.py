"""Legs: over feet that stay on the floor, on knees, stretching for a place on the floor, or free from the hip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.documents import body
from bot.documents.limbs import Side, span
from bot.documents.space import AHEAD, NEAR, UP, Ball, Vec, turn
from bot.documents.trunk import Section, Trunk
from content.poses import Support

KNEE_RADIUS: Final = 0.060

#: How far before and below the ankle the round pieces of a foot are, and their thickness.
_TOES, _TOES_RADIUS = 0.165, 0.025
_BALL, _BALL_BELOW, _BALL_RADIUS = 0.115, 0.041, 0.034
_HEEL, _HEEL_BELOW, _HEEL_RADIUS = -0.045, 0.037, 0.038
#: How far the shank of somebody who kneels rises towards the foot, in degrees, and how far the foot is pointed.
_SHANK_RISE, _POINTED = 4.0, -75.0
#: The last part of a leg's length, in which it gives in softly.
_GIVE: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """A foot: its ankle, the way the toes point, the way away from the sole."""

    ankle: Vec
    toes: Vec
    top: Vec
    #: How far the toes bend up, in degrees.
    toe_bend: float = 0.0

    @property
    def balls(self) -> tuple[Ball, Ball, Ball]:
        """Heel, ball of the foot, toes."""
        ball = self._at(_BALL, _BALL_BELOW)
        flat = self.toes * (_TOES - _BALL) - self.top * (_BALL_RADIUS - _TOES_RADIUS)
        tips = ball + turn(flat, self.toes.cross(self.top), self.toe_bend)
        heel = self._at(_HEEL, _HEEL_BELOW)
        return Ball(heel, _HEEL_RADIUS), Ball(ball, _BALL_RADIUS), Ball(tips, _TOES_RADIUS)

    def _at(self, ahead: float, below: float) -> Vec:
        return self.ankle + self.toes * ahead - self.top * below


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg from the hip down."""

    hip: Vec
    knee: Vec
    foot: Foot
    #: Which way the knee points when it is bent.
    front: Vec


def hips_over_feet(side: Side) -> Vec:
    """Where the hips are over feet that stay on the floor, by the bend of ankles and knees."""
    ankle = Vec(side.get("foot_x"), body.ANKLE_HEIGHT)
    knee = ankle + turn(UP, NEAR, -side.get("ankle")) * body.SHANK
    return knee + turn(UP, NEAR, side.get("knee") - side.get("ankle")) * body.THIGH


def hips_over_knees(side: Side) -> Vec:
    """Where the hips are over knees that stay on the floor: upright at 90 degrees, on the heels at about 150."""
    return Vec(side.get("knee_x"), KNEE_RADIUS) + turn(AHEAD, NEAR, side.get("knee")) * body.THIGH


def leg(support: Support, trunk: Trunk, side: Side) -> Leg:
    """One leg below hips that have found their place."""
    pelvis = trunk.hips
    hip = pelvis.centre + pelvis.axes.side * (body.HIP_HALF * side.sign)
    if support is Support.KNEES:
        return _kneeling(hip, side)
    if side.has("foot_x"):
        return _planted(hip, pelvis, side)
    return _hanging(hip, pelvis, side)


def _kneeling(hip: Vec, side: Side) -> Leg:
    knee = Vec(side.get("knee_x"), KNEE_RADIUS, hip.z)
    along, front = turn(-AHEAD, NEAR, -_SHANK_RISE), turn(-UP, NEAR, -_SHANK_RISE)
    return Leg(hip=hip, knee=knee, front=front, foot=_foot(knee, along, front, _POINTED))


def _planted(hip: Vec, pelvis: Section, side: Side) -> Leg:
    """A leg whose foot has its place; seen from the hip, the knee may swing about the line to the ankle."""
    foot = _foot_on_floor(side)
    line = (foot.ankle - hip).unit
    ahead = Vec(pelvis.axes.up.y, -pelvis.axes.up.x).across(line).unit
    front = turn(ahead, line, side.sign * side.get("knee_out"))
    knee, ankle = span(hip, foot.ankle, (body.THIGH, body.SHANK), front, _GIVE)
    return Leg(hip=hip, knee=knee, foot=replace(foot, ankle=ankle), front=front)


def _foot_on_floor(side: Side) -> Foot:
    """A foot that stands, rolls over its heel (tilt < 0) or over the ball of the foot (tilt > 0), or is lifted."""
    flat = Vec(side.get("foot_x"), body.ANKLE_HEIGHT, side.sign * side.get("foot_z", body.HIP_HALF))
    tilt = side.get("foot_tilt")
    pivot = flat + (Vec(_BALL, -_BALL_BELOW) if tilt > 0 else Vec(_HEEL, -_HEEL_BELOW))
    return Foot(
        ankle=pivot + turn(flat - pivot, NEAR, -tilt) + UP * side.get("foot_y"),
        toes=turn(AHEAD, NEAR, -tilt),
        top=turn(UP, NEAR, -tilt),
        toe_bend=max(tilt, 0.0),
    )


def _hanging(hip: Vec, pelvis: Section, side: Side) -> Leg:
    thigh = pelvis.axes.turned(pelvis.axes.side, side.get("hip"))
    knee = hip - thigh.up * body.THIGH
    shank = thigh.turned(thigh.side, -side.get("knee"))
    return Leg(
        hip=hip, knee=knee, front=thigh.front, foot=_foot(knee, -shank.up, shank.front, side.get("ankle"))
    )


def _foot(knee: Vec, along: Vec, front: Vec, ankle: float) -> Foot:
    """A foot at the end of a shank that runs `along`; 0 degrees = at a right angle to it, minus = pointed."""
    axis = along.cross(front).unit
    return Foot(ankle=knee + along * body.SHANK, toes=turn(front, axis, ankle), top=turn(-along, axis, ankle))
