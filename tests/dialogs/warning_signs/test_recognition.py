"""Holds the recogniser against the development corpus; the rates are printed with `pytest -s`."""

import tomllib
from pathlib import Path

import pytest

from dialogs.warning_signs import Level
from tests.dialogs.warning_signs.recognition import check_harmless, warning_signs

HERE = Path(__file__).parent
URGENCY = [Level.SELF_HARM, Level.EMERGENCY, Level.URGENT]
PRESENT = {
    Level(name): texts for name, texts in tomllib.loads((HERE / "present.toml").read_text("utf-8")).items()
}
HARMLESS = tomllib.loads((HERE / "harmless.toml").read_text("utf-8"))


def reaches(text: str, level: Level) -> bool:
    found = warning_signs().find(text)
    return bool(found) and URGENCY.index(found[0].level) <= URGENCY.index(level)


def test_present_signs_are_caught_at_their_level_or_above() -> None:
    texts = [(text, level) for level, group in PRESENT.items() for text in group]

    missed = [(level.value, text) for text, level in texts if not reaches(text, level)]

    rate = 1 - len(missed) / len(texts)
    print(f"\ncaught {rate:.1%} of {len(texts)}; missed: {missed}")
    assert len(texts) >= 200
    assert rate >= 0.97


def test_harmless_messages_are_left_alone() -> None:
    texts = [text for group in HARMLESS.values() for text in group]

    alarmed = check_harmless(texts)

    rate = 1 - len(alarmed) / len(texts)
    print(f"\nleft alone {rate:.1%} of {len(texts)}; alarmed: {alarmed}")
    assert len(texts) >= 200
    assert rate >= 0.92


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("no fever, but my crotch is numb", "ces_saddle_numbness"),
        ("my mum can't feel when she wipes", "ces_saddle_numbness"),
        ("should I worry that I can't feel my bum?", "ces_saddle_numbness"),
        ("I was fine until this morning, now I can't wee", "ces_urinary_retention"),
        ("my left leg gets weaker every day", "leg_weakness_progressive"),
        ("I want to kill myself", "self_harm"),
    ],
)
def test_what_the_specification_says_fires_fires(text: str, sign: str) -> None:
    assert sign in {finding.sign for finding in warning_signs().find(text)}


def test_the_most_urgent_sign_comes_first_and_each_once() -> None:
    found = warning_signs().find("I have a fever, my groin is numb, my groin is numb and I want to die")

    assert [finding.level for finding in found] == [Level.SELF_HARM, Level.EMERGENCY, Level.URGENT]
    assert len({finding.sign for finding in found}) == len(found)


def test_a_risk_lifts_a_fever_to_an_emergency() -> None:
    (plain,) = warning_signs().find("I have a fever")
    (lifted,) = warning_signs().find("I have a fever and I am on chemo")

    assert (plain.tier, lifted.tier) == ("urgent_same_day", "emergency_today")


def test_a_finding_shows_the_words_that_fired() -> None:
    (finding,) = warning_signs().find("Since Monday my crotch is numb, sorry")

    assert finding.words == "crotch is numb"
