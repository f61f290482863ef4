"""What can be reviewed, who stands behind it and until when: one shape for cards, questions, phrases and languages.

It writes nothing and knows no dialogs: the items of the protocol are put together in `bot.review`.

A card's review stands in its own header. Everything else has its review in `reviews.toml`, by the item's id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from content.ledger import Ledger
from content.library import Library
from content.medicines import OTHER, Medicine, MedicineShelf
from content.model import Card, Review, RiskClass, Status
from content.plan import PlanStep

#: So many days before a review is due it may be renewed, although the text is the same.
RENEWAL = timedelta(days=60)


class Kind(StrEnum):
    """What an item is; also the first part of its id, as in the catalogs: `question.ces_bowel`."""

    QUESTION = "question"
    RULE = "rule"
    RED_FLAG = "red_flag"
    DISPOSITION = "result"
    CARD = "card"
    DOSE = "dose"
    STEP = "plan"
    PHRASE = "phrase"
    LEXICON = "lexicon"
    LOCALE = "locale"


class Standing(StrEnum):
    """What counts today; only `active` is approved."""

    DRAFT = "draft"
    ACTIVE = "active"
    #: It was approved, and its text has changed since: a draft again.
    LAPSED = "lapsed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that somebody approves as a whole."""

    id: str
    kind: Kind
    #: SHA-256 (16 hex characters) of everything that an approval covers.
    hash: str
    #: Keys of `citations.toml`; empty where the item rests on other items.
    citations: tuple[str, ...]
    review: Review
    #: True = reviewed every 12 months, otherwise every 36.
    yearly: bool

    @property
    def standing(self) -> Standing:
        """Where the item stands, whatever its file claims."""
        if self.review.status is Status.RETIRED:
            return Standing.RETIRED
        if self.review.approves(self.hash):
            return Standing.ACTIVE
        if self.review.status is Status.ACTIVE and self.review.approved_hash not in (None, self.hash):
            return Standing.LAPSED
        return Standing.DRAFT

    @property
    def review_by(self) -> date | None:
        """The day the next review is due; None while no approval holds."""
        if self.standing is not Standing.ACTIVE:
            return None
        return self.review.review_by(RiskClass.RED_FLAG if self.yearly else RiskClass.GENERAL)

    def is_overdue(self, today: date) -> bool:
        """True for an approval whose review is late. A draft is never late: nobody relies on it."""
        due = self.review_by
        return due is not None and due < today

    def may_be_renewed(self, today: date) -> bool:
        """True when an approved text may be approved once more as it is, because its review is due soon."""
        due = self.review_by
        return due is not None and due - today <= RENEWAL


def text_hash(*parts: object) -> str:
    """SHA-256 (16 hex characters) of these parts in this order; each is written as `str` writes it."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


# -- items of the library --------------------------------------------------------------------------------------
def library_items(library: Library, ledger: Ledger) -> tuple[Item, ...]:
    """Every card (those of exercises included), label dose and plan step, in reading order."""
    return (
        *map(card_item, library.cards),
        *(
            item
            for medicine in library.medicines.medicines.values()
            for item in _dose_items(medicine, ledger)
        ),
        *(step_item(step, ledger) for step in library.plan),
    )


def card_item(card: Card) -> Item:
    """A card, under the review in its own header."""
    return Item(
        id=f"{Kind.CARD}.{card.id}",
        kind=Kind.CARD,
        hash=card.hash,
        citations=card.citations,
        review=card.review,
        yearly=card.review.risk_class is RiskClass.RED_FLAG,
    )


def _dose_items(medicine: Medicine, ledger: Ledger) -> Iterable[Item]:
    for dose in medicine.doses.values():
        id_ = f"{Kind.DOSE}.{dose.id}"
        yield Item(
            id=id_,
            kind=Kind.DOSE,
            hash=text_hash(dose.hash, *sorted(dose.numbers.items())),
            citations=dose.citations,
            review=ledger.review(id_),
            yearly=True,
        )


def step_item(step: PlanStep, ledger: Ledger) -> Item:
    """A line of the plan, with for whom it is and what it leads to."""
    id_ = f"{Kind.STEP}.{step.id}"
    for_whom = (*step.only, "not_for", *step.not_for, step.gated)
    return Item(
        id=id_,
        kind=Kind.STEP,
        hash=text_hash(
            step.when, step.slot, step.text, step.text_caregiver, step.card, *for_whom, *step.citations
        ),
        citations=step.citations,
        review=ledger.review(id_),
        yearly=False,
    )


# -- what is shown ---------------------------------------------------------------------------------------------
def not_retired(library: Library, ledger: Ledger) -> Library:
    """The library without what was retired; that is shown to nobody, under any policy."""
    retired = _ids(library_items(library, ledger), lambda standing: standing is Standing.RETIRED)
    return _without(library, retired) if retired else library


def approved_only(library: Library, ledger: Ledger) -> Library:
    """The library with nothing but what a named person has approved as it stands; for `REVIEW_POLICY=strict`.

    What is left leads nowhere else: shelves, related cards and plan steps forget the cards that are gone.
    """
    return _without(
        library, _ids(library_items(library, ledger), lambda standing: standing is not Standing.ACTIVE)
    )


def _ids(items: Iterable[Item], is_wanted: Callable[[Standing], bool]) -> frozenset[str]:
    return frozenset(item.id for item in items if is_wanted(item.standing))


def _without(library: Library, gone: frozenset[str]) -> Library:
    kept = {id_: card for id_, card in library.cards_by_id.items() if f"{Kind.CARD}.{id_}" not in gone}
    steps = (step for step in library.plan if f"{Kind.STEP}.{step.id}" not in gone)
    return replace(
        library,
        cards_by_id={id_: _card_among(card, kept) for id_, card in kept.items()},
        topics=tuple(replace(t, cards=tuple(id_ for id_ in t.cards if id_ in kept)) for t in library.topics),
        exercises_by_id={id_: one for id_, one in library.exercises_by_id.items() if id_ in kept},
        medicines=_shelf_without(library.medicines, gone),
        plan=tuple(replace(step, card=step.card if step.card in kept else None) for step in steps),
    )


def _card_among(card: Card, kept: Mapping[str, Card]) -> Card:
    """The card, related only to cards that are there.

    `instead` keeps naming a card that is gone: for a card behind a gate, naming none would mean another one.
    """
    related = tuple(id_ for id_ in card.related if id_ in kept)
    return card if related == card.related else replace(card, related=related)


def _shelf_without(shelf: MedicineShelf, gone: frozenset[str]) -> MedicineShelf:
    """Where one country's label is gone, "follow your packet" is left; a medicine without even that is gone."""
    medicines = {}
    for id_, medicine in shelf.medicines.items():
        doses = {
            group: dose for group, dose in medicine.doses.items() if f"{Kind.DOSE}.{dose.id}" not in gone
        }
        if OTHER in doses:
            medicines[id_] = replace(medicine, doses=doses)
    return replace(shelf, medicines=medicines)


# -- what is late ----------------------------------------------------------------------------------------------
def overdue_problems(items: Iterable[Item], today: date) -> list[str]:
    """Approvals whose next review is late, each with what would mend it."""
    return [
        f"{item.id}: review was due on {item.review_by}: `steadyback review approve {item.id}` again, or retire it"
        for item in items
        if item.is_overdue(today)
    ]
