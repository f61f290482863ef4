"""What stands behind the words on a page: sources, version and approval, as far as a reader is told.

It is looked up in `bot.review`; here is only its shape, so that pages need not know where approvals are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from content.model import Citation
from content.review import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What stands behind one item."""

    item: str
    standing: Standing
    #: Names the version of the words: SHA-256, 16 hex characters.
    hash: str
    #: Who approved these words; None unless `standing` is active.
    endorser: str | None
    approval_date: date | None
    #: None unless `standing` is active.
    review_by: date | None
    #: In the order in which the item names them; empty where it rests on the items around it.
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """How pages ask what stands behind them; by default nothing is approved."""

    #: By the id of an item or a message; None = nothing with this id is under review.
    provenance: Callable[[str], Provenance | None] = lambda _: None
    #: True when every question, rule, result and safety phrase is approved.
    results_approved: Callable[[], bool] = lambda: False

    def is_approved(self, content_id: str) -> bool:
        """True when a named person has approved exactly these words."""
        found = self.provenance(content_id)
        return found is not None and found.standing is Standing.ACTIVE


#: Nothing is known to be approved.
NOT_REVIEWED = Backing()
