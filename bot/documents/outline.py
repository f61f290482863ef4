"""Outlines: what a camera sees of round pieces, as paths of SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

Point = tuple[float, float]


def rim(centre: Point, radius: float, corners: int = 24) -> list[Point]:
    """The corners of a circle; at our sizes nobody can see them."""
    x, y = centre
    return [(x + radius * c, y + radius * s) for c, s in _circle(corners)]


@lru_cache(maxsize=8)
def _circle(corners: int) -> tuple[Point, ...]:
    return tuple((math.cos(i * math.tau / corners), math.sin(i * math.tau / corners)) for i in range(corners))


def hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the smallest convex shape around the points (Andrew's monotone chain)."""
    ordered = sorted(points)
    return [*_half(ordered), *_half(ordered[::-1])]


def _half(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2], chain[-1]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):  # turns to the left
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]


def closed(points: Iterable[Point]) -> str:
    """A closed path through the points."""
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in points]) + "Z"


def smooth(points: Sequence[Point]) -> str:
    """An open curve through the points (Catmull–Rom, as cubic Béziers)."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    padded = [points[0], *points, points[-1]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        second = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        path += f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} {c[0]:.1f} {c[1]:.1f}"
    return path
