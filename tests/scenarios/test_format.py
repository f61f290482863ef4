"""The scenario format refuses what it does not know, and a scenario that goes wrong shows the whole conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.scenario import BadScenario, parse_scenario
from tests.support.scenario_player import ScenarioFailed, play

HERE = Path("tests/scenarios/made_up.txt")


def _scenario(*lines: str):
    return parse_scenario("\n".join(["A made-up conversation", *lines]), HERE)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("ces_urinari: yes", "ces_urinari"),
        ("ces_urinary: maybe", "maybe"),
        ("danger_now: chest_pain", "chest_pain"),
        ("country: Germany", "Germany"),
        ("until: nowhere", "nowhere"),
        ("asks: nowhere", "nowhere"),
        ("not asked: nowhere", "nowhere"),
        ("press: nothing", "nothing"),
        ("press: yes of nowhere", "nowhere"),
        ("press: change nowhere", "nowhere"),
        ("press: card nothing", "nothing"),
        ("says: card.nothing", "nothing"),
        ("says: nothing", "nothing"),
        ("lead: nothing", "nothing"),
        ("ticked: nothing_known", "nothing_known"),
        ("alert: soon ces_saddle_numbness", "soon"),
        ("alert: emergency_now hunger", "hunger"),
        ("wait: tomorrow", "tomorrow"),
        ("=> home nonspecific R34", "home"),
        ("=> self_care cosy R34", "cosy"),
        ("=> self_care nonspecific R99", "R99"),
        ("=> self_care", "category"),
        ("clicks: yes", "clicks"),
        ("press:", "colon"),
        ("ces_urinary yes", "ces_urinary yes"),
    ],
)
def test_an_unknown_line_is_refused_with_file_and_line(line, word):
    with pytest.raises(BadScenario, match=r"tests/scenarios/made_up\.txt:3") as refused:
        _scenario("until: ces_urinary", line, "=> self_care nonspecific R34")
    assert word in str(refused.value)


def test_a_scenario_that_expects_nothing_is_refused():
    with pytest.raises(BadScenario, match="expects nothing"):
        _scenario("ces_urinary: no")


def test_a_scenario_that_is_too_long_to_review_is_refused():
    with pytest.raises(BadScenario, match="two scenarios"):
        _scenario(*["press: no"] * 20, "asks: ces_urinary")


def test_an_empty_file_is_refused():
    with pytest.raises(BadScenario, match="needs a title"):
        parse_scenario("\n# only a remark\n", HERE)


def test_remarks_and_empty_lines_are_passed_over():
    one = parse_scenario(
        "# a remark\nA title of some length\n\n# another\n=> self_care nonspecific R34\n", HERE
    )
    assert (one.title, [line.number for line in one.lines]) == ("A title of some length", [5])


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        (["=> emergency_today specific R04"], 2, "the result is self_care nonspecific R34"),
        (
            ["ces_urinary: yes", "ces_urinary_timing: older", "=> urgent_same_day specific R04"],
            4,
            "specific R05",
        ),
        (["until: ces_bowel", "asks: ces_urinary"], 3, "ces_bowel"),
        (["until: trend"], 2, "no question is open"),
        (["until: ces_bowel", "press: list", "press: done"], 4, "no button 'done'"),
        (["leg_timing: older", "=> self_care nonspecific R34"], 2, "never asked"),
        (["ces_urinary: yes", "=> self_care nonspecific R34"], 3, "must say what the person answers"),
        (["until: ces_bowel", "not asked: ces_urinary"], 3, "it was asked"),
        (["until: ces_bowel", "type: hello", "alert: emergency_now"], 4, "no alert"),
        (["until: ces_bowel", "type: hello", "says: phrase.help"], 4, "something else"),
        (["until: ces_bowel", "type: hello", "lead: closed"], 4, "does not begin so"),
        (["until: ces_bowel", "press: back", "ticked: yes"], 4, "ticked is no"),
        (["until: ces_bowel", "offers: care"], 3, "no such button"),
        (["until: ces_bowel", "no button: list"], 3, "there is such a button"),
        (["until: ces_bowel", "reads: chocolate"], 3, "did not come"),
    ],
)
async def test_a_wrong_expectation_names_the_line_and_tells_the_conversation(lines, line, why):
    with pytest.raises(ScenarioFailed) as failed:
        await play(_scenario(*lines))
    told = str(failed.value)
    assert told.startswith(f"tests/scenarios/made_up.txt:{line}:")
    assert why in told.splitlines()[1]
    assert "question consent" in told
