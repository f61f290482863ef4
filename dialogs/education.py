"""Which cards a person may read, when, and in which order.

It shows nothing and knows no words; the cards themselves are in `content`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.model import Card
from content.movement import TOPIC as EXERCISES
from dialogs.conditions import NOT_SURE, YES
from dialogs.traits import Traits

#: The first cards offered for each category; the rest of the library stands on its shelves.
_FIRST = ("staying_active", "heat_and_cold", "gentle_movement", "painkillers")
_BY_CATEGORY: Mapping[str, tuple[str, ...]] = {
    "nonspecific": ("what_back_pain_is", "how_long_it_lasts"),
    "possible_radiculopathy": ("leg_nerve_pain", "how_long_it_lasts"),
    "possible_stenosis": ("walking_narrowing",),
    "chronic": ("long_lasting_pain", "what_back_pain_is"),
    "pregnancy": ("pregnancy_back_pain",),
    "specific": ("what_back_pain_is",),
}
_ALWAYS_LAST = ("when_to_get_help",)

#: Shown instead of `painkillers` when a safety answer speaks against taking any without advice.
PAINKILLERS = "painkillers"
PAINKILLERS_ASK_FIRST = "painkillers_ask_first"
PAINKILLERS_PREGNANCY = "painkillers_pregnancy"
#: Cards that every rule here relies on; `checks.structure` sees that they are there.
NEEDED = ("when_to_get_help", PAINKILLERS, PAINKILLERS_ASK_FIRST, PAINKILLERS_PREGNANCY)

#: Interview facts that call for a pharmacist's or doctor's advice before any painkiller.
_CAUTION_FACTS = ("pregnant", "trauma_anticoagulant", "steroid_long_term", "severe_abdominal")
_OLDER = ("60_64", "65_69", "70_plus")
_MAY_BE_PREGNANT = ("later", "first_trimester", "maybe", "not_sure")


class Access(StrEnum):
    """Whether a card may be read now."""

    OPEN = "open"
    #: Only after its own safety questions.
    GATED = "gated"
    #: Only after the danger questions.
    QUESTIONS_FIRST = "questions_first"
    #: Not while urgent advice stands.
    NOT_NOW = "not_now"
    #: Not for this person.
    NOT_FOR_YOU = "not_for_you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a person stands."""

    traits: Traits
    #: True once an interview ended without anything urgent and nothing urgent stands.
    care_allowed: bool
    #: True while urgent advice stands.
    urgent: bool


def menu(cards: Mapping[str, Card], category: str | None, person: Traits) -> tuple[str, ...]:
    """Ids of the cards to offer first, in order; cards that are not for this person are left out."""
    wanted = (*_FIRST, *_BY_CATEGORY.get(category or "", ()), *_ALWAYS_LAST)
    return tuple(dict.fromkeys(card for card in wanted if card in cards and suits(cards[card], person)))


def suits(card: Card, person: Traits) -> bool:
    """False when the card is not for somebody with one of these traits; unsure counts as yes."""
    if card.gate is not None:
        return True  # its own questions decide, and lead to a card that fits
    return person.first(card.not_for) is None


def access(card: Card, situation: Situation) -> Access:
    """Whether a person may read a card now."""
    if card.anytime:
        return Access.OPEN
    if situation.urgent:
        return Access.NOT_NOW
    if not situation.care_allowed and (card.gate is not None or card.topic == EXERCISES):
        return Access.QUESTIONS_FIRST
    if card.gate is not None:
        return Access.GATED
    return Access.OPEN if suits(card, situation.traits) else Access.NOT_FOR_YOU


def in_place_of(cards: Mapping[str, Card], card: Card, situation: Situation) -> Card | None:
    """What to show to somebody for whom a card is not; None = nothing suits.

    The pregnancy card wins over every other, also while the painkiller questions are still to come.
    """
    if card.gate is not None:
        blocked = situation.traits.first((*card.not_for, "pregnant"))
        other = cards.get(card.instead or PAINKILLERS_PREGNANCY) if blocked else None
        return other if other is not None and access(other, situation) is Access.OPEN else None
    seen = {card.id}
    while card.instead is not None and card.instead in cards and card.instead not in seen:
        card = cards[card.instead]
        seen.add(card.id)
        if access(card, situation) is Access.OPEN:
            return card
    return None


def readable(cards: Mapping[str, Card], wanted: Iterable[str], situation: Situation) -> tuple[str, ...]:
    """Those of the wanted cards that can be offered as a button now; gated ones lead to their questions."""
    fine = (Access.OPEN, Access.GATED)
    return tuple(id_ for id_ in wanted if id_ in cards and access(cards[id_], situation) in fine)


def cautions(facts: Mapping[str, str], medicine_facts: Mapping[str, str]) -> tuple[str, ...]:
    """Facts that mean "ask a pharmacist or doctor first", in the order of asking; unsure counts as a reason."""
    found = [fact for fact in _CAUTION_FACTS if facts.get(fact) in (YES, NOT_SURE)]
    if facts.get("age_band") in _OLDER:
        found.append("age_band")
    if not found and facts.get("pregnancy_status") in _MAY_BE_PREGNANT:
        found.append("pregnant")
    found += [fact for fact, value in medicine_facts.items() if value in (YES, NOT_SURE)]
    return tuple(found)


def painkiller_card(
    facts: Mapping[str, str],
    medicine_facts: Mapping[str, str],
    found: tuple[str, ...],
    wanted: str = PAINKILLERS,
) -> str:
    """The one card about painkillers that this person may see; `found` are their cautions."""
    if facts.get("pregnant") in (YES, NOT_SURE) or medicine_facts.get("med_pregnant") == YES:
        return PAINKILLERS_PREGNANCY
    return PAINKILLERS_ASK_FIRST if found else wanted
