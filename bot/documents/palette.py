"""The few colours of all pictures, each far enough from its neighbours to be told apart without seeing colour well."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#f8f5ee"
INK: Final = "#1f3541"
#: For what moves and where to.
ACCENT: Final = "#e8502c"
#: For where the movement comes from.
GHOST: Final = "#eceae2"
GHOST_EDGE: Final = "#8d979b"

#: Of the near limb and of the far one.
SKIN: Final = ("#d9a37c", "#c08c68")
SHIRT: Final = ("#2f9c95", "#247f7a")
TROUSERS: Final = ("#3f5f8a", "#314d75")
SOCKS: Final = ("#f6f2ea", "#d9d4c8")
HAIR: Final = "#4a3a34"

#: Tops, near sides, ends and edges of things.
MAT: Final = ("#cfe0ea", "#a9c3d3", "#a9c3d3", "#8fabbd")
PILLOW: Final = ("#fdfcf9", "#e8e4da", "#e8e4da", "#b9b4a8")
WOOD: Final = ("#e9cfa6", "#d9b988", "#cfae7c", "#9c7b4b")
FLOOR: Final = "#e6e1d3"
FLOOR_MARK: Final = "#cbc4b0"

_PERSON: Final = (*SKIN, *SHIRT, *TROUSERS, *SOCKS, HAIR)
_THINGS: Final = (*MAT, *PILLOW, *WOOD, FLOOR, FLOOR_MARK)
#: Every colour above, once.
FLAT: Final = tuple(dict.fromkeys((PAPER, INK, ACCENT, GHOST, GHOST_EDGE, *_PERSON, *_THINGS)))
