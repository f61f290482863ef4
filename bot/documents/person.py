"""Draws the figure: what is far first, what is near last, and one line around each limb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.documents import palette
from bot.documents.face import head
from bot.documents.figure import Figure, Solid
from bot.documents.lens import Lens
from bot.documents.limbs import SIDES
from bot.documents.outline import smooth
from bot.documents.space import Ball
from bot.documents.strokes import blot, line, patch
from content.poses import View

#: A little more than the thigh's thickness at the hip: covers the line between thigh and pelvis.
_HIP_PATCH: Final = 0.101

Parts = Mapping[str, tuple[Solid, ...]]


def person(lens: Lens, figure: Figure, view: View, *, shows_spine: bool) -> Iterator[str]:
    """The strokes of the whole person."""
    if view is View.FEET_END:
        yield from _from_the_feet(lens, figure)
    else:
        yield from _from_the_side(lens, figure)
    if shows_spine:
        yield from _spine(lens, figure)


def _from_the_side(lens: Lens, figure: Figure) -> Iterator[str]:
    """The left limbs are the far ones."""
    parts = figure.parts
    yield from _arm(lens, parts, "left")
    yield from _leg(lens, parts, "left")
    yield from _trunk(lens, figure, parts)
    yield from _leg(lens, parts, "right")
    yield _hip(lens, figure, "right")
    yield from _arm(lens, parts, "right")


def _from_the_feet(lens: Lens, figure: Figure) -> Iterator[str]:
    """All limbs are in front of the trunk, the nearer knee in front of the other."""
    parts = figure.parts
    yield from _trunk(lens, figure, parts)
    for side in SIDES:
        yield from _arm(lens, parts, side)
    for side in sorted(SIDES, key=lambda name: lens.camera.depth(figure.legs[name].knee)):
        yield from _leg(lens, parts, side)
        yield _hip(lens, figure, side)


def _trunk(lens: Lens, figure: Figure, parts: Parts) -> Iterator[str]:
    yield from blot(lens, parts["pelvis"], palette.TROUSERS[0])
    yield from blot(lens, parts["neck"], palette.SKIN[1])
    yield from blot(lens, parts["chest"], palette.SHIRT[0])
    yield from head(lens, figure.trunk.head, figure.trunk.head_axes)


def _hip(lens: Lens, figure: Figure, side: str) -> str:
    """Covers the line between the thigh and the pelvis."""
    return patch(lens.solids(((Ball(figure.legs[side].hip, _HIP_PATCH),),)), _shade(palette.TROUSERS, side))


def ghost(lens: Lens, figure: Figure) -> Iterator[str]:
    """The faint outline of where the movement comes from."""
    path = lens.solids(solid for solids in figure.parts.values() for solid in solids)
    yield line(path, palette.GHOST_EDGE, 4, dashes="7 8")
    yield patch(path, palette.GHOST)


def _leg(lens: Lens, parts: Parts, side: str) -> Iterator[str]:
    yield from blot(lens, parts[f"{side}_foot"], _shade(palette.SOCKS, side))
    leg = (*parts[f"{side}_thigh"], *parts[f"{side}_shank"])
    yield from blot(lens, leg, _shade(palette.TROUSERS, side))


def _arm(lens: Lens, parts: Parts, side: str) -> Iterator[str]:
    arm = (*parts[f"{side}_upper_arm"], *parts[f"{side}_forearm"], *parts[f"{side}_hand"])
    yield from blot(lens, arm, _shade(palette.SKIN, side))
    yield from blot(lens, parts[f"{side}_sleeve"], _shade(palette.SHIRT, side))


def _spine(lens: Lens, figure: Figure) -> Iterator[str]:
    """The line of the back, so that rounding and hollowing can be seen through the clothes."""
    slices = figure.trunk.sections[1:]
    path = smooth([lens.at(s.centre - s.axes.front * (s.radius * 0.45)) for s in slices])
    yield line(path, palette.PAPER, 11)
    yield line(path, palette.ACCENT, 6.5)


def _shade(colours: tuple[str, str], side: str) -> str:
    """The left side is the darker one, so that the legs can be told apart when they cross."""
    return colours[1] if side == "left" else colours[0]
