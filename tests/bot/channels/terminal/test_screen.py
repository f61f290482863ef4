"""The terminal for people: every button can be reached by a key, and older keys do nothing new."""

from __future__ import annotations

import click
import pytest

from bot.app.ports import PictureError
from bot.channels.terminal.screen import Screen
from bot.messages import Button, MessageKind, Outbound, SendClass
from tests.bot.channels.drawn import DrawnPictures
from tests.bot.rendering.pages import everything, questions, rendered, says


async def _shown(*effects):
    lines: list[str] = []
    screen = Screen(lines.append)
    for effect in effects:
        await screen.send("me", rendered(effect))
    screen.show()
    return screen, [click.unstyle(line) for line in lines]


async def test_every_button_of_a_question_has_a_key_of_its_own():
    for ask in questions():
        screen, _ = await _shown(ask)
        wanted = [button.id for row in rendered(ask).buttons for button in row]
        keys = [*map(str, range(1, len(wanted) + 1)), "b", "w", "l"]
        assert sorted(filter(None, map(screen.pressed, keys))) == sorted(wanted), ask.question


@pytest.mark.parametrize("typed", ["no", "yes", "0", "99", "", "  ", "1 and 2"])
async def test_anything_that_is_no_key_is_a_typed_answer(typed):
    screen, _ = await _shown(next(questions()))
    assert screen.pressed(typed) is None


async def test_keys_are_read_with_spaces_and_in_capitals():
    ask = next(ask for ask in questions() if ask.question == "ces_urinary")
    screen, _ = await _shown(ask)
    assert screen.pressed(" B ") == screen.pressed("b") is not None


async def test_the_keys_belong_to_the_last_message_with_buttons():
    first, second = list(questions())[:2]
    screen, _ = await _shown(first, second)
    ids = [button.id for row in rendered(second).buttons for button in row]
    assert screen.pressed("1") in ids


async def test_every_line_fits_the_width_and_has_no_markup():
    for effect in everything():
        _, lines = await _shown(effect)
        assert [line for line in lines if len(line) > 88 and "   " not in line] == []
        assert [line for line in lines if "<b>" in line or "&lt;" in line] == []


async def test_what_was_shown_is_not_shown_again():
    lines: list[str] = []
    screen = Screen(lines.append)
    await screen.send("me", rendered(next(says())))
    screen.show()
    before = len(lines)
    screen.show()
    assert len(lines) == before


ROLL = Outbound(
    kind=MessageKind.PICTURE,
    id="exercise.knee_roll",
    text="<b>Knee rolls</b>",
    locale="en",
    send_class=SendClass.CONTENT,
    buttons=((Button(id="v1.abc.done", label="Done", action="care"),),),
    picture="knee_roll.gif",
    alt="A person on their back rolls both knees to the left and to the right, slowly and in turn, with relaxed arms.",
)


async def test_a_picture_is_told_by_its_file_and_by_what_it_shows(tmp_path):
    lines: list[str] = []
    screen = Screen(lines.append, DrawnPictures(tmp_path))
    await screen.send("me", ROLL)
    screen.show()
    shown = [click.unstyle(line) for line in lines]
    assert shown[:3] == ["", "Knee rolls", f"Picture: {tmp_path / 'knee_roll.v1.gif'}"]
    assert " ".join(shown[3:-1]) == ROLL.alt
    assert shown[-1] == "  1 Done"
    assert (tmp_path / "knee_roll.v1.gif").is_file()
    dim = [line for line in lines if line.startswith("\x1b[2m")]
    assert len(dim) == len(lines) - 3
    assert screen.pressed("1") == "v1.abc.done"


@pytest.mark.parametrize("error", [PictureError("the disk is full"), KeyError("hip")], ids=repr)
async def test_without_its_picture_a_message_tells_what_it_would_have_shown(tmp_path, error):
    for pictures in (None, DrawnPictures(tmp_path)):
        if pictures is not None:
            pictures.error = error
        lines: list[str] = []
        screen = Screen(lines.append, pictures)
        await screen.send("me", ROLL)
        screen.show()
        shown = [click.unstyle(line) for line in lines]
        assert shown[1] == "Knee rolls"
        assert shown[2].startswith("A person on their back")
        assert not any(line.startswith("Picture:") for line in shown)


async def test_a_message_without_a_picture_says_nothing_of_pictures(tmp_path):
    effect = next(says())
    lines: list[str] = []
    screen = Screen(lines.append, DrawnPictures(tmp_path))
    await screen.send("me", rendered(effect))
    screen.show()
    assert not any("Picture:" in line for line in lines)
    assert list(tmp_path.iterdir()) == []
