"""Whether a card can be found, told from others, and is held back where it has to be.

Its words are looked at in `wording`, `reading` and `medicines`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from content.checks.texts import file_of
from content.library import Library
from content.model import Card

#: A title is also a button.
MAX_TITLE_CHARACTERS = 40
#: Fewer leave people's own words without an answer.
MIN_KEYWORDS = 4
#: The only questions behind which a card may stand.
GATES = frozenset({"medicine_safety"})


def card_problems(library: Library) -> list[str]:
    """Long or doubled titles, missing keywords, and cards that are open to readers for whom they are not."""
    return [
        *(problem for card in library.cards for problem in _problems(card)),
        *_doubled_titles(library),
    ]


def _problems(card: Card) -> Iterator[str]:
    where = file_of(card)
    if len(card.title) > MAX_TITLE_CHARACTERS:
        yield f"{where}: a title of {len(card.title)} characters: keep to {MAX_TITLE_CHARACTERS}, it is a button"
    if len(card.keywords) < MIN_KEYWORDS:
        yield f"{where}: {len(card.keywords)} keywords: add words that people type, to {MIN_KEYWORDS} at least"
    if wrong := [word for word in card.keywords if word != word.casefold().strip() or not word]:
        yield f"{where}: keyword {wrong[0]!r}: write it in lower case"
    if card.anytime and (card.not_for or card.gate is not None):
        yield f"{where}: anytime, but not for everybody: remove anytime, or not_for and gate"
    if card.gate is not None and card.gate not in GATES:
        yield f"{where}: gate {card.gate!r} is not known: write {' or '.join(GATES)}"
    if card.instead is not None and not card.not_for:
        yield f"{where}: has instead, but is for everybody: say in not_for for whom it is not"


def _doubled_titles(library: Library) -> Iterator[str]:
    named: dict[str, list[Card]] = defaultdict(list)
    for card in library.cards:
        named[card.title.casefold()].append(card)
    for cards in named.values():
        if len(cards) > 1:
            yield f"{', '.join(map(file_of, cards))}: have the same title: a reader cannot tell the buttons apart"
