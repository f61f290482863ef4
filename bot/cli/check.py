"""`steadyback check`: every proof, every content check and every limit, with what was covered and how long it took.

It repairs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from datetime import UTC, date, datetime
from multiprocessing import get_context

import click

from bot.bootstrap import Dialog, load_dialog
from bot.cli import limits
from bot.cli.generate import stale_pages
from bot.i18n.checks import source_problems
from bot.i18n.locale_data import SOURCE
from bot.i18n.sources import all_sources
from bot.i18n.template import is_stale
from bot.review.records import Records, open_records
from bot.search.checks import lexicon_problems
from bot.search.lexicon import lexicon_of
from content.checks import CHECKS, Check
from content.library import Library
from content.review import Item, Standing, overdue_problems
from dialogs.checks import PROOFS, Report, prove
from dialogs.checks.content import check_traits
from dialogs.checks.lexicon import check_lexicons
from dialogs.checks.structure import check_structure

#: Processes that share the proofs.
_WORKERS = 2

#: Counter-examples shown of one proof before the rest is only counted.
_MOST = 5

_dialog: Dialog | None = None


def run_checks() -> bool:
    """Run everything and print it; True = everything holds."""
    began = time.perf_counter()
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(_prove, number): name for number, name in enumerate(PROOFS)}
        here = _checks_here()
        total, proved = _proved(futures)
    seconds = time.perf_counter() - began
    click.echo(f"\ncovered{'':<33}{'':>4}")
    for what, count in total.covered:
        click.echo(f"  {what:<44}{count:>26,}")
    holds = here and proved
    click.echo(f"\n{'everything holds' if holds else 'NOT EVERYTHING HOLDS'}, {seconds:.1f} s")
    return holds


# -- proofs ----------------------------------------------------------------------------------------------------
def _prove(number: int) -> tuple[Report, float]:
    """One proof, in a process of its own."""
    global _dialog
    _dialog = _dialog or load_dialog()
    began = time.perf_counter()
    return prove(_dialog.engine, number), time.perf_counter() - began


def _proved(futures: dict[Future[tuple[Report, float]], str]) -> tuple[Report, bool]:
    total, holds = Report(), True
    for future in as_completed(futures):
        report, seconds = future.result()
        _line(f"proof: {futures[future]}", [str(finding) for finding in report.findings], seconds)
        holds = holds and report.holds
        total.add(report)
    return total, holds


# -- checks ----------------------------------------------------------------------------------------------------
def _checks_here() -> bool:
    dialog, records = load_dialog(), open_records()
    words, holds = dialog.words, True
    today = datetime.now(UTC).date()
    checks: tuple[tuple[str, Callable[[], list[str]]], ...] = (
        ("protocol: cited, reachable, in order", lambda: _structure(dialog)),
        *(_content(check, records, today) for check in CHECKS),
        _traits(records),
        *_reviews(records.items.values(), today),
        _warning_words(dialog),
        ("emergency numbers for every country", lambda: limits.number_problems(words.library)),
        ("English texts", lambda: list(_texts(dialog))),
        _search(words.library),
        ("locales/messages.pot is current", is_stale),
        ("docs/clinical/ is current", lambda: stale_pages(words.protocol)),
        ("results fit on one screen", lambda: limits.result_problems(dialog)),
        ("buttons fit into Telegram's limit", lambda: limits.button_problems(dialog)),
    )
    for name, check in checks:
        began = time.perf_counter()
        problems = check()
        _line(name, problems, time.perf_counter() - began)
        holds = holds and not problems
    return holds


def _structure(dialog: Dialog) -> list[str]:
    report = Report()
    citations = dialog.words.library.citations_by_key
    check_structure(dialog.engine.protocol, report, citations=citations, cards=dialog.engine.cards)
    return [str(finding) for finding in report.findings]


def _content(check: Check, records: Records, today: date) -> tuple[str, Callable[[], list[str]]]:
    """One group of content checks, with what it looks at; drafts and retired cards are looked at too."""
    library = records.words.library
    name = f"content: {check.name} ({check.count(library)} {check.of})"
    return name, lambda: check.problems(library, today)


def _traits(records: Records) -> tuple[str, Callable[[], list[str]]]:
    report, library = Report(), records.words.library
    check_traits(records.words.protocol, report, cards=library.cards, steps=library.plan)
    count = sum(number for _, number in report.covered)
    name = f"content: cards and steps name people who can be known ({count} traits)"
    return name, lambda: [str(finding) for finding in report.findings]


def _warning_words(dialog: Dialog) -> tuple[str, Callable[[], list[str]]]:
    report = Report()
    check_lexicons(report, red_flags={flag.id for flag in dialog.engine.protocol.red_flags})
    return "words of warning signs can all be reached", lambda: [str(one) for one in report.findings]


def _reviews(items: Iterable[Item], today: date) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Late reviews of everything that is approved; nobody relies on a draft."""
    active = [item for item in items if item.standing is Standing.ACTIVE]
    yield f"reviews: none is overdue ({len(active)} approved)", lambda: overdue_problems(active, today)


def _search(library: Library) -> tuple[str, Callable[[], list[str]]]:
    """The words and examples of the English search."""
    lexicon = lexicon_of(SOURCE)
    count = sum(map(len, lexicon.asked.values()))
    name = f"search: words mean one thing, every card has examples ({count} examples)"
    return name, lambda: lexicon_problems(lexicon, library.cards_by_id)


def _texts(dialog: Dialog) -> Iterator[str]:
    words = dialog.words
    for source in all_sources(words.protocol, words.library, words.phrases.values()):
        yield from (f"{source.context}: {problem}" for problem in source_problems(source))


def _line(name: str, problems: list[str], seconds: float) -> None:
    click.echo(f"{'FAILS' if problems else 'holds'}  {name:<76}{seconds:>5.1f} s")
    for problem in problems[:_MOST]:
        click.echo(f"       {problem}".replace("\n", "\n       "))
    if len(problems) > _MOST:
        click.echo(f"       … and {len(problems) - _MOST} more")
