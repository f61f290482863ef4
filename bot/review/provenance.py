"""Where a sentence comes from and whether anybody has approved it, for `/sources`.

It finds no words for that: rendering does.
"""

from __future__ import annotations

from functools import cache

from bot.i18n.locale_data import SOURCE
from bot.rendering.backing import Backing, Provenance
from bot.review.items import OTHER_PHRASES
from bot.review.policy import strict_refusal
from bot.review.records import Records
from content.review import Kind, Standing

#: First part of a message's id -> of the item that the message shows.
_SHOWN_AS = {"why": Kind.QUESTION, "exercise": Kind.CARD}


def provenance(content_id: str, records: Records) -> Provenance | None:
    """What stands behind an item, or behind a message by its id (`result.self_care.default`, `why.ces_bowel`).

    None = nothing with this id is under review.
    """
    item = records.items.get(item_id(content_id, records))
    if item is None:
        return None
    is_approved = item.standing is Standing.ACTIVE
    library = records.words.library
    return Provenance(
        item=item.id,
        standing=item.standing,
        hash=item.hash,
        endorser=item.review.endorser if is_approved else None,
        approval_date=item.review.approval_date if is_approved else None,
        review_by=item.review_by,
        citations=tuple(library.citation(key) for key in item.citations if key in library.citations_by_key),
    )


def backing(records: Records) -> Backing:
    """What pages are told about their own words."""
    return Backing(
        provenance=lambda content_id: provenance(content_id, records),
        results_approved=cache(lambda: not strict_refusal(records.items.values(), SOURCE)),
    )


def item_id(content_id: str, records: Records) -> str:
    """The id of the item that holds the words of a catalog context or a message; "" = none does."""
    kind, _, rest = content_id.partition(".")
    name = f"{_SHOWN_AS.get(kind, kind)}.{rest}"
    while "." in name:
        if name in records.items:
            return name
        name = name.rpartition(".")[0]
    if kind == Kind.PHRASE or content_id == OTHER_PHRASES:
        return OTHER_PHRASES
    return ""
