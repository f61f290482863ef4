"""A picture that cannot be had is None, whatever the reason: the words go out without it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app.pictures import find_picture
from bot.app.ports import PictureError
from tests.bot.channels.drawn import DrawnPictures


@pytest.fixture
def pictures(tmp_path: Path) -> DrawnPictures:
    return DrawnPictures(tmp_path)


async def test_a_picture_is_a_file(pictures: DrawnPictures) -> None:
    found = await find_picture(pictures, "knee_roll.gif")

    assert found is not None
    assert found.is_file()


async def test_no_name_and_no_source_are_no_picture(pictures: DrawnPictures) -> None:
    assert await find_picture(pictures, "") is None
    assert await find_picture(None, "knee_roll.gif") is None


@pytest.mark.parametrize("error", [PictureError("the disk is full"), KeyError("hip"), OSError()], ids=repr)
async def test_a_fault_in_drawing_is_logged_and_goes_no_further(
    pictures: DrawnPictures, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    pictures.error = error

    assert await find_picture(pictures, "knee_roll.gif") is None
    assert "knee_roll.gif is left out" in caplog.text


async def test_a_drawing_that_never_ends_is_given_up() -> None:
    class Endless:
        async def path(self, name: str) -> Path:
            await asyncio.Event().wait()
            return Path(name)

    assert await find_picture(Endless(), "knee_roll.gif", seconds=0) is None
