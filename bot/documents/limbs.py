"""What arms and legs share: the numbers of one side, and two bones that reach for a point without changing length."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.documents.space import Vec

SIDES = ("left", "right")


class Side:
    """The numbers of one side: `left_knee` where it is given, else `knee`."""

    def __init__(self, numbers: Mapping[str, float], name: str) -> None:
        self._numbers = numbers
        #: `left` or `right`.
        self.name = name
        #: 1 on the right, -1 on the left.
        self.sign = 1.0 if name == "right" else -1.0

    def get(self, number: str, default: float = 0.0) -> float:
        """A number of this side, or `default` where the movement does not give it."""
        return self._numbers.get(f"{self.name}_{number}", self._numbers.get(number, default))

    def has(self, number: str) -> bool:
        """True when the movement gives the number."""
        return f"{self.name}_{number}" in self._numbers or number in self._numbers


def span(start: Vec, end: Vec, bones: tuple[float, float], bent_to: Vec, give: float) -> tuple[Vec, Vec]:
    """Where two bones from `start` towards `end` meet, on the side of `bent_to` (a unit vector), and where they end.

    In the last part (`give`) of its full length the limb gives in softly and falls short of `end`, so that it never
    snaps straight.
    """
    first, second = bones
    longest, shortest = first + second, abs(first - second) + 1e-6
    length = _soft(max((end - start).length, shortest), longest * (1 - give), longest)
    along = (first**2 - second**2 + length**2) / (2 * length)
    line = (end - start).unit
    joint = start + line * along + bent_to * math.sqrt(max(first**2 - along**2, 0.0))
    return joint, start + line * length


def _soft(wanted: float, free: float, longest: float) -> float:
    """`wanted` up to `free`, beyond that less and less more, and never more than `longest`."""
    if wanted <= free:
        return wanted
    return free + (longest - free) * (1 - math.exp((free - wanted) / (longest - free)))
