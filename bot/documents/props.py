"""Things in the pictures: mat, pillow, chair and floor, as flat faces in the order of drawing, behind the person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from bot.documents import palette
from bot.documents.space import Vec
from content.poses import Prop

SEAT_HEIGHT: Final = 0.46
PILLOW_HEIGHT: Final = 0.055

#: How far mat and floor reach beyond the body.
_BEYOND: Final = 0.16
#: Half the length of the path.
_FAR: Final = 2.5
#: Marks on the path for each round of walking.
_MARKS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One flat piece."""

    corners: tuple[Vec, ...]
    fill: str
    edge: str = "none"
    #: False = it lies in the room, and stays behind when the camera walks along with the person.
    follows: bool = True
    #: False = the picture may cut it off.
    frames: bool = True


def furniture(props: Iterable[Prop], left: float, right: float, travel: float) -> tuple[Face, ...]:
    """The faces of all these things around a body that reaches from `left` to `right` (metres)."""
    return tuple(face for prop in props for face in _thing(prop, left - _BEYOND, right + _BEYOND, travel))


def _thing(prop: Prop, left: float, right: float, travel: float) -> Iterator[Face]:
    match prop:
        case Prop.MAT:
            yield from _box((left, right), (-0.022, 0.0), (-0.34, 0.34), palette.MAT)
        case Prop.PILLOW:
            yield from _box((left + 0.04, left + 0.40), (0.0, PILLOW_HEIGHT), (-0.2, 0.2), palette.PILLOW)
        case Prop.CHAIR:
            yield from _chair()
        case Prop.FLOOR:
            yield _round_floor((left + right) / 2, (right - left) / 2 + 0.12)
        case Prop.PATH:
            yield from _path(travel)
        case _:
            assert_never(prop)


def _box(
    x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], colours: tuple[str, str, str, str]
) -> Iterator[Face]:
    """The three sides of a box that can be seen: its top, its near side, and its end towards x."""
    (x0, x1), (y0, y1), (z0, z1) = x, y, z
    top, near, end, edge = colours
    yield Face(
        corners=(Vec(x0, y1, z0), Vec(x1, y1, z0), Vec(x1, y1, z1), Vec(x0, y1, z1)), fill=top, edge=edge
    )
    yield Face(
        corners=(Vec(x0, y0, z1), Vec(x1, y0, z1), Vec(x1, y1, z1), Vec(x0, y1, z1)), fill=near, edge=edge
    )
    yield Face(
        corners=(Vec(x1, y0, z0), Vec(x1, y0, z1), Vec(x1, y1, z1), Vec(x1, y1, z0)), fill=end, edge=edge
    )


def _chair() -> Iterator[Face]:
    """A plain chair that faces x, its seat from -0.25 to 0.22."""
    far, near, under = (-0.22, -0.18), (0.18, 0.22), (0.0, SEAT_HEIGHT - 0.04)
    back, front, above = (-0.24, -0.20), (0.17, 0.21), (SEAT_HEIGHT, 0.90)
    for x, y, z in (
        (back, under, far),
        (front, under, far),
        (back, above, far),
        (back, (0.72, 0.92), (-0.22, 0.22)),
        (back, under, near),
        (front, under, near),
        ((-0.25, 0.22), (SEAT_HEIGHT - 0.04, SEAT_HEIGHT), (-0.23, 0.23)),
        (back, above, near),
    ):
        yield from _box(x, y, z, palette.WOOD)


def _round_floor(middle: float, radius: float) -> Face:
    angles = [i * math.tau / 60 for i in range(60)]
    rim = tuple(Vec(middle + radius * math.cos(a), 0, 0.42 * math.sin(a)) for a in angles)
    return Face(corners=rim, fill=palette.FLOOR)


def _path(travel: float) -> Iterator[Face]:
    """A path across the whole picture, with marks that lie still in the room and look the same after every round."""
    yield Face(corners=_strip(-_FAR, _FAR, -0.34, 0.34), fill=palette.FLOOR, frames=False)
    step = travel / _MARKS
    for i in range(math.floor(-_FAR / step), math.ceil((_FAR + travel) / step)):
        mark = _strip(i * step, i * step + 0.1, 0.24, 0.27)
        yield Face(corners=mark, fill=palette.FLOOR_MARK, follows=False, frames=False)


def _strip(left: float, right: float, far: float, near: float) -> tuple[Vec, ...]:
    return Vec(left, 0, far), Vec(right, 0, far), Vec(right, 0, near), Vec(left, 0, near)
