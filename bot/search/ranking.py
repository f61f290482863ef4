"""Ranks the cards of one language for a question.

The full-text index finds the cards that may answer and says how well they fit; what was learnt from examples decides between
them. Whether the best one is an answer is said in `verdict`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.search.bayes import Bayes, Text
from bot.search.examples import NONE
from bot.search.index import Entry, Index
from bot.search.lexicon import Lexicon, Phrases
from bot.search.reading import AnyOf, Reader, Reading, Terms
from bot.search.verdict import Judge, Verdict

# Chosen by cross-validation, see tests/search/test_questions.py.
#: What the full-text index counts beside the examples.
_INDEX = 0.5
#: How many examples a title and a keyword are worth.
_TITLE, _KEYWORD = 5.0, 3.0

_SENTENCE_END = re.compile(r"[.?!\n。।؟።]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What a card says in one language."""

    card: str
    title: str
    keywords: Phrases
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for a question, and why."""

    verdict: Verdict
    reading: Reading
    #: Every card with a hit and its score, best first, whatever the verdict; the best one is at 0.
    ranked: tuple[tuple[str, float], ...] = ()
    #: How much the question is like what people ask here, and how much it has to be to be answered.
    belongs: float = 0.0
    needed: float = 0.0
    #: Terms and what each says for the first card, strongest first; and that it is asked here at all.
    for_card: tuple[tuple[str, float], ...] = ()
    for_library: tuple[tuple[str, float], ...] = ()
    #: The card that stands first because its title or one of its examples was typed, or because of who asks.
    preferred: str | None = None


class Ranker:
    """The cards in one language. Not for use by two threads at once."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[CardText]) -> None:
        """`texts` in the order in which equally good cards come."""
        self._reader = reader = Reader(lexicon)
        texts = tuple(texts)
        entries = [_entry(reader, text, lexicon.asked.get(text.card, ())) for text in texts]
        self._order = {entry.card: at for at, entry in enumerate(entries)}
        self._index = Index(entries)
        learnt = [text for entry in entries for text in _texts(entry)]
        self._bayes = Bayes(learnt)
        elsewhere = [reader.learn(question) for question in lexicon.asked.get(NONE, ())]
        self._known = _known(entries, elsewhere)
        self._judge = Judge([text.terms for text in learnt], elsewhere, self._bayes.lead)
        self._preferences = [
            (one.card, [AnyOf(reader, group) for group in one.when], AnyOf(reader, one.unless))
            for one in lexicon.preferences
            if one.card in self._order
        ]

    def find(self, text: str) -> Found:
        """The cards for a question, and whether they answer it."""
        reading = self._reader.read(text)
        known = self._known.get(reading.terms)
        preferred = self._preferred(reading) if known in (None, NONE) else known
        scores = self._scores(reading)
        if preferred is not None:
            scores[preferred] = max(scores.values(), default=0.0) + 1.0
        if not scores:
            return Found(verdict=Verdict.EMPTY, reading=reading)
        best = max(scores.values())
        ranked = sorted(scores, key=lambda card: (-scores[card], self._order[card]))
        belongs = self._judge.belongs(reading.terms)
        answered = known != NONE if known is not None else belongs >= self._judge.needed
        return Found(
            verdict=Verdict.ANSWERED if answered else Verdict.ELSEWHERE,
            reading=reading,
            ranked=tuple((card, scores[card] - best) for card in ranked),
            belongs=belongs,
            needed=self._judge.needed,
            for_card=tuple(self._bayes.reasons(reading.terms, ranked[0])),
            for_library=tuple((term, self._judge.says(term)) for term in reading.terms),
            preferred=preferred,
        )

    def _scores(self, reading: Reading) -> dict[str, float]:
        found = self._index.candidates(reading.terms)
        scores = self._bayes.scores(reading.terms)
        return {card: scores[card] + _INDEX * fit for card, fit in found.items()}

    def _preferred(self, reading: Reading) -> str | None:
        return next(
            (
                card
                for card, when, unless in self._preferences
                if all(group.holds(reading.terms) for group in when) and not unless.holds(reading.terms)
            ),
            None,
        )


def _entry(reader: Reader, text: CardText, examples: Phrases) -> Entry:
    return Entry(
        card=text.card,
        title=reader.learn(text.title, likely=True),
        keywords=tuple(reader.learn(keyword, likely=True) for keyword in text.keywords),
        examples=tuple(map(reader.learn, examples)),
        body=tuple(reader.learn(sentence) for sentence in _SENTENCE_END.split(text.body) if sentence),
    )


def _known(entries: Sequence[Entry], elsewhere: Iterable[Terms]) -> Mapping[Terms, str]:
    """Titles and examples -> the first card that each belongs to, or `NONE`; a title counts before an example."""
    known: dict[Terms, str] = {entry.title: entry.card for entry in entries}
    for entry in entries:
        for example in entry.examples:
            known.setdefault(example, entry.card)
    for example in elsewhere:
        known.setdefault(example, NONE)
    known.pop((), None)
    return known


def _texts(entry: Entry) -> Iterator[Text]:
    yield Text(entry.card, entry.title, _TITLE)
    yield from (Text(entry.card, keyword, _KEYWORD) for keyword in entry.keywords)
    yield from (Text(entry.card, terms) for terms in (*entry.examples, *entry.body))
