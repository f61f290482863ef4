"""Nothing counts as approved or checked without a name and a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from content.checks.standing import active_without_approval, stale_numbers
from tests.content.samples import APPROVED, DRAFT, TODAY, card, library


@pytest.mark.parametrize("missing", [{"endorser": None}, {"approval_date": None}, {"approved_hash": None}])
def test_an_active_card_needs_a_name_a_day_and_a_text(missing: dict[str, Any]) -> None:
    assert active_without_approval([card(review=replace(APPROVED, **missing))])


def test_drafts_and_approved_cards_may_stand() -> None:
    assert active_without_approval([card(review=DRAFT), card(review=APPROVED)]) == []


def test_a_text_that_changed_after_its_approval_is_no_mistake_but_a_draft() -> None:
    changed = card(review=APPROVED, hash="another text")

    assert active_without_approval([changed]) == []
    assert not changed.is_approved


def test_a_number_checked_more_than_a_year_ago_is_found() -> None:
    assert not stale_numbers(library(checked=date(2025, 11, 22)), TODAY)
    [problem] = stale_numbers(library(checked=date(2025, 11, 20)), TODAY)

    assert "DE: 112" in problem
