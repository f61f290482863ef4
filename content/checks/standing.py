"""Whether what counts as approved or checked was approved or checked, and by whom.

A text that changed after its approval is no mistake: it counts as a draft again. Late reviews of all items, not of
cards alone, are found in `content.review`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from content.checks.texts import file_of
from content.library import Library
from content.model import Card, Status

#: A telephone number that was checked longer ago than this has to be checked again.
MAX_NUMBER_AGE = timedelta(days=366)


def active_without_approval(cards: Iterable[Card]) -> list[str]:
    """Cards that claim to be approved but do not say by whom, when, and which text."""
    return [
        f"{file_of(card)}: is active without endorser, approval_date and approved_hash: "
        f"use `steadyback review approve card.{card.id}`, or make it draft"
        for card in cards
        if card.review.status is Status.ACTIVE
        and None in (card.review.endorser, card.review.approval_date, card.review.approved_hash)
    ]


def stale_numbers(library: Library, today: date) -> list[str]:
    """Telephone numbers that were checked more than a year ago."""
    return [
        f"emergency_numbers.toml: {code}: {entry.number} was checked on {entry.verified_on}: check it again"
        for code, country in library.numbers_by_country.items()
        for entry in country.entries
        if entry.verified_on is not None and today - entry.verified_on > MAX_NUMBER_AGE
    ]
