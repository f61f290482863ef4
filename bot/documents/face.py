"""The head: a friendly face that shows which way the person looks, short hair, no age and no gender."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.documents import palette
from bot.documents.lens import Lens
from bot.documents.outline import closed, smooth
from bot.documents.space import UP, Axes, Ball, Vec
from bot.documents.strokes import blot, dot, line

#: Corners of a ring around the head.
_RING: Final = 72
#: Where the hairline cuts the head, along the axis of the hair, and how much the hair adds.
_HAIRLINE: Final = 0.04
_HAIR: Final = 1.06


def head(lens: Lens, ball: Ball, axes: Axes) -> Iterator[str]:
    """The strokes of a head that looks along `axes.front`."""
    nose = Ball(ball.centre + (axes.front * 0.97 - axes.up * 0.12) * ball.radius, ball.radius * 0.18)
    yield from blot(lens, ((ball,), (nose,)), palette.SKIN[0])
    yield from _hair(lens, ball, axes)
    for side in (-axes.side, axes.side):
        yield from _ear(lens, ball, axes, side)
        yield from _eye(lens, ball, axes, side)
    yield from _mouth(lens, ball, axes)


def _eye(lens: Lens, ball: Ball, axes: Axes, side: Vec) -> Iterator[str]:
    towards = (axes.front * 0.86 + axes.up * 0.12 + side * 0.42).unit
    if towards.dot(lens.camera.towards) > 0.1:
        radius = 0.11 * ball.radius * lens.scale
        yield dot(lens.at(ball.centre + towards * ball.radius), radius, palette.INK)


def _ear(lens: Lens, ball: Ball, axes: Axes, side: Vec) -> Iterator[str]:
    towards = (side - axes.front * 0.12 - axes.up * 0.08).unit
    if towards.dot(lens.camera.towards) > 0.25:
        radius = 0.2 * ball.radius * lens.scale
        yield dot(lens.at(ball.centre + towards * (ball.radius * 0.95)), radius, palette.SKIN[0], edge=2.5)


def _mouth(lens: Lens, ball: Ball, axes: Axes) -> Iterator[str]:
    """A small smile, as much of it as can be seen."""
    points = [
        (axes.front + axes.side * across - axes.up * (0.50 - 0.75 * across**2)).unit
        for across in (-0.55, -0.3, 0.0, 0.3, 0.55)
    ]
    seen = [lens.at(ball.centre + p * ball.radius) for p in points if p.dot(lens.camera.towards) > 0.05]
    if len(seen) > 1:
        yield line(smooth(seen), palette.INK, 2.5)


def _hair(lens: Lens, ball: Ball, axes: Axes) -> Iterator[str]:
    """The part of the head beyond the hairline, as far as it faces the camera."""
    pole, view = (axes.up * 0.82 - axes.front * 0.57).unit, lens.camera.towards
    hairline = [pole * _HAIRLINE + p * math.sqrt(1 - _HAIRLINE**2) for p in _ring(pole)]
    front = _longest_run(hairline, lambda p: p.dot(view) >= 0)
    outline = _longest_run(_ring(view), lambda p: p.dot(pole) >= _HAIRLINE)
    if front and outline and (front[-1] - outline[0]).length > (front[-1] - outline[-1]).length:
        outline = outline[::-1]
    corners = [lens.at(ball.centre + p * (ball.radius * _HAIR)) for p in (*front, *outline)]
    if corners:
        yield f'<path d="{closed(corners)}" fill="{palette.HAIR}" stroke="{palette.INK}" stroke-width="2"/>'


def _ring(axis: Vec) -> list[Vec]:
    """Directions at right angles to an axis, all the way round."""
    across = UP.across(axis) if abs(axis.y) < 0.9 else Vec(1, 0).across(axis)
    one = across.unit
    two = axis.cross(one)
    angles = [i * math.tau / _RING for i in range(_RING)]
    return [one * math.cos(a) + two * math.sin(a) for a in angles]


def _longest_run(ring: Sequence[Vec], fits: Callable[[Vec], bool]) -> list[Vec]:
    """The neighbours on a ring that fit, in order; a ring through a plane has one such run."""
    flags = [fits(p) for p in ring]
    if all(flags) or not any(flags):
        return list(ring) if flags[0] else []
    first = next(i for i in range(len(ring)) if flags[i] and not flags[i - 1])
    turned = [*ring[first:], *ring[:first]]
    return turned[: sum(flags)]
