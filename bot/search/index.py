"""The full-text index of one language: an SQLite FTS5 table in memory that finds the cards which may answer.

Its columns hold numbers that stand for terms, never words: what somebody types cannot reach the query language, and every
script is split the way `reading` splits it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from bot.search.reading import Terms

#: What a hit in title, keywords, examples and body counts (bm25 column weights).
_WEIGHTS = (4.0, 3.0, 1.0, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The terms of one card."""

    card: str
    title: Terms
    #: Of each keyword, of each example of a question that it answers and of each sentence of its body.
    keywords: tuple[Terms, ...]
    examples: tuple[Terms, ...]
    body: tuple[Terms, ...]


class Index:
    """Cards by term. Not for use by two threads at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._cards: list[str] = []
        self._numbers: dict[str, str] = {}
        # Built by whichever thread asks first; afterwards it is only read.
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE card USING fts5(title, keywords, examples, body, tokenize='ascii')"
        )
        with self._database:
            self._database.executemany("INSERT INTO card VALUES (?, ?, ?, ?)", map(self._row, entries))

    def candidates(self, terms: Terms) -> Mapping[str, float]:
        """Every card that holds one of these terms -> how well they fit it (bm25), as a share of the best."""
        numbers = [self._numbers[term] for term in terms if term in self._numbers]
        if not numbers:
            return {}
        rows = self._database.execute(
            "SELECT rowid, -bm25(card, ?, ?, ?, ?) FROM card WHERE card MATCH ?",
            (*_WEIGHTS, " OR ".join(numbers)),
        ).fetchall()
        best = max(score for _, score in rows)
        return {self._cards[row - 1]: score / best for row, score in rows}

    def _row(self, entry: Entry) -> tuple[str, ...]:
        self._cards.append(entry.card)
        columns = (entry.title, *(map(chain.from_iterable, (entry.keywords, entry.examples, entry.body))))
        return tuple(" ".join(map(self._number, terms)) for terms in columns)

    def _number(self, term: str) -> str:
        return self._numbers.setdefault(term, f"n{len(self._numbers)}")
