"""Gets a picture for a channel, and never lets one stand between a person and the words that go with it.

It draws nothing and shows nothing.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Final

from bot.app.ports import PictureError, PictureSource

#: A picture that takes longer, in seconds, is left out.
DRAWING_SECONDS: Final = 10.0

log = logging.getLogger(__name__)


async def find_picture(
    source: PictureSource | None, name: str, *, seconds: float = DRAWING_SECONDS
) -> Path | None:
    """The file of a picture; None = no `name`, no `source`, or it could not be drawn in time."""
    if source is None or not name:
        return None
    try:
        async with asyncio.timeout(seconds):
            return await source.path(name)
    except PictureError as error:
        log.warning("picture %s is left out: %s", name, error)
    except Exception as error:  # whatever is wrong with the drawing, the words must go out
        log.error("picture %s is left out: %s", name, type(error).__name__)
    return None
