"""What must hold for any text: no exception, bounded work, nothing read past the longest message."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.warning_signs import Finding, LexiconError, load_warning_signs
from dialogs.warning_signs.findings import LEVEL_OF_TIER
from dialogs.warning_signs.normal import LONGEST_TEXT
from tests.dialogs.warning_signs.recognition import warning_signs

WORDS = st.sampled_from(
    [
        *"i my no not but and if what numb groin legs bladder cant feel dog last year fever 39 12 took pills".split(),
        *",.?'\u200bé",
    ]
)
HARD = "if no my groin is numb and i cant feel it but my dog had pills last year "


def work(text: str) -> int:
    """How many calls judging a text takes: the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        warning_signs().find(text)
    finally:
        sys.setprofile(None)
    return calls


@given(st.one_of(st.text(), st.lists(WORDS, max_size=120).map(" ".join)))
@settings(deadline=None)
def test_any_text_is_judged_without_an_exception(text: str) -> None:
    for finding in warning_signs().find(text):
        assert isinstance(finding, Finding)
        assert finding.level is LEVEL_OF_TIER[finding.tier]
        assert finding.words


@pytest.mark.parametrize(
    "unit", [HARD, HARD.replace(" but", ". But"), "numb groin ", "no ", "if ", "a", "1 ", "can't "]
)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    warning_signs()
    short, long = (work((unit * 4096)[:size]) for size in (1000, 4000))

    assert long <= 5 * short + 2000


def test_a_message_of_300_characters_takes_little_work() -> None:
    warning_signs()
    message = (
        "I have had a sore back since monday after lifting boxes and it goes into my left leg when I sit for long, "
        "ibuprofen helps a bit, no numbness or weakness and my bladder is fine, but today it feels strange when I "
        "wipe and I can not really feel the toilet paper, should I worry about this or wait until tomorrow?"
    )

    assert work(message) < 10_000


def test_nothing_past_the_longest_message_is_read() -> None:
    padding = "x " * (LONGEST_TEXT // 2)

    assert warning_signs().find(padding + "my crotch is numb") == warning_signs().find(padding)


def test_an_unknown_locale_is_refused_with_the_file_to_add() -> None:
    with pytest.raises(LexiconError, match=r"xx\.toml is missing"):
        load_warning_signs(("en", "xx"))
