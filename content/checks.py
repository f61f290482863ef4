"""What reviewed content must hold to: each check answers with a list of problems, and an empty list is good.

A problem names the file and what would mend it. Nothing is changed, read or written here, and reading well is
not the same as being right: that is for the reviewers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from content import markup, readability
from content.library import Library
from content.model import Card, Status

MAX_BODY_CHARACTERS = 500
MAX_SENTENCE_WORDS = 25
MAX_MEAN_SENTENCE_WORDS = 15
MAX_GRADE = 6.0
#: A telephone number that was checked longer ago than this has to be checked again.
MAX_NUMBER_AGE = timedelta(days=366)

#: Words that frighten, blame, brush off, prescribe or are not understood, each with what to write instead.
_BANNED = {
    r"slipped dis[ck]s?": "say what is felt, such as 'a sore nerve'",
    r"wear and tear": "leave it out, or say that backs change with age",
    r"(bad|poor) posture": "it blames the reader: suggest changing position often",
    r"(don't|do not|no need to) worry": "give the reason instead",
    r"NSAIDs?": "say 'anti-inflammatory painkiller'",
    r"analgesics?": "say 'painkiller'",
    r"\d+ ?(mg|milligrams?|tablets?|pills?)": "say 'follow your own packet': cards hold no doses",
}
_BANNED_PATTERNS = {re.compile(rf"\b(?:{words})\b", re.IGNORECASE): mend for words, mend in _BANNED.items()}
_RARE = re.compile(r"\brare(ly)?\b", re.IGNORECASE)
_COUNT = re.compile(r"\d+ in (every )?\d")


def library_problems(library: Library, today: date) -> list[str]:
    """Everything that any check below finds; call it at start, at release and from the command line."""
    return [
        *dead_citations(library),
        *dead_related(library),
        *without_source(library.cards),
        *too_long(library.cards),
        *hard_cards(library.cards),
        *banned_cards(library.cards),
        *active_without_approval(library.cards),
        *overdue_reviews(library.cards, today),
        *stale_numbers(library, today),
    ]


def dead_citations(library: Library) -> list[str]:
    """Cards that cite a source nobody listed. A source that no card cites is fine: rules cite too."""
    return [
        f"{_file(card)}: cites {key!r}, which citations.toml does not list: add it or mend the key"
        for card in library.cards
        for key in card.citations
        if key not in library.citations_by_key
    ]


def dead_related(library: Library) -> list[str]:
    """Cards that lead to a card that is not there, or to themselves."""
    return [
        f"{_file(card)}: related holds {other!r}, which is no other card: mend the id or remove it"
        for card in library.cards
        for other in card.related
        if other not in library.cards_by_id or other == card.id
    ]


def without_source(cards: Iterable[Card]) -> list[str]:
    """Cards that do not say where their claims come from."""
    return [f"{_file(card)}: cites nothing: add citations" for card in cards if not card.citations]


def too_long(cards: Iterable[Card]) -> list[str]:
    """Cards that do not fit on one screen."""
    return [
        f"{_file(card)}: {len(card.body)} characters: keep to {MAX_BODY_CHARACTERS} or make two cards"
        for card in cards
        if len(card.body) > MAX_BODY_CHARACTERS
    ]


def hard_cards(cards: Iterable[Card]) -> list[str]:
    """Cards that ask for more than a reading age of 9 to 11."""
    return [problem for card in cards for problem in hard_to_read(_file(card), _body(card))]


def hard_to_read(where: str, text: str) -> list[str]:
    """Long sentences, and a grade above the limit, in any plain English text; `where` opens each problem."""
    lengths = {said: len(readability.words(said)) for said in readability.sentences(text)}
    problems = [
        f"{where}: a sentence of {length} words: split it to at most {MAX_SENTENCE_WORDS}: {said[:40]}…"
        for said, length in lengths.items()
        if length > MAX_SENTENCE_WORDS
    ]
    mean = sum(lengths.values()) / max(len(lengths), 1)
    if mean > MAX_MEAN_SENTENCE_WORDS:
        problems.append(f"{where}: {mean:.1f} words a sentence: keep to {MAX_MEAN_SENTENCE_WORDS} on average")
    grade = readability.grade(text)
    if grade > MAX_GRADE:
        problems.append(f"{where}: reading grade {grade:.1f}: use shorter words, to {MAX_GRADE:.0f} at most")
    return problems


def banned_cards(cards: Iterable[Card]) -> list[str]:
    """Cards with words that this project does not use."""
    return [problem for c in cards for problem in banned_words(_file(c), f"{c.title}\n{_body(c)}")]


def banned_words(where: str, text: str) -> list[str]:
    """Words not to use, and "rare" without a count beside it, in any plain English text."""
    text = text.replace("’", "'")
    problems = [
        f"{where}: says {found.group()!r}: {mend}"
        for pattern, mend in _BANNED_PATTERNS.items()
        if (found := pattern.search(text))
    ]
    return problems + [
        f"{where}: 'rare' without a count: say how many, as in '1 in 100': {said[:40]}…"
        for said in readability.sentences(text)
        if _RARE.search(said) and not _COUNT.search(said)
    ]


def active_without_approval(cards: Iterable[Card]) -> list[str]:
    """Cards that claim to be approved but name nobody, no day, or another text."""
    return [
        f"{_file(card)}: is active, but nobody approved this text ({card.hash}): approve it or make it draft"
        for card in cards
        if card.review.status is Status.ACTIVE and not card.is_approved
    ]


def overdue_reviews(cards: Iterable[Card], today: date) -> list[str]:
    """Cards whose next review has passed. A draft that nobody has reviewed yet is not overdue."""
    return [
        f"{_file(card)}: review was due on {due}: review it again or retire it"
        for card in cards
        if (due := card.review.review_by()) is not None and due < today
    ]


def stale_numbers(library: Library, today: date) -> list[str]:
    """Telephone numbers that were checked more than a year ago."""
    return [
        f"emergency_numbers.toml: {code}: {entry.number} was checked on {entry.verified_on}: check it again"
        for code, country in library.numbers_by_country.items()
        for entry in country.entries
        if entry.verified_on is not None and today - entry.verified_on > MAX_NUMBER_AGE
    ]


def _file(card: Card) -> str:
    return f"{card.topic}/{card.id}.md"


def _body(card: Card) -> str:
    return markup.plain(markup.to_html(card.body))
