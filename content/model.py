"""The reviewed content as typed values: sources, cards and telephone numbers, each with what backs it.

It reads no files and holds no words of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a text stands in its review (FHIR's publication status)."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class RiskClass(StrEnum):
    """What a mistake in the text could do; decides how often it is reviewed."""

    #: Words that tell somebody when to get help.
    RED_FLAG = "red_flag"
    #: Words about medicines.
    MEDICINE = "medicine"
    GENERAL = "general"


class Confidence(StrEnum):
    """How closely the source of a claim was seen."""

    #: A primary page, abstract or label was read.
    SEEN = "seen"
    #: A secondary page or a cut-off abstract was read.
    SECONDARY = "secondary"
    #: General knowledge: a reviewer has to confirm it.
    UNCONFIRMED = "unconfirmed"
    #: A decision of this project, not a finding of somebody else.
    DESIGN = "design"


class NumberKind(StrEnum):
    """What a telephone number is for."""

    AMBULANCE = "ambulance"
    GENERAL = "general"
    URGENT_LINE = "urgent_line"
    CRISIS = "crisis"
    POISON = "poison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One source."""

    key: str
    title: str
    #: DOI, PMID, guideline number or the nearest thing that finds it again.
    identifier: str
    url: str | None
    #: None where the page carries no year.
    year: int | None
    confidence: Confidence
    #: What the source is used for, and what a reviewer should know about it.
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last day, both included; None = open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who stands behind a text, and until when. Shared by cards, the protocol and the locales."""

    status: Status
    author: str
    #: Who read it critically; None = nobody yet.
    reviewer: str | None
    #: The qualified person who answers for it; None = nobody yet.
    endorser: str | None
    approval_date: date | None
    last_review_date: date | None
    #: None = not in force.
    effective_period: Period | None
    risk_class: RiskClass
    #: `Card.hash` of the text that was approved; a text with another hash counts as a draft.
    approved_hash: str | None = None

    def review_by(self, kind: RiskClass | None = None) -> date | None:
        """The day the next review is due: 12 months after the last for red flags, 36 for the rest.

        `kind` overrides the text's own risk class. None = it was never reviewed.
        """
        last = self.last_review_date or self.approval_date
        if last is None:
            return None
        return _years_after(last, 1 if (kind or self.risk_class) is RiskClass.RED_FLAG else 3)

    def approves(self, text_hash: str) -> bool:
        """True when a named person has approved exactly the text with this hash."""
        named = self.endorser is not None and self.approval_date is not None
        return self.status is Status.ACTIVE and named and self.approved_hash == text_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One idea on one screen."""

    #: The file's name; the same slug in catalogs, dispositions, metrics and buttons.
    id: str
    #: The file's folder.
    topic: str
    title: str
    #: Source text: paragraphs, `- ` lists and `**bold**`; `markup.to_html` renders it, translated or not.
    body: str
    #: Keys of `citations.toml`.
    citations: tuple[str, ...]
    #: Traits (facts, categories, derived ones); the card is withheld when one of them is true or unsure.
    not_for: tuple[str, ...]
    #: Slug of the questions that must have found no reason for caution first; None = shown freely.
    gate: str | None
    #: Ids of cards to offer next.
    related: tuple[str, ...]
    review: Review
    #: The card to show in its place to whom it is not for; None = nothing.
    instead: str | None = None
    #: True = may be read before the questions are done and while urgent advice stands: it tells nobody to treat themselves.
    anytime: bool = False
    #: Other words that people use for what the card answers; only the search reads them.
    keywords: tuple[str, ...] = ()
    #: Facts that the card states, `topic = value` of `claims.toml`, so that two cards cannot contradict each other unseen.
    claims: tuple[tuple[str, str], ...] = ()
    #: Id of the exercise that the card shows; None = it has no pictures.
    exercise: str | None = None
    #: SHA-256 (16 hex characters) of everything that an approval covers.
    hash: str

    @property
    def is_approved(self) -> bool:
        """True when a named person has approved exactly this text."""
        return self.review.approves(self.hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One shelf of the library."""

    #: The folder's name.
    id: str
    title: str
    #: Ids of its cards in the order of reading.
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTopic:
    """One thing about which cards state facts."""

    #: Such as `paracetamol.alone`.
    id: str
    #: What may be said, each with what it means: a card picks one of them.
    values: tuple[tuple[str, str], ...]
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumber:
    """One number as it is dialled in its country, with how far it is to be trusted."""

    kind: NumberKind
    number: str
    #: True = checked against `source_url` on `verified_on`; False = a reviewer has to confirm it.
    verified: bool
    source_url: str | None
    verified_on: date | None
    #: Why an ambulance number that libphonenumber does not list is right all the same; "" otherwise.
    exception: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryNumbers:
    """Whom to call in one country."""

    #: ISO 3166-1 alpha-2.
    country: str
    #: The first is the one to say.
    ambulance: tuple[str, ...]
    #: Another number that reaches every emergency service; None where `ambulance` already does.
    general: str | None
    #: For advice on the same day that is not an emergency.
    urgent_line: str | None
    #: For someone who thinks of ending their life.
    crisis: str | None
    poison: str | None
    #: Of the first ambulance number, like the two below.
    source_url: str | None
    verified_on: date | None
    verified: bool
    #: For operators and reviewers; never shown to patients.
    note: str
    #: Every number above with its own source, in reading order.
    entries: tuple[PhoneNumber, ...] = ()

    def is_verified(self, kind: NumberKind) -> bool:
        """True when there is a number of this kind and the first one has been checked."""
        return next((entry.verified for entry in self.entries if entry.kind is kind), False)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
