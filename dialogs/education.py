"""Which cards a person may read after the result, and in which order.

It shows nothing and knows no words; the cards themselves are in `content`.
"""

from __future__ import annotations

from collections.abc import Mapping

from content.model import Card
from dialogs.conditions import NOT_SURE, YES

#: The first cards offered for each category; the rest of the library follows in later menus.
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

#: Interview facts that call for a pharmacist's or doctor's advice before any painkiller.
_CAUTION_FACTS = ("pregnant", "trauma_anticoagulant", "steroid_long_term", "severe_abdominal")
_OLDER = ("60_64", "65_69", "70_plus")


def menu(cards: Mapping[str, Card], category: str | None, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the cards to offer, in order; cards that are not for this person are left out."""
    wanted = (*_FIRST, *_BY_CATEGORY.get(category or "", ()), *_ALWAYS_LAST)
    return tuple(card for card in wanted if card in cards and suits(cards[card], category, facts))


def suits(card: Card, category: str | None, facts: Mapping[str, str]) -> bool:
    """False when the card is not for somebody with one of these facts or this category; unsure counts as yes."""
    if card.gate is not None:
        return True  # its own questions decide, and lead to a card that fits
    return not any(name == category or facts.get(name) in (YES, NOT_SURE) for name in card.not_for)


def cautions(facts: Mapping[str, str], medicine_facts: Mapping[str, str]) -> tuple[str, ...]:
    """Facts that mean "ask a pharmacist or doctor first", in the order of asking; unsure counts as a reason."""
    found = [fact for fact in _CAUTION_FACTS if facts.get(fact) in (YES, NOT_SURE)]
    if facts.get("age_band") in _OLDER:
        found.append("age_band")
    found += [fact for fact, value in medicine_facts.items() if value in (YES, NOT_SURE)]
    return tuple(found)


def painkiller_card(
    facts: Mapping[str, str], medicine_facts: Mapping[str, str], found: tuple[str, ...]
) -> str:
    """The one card about painkillers that this person may see; `found` are their cautions."""
    if facts.get("pregnant") in (YES, NOT_SURE) or medicine_facts.get("med_pregnant") == YES:
        return PAINKILLERS_PREGNANCY
    return PAINKILLERS_ASK_FIRST if found else PAINKILLERS
