"""Every number of an exercise at every moment: smooth between keyframes, never beyond them, and round without a seam.

Between two keyframes a number follows a cubic whose slopes are those of Fritsch and Carlson (SIAM J. Numer. Anal. 1980),
as in PCHIP: it eases into turns, stands still where two keyframes agree, and passes evenly through the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from content.poses import Movement

#: Numbers that grow by `Exercise.travel` from one round to the next.
TRAVELLING = frozenset(("x", "foot_x", "left_foot_x", "right_foot_x"))
_LEFT, _RIGHT = "left_", "right_"


class Motion:
    """The course of all numbers of one movement."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self._curves = {name: _curve(movement, name) for name in movement.frames[0].joints}

    def at(self, seconds: float) -> Mapping[str, float]:
        """All numbers at a moment, which may lie before the first round or after it."""
        numbers = {name: curve.at(seconds) for name, curve in self._curves.items()}
        if not self._movement.alternates:
            return numbers
        later, behind = seconds + self._movement.seconds / 2, self._movement.travel / 2
        for name in self._curves:
            if name.startswith(_RIGHT):
                other = self._curves[name].at(later) - (behind if name in TRAVELLING else 0.0)
                numbers[_LEFT + name.removeprefix(_RIGHT)] = other
        return numbers


def _curve(movement: Movement, name: str) -> _Curve:
    """The body of somebody whose sides alternate does the same in both halves of a round."""
    period, growth = movement.seconds, movement.travel if name in TRAVELLING else 0.0
    if movement.alternates and not name.startswith(_RIGHT):
        period, growth = period / 2, growth / 2
    return _Curve(*_knots(movement, name, period), period, growth)


def _knots(movement: Movement, name: str, period: float) -> tuple[list[float], list[float]]:
    """When a number is what; one that is given only once has only that knot, so that it stays or moves on evenly."""
    times, values = [0.0], [movement.frames[0].joints[name]]
    if any(name in frame.joints for frame in movement.frames[1:]):
        for frame in movement.frames[1:]:
            if frame.at < period:
                times.append(frame.at)
                values.append(frame.joints.get(name, values[-1]))
    return times, values


class _Curve:
    """One number, round after round."""

    def __init__(self, times: list[float], values: list[float], period: float, growth: float) -> None:
        self._times = [*times, period]
        self._values = [*values, values[0] + growth]
        self._period, self._growth = period, growth
        self._slopes = self._slopes_at_knots()

    def at(self, seconds: float) -> float:
        rounds, moment = divmod(seconds, self._period)
        i = min(bisect_right(self._times, moment), len(self._times) - 1) - 1
        width = self._times[i + 1] - self._times[i]
        u = (moment - self._times[i]) / width
        a, b = self._values[i], self._values[i + 1]
        c, d = self._slopes[i] * width, self._slopes[i + 1] * width
        within = a + u * (c + u * (3 * (b - a) - 2 * c - d + u * (2 * (a - b) + c + d)))
        return within + rounds * self._growth

    def _slopes_at_knots(self) -> list[float]:
        widths = [b - a for a, b in zip(self._times, self._times[1:], strict=False)]
        rises = [(b - a) / w for a, b, w in zip(self._values, self._values[1:], widths, strict=False)]
        slopes = [
            _slope(widths[i - 1], widths[i], rises[i - 1], rises[i]) for i in range(len(widths))
        ]  # the piece before the first is the last one
        return [*slopes, slopes[0]]


def _slope(before: float, after: float, rise_before: float, rise_after: float) -> float:
    """The slope at a knot between two pieces: none at a turn, else the weighted harmonic mean."""
    if rise_before * rise_after <= 0:
        return 0.0
    w1, w2 = 2 * after + before, after + 2 * before
    return (w1 + w2) / (w1 / rise_before + w2 / rise_after)
