"""What is known about a person that decides which advice suits them: facts, category, and what follows from both.

A trait is true, unsure or false; whoever rules something out treats unsure as true. It decides nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dialogs.conditions import NOT_SURE, YES

#: Traits that are worked out rather than answered. Weeks follow the bands of the clinical specification, section 2.2b.
DERIVED = frozenset(
    {
        "stenosis",
        "older",
        "age_60_plus",
        "late_pregnancy",
        "recent_birth",
        "band_acute",
        "band_subacute",
        "band_chronic",
        "yellow_flags",
        "visit_advised",
    }
)

_BANDS = {
    "under_2w": "band_acute",
    "2_4w": "band_acute",
    "4_6w": "band_subacute",
    "6_12w": "band_subacute",
    "over_12w": "band_chronic",
    NOT_SURE: "band_subacute",
}
_OLDER = frozenset({"65_69", "70_plus"})
_YELLOW = ("fear_of_moving", "low_expectation", "low_mood", "off_work")
#: Yellow flags that together are worth talking over with a clinician.
_MANY_YELLOW = 2


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of one person."""

    #: Slug -> `yes` or `not_sure`; what is not here is false or unknown.
    known: Mapping[str, str]

    def has(self, trait: str) -> bool:
        """True when the trait is there or nobody is sure that it is not."""
        return trait in self.known

    def is_sure(self, trait: str) -> bool:
        return self.known.get(trait) == YES

    def first(self, traits: Iterable[str]) -> str | None:
        """The first of these that the person has."""
        return next((trait for trait in traits if trait in self.known), None)


def traits(facts: Mapping[str, str], category: str | None, result: str | None = None) -> Traits:
    """The traits that follow from all facts known so far, the result's category and the result itself."""
    known = {fact: value for fact, value in facts.items() if value in (YES, NOT_SURE)}
    if result == "see_clinician_soon":
        known["visit_advised"] = YES
    if facts.get("med_pregnant") in (YES, NOT_SURE):  # pregnant, trying to be, or breastfeeding
        known.setdefault("pregnant", NOT_SURE)
        known.setdefault("late_pregnancy", NOT_SURE)
    known |= dict(_derived(facts, category))
    return Traits(known)


def _derived(facts: Mapping[str, str], category: str | None) -> Iterator[tuple[str, str]]:
    if category is not None:
        yield category, YES
    walking = facts.get("walking_leg_pain")
    if (
        category == "possible_stenosis"
        or walking in (YES, NOT_SURE)
        or facts.get("leg_timing") == "walking_only"
    ):
        yield "stenosis", NOT_SURE if walking == NOT_SURE else YES
    age = facts.get("age_band")
    if age in _OLDER:
        yield "older", YES
    if age in _OLDER or age == "60_64":
        yield "age_60_plus", YES
    if (band := _BANDS.get(facts.get("duration", ""))) is not None:
        yield band, NOT_SURE if facts["duration"] == NOT_SURE else YES
    status = facts.get("pregnancy_status")
    if status in ("later", "not_sure") or (status is None and facts.get("pregnant") in (YES, NOT_SURE)):
        yield "late_pregnancy", YES if status == "later" else NOT_SURE
    if status == "recent_birth":
        yield "recent_birth", YES
    if (goal := facts.get("plan_goal")) is not None and goal.startswith("goal_"):
        yield goal, YES
    if sum(facts.get(flag) == YES for flag in _YELLOW) >= _MANY_YELLOW:
        yield "yellow_flags", YES
