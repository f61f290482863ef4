"""Single elements of SVG, with the few widths that all pictures share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.documents.lens import Lens
from bot.documents.outline import Point
from bot.documents.palette import INK
from bot.documents.space import Ball

#: Width of the line around the body, in pixels.
EDGE: Final = 2.5


def blot(lens: Lens, solids: Iterable[Iterable[Ball]], fill: str) -> Iterator[str]:
    """Solids of one colour, with one line around all of them together and none between them."""
    kept = [tuple(balls) for balls in solids]
    yield patch(lens.solids(kept, wider=EDGE), INK)
    yield patch(lens.solids(kept), fill)


def patch(path: str, fill: str) -> str:
    """A path without a line around it."""
    return f'<path d="{path}" fill="{fill}"/>'


def line(path: str, colour: str, width: float, dashes: str = "") -> str:
    """An open path."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def dot(at: Point, radius: float, fill: str, edge: float = 0.0) -> str:
    """A circle."""
    rim = f' stroke="{INK}" stroke-width="{edge:g}"' if edge else ""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.1f}" fill="{fill}"{rim}/>'
