"""Approves and retires items: decides first whether that may be, then writes every file, or none.

A card's review is edited in the card's own file, so that comments and order survive; every other one stands in the
ledger, which is written anew, sorted. This is the only place that writes reviews.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument

from bot.review.errors import Refused
from bot.review.policy import is_indispensable
from bot.review.records import Records
from content.ledger import LEDGER
from content.model import Card, Period, Review, Status
from content.movement import TOPIC as EXERCISES
from content.review import Item, Kind, Standing

#: A line that opens or closes a card's header.
_FENCE = re.compile(r"^\+\+\+\r?\n", re.MULTILINE)
#: Where the reviews begin in the ledger; what stands above is kept as it is.
_ENTRIES = re.compile(r"^\[reviews", re.MULTILINE)


def approve(
    records: Records, item_ids: Iterable[str], reviewer: str, on: date, today: date
) -> tuple[Item, ...]:
    """Write that a named person has approved these texts as they stand; returns the items as they were.

    Raises ReviewError and writes nothing when one of them cannot be approved.
    """
    name = _name(reviewer)
    if on > today:
        raise Refused(f"{on} is in the future: an approval is dated on or before today, {today}")
    items = tuple(records.item(item_id) for item_id in dict.fromkeys(item_ids))
    if not items:
        raise Refused("name at least one item to approve: see `steadyback review list`")
    for item in items:
        _require_approvable(item, on, today)
    _write(records, {item.id: _approved(item, name, on) for item in items})
    return items


def retire(records: Records, item_id: str, today: date) -> Item:
    """Write that an item is withdrawn from today; returns it as it was. Raises ReviewError and then writes nothing."""
    item = records.item(item_id)
    if item.standing is Standing.RETIRED:
        raise Refused(f"{item.id} is retired already")
    if is_indispensable(item):
        raise Refused(
            f"{item.id} cannot be retired, because no conversation is safe without it: change its text"
        )
    period = Period(start=None, end=today)
    _write(records, {item.id: replace(item.review, status=Status.RETIRED, effective_period=period)})
    return item


# -- what may be -----------------------------------------------------------------------------------------------
def _name(reviewer: str) -> str:
    name = " ".join(reviewer.split())
    if not any(map(str.isalpha, name)) or not name.isprintable():
        raise Refused('name the person who approves: --reviewer "Dr Name, role"')
    return name


def _require_approvable(item: Item, on: date, today: date) -> None:
    review = item.review
    if item.standing is Standing.RETIRED:
        where = "its file" if item.kind is Kind.CARD else f"content/{LEDGER}"
        raise Refused(f'{item.id} is retired: set its status to "draft" in {where} before it can be approved')
    if item.standing is Standing.ACTIVE and not item.may_be_renewed(today):
        raise Refused(
            f"{item.id} has not changed since {review.endorser} approved it on {review.approval_date}: "
            f"its next review is due on {item.review_by}"
        )
    last = review.last_review_date or review.approval_date
    if last is not None and on < last:
        raise Refused(f"{on} is before the last review of {item.id} on {last}: give a later day")


def _approved(item: Item, name: str, on: date) -> Review:
    return replace(
        item.review,
        status=Status.ACTIVE,
        reviewer=name,
        endorser=name,
        approval_date=on,
        last_review_date=on,
        approved_hash=item.hash,
    )


# -- files -----------------------------------------------------------------------------------------------------
def _write(records: Records, reviews: Mapping[str, Review]) -> None:
    """Every file is worked out before the first is replaced."""
    files: dict[Path, str] = {}
    entries = dict(records.ledger.reviews)
    for item_id, review in reviews.items():
        if records.item(item_id).kind is Kind.CARD:
            path, text = _card_file(records, records.words.library.card(item_id.partition(".")[2]), review)
            files[path] = text
        else:
            entries[item_id] = review
    if entries != records.ledger.reviews:
        path = records.root / LEDGER
        files[path] = _ledger_text(_read(path), entries)
    for path, text in files.items():
        _replace(path, text)


def _card_file(records: Records, card: Card, review: Review) -> tuple[Path, str]:
    """Where the card stands, and its text with the review in it."""
    if card.topic == EXERCISES and card.exercise is not None:
        path = records.root / EXERCISES / f"{card.id}.toml"
        return path, _with_review(_read(path), review)
    path = records.root / "cards" / card.topic / f"{card.id}.md"
    opening, header, body = _FENCE.split(text := _read(path), maxsplit=2)
    fence = next(_FENCE.finditer(text)).group()
    return path, f"{opening}{fence}{_with_review(header, review)}{fence}{body}"


def _with_review(toml: str, review: Review) -> str:
    document = tomlkit.parse(toml)
    for name, value in _fields(review).items():
        document[name] = value
    if review.status is Status.RETIRED and review.effective_period is not None:
        _end_period(document, review.effective_period.end)
    return tomlkit.dumps(document)


def _end_period(document: TOMLDocument, end: date | None) -> None:
    period = document.get("effective_period")
    if period is None:
        period = document["effective_period"] = tomlkit.inline_table()
    period["end"] = end


def _fields(review: Review) -> Mapping[str, object]:
    """The review's fields that have a value, under the names of a card's header."""
    fields = {
        "status": str(review.status),
        "reviewer": review.reviewer,
        "endorser": review.endorser,
        "approval_date": review.approval_date,
        "last_review_date": review.last_review_date,
        "approved_hash": review.approved_hash,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _ledger_text(before: str, entries: Mapping[str, Review]) -> str:
    found = _ENTRIES.search(before)
    head = before[: found.start()] if found else before
    document, reviews = tomlkit.document(), tomlkit.table(is_super_table=True)
    for item_id in sorted(entries):
        review, entry = entries[item_id], tomlkit.table()
        entry.update(_fields(review))
        if review.effective_period is not None:
            entry["retired_on"] = review.effective_period.end
        reviews[item_id] = entry
    document["reviews"] = reviews
    return f"{head.rstrip()}\n\n{tomlkit.dumps(document)}"


def _read(path: Path) -> str:
    """The file with the line ends that it has."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _replace(path: Path, text: str) -> None:
    """The whole text or what was there before, never a part."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
