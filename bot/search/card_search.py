"""Finds the card that answers a typed question, in every language that is offered.

The index of a language is built when somebody first asks in it and then kept. Nothing here decides whether the person may
read the card: that is `dialogs.education`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.i18n.catalogs import Catalogs
from bot.search.asking import AskingWords
from bot.search.lexicon import Lexicon, lexicon_of
from bot.search.ranking import CardText, Found, Ranker
from bot.search.verdict import Verdict
from content.library import Library
from content.model import Card

#: Characters that are read of a question; what follows is not looked at.
LONGEST = 300
#: Cards that an answer holds at most.
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """What a typed text asks for."""

    #: Ids, best first, at most five; empty = the library has no answer.
    cards: tuple[str, ...] = ()


class CardSearch:
    """The whole library in all languages. For one lookup at a time."""

    def __init__(
        self, library: Library, catalogs: Catalogs, lexicon: Callable[[str], Lexicon] = lexicon_of
    ) -> None:
        """Does no work yet. `lexicon` finds the words of a language; it may raise a `ContentError` on the first lookup."""
        self._library = library
        self._catalogs = catalogs
        self._lexicon = lexicon
        self._languages: dict[str, tuple[Ranker, AskingWords]] = {}

    def find(self, text: str, locale: str) -> Answerable:
        """The cards that answer a question best; call it for typed text that nothing else understood.

        Never raises for any text; reads at most `LONGEST` characters of it. Raises UnknownLocale for a language that is
        not registered.
        """
        found = self.explain(text, locale)
        if found.verdict is not Verdict.ANSWERED:
            return Answerable()
        return Answerable(cards=tuple(card for card, _ in found.ranked[:MOST]))

    def explain(self, text: str, locale: str) -> Found:
        """Everything behind an answer, for reviewers and writers."""
        ranker, _ = self._language(locale)
        return ranker.find(text[:LONGEST])

    def is_question(self, text: str, locale: str) -> bool:
        """True for what looks like a question or a request rather than an answer such as "since tuesday"."""
        _, asking = self._language(locale)
        return asking.asks(text[:LONGEST])

    def prepare(self, locale: str) -> None:
        """Build the index of a language now; call it at a quiet moment, so that nobody waits for it (about 0.4 s)."""
        self._language(locale)

    def _language(self, locale: str) -> tuple[Ranker, AskingWords]:
        found = self._languages.get(locale)
        if found is None:
            lexicon = self._lexicon(locale)
            found = Ranker(lexicon, self._texts(locale)), AskingWords(lexicon)
            self._languages[locale] = found
        return found

    def _texts(self, locale: str) -> Iterator[CardText]:
        for card in self._in_order():
            keywords = self._text(card, "keywords", ", ".join(card.keywords), locale).split(",")
            yield CardText(
                card=card.id,
                title=self._text(card, "title", card.title, locale),
                keywords=(*(phrase.strip() for phrase in keywords), *self._names(card)),
                body=self._text(card, "body", card.body, locale),
            )

    def _in_order(self) -> Iterator[Card]:
        """Every card, in the order of the menu; those on no shelf come last."""
        shelved = {
            id_: self._library.cards_by_id.get(id_) for topic in self._library.topics for id_ in topic.cards
        }
        yield from (card for card in shelved.values() if card is not None)
        yield from (card for card in self._library.cards if card.id not in shelved)

    def _names(self, card: Card) -> tuple[str, ...]:
        medicine = self._library.medicines.medicines.get(card.id)
        return () if medicine is None else medicine.names

    def _text(self, card: Card, field: str, source: str, locale: str) -> str:
        return self._catalogs.text(f"card.{card.id}.{field}", source, locale) if source else ""
