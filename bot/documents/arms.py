"""Arms: free from the shoulder, or with the hand in a place, such as on the floor or on the belly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.documents import body
from bot.documents.legs import Leg
from bot.documents.limbs import Side, span
from bot.documents.space import AHEAD, NEAR, UP, Vec, blend, turn
from bot.documents.trunk import Trunk
from content.poses import Place

#: The last part of an arm's length, in which it gives in softly: more for an arm on its way to a place.
_GIVE, _GIVE_ON_THE_WAY = 0.025, 0.14
#: How thick a hand lies on what it holds.
_PALM: Final = 0.012


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """An arm from the shoulder down."""

    shoulder: Vec
    elbow: Vec
    wrist: Vec
    #: From the wrist to the fingertips, a unit vector.
    fingers: Vec


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hold:
    """A place for a hand."""

    wrist: Vec
    fingers: Vec
    #: To which side the elbow swings.
    elbow: Vec

    def on_the_way_to(self, other: _Hold, share: float) -> _Hold:
        return _Hold(
            wrist=blend(self.wrist, other.wrist, share),
            fingers=blend(self.fingers, other.fingers, share),
            elbow=blend(self.elbow, other.elbow, share),
        )


def arm(trunk: Trunk, side: Side, place: Place, legs: Mapping[str, Leg]) -> Arm:
    """One arm of a body whose trunk and legs have found their place."""
    chest = trunk.shoulders
    shoulder = chest.centre + chest.axes.side * (body.SHOULDER_HALF * side.sign)
    if place is Place.AIR:
        return _swinging(trunk, shoulder, side)
    hold, give = _hold(trunk, shoulder, side, place, legs), _GIVE
    if side.has("reach"):
        floor = _on_floor(trunk, shoulder, side)
        hold, give = floor.on_the_way_to(hold, side.get("reach")), _GIVE_ON_THE_WAY
    bent_to = hold.elbow.across((hold.wrist - shoulder).unit).unit
    elbow, wrist = span(shoulder, hold.wrist, (body.UPPER_ARM, body.FOREARM), bent_to, give)
    return Arm(shoulder=shoulder, elbow=elbow, wrist=wrist, fingers=hold.fingers.unit)


def _swinging(trunk: Trunk, shoulder: Vec, side: Side) -> Arm:
    axes = trunk.shoulders.axes
    upper = turn(-axes.up, axes.side, side.get("shoulder"))
    fore = turn(upper, axes.side, side.get("elbow"))
    elbow = shoulder + upper * body.UPPER_ARM
    return Arm(shoulder=shoulder, elbow=elbow, wrist=elbow + fore * body.FOREARM, fingers=fore)


def _hold(trunk: Trunk, shoulder: Vec, side: Side, place: Place, legs: Mapping[str, Leg]) -> _Hold:
    match place:
        case Place.BELLY:
            return _on_belly(trunk, side)
        case Place.THIGH:
            return _on_thigh(trunk, legs[side.name], side)
        case Place.SHIN:
            return _on_shin(trunk, legs["right"], side)
        case Place.HIPS:
            return _on_hips(trunk, side)
    return _on_floor(trunk, shoulder, side)


def _on_floor(trunk: Trunk, shoulder: Vec, side: Side) -> _Hold:
    """Flat on the floor; the fingers of somebody on their back point away from the shoulder, else ahead."""
    chest = trunk.shoulders.axes
    wrist = Vec(side.get("hand_x"), body.WRIST_HEIGHT, side.sign * side.get("hand_z", body.SHOULDER_HALF))
    fingers = (wrist - shoulder).across(UP).unit if chest.front.y > 0 else AHEAD
    return _Hold(wrist=wrist, fingers=fingers, elbow=chest.side * side.sign - chest.up * 0.3)


def _on_belly(trunk: Trunk, side: Side) -> _Hold:
    chest, belly = trunk.shoulders.axes, trunk.belly
    out = chest.side * side.sign
    skin = belly.centre + chest.front * (belly.radius + _PALM)
    return _Hold(
        wrist=skin + out * 0.115 - chest.front * 0.03,
        fingers=-out - chest.up * 0.15,
        elbow=out - chest.front * 0.3,
    )


def _on_thigh(trunk: Trunk, own: Leg, side: Side) -> _Hold:
    chest, along = trunk.shoulders.axes, (own.knee - own.hip).unit
    skin = blend(own.hip, own.knee, 0.52) + own.front.across(along).unit * 0.10
    return _Hold(wrist=skin, fingers=along, elbow=chest.side * (side.sign * 0.4) - chest.front)


def _on_shin(trunk: Trunk, held: Leg, side: Side) -> _Hold:
    """Just below the knee, both hands on the same leg."""
    chest, along = trunk.shoulders.axes, (held.foot.ankle - held.knee).unit
    skin = held.knee + along * 0.10 + held.front.across(along).unit * 0.075
    return _Hold(
        wrist=skin + NEAR * (side.sign * 0.085),
        fingers=NEAR * -side.sign,
        elbow=chest.side * side.sign - chest.up * 0.5,
    )


def _on_hips(trunk: Trunk, side: Side) -> _Hold:
    """On the small of the back, fingers down, elbows behind."""
    chest, low = trunk.shoulders.axes, trunk.sections[1]
    out = chest.side * side.sign
    skin = low.centre - low.axes.front * (low.radius * 0.75)
    return _Hold(
        wrist=skin + out * 0.125 + low.axes.up * 0.05,
        fingers=-low.axes.up - out * 0.6,
        elbow=out * 0.8 - chest.front,
    )
