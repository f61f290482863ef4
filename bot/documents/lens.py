"""How the room becomes a picture: where the camera stands, and how metres become pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.documents.outline import Point, closed, hull, rim
from bot.documents.space import Ball, Vec
from content.poses import View

WIDTH: Final = 720
HEIGHT: Final = 480
_MARGIN: Final = 34
#: Pixels a metre at most, so that the person is about the same size in every picture.
_LARGEST: Final = 330.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Looks at the room from far away, so that nothing shrinks with its distance."""

    #: How far the camera has walked from the person's right side towards x, in degrees.
    around: float
    #: How far it looks down, in degrees.
    above: float

    def see(self, point: Vec) -> Point:
        """Where the point is in the picture: to the right, downwards (metres)."""
        a, e = math.radians(self.around), math.radians(self.above)
        nearer = point.x * math.sin(a) + point.z * math.cos(a)
        return point.x * math.cos(a) - point.z * math.sin(a), nearer * math.sin(e) - point.y * math.cos(e)

    @property
    def towards(self) -> Vec:
        """The direction from the room to the camera."""
        a, e = math.radians(self.around), math.radians(self.above)
        return Vec(math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e))

    def depth(self, point: Vec) -> float:
        """How near the point is to the camera; more is nearer."""
        return self.towards.dot(point)


CAMERAS: Final[Mapping[View, Camera]] = {
    View.SIDE: Camera(around=16, above=9),
    View.PROFILE: Camera(around=0, above=7),
    View.FEET_END: Camera(around=86, above=58),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A camera with a frame: turns points into pixels."""

    camera: Camera
    #: Pixels a metre.
    scale: float
    #: What the camera sees in the upper left corner (metres).
    corner: Point
    #: How far the camera has walked along with the person, towards x (metres).
    pan: float = 0.0

    def at(self, point: Vec) -> Point:
        """The pixel of a point."""
        x, y = self.camera.see(Vec(point.x - self.pan, point.y, point.z))
        return (x - self.corner[0]) * self.scale, (y - self.corner[1]) * self.scale

    def solids(self, solids: Iterable[Iterable[Ball]], wider: float = 0.0) -> str:
        """The outlines of rubber sheets around balls that are some pixels `wider` than they are."""
        return "".join(
            closed(hull([corner for ball in balls for corner in self._rim(ball, wider)])) for balls in solids
        )

    def _rim(self, ball: Ball, wider: float) -> list[Point]:
        radius = ball.radius * self.scale + wider
        return rim(self.at(ball.centre), radius, corners=24 if radius < 25 else 36)


def fit(camera: Camera, points: Iterable[Point]) -> Lens:
    """The frame in which everything seen (metres) has its place, in the middle."""
    seen = list(points)
    xs, ys = [x for x, _ in seen], [y for _, y in seen]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    scale = min((WIDTH - 2 * _MARGIN) / (right - left), (HEIGHT - 2 * _MARGIN) / (bottom - top), _LARGEST)
    return Lens(
        camera=camera,
        scale=scale,
        corner=((left + right - WIDTH / scale) / 2, (top + bottom - HEIGHT / scale) / 2),
    )
