"""A trait that nothing tells is found before it fails to withhold a card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.library import load_library
from dialogs.checks.content import check_traits, known_traits
from dialogs.checks.report import Report
from dialogs.loader import load_protocol
from tests.content.samples import STEP, card

PROTOCOL = load_protocol()


def findings(*, cards: tuple[object, ...] = (), steps: tuple[object, ...] = ()) -> list[str]:
    report = Report()
    check_traits(PROTOCOL, report, cards=cards, steps=steps)  # type: ignore[arg-type]
    return [str(finding) for finding in report.findings]


def test_what_ships_names_only_traits_that_can_be_known() -> None:
    library = load_library()

    assert findings(cards=library.cards, steps=library.plan) == []


KNOWN = """
pregnant osteoporosis_known med_ulcer numb_skin low_mood goal_sleep possible_stenosis chronic stenosis older age_60_plus
late_pregnancy recent_birth band_acute band_subacute band_chronic
""".split()


@pytest.mark.parametrize("trait", KNOWN)
def test_facts_categories_goals_and_what_follows_from_them_are_known(trait: str) -> None:
    assert trait in known_traits(PROTOCOL)


@pytest.mark.parametrize(
    "trait", ["pregnent", "no_goal", "duration", "plan_goal", "under_2w", "self_care", ""]
)
def test_what_is_no_trait_is_found_in_cards_and_steps(trait: str) -> None:
    assert "moving/short_walks: not_for names" in findings(cards=(card(not_for=(trait,)),))[0]
    assert "walk_today: not_for names" in findings(steps=(replace(STEP, not_for=(trait,)),))[0]
    assert "walk_today: only names" in findings(steps=(replace(STEP, only=(trait,)),))[0]


def test_what_was_looked_at_is_counted() -> None:
    report = Report()
    check_traits(PROTOCOL, report, cards=(card(not_for=("pregnant", "older")),), steps=(STEP,))

    assert report.covered == [("traits named by cards and plan steps", 2)]
