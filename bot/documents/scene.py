"""A movement as pictures in SVG: the person at any moment, the things around them, and arrows for the direction."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.documents import palette
from bot.documents.figure import Figure, pose
from bot.documents.lens import CAMERAS, HEIGHT, WIDTH, Camera, Lens, fit
from bot.documents.motion import Motion
from bot.documents.outline import Point, closed, rim
from bot.documents.person import ghost, person
from bot.documents.props import Face, furniture
from bot.documents.space import Ball, Vec
from bot.documents.strokes import line
from content.poses import Movement

#: Moments at which the frame is measured.
_SAMPLES: Final = 24
_ARROW_HEAD: Final = 19.0


class Scene:
    """One exercise, ready to be drawn at any moment; the camera stays where it is, or walks along."""

    def __init__(self, movement: Movement) -> None:
        self.movement = movement
        self._motion = Motion(movement)
        moments = [movement.seconds * i / _SAMPLES for i in range(_SAMPLES)]
        balls = [ball for moment in moments for ball in self._balls(moment)]
        reach = [ball.centre.x for ball in balls]
        self._props = furniture(movement.props, min(reach), max(reach), movement.travel)
        self._lens = self._fit(CAMERAS[movement.view], balls)

    def figure(self, seconds: float) -> Figure:
        """The person at a moment."""
        return pose(self.movement, self._motion.at(seconds))

    def still(self) -> str:
        """The one picture that says most: the moment to copy, where it comes from, and which way it goes."""
        movement = self.movement
        lens = self._panned(movement.still_at)
        before = [] if movement.ghost_at is None else ghost(lens, self.figure(movement.ghost_at))
        return _document(
            (
                *self._things(lens),
                *before,
                *self._person(lens, movement.still_at),
                *self._arrows(movement.still_at),
            )
        )

    def moment(self, seconds: float) -> str:
        """One picture of the animation."""
        lens = self._panned(seconds)
        return _document((*self._things(lens), *self._person(lens, seconds), *self._arrows(seconds)))

    # -- the frame ---------------------------------------------------------------------------------------------
    def _balls(self, seconds: float) -> Iterator[Ball]:
        """The body as it stands before a camera that walks along."""
        along = Vec(self._pan(seconds), 0)
        for solids in self.figure(seconds).parts.values():
            yield from (Ball(ball.centre - along, ball.radius) for solid in solids for ball in solid)

    def _fit(self, camera: Camera, balls: list[Ball]) -> Lens:
        body = (p for ball in balls for p in rim(camera.see(ball.centre), ball.radius))
        things = (camera.see(corner) for face in self._props if face.frames for corner in face.corners)
        arrows = (camera.see(Vec(*point)) for arrow in self.movement.arrows for point in arrow.path)
        return fit(camera, (*body, *things, *arrows))

    def _pan(self, seconds: float) -> float:
        return self.movement.travel * seconds / self.movement.seconds

    def _panned(self, seconds: float) -> Lens:
        return replace(self._lens, pan=self._pan(seconds))

    # -- what is in it -----------------------------------------------------------------------------------------
    def _things(self, lens: Lens) -> Iterator[str]:
        for face in self._props:
            yield _face(replace(lens, pan=0.0) if face.follows else lens, face)

    def _person(self, lens: Lens, seconds: float) -> Iterator[str]:
        movement = self.movement
        return person(lens, self.figure(seconds), movement.view, shows_spine=movement.shows_spine)

    def _arrows(self, seconds: float) -> Iterator[str]:
        for arrow in self.movement.arrows:
            if arrow.start <= seconds <= arrow.end:
                yield from _arrow([self._lens.at(Vec(*point)) for point in arrow.path])


def _document(strokes: tuple[str, ...]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.PAPER}"/>'
        f'<g stroke-linejoin="round" stroke-linecap="round">{"".join(strokes)}</g></svg>'
    )


def _face(lens: Lens, face: Face) -> str:
    path = closed(lens.at(corner) for corner in face.corners)
    return f'<path d="{path}" fill="{face.fill}" stroke="{face.edge}" stroke-width="2.5"/>'


def _arrow(points: list[Point]) -> Iterator[str]:
    """A curve from the first point through the second to a head at the third, with paper around it."""
    start, middle, tip = points
    bend = (2 * middle[0] - (start[0] + tip[0]) / 2, 2 * middle[1] - (start[1] + tip[1]) / 2)
    length = math.dist(bend, tip)
    x, y = (tip[0] - bend[0]) / length, (tip[1] - bend[1]) / length
    neck = (tip[0] - x * _ARROW_HEAD, tip[1] - y * _ARROW_HEAD)
    side = _ARROW_HEAD * 0.7
    head = closed((tip, (neck[0] - y * side, neck[1] + x * side), (neck[0] + y * side, neck[1] - x * side)))
    curve = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {neck[0]:.1f} {neck[1]:.1f}"
    for colour, more in ((palette.PAPER, 6), (palette.ACCENT, 0)):
        yield line(curve, colour, 8 + more)
        yield f'<path d="{head}" fill="{colour}" stroke="{colour}" stroke-width="{3 + more}"/>'
