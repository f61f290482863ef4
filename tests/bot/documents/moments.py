"""Every frame of every animation, posed once and kept for all tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.documents.animation import FRAME_MS
from bot.documents.figure import Figure, angles, pose
from bot.documents.limbs import SIDES
from bot.documents.motion import Motion
from bot.documents.props import PILLOW_HEIGHT, SEAT_HEIGHT
from bot.documents.space import Ball, Vec
from content.library import ROOT
from content.movement import read_exercise
from content.poses import Contact, Movement, Surface

EXERCISES = {path.stem: read_exercise(path) for path in sorted((ROOT / "exercises").glob("*.toml"))}
IDS = sorted(EXERCISES)

SURFACES = {Surface.FLOOR: 0.0, Surface.SEAT: SEAT_HEIGHT, Surface.PILLOW: PILLOW_HEIGHT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One frame of an animation."""

    seconds: float
    numbers: Mapping[str, float]
    figure: Figure
    #: The round pieces of each part.
    balls: Mapping[str, list[Ball]]

    def lowest(self, part: str) -> float:
        """The height of the lowest point of a part."""
        return min(ball.lowest for ball in self.balls[part])


@cache
def moments(id_: str) -> tuple[Moment, ...]:
    """Every frame of an animation, and the first one of the next round."""
    movement = EXERCISES[id_].movement
    count = round(movement.seconds * 1000 / FRAME_MS)
    return tuple(_moment(movement, Motion(movement), movement.seconds * i / count) for i in range(count + 1))


def _moment(movement: Movement, motion: Motion, seconds: float) -> Moment:
    numbers = motion.at(seconds)
    figure = pose(movement, numbers)
    balls = {part: [ball for solid in solids for ball in solid] for part, solids in figure.parts.items()}
    return Moment(seconds=seconds, numbers=numbers, figure=figure, balls=balls)


def during(id_: str, contact: Contact) -> list[Moment]:
    """The moments at which a contact has to hold."""
    end = EXERCISES[id_].movement.seconds if contact.end is None else contact.end
    return [moment for moment in moments(id_) if (contact.start or 0.0) <= moment.seconds <= end]


def joints(figure: Figure) -> dict[str, float]:
    """Degrees of every joint, those of the back included."""
    return {**angles(figure), "neck": figure.trunk.neck_bend}


def bones(figure: Figure) -> dict[str, float]:
    """The length of everything that cannot stretch."""
    trunk, slices = figure.trunk, figure.trunk.sections
    found = {
        "back": sum((b.centre - a.centre).length for a, b in pairwise(slices)),
        "neck": (trunk.neck - slices[-1].centre).length,
        "head": (trunk.head.centre - trunk.neck).length,
    }
    for side in SIDES:
        leg, arm = figure.legs[side], figure.arms[side]
        found[f"{side}_thigh"] = (leg.knee - leg.hip).length
        found[f"{side}_shank"] = (leg.foot.ankle - leg.knee).length
        found[f"{side}_upper_arm"] = (arm.elbow - arm.shoulder).length
        found[f"{side}_forearm"] = (arm.wrist - arm.elbow).length
        found[f"{side}_foot"] = (leg.foot.balls[1].centre - leg.foot.balls[0].centre).length
        found[f"{side}_shoulder"] = (arm.shoulder - trunk.shoulders.centre).length
        found[f"{side}_hip"] = (leg.hip - trunk.hips.centre).length
    return found


def inside(figure: Figure) -> Iterator[tuple[str, float]]:
    """How deep the middles of forearms, hands and shanks are in the trunk or head, in metres; below 0 = outside."""
    trunk = figure.trunk
    for side in SIDES:
        leg, arm = figure.legs[side], figure.arms[side]
        points = {
            f"{side}_elbow": arm.elbow,
            f"{side}_forearm": (arm.elbow + arm.wrist) * 0.5,
            f"{side}_wrist": arm.wrist,
            f"{side}_fingers": arm.wrist + arm.fingers * 0.1,
            f"{side}_knee": leg.knee,
            f"{side}_shank": (leg.knee + leg.foot.ankle) * 0.5,
            f"{side}_ankle": leg.foot.ankle,
        }
        for name, point in points.items():
            yield f"{name} in head", trunk.head.radius - (point - trunk.head.centre).length
            for piece in trunk.sections:
                left, right = piece.balls
                yield f"{name} in trunk", piece.radius - _distance(point, left.centre, right.centre)


def distance(figure: Figure, part: str, point: Vec) -> float:
    """From a point to the skin of a part, in metres."""
    solids = figure.parts[part]
    pairs = [(a, b) for solid in solids for a in solid for b in solid]
    return min(_distance(point, a.centre, b.centre) - max(a.radius, b.radius) for a, b in pairs)


def _distance(point: Vec, a: Vec, b: Vec) -> float:
    """From a point to the line between two others."""
    share = (point - a).dot(b - a) / ((b - a).dot(b - a) or 1.0)
    return (point - (a + (b - a) * max(0.0, min(1.0, share)))).length
