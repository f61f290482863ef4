"""The terminal for people: every button can be reached by a key, and older keys do nothing new."""

from __future__ import annotations

import click
import pytest

from bot.channels.terminal.screen import Screen
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
