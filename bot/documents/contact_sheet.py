"""All still pictures on one sheet, with their titles, for people who look through them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.documents import palette
from bot.documents.animation import still_image
from bot.documents.lens import HEIGHT, WIDTH
from bot.documents.scene import Scene
from content.library import Library
from content.movement import TOPIC, Exercise

if TYPE_CHECKING:
    from PIL.Image import Image

_COLUMNS: Final = 3
#: Width of one picture, space for its title, and between pictures.
_CELL, _TITLE, _GAP = 480, 44, 16
_COLOURS: Final = 96


def contact_sheet(library: Library) -> bytes:
    """A PNG of all stills in the order of the library."""
    from PIL import Image, ImageDraw, ImageFont

    cards = next((topic.cards for topic in library.topics if topic.id == TOPIC), ())
    exercises = [library.exercises_by_id[card] for card in cards if card in library.exercises_by_id]
    cells = [_cell(exercise) for exercise in exercises]
    height = _CELL * HEIGHT // WIDTH + _TITLE
    rows = -(-len(cells) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (_CELL + _GAP) + _GAP, rows * (height + _GAP) + _GAP), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(24)
    for number, (exercise, cell) in enumerate(zip(exercises, cells, strict=True)):
        x = _GAP + number % _COLUMNS * (_CELL + _GAP)
        y = _GAP + number // _COLUMNS * (height + _GAP)
        sheet.paste(cell, (x, y))
        draw.text((x + 8, y + height - _TITLE + 8), exercise.card.title, fill=palette.INK, font=font)
    file = BytesIO()
    sheet.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def _cell(exercise: Exercise) -> Image:
    return still_image(Scene(exercise.movement), _CELL)
