"""Results and buttons fit, and what does not fit is named."""

from __future__ import annotations

import pytest

from bot.bootstrap import load_dialog
from bot.cli import limits


@pytest.fixture(scope="module")
def dialog():
    return load_dialog()


def test_every_result_fits_on_one_screen(dialog):
    assert limits.result_problems(dialog) == []


def test_a_result_that_is_too_long_is_named_with_voice_and_country(dialog, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 100)
    problems = limits.result_problems(dialog)
    assert any("result.emergency_now.default (caregiver, country unknown)" in problem for problem in problems)


def test_every_button_fits(dialog):
    assert limits.button_problems(dialog) == []


def test_a_button_that_is_too_long_is_named(dialog, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 20)
    assert any("bytes" in problem for problem in limits.button_problems(dialog))


def test_every_country_has_an_ambulance(dialog):
    assert limits.number_problems(dialog.words.library) == []
