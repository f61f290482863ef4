"""The shipped content as if a clinician had approved it, for tests of what strict policy shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from bot.review.records import Records
from content.ledger import Ledger
from content.library import Library
from content.model import Review, Status
from content.review import Item, Kind


def approval(item: Item) -> Review:
    """What a clinician would have written about an item."""
    return replace(
        item.review,
        status=Status.ACTIVE,
        reviewer="Dr Example, GP",
        endorser="Dr Example, GP",
        approval_date=date(2026, 11, 23),
        last_review_date=date(2026, 11, 23),
        approved_hash=item.hash,
    )


def ledger(items: Iterable[Item], *, but: Collection[str] = ()) -> Ledger:
    """Everything approved that is not a card, except `but`."""
    return Ledger(
        author="A writer",
        reviews={
            item.id: approval(item) for item in items if item.kind is not Kind.CARD and item.id not in but
        },
    )


def library(records: Records, *, but: Collection[str] = ()) -> Library:
    """The library with every card approved, except `but` (ids of cards)."""
    cards = records.words.library.cards_by_id
    return replace(
        records.words.library,
        cards_by_id={
            id_: card if id_ in but else replace(card, review=approval(records.item(f"card.{id_}")))
            for id_, card in cards.items()
        },
    )
