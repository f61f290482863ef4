"""Made-up content that is in order, for tests to spoil in one place at a time."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from content.library import Library
from content.medicines import OTHER, Dose, Medicine, MedicineShelf
from content.model import (
    Card,
    Citation,
    ClaimTopic,
    Confidence,
    CountryNumbers,
    NumberKind,
    PhoneNumber,
    Review,
    RiskClass,
    Status,
    Topic,
)
from content.movement import Exercise
from content.plan import PlanStep, When

TODAY = date(2026, 11, 22)

DRAFT = Review(
    status=Status.DRAFT,
    author="A writer",
    reviewer=None,
    endorser=None,
    approval_date=None,
    last_review_date=None,
    effective_period=None,
    risk_class=RiskClass.GENERAL,
)

APPROVED = replace(
    DRAFT,
    status=Status.ACTIVE,
    endorser="Dr Example",
    approval_date=date(2026, 11, 1),
    last_review_date=date(2026, 11, 1),
    approved_hash="0123456789abcdef",
)

CARD = Card(
    id="short_walks",
    topic="moving",
    title="Short walks",
    body="Take a short walk. Then rest.",
    citations=("a_trial",),
    not_for=(),
    gate=None,
    related=(),
    review=DRAFT,
    keywords=("walk", "walking", "stroll", "how far"),
    claims=(("walking", "helps"),),
    hash="0123456789abcdef",
)

SOURCE = Citation(
    key="a_trial",
    title="A trial of walking",
    identifier="doi 10.1000/1",
    url=None,
    year=2024,
    confidence=Confidence.SEEN,
    note="",
)

CLAIM = ClaimTopic(id="walking", values=(("helps", "it helps a little"),), citations=("a_trial",))

STEP = PlanStep(
    id="walk_today",
    when=When.TODAY,
    slot="move",
    text="Take a short walk.",
    text_caregiver=None,
    card="short_walks",
    only=(),
    not_for=(),
    gated=False,
    citations=("a_trial",),
)

#: What an exercise holds about its pictures, which are of no concern here.
_NO_PICTURE: dict[str, Any] = {field.name: None for field in fields(Exercise)}

EXERCISE = Exercise(
    **_NO_PICTURE
    | {
        "id": "march",
        "card": replace(
            CARD,
            id="march",
            topic="exercises",
            title="March on the spot",
            body="Lift one knee. Then the other.\n\n**How much:** 5 times, twice a day.",
            exercise="march",
        ),
        "alt": "A person stands and lifts one knee, then the other.",
        "repetitions": 5,
        "times_a_day": 2,
    }
)


def dose(group: str = OTHER, text: str = "Follow your own packet.", **numbers: float) -> Dose:
    """What a label says, in order."""
    return Dose(
        medicine="balmex",
        group=group,
        text=text,
        numbers=numbers,
        citations=("a_trial",),
        verified=True,
        hash=f"hash of {text}",
    )


def shelf(*doses: Dose) -> MedicineShelf:
    """One made-up medicine with these doses, or with "follow your packet"."""
    doses = doses or (dose(),)
    medicine = Medicine(
        id="balmex", kind="paracetamol", names=("balmex",), doses={each.group: each for each in doses}
    )
    return MedicineShelf(group_of={"GB": "uk"}, medicines={"balmex": medicine})


#: The card of that medicine, behind its gate.
MEDICINE_CARD = replace(
    CARD,
    id="balmex",
    topic="medicines",
    title="Balmex",
    body="Balmex may help a little. Follow your own packet.",
    gate="medicine_safety",
    review=replace(DRAFT, risk_class=RiskClass.MEDICINE),
)


def card(**changes: Any) -> Card:
    """The good card with something changed."""
    return replace(CARD, **changes)


def library(*cards: Card, checked: date | None = TODAY, **changes: Any) -> Library:
    """A library with these cards on their shelves, one source and one country whose number was checked on a day.

    `changes` are other fields of the library.
    """
    phone = PhoneNumber(
        kind=NumberKind.AMBULANCE,
        number="112",
        verified=checked is not None,
        source_url="https://example.org",
        verified_on=checked,
        exception="",
    )
    country = CountryNumbers(
        country="DE",
        ambulance=("112",),
        general=None,
        urgent_line=None,
        crisis=None,
        poison=None,
        source_url=phone.source_url,
        verified_on=checked,
        verified=phone.verified,
        note="",
        entries=(phone,),
    )
    cards = cards or (CARD,)
    made = Library(
        cards_by_id={each.id: each for each in cards},
        topics=tuple(
            Topic(id=topic, title=topic, cards=tuple(each.id for each in cards if each.topic == topic))
            for topic in dict.fromkeys(each.topic for each in cards)
        ),
        claims={CLAIM.id: CLAIM},
        citations_by_key={SOURCE.key: SOURCE},
        numbers_by_country={"DE": country},
        numbers_as_of=TODAY,
    )
    return replace(made, **changes)


def full_library(**changes: Any) -> Library:
    """A card, an exercise, a medicine with its card, and a step of a plan, all in order."""
    return library(
        CARD,
        EXERCISE.card,
        MEDICINE_CARD,
        **{
            "exercises_by_id": {EXERCISE.id: EXERCISE},
            "medicines": shelf(),
            "plan": (STEP,),
            **changes,
        },
    )
