"""The trunk and head: a pelvis, a back that bends in two parts, a neck, and what of them rests on the floor.

Bending is counted from the curves of somebody at ease, forward positive; the back keeps its length along its curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.documents import body
from bot.documents.space import Axes, Ball, Vec, leaning

#: Thickness and half width of the body, from the hips to the neck.
_PELVIS = ((0.112, 0.068), (0.104, 0.064))
_LUMBAR = ((0.101, 0.060), (0.098, 0.056), (0.096, 0.054), (0.095, 0.053), (0.097, 0.056), (0.100, 0.060))
_THORACIC = (
    (0.104, 0.064),
    (0.108, 0.068),
    (0.110, 0.072),
    (0.109, 0.076),
    (0.104, 0.080),
    (0.095, 0.082),
    (0.080, 0.076),
    (0.060, 0.050),
)
#: Slices of note, counted from the hips: the waist, the navel, between the shoulder blades, the shoulders.
_WAIST, _NAVEL, _BLADES, _SHOULDERS = 3, 5, 12, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One slice of the trunk."""

    centre: Vec
    axes: Axes
    radius: float
    half_width: float

    @property
    def balls(self) -> tuple[Ball, Ball]:
        offset = self.axes.side * self.half_width
        return Ball(self.centre - offset, self.radius), Ball(self.centre + offset, self.radius)

    @property
    def lowest(self) -> float:
        return min(ball.lowest for ball in self.balls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """From the hips to the crown."""

    sections: tuple[Section, ...]
    shoulders: Section
    neck: Vec
    head: Ball
    head_axes: Axes
    #: How far the upper end of the back leans forward, in degrees.
    lean: float
    #: Degrees forward from where it is at ease.
    neck_bend: float
    #: In front of the navel.
    belly: Ball

    @property
    def hips(self) -> Section:
        return self.sections[0]

    @property
    def waist(self) -> Section:
        return self.sections[_WAIST]

    @property
    def blades(self) -> Section:
        """The slice between the shoulder blades."""
        return self.sections[_BLADES]


def upright(hips: Vec, numbers: Mapping[str, float]) -> Trunk:
    """The trunk on hips whose place is known; `lean` bows the pelvis forward."""
    return _trunk(hips, numbers.get("lean", 0.0), numbers)


def lying(numbers: Mapping[str, float], pillow: float) -> Trunk:
    """The trunk on its back, shoulder blades at `x`, bottom on the floor or `lift` degrees above it, head on the pillow."""
    lean = _lean_at_rest(numbers) - numbers.get("lift", 0.0)
    loose = _trunk(Vec(0, 0), lean, numbers)
    floor = min(section.lowest for section in loose.sections)
    hips = Vec(numbers.get("x", 0.0) - loose.blades.centre.x, -floor)
    neck = _resting_neck(_trunk(hips, lean, numbers), pillow)
    return _trunk(hips, lean, {**numbers, "neck": neck})


def _lean_at_rest(numbers: Mapping[str, float]) -> float:
    """How the pelvis leans when bottom and back of the chest both touch the floor."""
    lean = -90.0
    for _ in range(3):  # each time with the slice of the chest that then lies lowest
        trunk = _trunk(Vec(0, 0), lean, numbers)
        chest = min(trunk.sections[_NAVEL:], key=lambda section: section.lowest)
        across = chest.centre - trunk.hips.centre
        needed = (chest.centre.y - chest.lowest) - (trunk.hips.centre.y - trunk.hips.lowest)
        lean += math.degrees(math.asin(needed / across.length) - math.atan2(across.y, -across.x))
    return lean


def _resting_neck(trunk: Trunk, pillow: float) -> float:
    """How far the neck bends to lay the head down."""
    low, high = body.LIMITS["neck"]
    for _ in range(20):
        middle = (low + high) / 2
        if _head(trunk.sections[-1].centre, trunk.lean, middle)[1].lowest < pillow:
            low = middle
        else:
            high = middle
    return high


def _trunk(hips: Vec, lean: float, numbers: Mapping[str, float]) -> Trunk:
    twist, lean = numbers.get("twist", 0.0), lean - body.LUMBAR_AT_EASE / 2
    axes = leaning(lean)
    sections = [_section(hips, axes, _PELVIS[0], twist)]
    sections.append(_section(hips + axes.up * body.PELVIS, axes, _PELVIS[1], twist))
    for shape, bend, length, twisted in _slices(numbers):
        centre = sections[-1].centre + leaning(lean + bend / 2).up * length
        lean += bend
        sections.append(_section(centre, leaning(lean), shape, twist * twisted))
    return _with_head(sections, lean, numbers)


def _slices(numbers: Mapping[str, float]) -> Iterator[tuple[tuple[float, float], float, float, float]]:
    """The back from below: of each slice the shape, the bend and distance to the one below, its share of the twist."""
    low, high = len(_LUMBAR), len(_THORACIC)
    lumbar = body.LUMBAR_AT_EASE + numbers.get("lumbar", 0.0)
    thoracic = body.THORACIC_AT_EASE + numbers.get("thoracic", 0.0)
    for i, shape in enumerate(_LUMBAR):
        yield shape, lumbar / low, body.LUMBAR / low, 1 - (i + 1) / low
    for shape in _THORACIC:
        yield shape, thoracic / high, body.THORACIC / high, 0.0


def _with_head(sections: list[Section], lean: float, numbers: Mapping[str, float]) -> Trunk:
    neck, navel = numbers.get("neck", 0.0), sections[_NAVEL]
    nape, head, head_axes = _head(sections[-1].centre, lean, neck)
    return Trunk(
        sections=tuple(sections),
        shoulders=sections[_SHOULDERS],
        neck=nape,
        head=head,
        head_axes=head_axes,
        lean=lean,
        neck_bend=neck,
        belly=Ball(navel.centre + navel.axes.front * (0.018 + 0.05 * numbers.get("breath", 0.0)), 0.094),
    )


def _head(top: Vec, lean: float, neck: float) -> tuple[Vec, Ball, Axes]:
    """The upper end of the neck and the head on a trunk whose upper end leans by `lean`."""
    bent = lean + body.NECK_AT_EASE + neck / 2
    nape = top + leaning(bent).up * body.NECK
    axes = leaning(bent + body.HEAD_AT_EASE + neck / 2)
    return nape, Ball(nape + axes.up * body.HEAD + axes.front * 0.015, body.HEAD_RADIUS), axes


def _section(centre: Vec, axes: Axes, shape: tuple[float, float], twist: float = 0.0) -> Section:
    turned = axes.turned(axes.up, twist) if twist else axes
    return Section(centre=centre, axes=turned, radius=shape[0], half_width=shape[1])
