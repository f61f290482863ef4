"""Made-up content that is in order, for tests to spoil in one place at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from content.library import Library
from content.model import (
    Card,
    Citation,
    Confidence,
    CountryNumbers,
    NumberKind,
    PhoneNumber,
    Review,
    RiskClass,
    Status,
)

TODAY = date(2026, 11, 22)

DRAFT = Review(
    status=Status.DRAFT,
    author="A writer",
    reviewer=None,
    endorser=None,
    approval_date=None,
    last_review_date=None,
    effective_period=None,
    risk_class=RiskClass.GENERAL,
)

APPROVED = replace(
    DRAFT,
    status=Status.ACTIVE,
    endorser="Dr Example",
    approval_date=date(2026, 11, 1),
    last_review_date=date(2026, 11, 1),
    approved_hash="0123456789abcdef",
)

CARD = Card(
    id="short_walks",
    topic="moving",
    title="Short walks",
    body="Take a short walk. Then rest.",
    citations=("a_trial",),
    not_for=(),
    gate=None,
    related=(),
    review=DRAFT,
    hash="0123456789abcdef",
)

SOURCE = Citation(
    key="a_trial",
    title="A trial of walking",
    identifier="doi 10.1000/1",
    url=None,
    year=2024,
    confidence=Confidence.SEEN,
    note="",
)


def card(**changes: Any) -> Card:
    """The good card with something changed."""
    return replace(CARD, **changes)


def library(*cards: Card, checked: date | None = TODAY) -> Library:
    """A library with these cards, one source and one country whose number was checked on a day."""
    phone = PhoneNumber(
        kind=NumberKind.AMBULANCE,
        number="112",
        verified=checked is not None,
        source_url="https://example.org",
        verified_on=checked,
        exception="",
    )
    country = CountryNumbers(
        country="DE",
        ambulance=("112",),
        general=None,
        urgent_line=None,
        crisis=None,
        poison=None,
        source_url=phone.source_url,
        verified_on=checked,
        verified=phone.verified,
        note="",
        entries=(phone,),
    )
    return Library(
        cards_by_id={each.id: each for each in cards or (CARD,)},
        citations_by_key={SOURCE.key: SOURCE},
        numbers_by_country={"DE": country},
        numbers_as_of=TODAY,
    )
