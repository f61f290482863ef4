"""Every scenario, pressed, typed and in the other voice; and whether they cover the whole decision table."""

from __future__ import annotations

import pytest

from tests.support.conversation import dialog
from tests.support.scenario import read_scenario, scenario_paths, scenarios
from tests.support.scenario_player import Manner, play

PROTOCOL = dialog().words.protocol

each_scenario = pytest.mark.parametrize(
    "path", scenario_paths(), ids=lambda path: f"{path.parent.name}/{path.stem}"
)


@each_scenario
async def test_a_conversation_goes_as_written(path):
    await play(read_scenario(path))


@each_scenario
async def test_typing_the_words_on_the_buttons_leads_to_the_same_place(path):
    await play(read_scenario(path), Manner(types=True))


@each_scenario
async def test_a_caregiver_is_told_the_same(path):
    await play(read_scenario(path), Manner(voice="caregiver"))


def test_every_case_of_every_rule_is_the_reason_of_some_scenario():
    covered = {
        (rule, disposition)
        for one in scenarios()
        for disposition, _, rules in one.expected()
        for rule in rules
    }
    wanted = {(rule.id, case.disposition) for rule in PROTOCOL.rules for case in rule.cases}
    assert not sorted(wanted - covered)


def test_every_category_and_every_disposition_is_reached_by_some_scenario():
    expected = [found for one in scenarios() for found in one.expected()]
    assert {category for _, category, _ in expected} >= {*PROTOCOL.categories, None}
    assert {disposition for disposition, _, _ in expected} == set(PROTOCOL.disposition_by_id)


def test_every_question_is_named_by_some_scenario():
    named = {part for one in scenarios() for line in one.lines for part in line.parts}
    assert not sorted(set(PROTOCOL.question_by_id) - named)


def test_no_two_scenarios_have_the_same_title():
    titles = [one.title for one in scenarios()]
    assert sorted(title for title in set(titles) if titles.count(title) > 1) == []


def test_every_title_says_what_happens_in_one_line():
    assert [one.title for one in scenarios() if not 8 <= len(one.title) <= 100] == []
