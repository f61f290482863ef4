"""A patient who answers by the facts of an oracle entry, asked by whatever protocol is being tested.

It knows how facts are told to questions, and nothing about what should follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.oracle import DEFAULTS, Fact

Plan = dict[str, tuple[str, ...]]

_TIMING = {
    "recent": "recent",
    "older": "older",
    "long_checked": "long_checked",
    "unknown": "not_sure",
    "walking_only": "older",
}
_LEG_TIMING = {**_TIMING, "walking_only": "walking_only"}

#: Master-table signs that one screen asks about together.
_TOGETHER = {
    "ces_urinary": ("ces_urinary_retention", "ces_urinary_incontinence", "ces_urinary_sensation"),
    "ces_bowel": ("ces_bowel_incontinence", "ces_bowel_sensation"),
    "ces_saddle_numbness": ("ces_saddle_numbness",),
    "ces_sexual_change": ("ces_sexual_change",),
}

_CHECKLISTS = {
    "danger_now": (
        "chest_pain_breathless collapse_faint tearing_pain aaa_rupture_pattern sepsis_signs leg_paralysis cold_pale_leg "
        "trauma_major"
    ).split(),
    "leg_signs": (
        "bilateral_leg_symptoms leg_weakness_progressive foot_drop_new gait_unsteady_heavy_legs arm_and_leg_symptoms "
        "leg_pain_below_knee walking_leg_pain"
    ).split(),
    "recent_events": "trauma_minor fever_chills recent_infection_or_line recent_spinal_procedure".split(),
    "injury_details": "bruise_graze_spine cannot_walk_after_injury".split(),
    "health_history": (
        "cancer_history osteoporosis_known steroid_long_term trauma_anticoagulant immunosuppressed ivdu tb_history"
    ).split(),
    "general_signs": (
        "weight_loss night_sweats_fatigue night_pain_constant spine_deformity_new thoracic_pain band_pain_trunk "
        "rash_blisters_band pain_unbearable"
    ).split(),
    "belly_signs": (
        "flank_colic severe_abdominal aaa_known_or_pulsing urinary_burning_blood pelvic_infection testicular_sudden "
        "leg_swollen_hot"
    ).split(),
    "medicine_taking": ["medicine_overdose"],
}


def plan(entry: Mapping[str, Fact]) -> Plan:
    """Question id -> what this patient presses; questions that are not named get the harmless answer."""
    facts = {**DEFAULTS, **entry}
    answers: Plan = {"age_band": (_age(facts["age"]),), "duration": (_duration(facts["weeks"]),)}
    answers["trend"] = (str(facts["trend"]),)
    _add_private_signs(answers, facts)
    for question, items in _CHECKLISTS.items():
        _add_ticks(answers, question, items, _spoken(facts))
    _add_legs(answers, facts)
    _add_pregnancy(answers, facts)
    _add_yes_no(answers, facts)
    _add_long_lasting(answers, facts)
    return answers


def _spoken(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts in the words of the screens: an injury is told by its kind, a sudden severe pain by its place."""
    spoken = dict(facts)
    if facts.get("trauma_minor_bone_risk") or (
        facts.get("trauma_anticoagulant") and not facts.get("trauma_major")
    ):
        spoken["trauma_minor"] = facts.get("trauma_minor_bone_risk") or "yes"
    if facts.get("bruise_graze_spine"):
        spoken["trauma_minor"] = "yes"
    if facts["pregnancy"] and facts["heavy_bleeding"]:
        spoken["pregnant_heavy_bleeding"] = "yes"
    spoken["flank_colic"] = facts.get("flank_colic")
    if facts.get("flank_fever_urinary"):
        spoken |= {"fever_chills": "yes", "urinary_burning_blood": "yes"}
    return spoken


def _add_private_signs(answers: Plan, facts: Mapping[str, Fact]) -> None:
    for question, signs in _TOGETHER.items():
        found = [facts[sign] for sign in signs if facts.get(sign)]
        if found:
            answers[question] = ("yes" if "yes" in found else str(found[0]),)
            answers[f"{question}_timing"] = (_TIMING[str(facts["sign_since"])],)


def _add_ticks(answers: Plan, question: str, items: list[str], facts: Mapping[str, Fact]) -> None:
    ticks = [item for item in items if facts.get(item) in ("yes", True)]
    unsure = ["not_sure"] if any(facts.get(item) == "not_sure" for item in items) else []
    if question == "danger_now" and facts.get("pregnant_heavy_bleeding"):
        ticks.append("pregnant_heavy_bleeding")
    if ticks or unsure:
        answers[question] = (*ticks, *unsure)


def _add_legs(answers: Plan, facts: Mapping[str, Fact]) -> None:
    if "leg_signs" not in answers:
        return
    answers["leg_symptoms"] = ("yes",)
    answers["leg_timing"] = (_LEG_TIMING[str(facts["sign_since"])],)
    answers["walking_seen_before"] = ("yes" if facts["assessed_before"] else "no",)


def _add_pregnancy(answers: Plan, facts: Mapping[str, Fact]) -> None:
    status = facts["pregnancy"]
    if status is None and (facts.get("pregnant_danger") or facts.get("possible_ectopic")):
        status = "maybe"
    if status is None:
        return
    answers["belly_signs"] = (*answers.get("belly_signs", ()), "pregnant")
    answers["pregnancy_status"] = (str(status),)
    answers["pregnancy_pain_new"] = ("no" if facts["pregnancy_pain_known"] else "yes",)


def _add_yes_no(answers: Plan, facts: Mapping[str, Fact]) -> None:
    for question in ("pregnant_danger", "possible_ectopic"):
        if facts.get(question):
            answers[question] = (str(facts[question]),)
    pairs = {
        "trauma_spine_signs": "trauma_spine_signs",
        "very_unwell": "very_unwell",
        "sudden_severe_onset": "sudden_severe",
        "pain_changed": "pain_changed",
        "first_episode": "first_episode",
    }
    for question, fact in pairs.items():
        answers[question] = ("yes" if facts[fact] else "no",)
    if facts.get("age_over_70_sudden"):
        answers["sudden_severe_onset"] = ("yes",)


def _add_long_lasting(answers: Plan, facts: Mapping[str, Fact]) -> None:
    ticks = []
    if facts["trend"] == "worse":
        ticks.append("getting_worse")
    if not facts["assessed_before"]:
        ticks.append("never_assessed")
    if facts["pain_changed"]:
        ticks.append("pain_different")
    if facts["life_impact"]:
        ticks.append("life_impact")
    kinds = ("axspa_night", "axspa_stiff", "axspa_buttock", "axspa_nsaid", "axspa_linked")
    ticks += kinds[: int(facts["axspa_items"] or 0)]
    if ticks:
        answers["long_lasting"] = tuple(ticks)


def _age(years: Fact) -> str:
    bands = ((70, "70_plus"), (65, "65_69"), (60, "60_64"), (50, "50_59"), (18, "18_49"))
    return next((band for least, band in bands if int(years or 0) >= least), "under_18")


def _duration(weeks: Fact) -> str:
    if weeks is None:
        return "not_sure"
    number = float(weeks)
    if number > 12:
        return "over_12w"
    bands = ((6, "6_12w"), (4, "4_6w"), (2, "2_4w"))
    return next((band for least, band in bands if number >= least), "under_2w")
