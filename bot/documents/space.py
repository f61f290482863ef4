"""Points and directions in the room where the figure moves.

x runs to the right of the picture, y upwards, z towards the viewer; lengths are metres, angles degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vec:
    """A point or a direction."""

    x: float
    y: float
    z: float = 0.0

    def __add__(self, other: Vec) -> Vec:
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: Vec) -> Vec:
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: float) -> Vec:
        return Vec(self.x * factor, self.y * factor, self.z * factor)

    def __neg__(self) -> Vec:
        return Vec(-self.x, -self.y, -self.z)

    def dot(self, other: Vec) -> float:
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: Vec) -> Vec:
        return Vec(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    @property
    def length(self) -> float:
        return math.sqrt(self.dot(self))

    @property
    def unit(self) -> Vec:
        """The same direction, one metre long; a point without direction stays as it is."""
        return self * (1 / self.length) if self.length else self

    def across(self, axis: Vec) -> Vec:
        """What is left of this direction at right angles to `axis` (a unit vector)."""
        return self - axis * self.dot(axis)


UP = Vec(0, 1)
AHEAD = Vec(1, 0)
NEAR = Vec(0, 0, 1)


def blend(a: Vec, b: Vec, share: float) -> Vec:
    """The point that lies `share` of the way from `a` to `b`."""
    return a + (b - a) * share


def turn(vector: Vec, axis: Vec, degrees: float) -> Vec:
    """`vector` turned about the unit vector `axis`, anticlockwise as seen from its tip."""
    angle = math.radians(degrees)
    along = axis * axis.dot(vector)
    return along + (vector - along) * math.cos(angle) + axis.cross(vector) * math.sin(angle)


def angle_between(a: Vec, b: Vec) -> float:
    """Degrees from 0 to 180."""
    return math.degrees(math.acos(max(-1.0, min(1.0, a.unit.dot(b.unit)))))


@dataclass(frozen=True, slots=True)
class Axes:
    """Which way a part of the body faces: three unit vectors at right angles, `side` towards the person's right."""

    up: Vec
    front: Vec
    side: Vec

    def turned(self, axis: Vec, degrees: float) -> Axes:
        return Axes(
            turn(self.up, axis, degrees), turn(self.front, axis, degrees), turn(self.side, axis, degrees)
        )


def leaning(degrees: float) -> Axes:
    """Somebody who faces x and leans forward: 0 = upright, 90 = face down, -90 = on the back."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return Axes(Vec(sine, cosine), Vec(cosine, -sine), NEAR)


@dataclass(frozen=True, slots=True)
class Ball:
    """A round piece of the body: every limb is what a rubber sheet around some of them would enclose."""

    centre: Vec
    radius: float

    @property
    def lowest(self) -> float:
        return self.centre.y - self.radius
