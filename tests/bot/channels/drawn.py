"""Small real pictures for tests of the channels, and a source of them that can fail."""

from __future__ import annotations

import functools
from io import BytesIO
from pathlib import Path

from PIL import Image


class DrawnPictures:
    """The `PictureSource` of a folder: `name.gif` is drawn as `name.v1.gif`, and anew for each `version`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = 1
        #: Raised instead of drawing.
        self.error: Exception | None = None

    async def path(self, name: str) -> Path:
        if self.error is not None:
            raise self.error
        stem, _, ending = name.rpartition(".")
        path = self.folder / f"{stem}.v{self.version}.{ending}"
        if not path.exists():
            path.write_bytes(image(ending))
        return path


@functools.cache
def image(ending: str) -> bytes:
    """A picture of two colours, one after the other where it can move."""
    written = BytesIO()
    first, second = (Image.new("L", (200, 120), shade) for shade in (0, 255))
    if ending == "gif":
        first.save(written, "gif", save_all=True, append_images=[second], duration=500, loop=0)
    else:
        first.save(written, ending)
    return written.getvalue()
