"""Reads `reviews.toml`: who approved what has no header of its own.

It writes nothing, and does not know whether an approval still holds: `content.review` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from content.fields import Fields
from content.library import ROOT
from content.loader import read_toml
from content.model import Period, Review, RiskClass, Status

#: The file's name, beside the words.
LEDGER = "reviews.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What `reviews.toml` holds."""

    #: Who wrote what has no author beside it.
    author: str
    reviews: Mapping[str, Review]

    def review(self, item_id: str, author: str = "") -> Review:
        """The review of an item; a draft where nobody has written one. `author` "" = the ledger's."""
        found = self.reviews.get(item_id) or _DRAFT
        return replace(found, author=author or self.author)


#: A review that nobody has begun.
_DRAFT = Review(
    status=Status.DRAFT,
    author="",
    reviewer=None,
    endorser=None,
    approval_date=None,
    last_review_date=None,
    effective_period=None,
    risk_class=RiskClass.GENERAL,
)


def read_ledger(path: Path = ROOT / LEDGER) -> Ledger:
    """The reviews in `reviews.toml`. Raises a `ContentError` for the first mistake met."""
    table = Fields(read_toml(path), path.name)
    author, reviews = table.text("author"), table.inner("reviews")
    table.end()
    entries = () if reviews is None else reviews.rest()
    return Ledger(
        author=author, reviews={id_: _review(Fields(v, f"{path.name}: {id_}")) for id_, v in entries}
    )


def _review(table: Fields) -> Review:
    review = replace(
        _DRAFT,
        status=table.choice("status", Status),
        reviewer=table.optional_text("reviewer"),
        endorser=table.optional_text("endorser"),
        approval_date=table.day("approval_date"),
        last_review_date=table.day("last_review_date"),
        approved_hash=table.optional_text("approved_hash"),
    )
    retired_on = table.day("retired_on")
    table.end()
    return (
        review if retired_on is None else replace(review, effective_period=Period(start=None, end=retired_on))
    )
