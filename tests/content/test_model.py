"""What a review covers and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from content.model import NumberKind, RiskClass, Status
from tests.content.samples import APPROVED, DRAFT, card, library


def test_red_flags_are_reviewed_every_year_and_the_rest_every_three() -> None:
    assert APPROVED.review_by() == date(2029, 11, 1)
    assert APPROVED.review_by(RiskClass.RED_FLAG) == date(2027, 11, 1)
    assert replace(APPROVED, risk_class=RiskClass.RED_FLAG).review_by() == date(2027, 11, 1)


def test_a_leap_day_has_an_anniversary() -> None:
    assert replace(DRAFT, last_review_date=date(2028, 2, 29)).review_by() == date(2031, 2, 28)


def test_the_last_review_counts_before_the_approval() -> None:
    assert replace(APPROVED, last_review_date=date(2027, 1, 1)).review_by() == date(2030, 1, 1)
    assert replace(APPROVED, last_review_date=None).review_by() == date(2029, 11, 1)


def test_what_was_never_reviewed_has_no_next_review() -> None:
    assert DRAFT.review_by() is None


def test_an_approval_lapses_when_the_text_changes() -> None:
    assert card(review=APPROVED).is_approved
    assert not card(review=APPROVED, hash="another").is_approved


def test_a_draft_and_a_retired_text_are_not_approved() -> None:
    assert not card(review=DRAFT).is_approved
    assert not card(review=replace(APPROVED, status=Status.RETIRED)).is_approved
    assert not card(review=replace(APPROVED, status=Status.DRAFT)).is_approved


def test_each_kind_of_number_is_trusted_on_its_own() -> None:
    checked, unchecked = library().numbers("DE"), library(checked=None).numbers("DE")

    assert checked is not None
    assert unchecked is not None
    assert checked.is_verified(NumberKind.AMBULANCE)
    assert not checked.is_verified(NumberKind.CRISIS)
    assert not unchecked.is_verified(NumberKind.AMBULANCE)
