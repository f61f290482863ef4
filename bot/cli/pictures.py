"""`steadyback pictures`: draws every exercise, so that nobody waits for a picture, or one sheet to look through them all.

What is drawn already, from the same data, is left as it is.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.app.ports import PictureError
from bot.documents.contact_sheet import contact_sheet
from bot.documents.pictures import Pictures
from bot.settings import read_settings
from content.library import load_library


def run_pictures(to: str | None) -> None:
    """Draw all pictures into `to`, or into the cache, and print their paths. Raises PictureError."""
    folder = Path(to) if to else read_settings().pictures_dir
    asyncio.run(_draw_all(Pictures(load_library().exercises_by_id, folder)))


async def _draw_all(pictures: Pictures) -> None:
    for number, name in enumerate(pictures.names, start=1):
        path = await pictures.path(name)
        click.echo(f"[{number:>2}/{len(pictures.names)}] ", err=True, nl=False)
        click.echo(path)


def run_sheet(sheet: str) -> None:
    """Draw the contact sheet and print its path. Raises PictureError."""
    path = Path(sheet)
    if path.suffix.lower() != ".png":
        raise PictureError(f"{sheet} should end in .png: the sheet is drawn as a PNG")
    drawn = contact_sheet(load_library())
    try:
        path.write_bytes(drawn)
    except OSError as error:
        raise PictureError(
            f"{sheet} cannot be written ({error.strerror}): name a file in a folder that is there"
        ) from error
    click.echo(path)
