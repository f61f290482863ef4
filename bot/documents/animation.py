"""Turns scenes into files: a still PNG and a GIF that loops for ever, small enough for a phone on a slow line.

The libraries that draw are imported here and only when something is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.documents import palette
from bot.documents.lens import WIDTH
from bot.documents.scene import Scene

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels across the animation; its height follows.
GIF_WIDTH: Final = 600
#: Milliseconds that each frame of the animation is shown: 12.5 frames a second.
FRAME_MS: Final = 80
#: Colours of the still picture.
_STILL_COLOURS: Final = 128


def still_png(scene: Scene) -> bytes:
    """The still picture as a PNG with a small palette."""
    from PIL import Image

    image = still_image(scene, WIDTH).quantize(_STILL_COLOURS, method=Image.Quantize.MEDIANCUT)
    return _saved(image, "PNG", optimize=True)


def still_image(scene: Scene, width: int) -> Image:
    """The still picture, so many pixels across."""
    return _image(scene.still(), width)


def looping_gif(scene: Scene) -> bytes:
    """The movement as a GIF: one palette for all frames, so that nothing flickers."""
    from PIL import Image

    colours = _palette_image()
    drawn: dict[str, Image.Image] = {}
    moments = list(_moments(scene))
    for svg in moments:
        if svg not in drawn:  # while a position is held, nothing changes
            drawn[svg] = _image(svg, GIF_WIDTH).quantize(palette=colours, dither=Image.Dither.NONE)
    frames = [drawn[svg] for svg in moments]
    return _saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=FRAME_MS, loop=0, disposal=1
    )


def _moments(scene: Scene) -> Iterator[str]:
    count = max(round(scene.movement.seconds * 1000 / FRAME_MS), 2)
    return (scene.moment(scene.movement.seconds * i / count) for i in range(count))


def _image(svg: str, width: int) -> Image:
    import resvg_py
    from PIL import Image

    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(BytesIO(drawn)).convert("RGB")


def _saved(image: Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _palette_image() -> Image:
    """All colours, and each halfway to the ink and to the paper, for soft edges."""
    from PIL import Image

    flat = [_rgb(colour) for colour in palette.FLAT]
    shades = [_halfway(c, _rgb(palette.INK)) for c in flat] + [
        _halfway(_rgb(palette.ACCENT), _rgb(palette.PAPER))
    ]
    image = Image.new("P", (1, 1))
    image.putpalette([value for colour in dict.fromkeys((*flat, *shades)) for value in colour])
    return image


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _halfway(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return (a[0] + b[0]) // 2, (a[1] + b[1]) // 2, (a[2] + b[2]) // 2
