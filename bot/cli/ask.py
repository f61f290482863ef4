"""`steadyback ask`: which cards answer a typed question, how well, and why, for reviewers and writers.

It shows no card and knows nothing of the person who would ask.
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from bot.i18n.catalogs import load_catalogs
from bot.i18n.errors import LanguageError
from bot.search import CardSearch, Found
from content.library import load_library

#: Cards that are printed; people are offered fewer. And terms that are given as reasons.
_MOST, _REASONS = 10, 6


class NothingToAsk(click.ClickException):
    """The question is empty or its language is not there; one sentence says which."""

    exit_code = 2


def run_ask(question: str, locale: str) -> None:
    """Print the ranked cards for a question. Raises NothingToAsk."""
    if not question.strip():
        raise NothingToAsk('type a question in quotes, such as steadyback ask "should I stay in bed?"')
    library = load_library()
    search = CardSearch(library, load_catalogs())
    try:
        found = search.explain(question, locale)
        asks = search.is_question(question, locale)
    except LanguageError as error:
        raise NothingToAsk(str(error)) from None
    for line in _report(found, asks=asks):
        click.echo(line)
    for place, (card, score) in enumerate(found.ranked[:_MOST], 1):
        click.echo(f"{place:>3}  {score:>6.2f}  {card:<24} {library.card(card).title}")


def _report(found: Found, *, asks: bool) -> list[str]:
    reading = found.reading
    lines = [
        f"verdict    {found.verdict}: is like what people ask here {found.belongs:+.1f}, needs {found.needed:+.1f}",
        f"           because of {_weighed(found.for_library)}",
        f"looks like {'a question' if asks else 'an answer'}",
        f"understood {', '.join(reading.terms) or 'nothing'}",
        f"first card because of {_weighed(found.for_card)}",
    ]
    if reading.corrected:
        lines.append("corrected  " + ", ".join(f"{typed} = {taken}" for typed, taken in reading.corrected))
    if reading.unknown:
        lines.append(f"unknown    {', '.join(reading.unknown)}")
    if found.preferred is not None:
        lines.append(
            f"preferred  {found.preferred}, because it is known for these words or because of who asks"
        )
    return lines


def _weighed(reasons: Iterable[tuple[str, float]]) -> str:
    strongest = sorted(reasons, key=lambda reason: -abs(reason[1]))[:_REASONS]
    return ", ".join(f"{term} {weight:+.1f}" for term, weight in strongest) or "nothing"
