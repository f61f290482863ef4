"""`steadyback review`: what has been approved, by whom and until when; approving and retiring.

It prints and passes on; what may be approved is decided in `bot.review.approvals`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from bot.review.errors import Refused
from bot.review.reading import passages
from bot.review.records import Records, open_records
from content.library import ROOT
from content.model import Citation
from content.review import Item, Kind, Standing

_NOBODY = "nobody yet"
_COLUMNS = ("ID", "STATUS", "HASH", "APPROVED", "BY", "REVIEW BY", "SOURCES")


def run_list(
    *,
    kind: str | None,
    status: str | None,
    overdue: bool,
    as_json: bool,
    root: Path = ROOT,
    today: date | None = None,
) -> None:
    """Print the items that pass the filters (None = all), and how many there are."""
    today = today or _today()
    items = [
        item
        for item in open_records(root).items.values()
        if kind in (None, item.kind)
        and status in (None, item.standing)
        and (not overdue or item.is_overdue(today))
    ]
    if as_json:
        counts = {kind: dict(count) for kind, count in _counts(items).items()}
        found = {"items": [_described(item, today) for item in items], "counts": counts}
        click.echo(json.dumps(found, indent=2, default=str))
        return
    for line in _table(items, today):
        click.echo(line)


def run_show(item_id: str, *, root: Path = ROOT, today: date | None = None) -> None:
    """Print an item's words, sources and history. Raises ReviewError for an unknown id."""
    records = open_records(root)
    for line in _shown(records.item(item_id), records, today or _today()):
        click.echo(line)


def run_approve(
    item_ids: Sequence[str],
    *,
    reviewer: str | None,
    on: str | None,
    root: Path = ROOT,
    today: date | None = None,
) -> None:
    """Approve the texts of these items as they stand. Raises ReviewError; then nothing is written."""
    from bot.review.approvals import approve

    today = today or _today()
    for item in approve(open_records(root), item_ids, reviewer or "", _day(on, today), today):
        click.echo(f"approved {item.id} (text {item.hash})")


def run_retire(item_id: str, *, root: Path = ROOT, today: date | None = None) -> None:
    """Withdraw an item from today. Raises ReviewError; then nothing is written."""
    from bot.review.approvals import retire

    item = retire(open_records(root), item_id, today or _today())
    click.echo(f"retired {item.id}: restart the bot, so that nobody is shown it any more")


def _today() -> date:
    return datetime.now(UTC).date()


def _day(text: str | None, today: date) -> date:
    if text is None:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"--on should be a day such as {today}, not {text!r}") from None


# -- list ------------------------------------------------------------------------------------------------------
def _table(items: Sequence[Item], today: date) -> Iterator[str]:
    rows = [_COLUMNS, *(_row(item, today) for item in items)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS) - 1)]
    for row in rows if items else ():
        yield "  ".join(
            (*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])
        ).rstrip()
    if items:
        yield ""
    for kind, counts in _counts(items).items():
        yield f"{kind:<10}{counts.total():>5}  {_said(counts)}"
    total = Counter(item.standing for item in items)
    late = sum(item.is_overdue(today) for item in items)
    yield f"{'all':<10}{total.total():>5}  {_said(total)}".rstrip() + (f", {late} overdue" if late else "")


def _row(item: Item, today: date) -> tuple[str, ...]:
    review = item.review
    due = f"{item.review_by or '-'}{' OVERDUE' if item.is_overdue(today) else ''}"
    approved = f"{review.approval_date or '-'}"
    who = review.endorser or "-"
    return (item.id, item.standing, item.hash, approved, who, due, ", ".join(item.citations) or "-")


def _counts(items: Iterable[Item]) -> Mapping[Kind, Counter[Standing]]:
    """How many items of each kind stand where, in the order of the kinds."""
    counts: dict[Kind, Counter[Standing]] = {kind: Counter() for kind in Kind}
    for item in items:
        counts[item.kind][item.standing] += 1
    return {kind: count for kind, count in counts.items() if count}


def _said(counts: Mapping[Standing, int]) -> str:
    return ", ".join(f"{counts[standing]} {standing}" for standing in Standing if counts.get(standing))


def _described(item: Item, today: date) -> Mapping[str, object]:
    review = item.review
    return {
        "id": item.id,
        "kind": item.kind,
        "status": item.standing,
        "citations": item.citations,
        "hash": item.hash,
        "author": review.author,
        "reviewer": review.reviewer,
        "endorser": review.endorser,
        "approval_date": review.approval_date,
        "review_by": item.review_by,
        "overdue": item.is_overdue(today),
    }


# -- show ------------------------------------------------------------------------------------------------------
def _shown(item: Item, records: Records, today: date) -> Iterator[str]:
    review = item.review
    overdue = ", OVERDUE" if item.is_overdue(today) else ""
    yield f"{item.id}  {item.standing}  text {item.hash}"
    yield f"author {review.author}; reviewer {review.reviewer or _NOBODY}; endorsed by {review.endorser or _NOBODY}"
    yield (
        f"approved {review.approval_date or 'never'}; next review {item.review_by or 'not set'}{overdue}; "
        f"reviewed every {12 if item.yearly else 36} months"
    )
    for passage in passages(item, records):
        yield ""
        yield f"{passage.heading}:"
        yield from (f"  {line}".rstrip() for line in passage.text.splitlines())
    yield from ("", "sources:")
    yield from _sources(item, records)
    yield from ("", "history:")
    yield from (f"  {line}" for line in _history(item))


def _sources(item: Item, records: Records) -> Iterator[str]:
    if not item.citations:
        yield "  none of its own"
    for key in item.citations:
        source = records.words.library.citations_by_key.get(key)
        yield f"  {key}: not listed in content/citations.toml" if source is None else f"  {_source(source)}"


def _source(source: Citation) -> str:
    year = "" if source.year is None else f" ({source.year})"
    note = f"\n    {source.note}" if source.note else ""
    return f"{source.key} [{source.confidence}] {source.title}{year}. {source.identifier}{note}"


def _history(item: Item) -> Iterator[str]:
    review = item.review
    yield f"written by {review.author}"
    if review.approval_date is not None:
        yield f"{review.approval_date}  approved by {review.endorser} (text {review.approved_hash})"
    if item.standing is Standing.LAPSED:
        yield f"changed since: the text is now {item.hash}, so it counts as a draft"
    if item.standing is Standing.RETIRED:
        end = None if review.effective_period is None else review.effective_period.end
        yield f"{end or 'no day given'}  retired"
    yield "every earlier version and approval is in the history of the repository"
