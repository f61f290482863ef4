"""The third oracle: whole families of situations that must end alike, told as what is pressed on which screen.

Written by hand with the protocol and the first oracle open, and partly to notice mutants that the first oracle missed. It
pins what the protocol says today; unlike `oracle` it is not independent of it and is no evidence that the protocol is right.
Status: draft, no clinician has signed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

Answers = dict[str, tuple[str, ...]]

E1, E2, U = "emergency_now", "emergency_today", "urgent_same_day"
S, SELF, OUT = "see_clinician_soon", "self_care", "out_of_scope"


@dataclass(frozen=True, slots=True)
class Sweep:
    """A family: every choice of one alternative for each question ends in `result` and raises `flags`."""

    name: str
    #: Question -> alternatives, ticks joined by "+".
    answers: dict[str, str]
    result: str
    flags: str = ""
    #: Flags that must stay down.
    without: str = ""
    #: Words that must be read; empty = any.
    told: str = ""
    category: str = ""
    #: Facts that must be named as the reason.
    because: str = ""

    def members(self) -> Iterator[Answers]:
        questions = list(self.answers)
        for chosen in product(*(self.answers[question].split() for question in questions)):
            yield {q: tuple(c.split("+")) for q, c in zip(questions, chosen, strict=True)}


NEW = "under_2w 2_4w 4_6w 6_12w not_sure"
CES = ("ces_urinary", "ces_bowel", "ces_saddle_numbness", "ces_sexual_change")
CES_FLAGS = {
    "ces_urinary": "ces_urinary_retention ces_urinary_incontinence ces_urinary_sensation",
    "ces_bowel": "ces_bowel_incontinence ces_bowel_sensation",
    "ces_saddle_numbness": "ces_saddle_numbness",
    "ces_sexual_change": "ces_sexual_change",
}
UNSURE = "not_sure"
YES_OR_UNSURE = "yes not_sure"
OVER_65 = "65_69 70_plus"
LEGS = {"leg_symptoms": "yes"}


def _old(sign: str) -> dict[str, str]:
    return {sign: "yes", f"{sign}_timing": "older"}


def _known(sign: str) -> dict[str, str]:
    return {sign: "yes", f"{sign}_timing": "long_checked"}


_ONE_SIGN = tuple(
    sweep
    for sign in CES
    for sweep in (
        Sweep(
            f"{sign} new or of unknown age",
            {sign: "yes", f"{sign}_timing": "recent not_sure"},
            E2,
            CES_FLAGS[sign],
        ),
        Sweep(f"{sign} old, unchecked", _old(sign), U, because=sign),
        Sweep(f"{sign} new, and named", {sign: "yes", f"{sign}_timing": "recent not_sure"}, E2, because=sign),
        Sweep(f"{sign} known and checked", _known(sign), SELF),
        Sweep(f"{sign} unsure", {sign: UNSURE}, U),
        Sweep(f"{sign} old, legs unsure", {**_old(sign), "leg_symptoms": UNSURE}, E2),
        Sweep(f"{sign} old, kind of legs unsure", {**_old(sign), **LEGS, "leg_signs": UNSURE}, E2),
        Sweep(
            f"{sign} old, both legs old",
            {**_old(sign), **LEGS, "leg_signs": "bilateral_leg_symptoms", "leg_timing": "older"},
            E2,
        ),
        Sweep(
            f"{sign} old, one leg old",
            {**_old(sign), **LEGS, "leg_signs": "gait_unsteady_heavy_legs", "leg_timing": "older"},
            U,
        ),
        Sweep(
            f"{sign} old, both legs known",
            {**_old(sign), **LEGS, "leg_signs": "bilateral_leg_symptoms", "leg_timing": "long_checked"},
            U,
        ),
        Sweep(f"{sign} unsure, one leg", {sign: UNSURE, **LEGS, "leg_signs": "leg_pain_below_knee"}, U),
        Sweep(f"{sign} unsure, legs unsure", {sign: UNSURE, "leg_symptoms": UNSURE}, E2),
    )
)

_TWO_SIGNS = tuple(
    sweep
    for one, other in combinations(CES, 2)
    for sweep in (
        Sweep(f"{one} and {other} old", {**_old(one), **_old(other)}, E2, because=f"{one} {other}"),
        Sweep(f"{one} old, {other} unsure", {**_old(one), other: UNSURE}, E2),
        Sweep(f"{one} unsure, {other} old", {one: UNSURE, **_old(other)}, E2),
        Sweep(f"{one} and {other} unsure", {one: UNSURE, other: UNSURE}, E2),
        Sweep(f"{one} old, {other} known", {**_old(one), **_known(other)}, U),
        Sweep(f"{one} known, {other} old", {**_known(one), **_old(other)}, U),
        Sweep(f"{one} known, {other} unsure", {**_known(one), other: UNSURE}, U),
        Sweep(f"{one} unsure, {other} known", {one: UNSURE, **_known(other)}, U),
        Sweep(f"{one} and {other} known", {**_known(one), **_known(other)}, SELF),
    )
)

_LEGS = (
    Sweep("kind of legs unsure", {**LEGS, "leg_signs": UNSURE, "leg_timing": "long_checked"}, U),
    Sweep("legs unsure", {"leg_symptoms": UNSURE}, U),
    Sweep(
        "legs unsure, fever", {"leg_symptoms": UNSURE, "recent_events": "fever_chills"}, E2, told="leg nerves"
    ),
    Sweep("legs worse", {**LEGS, "leg_signs": "foot_drop_new", "leg_timing": "worse"}, E2, told="leg nerves"),
    Sweep(
        "foot drop, old",
        {**LEGS, "leg_signs": "foot_drop_new", "leg_timing": "older"},
        U,
        category="possible_radiculopathy",
    ),
    Sweep(
        "foot drop in both legs, known",
        {**LEGS, "leg_signs": "foot_drop_new+bilateral_leg_symptoms", "leg_timing": "long_checked"},
        SELF,
    ),
    *(
        Sweep(
            f"{sign} new or worse",
            {**LEGS, "leg_signs": sign, "leg_timing": "worse recent not_sure"},
            E2,
            sign,
        )
        for sign in ("bilateral_leg_symptoms", "gait_unsteady_heavy_legs", "arm_and_leg_symptoms")
    ),
    Sweep("both legs, old", {**LEGS, "leg_signs": "bilateral_leg_symptoms", "leg_timing": "older"}, U),
    Sweep("gait, old", {**LEGS, "leg_signs": "gait_unsteady_heavy_legs", "leg_timing": "older"}, U),
    Sweep(
        "arms, old",
        {**LEGS, "leg_signs": "arm_and_leg_symptoms", "leg_timing": "older walking_only"},
        U,
        "arm_and_leg_symptoms",
    ),
    Sweep(
        "foot drop, worse",
        {**LEGS, "leg_signs": "foot_drop_new", "leg_timing": "worse not_sure"},
        E2,
        "foot_drop_new",
    ),
    Sweep(
        "foot drop",
        {**LEGS, "leg_signs": "foot_drop_new", "leg_timing": "recent older walking_only"},
        U,
        "foot_drop_new",
    ),
    Sweep(
        "foot drop in both legs",
        {
            **LEGS,
            "leg_signs": "foot_drop_new+bilateral_leg_symptoms",
            "leg_timing": "worse recent older walking_only not_sure",
        },
        E2,
    ),
    *(
        Sweep(f"{sign} known", {**LEGS, "leg_signs": sign, "leg_timing": "long_checked"}, SELF)
        for sign in (
            "foot_drop_new",
            "bilateral_leg_symptoms",
            "gait_unsteady_heavy_legs",
            "arm_and_leg_symptoms",
        )
    ),
    *(
        Sweep(
            f"foot drop, {sign} new",
            {**LEGS, **_known(sign), "leg_signs": "foot_drop_new", "leg_timing": "older"},
            E2,
        )
        for sign in CES
    ),
    Sweep(
        "both legs only on walking, unchecked",
        {
            **LEGS,
            "leg_signs": "bilateral_leg_symptoms",
            "leg_timing": "walking_only",
            "walking_seen_before": "no not_sure",
        },
        S,
    ),
    Sweep(
        "both legs only on walking, checked",
        {
            **LEGS,
            "leg_signs": "bilateral_leg_symptoms",
            "leg_timing": "walking_only",
            "walking_seen_before": "yes",
        },
        SELF,
        category="possible_stenosis",
    ),
    Sweep(
        "legs on walking", {**LEGS, "leg_signs": "walking_leg_pain", "walking_seen_before": "no not_sure"}, S
    ),
    Sweep(
        "legs on walking, checked",
        {**LEGS, "leg_signs": "walking_leg_pain", "walking_seen_before": "yes"},
        SELF,
    ),
    Sweep(
        "one leg, some weeks",
        {
            **LEGS,
            "leg_signs": "leg_pain_below_knee",
            "duration": "2_4w 4_6w 6_12w not_sure",
            "trend": "same worse not_sure",
        },
        S,
    ),
    Sweep(
        "one leg, better",
        {**LEGS, "leg_signs": "leg_pain_below_knee", "duration": "2_4w 4_6w", "trend": "better"},
        SELF,
    ),
    Sweep("one leg, days", {**LEGS, "leg_signs": "leg_pain_below_knee", "duration": "under_2w"}, SELF),
)

_NEW_PAIN = (
    *(
        Sweep(f"{item}, new pain", {"health_history": item, "duration": NEW}, U, item)
        for item in ("cancer_history", "ivdu", "immunosuppressed")
    ),
    *(
        Sweep(f"{item}, new pain", {"recent_events": item, "duration": NEW}, U, item)
        for item in ("recent_infection_or_line", "recent_spinal_procedure")
    ),
    Sweep(
        "aneurysm, new pain",
        {"belly_signs": "aaa_known_or_pulsing", "duration": NEW},
        E2,
        "aaa_known_or_pulsing",
    ),
    Sweep(
        "history unsure, new pain",
        {"health_history": UNSURE, "duration": "under_2w 2_4w 4_6w 6_12w not_sure"},
        U,
    ),
    *(
        Sweep(
            f"{item}, old pain changed",
            {question: item, "duration": "over_12w", "pain_changed": YES_OR_UNSURE},
            U,
        )
        for question, item in (
            ("health_history", "cancer_history"),
            ("health_history", "ivdu"),
            ("health_history", "immunosuppressed"),
            ("health_history", "not_sure"),
            ("recent_events", "recent_infection_or_line"),
            ("recent_events", "recent_spinal_procedure"),
        )
    ),
    *(
        Sweep(
            f"{item}, old pain unchanged",
            {question: item, "duration": "over_12w", "pain_changed": "no"},
            SELF,
        )
        for question, item in (
            ("health_history", "cancer_history"),
            ("health_history", "ivdu"),
            ("health_history", "immunosuppressed"),
            ("recent_events", "recent_infection_or_line"),
            ("recent_events", "recent_spinal_procedure"),
        )
    ),
    Sweep(
        "aneurysm, old pain changed",
        {"belly_signs": "aaa_known_or_pulsing", "duration": "over_12w", "pain_changed": YES_OR_UNSURE},
        E2,
    ),
    Sweep(
        "aneurysm, old pain",
        {"belly_signs": "aaa_known_or_pulsing", "duration": "over_12w", "pain_changed": "no"},
        S,
    ),
)

_SUDDEN = (
    Sweep(
        "70 and sudden",
        {"age_band": "70_plus", "sudden_severe_onset": "yes", "duration": NEW},
        U,
        "age_over_70_sudden",
    ),
    Sweep(
        "70 and sudden, unsure", {"age_band": "70_plus", "sudden_severe_onset": UNSURE, "duration": NEW}, U
    ),
    *(
        Sweep(
            f"{item} and sudden",
            {"health_history": item, "sudden_severe_onset": YES_OR_UNSURE, "duration": NEW},
            U,
        )
        for item in ("osteoporosis_known", "steroid_long_term")
    ),
    *(
        Sweep(f"{item} and sudden", {question: item, "sudden_severe_onset": YES_OR_UNSURE}, E1)
        for question, item in (
            ("belly_signs", "aaa_known_or_pulsing"),
            ("belly_signs", "severe_abdominal"),
            ("general_signs", "thoracic_pain"),
        )
    ),
    Sweep(
        "accident, spine unsure",
        {"danger_now": "trauma_major", "trauma_spine_signs": YES_OR_UNSURE},
        E1,
        told="still",
    ),
    Sweep(
        "accident and chest pain, spine well",
        {"danger_now": "trauma_major+chest_pain_breathless", "trauma_spine_signs": "no"},
        E1,
        told="even if",
    ),
    Sweep("chest pain alone", {"danger_now": "chest_pain_breathless"}, E1, told="even if"),
    Sweep("tummy pain, not sudden", {"belly_signs": "severe_abdominal", "sudden_severe_onset": "no"}, E2),
    Sweep("chest back, not sudden", {"general_signs": "thoracic_pain", "sudden_severe_onset": "no"}, U),
    Sweep(
        "70, sudden, old pain",
        {"age_band": "70_plus", "sudden_severe_onset": "yes", "duration": "over_12w"},
        S,
    ),
    Sweep(
        "bones, sudden, old pain",
        {"health_history": "osteoporosis_known", "sudden_severe_onset": "yes", "duration": "over_12w"},
        SELF,
    ),
    Sweep("accident, spine well", {"danger_now": "trauma_major", "trauma_spine_signs": "no"}, E2),
    Sweep("first list unsure", {"danger_now": UNSURE}, E1),
    *(
        Sweep(item, {"danger_now": item}, E1, item)
        for item in (
            "chest_pain_breathless collapse_faint tearing_pain aaa_rupture_pattern sepsis_signs leg_paralysis cold_pale_leg "
            "pregnant_heavy_bleeding"
        ).split()
    ),
)

_PREGNANT = {"belly_signs": "pregnant"}
_EARLY, _MIGHT = "first_trimester maybe not_sure", "later first_trimester maybe not_sure"
_PREGNANCY = (
    Sweep(
        "danger in pregnancy",
        {**_PREGNANT, "pregnancy_status": _MIGHT, "pregnant_danger": "yes"},
        E2,
        "pregnant_danger",
    ),
    Sweep(
        "danger in pregnancy, unsure",
        {**_PREGNANT, "pregnancy_status": _MIGHT, "pregnant_danger": UNSURE},
        E2,
    ),
    Sweep(
        "ectopic",
        {**_PREGNANT, "pregnancy_status": _EARLY, "possible_ectopic": "yes"},
        E2,
        "possible_ectopic",
    ),
    Sweep("ectopic, unsure", {**_PREGNANT, "pregnancy_status": _EARLY, "possible_ectopic": UNSURE}, E2),
    Sweep(
        "burning urine in pregnancy",
        {"belly_signs": "pregnant+urinary_burning_blood", "pregnancy_status": _MIGHT},
        E2,
    ),
    Sweep(
        "burning urine after birth",
        {"belly_signs": "pregnant+urinary_burning_blood", "pregnancy_status": "recent_birth"},
        U,
    ),
    Sweep(
        "new pain late in pregnancy",
        {**_PREGNANT, "pregnancy_status": "later not_sure", "pregnancy_pain_new": YES_OR_UNSURE},
        U,
        told="midwife or maternity line",
    ),
    Sweep(
        "known pain late in pregnancy",
        {**_PREGNANT, "pregnancy_status": "later", "pregnancy_pain_new": "no"},
        SELF,
    ),
    Sweep(
        "known pain, week unknown",
        {**_PREGNANT, "pregnancy_status": "not_sure", "pregnancy_pain_new": "no"},
        S,
    ),
    Sweep(
        "early, or after birth", {**_PREGNANT, "pregnancy_status": "first_trimester maybe recent_birth"}, S
    ),
    Sweep(
        "fever in pregnancy",
        {"recent_events": "fever_chills", "belly_signs": "pregnant", "pregnancy_status": "recent_birth"},
        E2,
    ),
)

_INJURY = {"recent_events": "trauma_minor"}
_INJURIES = (
    Sweep("injury, details unsure", {**_INJURY, "injury_details": UNSURE}, E2),
    Sweep("injury, cannot walk", {**_INJURY, "injury_details": "cannot_walk_after_injury"}, E2),
    Sweep("injury, bruise", {**_INJURY, "injury_details": "bruise_graze_spine"}, U, "bruise_graze_spine"),
    Sweep(
        "severe pain after injury, older",
        {**_INJURY, "injury_details": "severe_after_injury", "age_band": OVER_65},
        E2,
    ),
    Sweep(
        "severe pain after injury, bones",
        {
            **_INJURY,
            "injury_details": "severe_after_injury",
            "health_history": "osteoporosis_known steroid_long_term not_sure",
        },
        E2,
    ),
    Sweep(
        "severe pain after injury, young",
        {**_INJURY, "injury_details": "severe_after_injury", "age_band": "18_49 50_59 60_64"},
        SELF,
    ),
    Sweep("injury, older", {**_INJURY, "age_band": OVER_65}, U, "trauma_minor_bone_risk"),
    Sweep("injury, not so old", {**_INJURY, "age_band": "18_49 50_59 60_64"}, SELF),
    Sweep(
        "injury, bones",
        {**_INJURY, "health_history": "osteoporosis_known steroid_long_term"},
        U,
        "trauma_minor_bone_risk",
    ),
    Sweep("injury, history unsure", {**_INJURY, "health_history": UNSURE}, U),
    Sweep(
        "injury, blood thinners",
        {**_INJURY, "health_history": "trauma_anticoagulant"},
        U,
        "trauma_anticoagulant",
    ),
    Sweep(
        "injury, thinners and a known sign",
        {**_INJURY, **_known("ces_urinary"), "health_history": "trauma_anticoagulant not_sure"},
        E2,
    ),
    Sweep("a known sign after an injury", {**_INJURY, **_known("ces_urinary")}, SELF),
    Sweep(
        "thinners and a known sign", {**_known("ces_urinary"), "health_history": "trauma_anticoagulant"}, SELF
    ),
)

_FEVER = {"recent_events": "fever_chills"}
_ILLNESS = (
    Sweep("fever", _FEVER, U, "fever_chills", without="flank_fever_urinary"),
    Sweep("burning", {"belly_signs": "urinary_burning_blood"}, U, without="flank_fever_urinary"),
    Sweep(
        "weight loss before 60",
        {"general_signs": "weight_loss", "age_band": "50_59"},
        U,
        without="age60_weight_loss",
    ),
    Sweep("fever, very unwell", {**_FEVER, "very_unwell": YES_OR_UNSURE}, E2),
    Sweep("fever, risk", {**_FEVER, "health_history": "ivdu immunosuppressed not_sure"}, E2),
    Sweep("fever, pregnancy unsure", {**_FEVER, "belly_signs": UNSURE}, E2),
    Sweep("fever after a procedure", {"recent_events": "fever_chills+recent_spinal_procedure"}, E2),
    Sweep("fever and a known sign", {**_FEVER, **_known("ces_bowel")}, E2),
    Sweep("fever, legs", {**_FEVER, "leg_symptoms": YES_OR_UNSURE}, E2),
    Sweep("fever and burning", {**_FEVER, "belly_signs": "urinary_burning_blood"}, U, "flank_fever_urinary"),
    Sweep("lists unsure", {"recent_events": UNSURE}, U),
    Sweep("lists unsure", {"general_signs": UNSURE}, U),
    Sweep("lists unsure", {"belly_signs": UNSURE}, U),
    Sweep(
        "procedure and a known sign", {"recent_events": "recent_spinal_procedure", **_known("ces_bowel")}, E2
    ),
    Sweep("cancer and a sign", {"health_history": "cancer_history", **_known("ces_bowel")}, E2),
    Sweep("tuberculosis", {"health_history": "tb_history"}, S, "tb_history"),
    Sweep("tuberculosis and a sign", {"health_history": "tb_history", **_known("ces_bowel")}, U),
    Sweep("band", {"general_signs": "band_pain_trunk"}, U, "band_pain_trunk"),
    Sweep("band and a sign", {"general_signs": "band_pain_trunk", **_known("ces_bowel")}, E2),
    Sweep(
        "weight loss at 60",
        {"general_signs": "weight_loss", "age_band": "60_64 65_69 70_plus"},
        U,
        "age60_weight_loss",
    ),
)

_TIME = (
    Sweep(
        "6 weeks, no better",
        {"age_band": "18_49 50_59", "duration": "6_12w", "trend": "same worse not_sure"},
        S,
        "no_improvement_6w",
        category="nonspecific",
    ),
    Sweep(
        "unknown time, no better",
        {"age_band": "18_49 50_59", "duration": "not_sure", "trend": "same worse not_sure"},
        S,
    ),
    Sweep(
        "6 weeks, better", {"age_band": "18_49 50_59", "duration": "6_12w not_sure", "trend": "better"}, SELF
    ),
    Sweep(
        "60 and 6 weeks",
        {"age_band": "60_64 65_69 70_plus", "duration": "6_12w"},
        S,
        "no_improvement_6w age60_persistent",
    ),
    Sweep(
        "60 and persistent",
        {"age_band": "60_64 65_69 70_plus", "duration": "4_6w over_12w not_sure"},
        S,
        "age60_persistent",
    ),
    Sweep("60 and short", {"age_band": "60_64 65_69 70_plus", "duration": "under_2w 2_4w"}, SELF),
    Sweep(
        "long and troubling",
        {
            "age_band": "18_49 50_59",
            "duration": "over_12w",
            "long_lasting": "getting_worse pain_different never_assessed life_impact",
        },
        S,
    ),
    Sweep("long and stable", {"age_band": "18_49 50_59", "duration": "over_12w"}, SELF),
    *(
        Sweep(
            "inflammation",
            {"age_band": "18_49", "duration": "over_12w", "long_lasting": "+".join(three)},
            S,
            "axspa_pattern",
        )
        for three in combinations(
            ("axspa_night", "axspa_stiff", "axspa_buttock", "axspa_nsaid", "axspa_linked"), 3
        )
    ),
    *(
        Sweep(
            "little inflammation",
            {"age_band": "18_49", "duration": "over_12w", "long_lasting": "+".join(two)},
            SELF,
        )
        for two in combinations(
            ("axspa_night", "axspa_stiff", "axspa_buttock", "axspa_nsaid", "axspa_linked"), 2
        )
    ),
    Sweep(
        "inflammation after 50",
        {"age_band": "50_59", "duration": "over_12w", "long_lasting": "axspa_night+axspa_stiff+axspa_nsaid"},
        SELF,
    ),
    Sweep(
        "first after 50",
        {"age_band": "50_59", "duration": "2_4w 4_6w", "first_episode": "yes"},
        S,
        "first_onset_over_50",
    ),
    Sweep(
        "first after 50, unsure", {"age_band": "50_59", "duration": "2_4w 4_6w", "first_episode": UNSURE}, S
    ),
    Sweep("not first after 50", {"age_band": "50_59", "duration": "2_4w 4_6w", "first_episode": "no"}, SELF),
    Sweep("first before 50", {"age_band": "18_49", "duration": "2_4w 4_6w", "first_episode": "yes"}, SELF),
)

_CHILD = {"age_band": "under_18"}
_CHILDREN = (
    Sweep("child, weeks", {**_CHILD, "duration": "4_6w 6_12w over_12w not_sure"}, U),
    Sweep("child, no better", {**_CHILD, "duration": "6_12w", "trend": "same worse"}, U, "no_improvement_6w"),
    Sweep("child, days", {**_CHILD, "duration": "under_2w 2_4w"}, OUT, "age_under_18"),
    Sweep("child, signs", {**_CHILD, "general_signs": "night_pain_constant night_sweats_fatigue"}, U),
    Sweep("child, tuberculosis", {**_CHILD, "health_history": "tb_history"}, U),
)

SWEEPS: tuple[Sweep, ...] = (
    *_ONE_SIGN,
    *_TWO_SIGNS,
    *_LEGS,
    *_NEW_PAIN,
    *_SUDDEN,
    *_PREGNANCY,
    *_INJURIES,
    *_ILLNESS,
    *_TIME,
    *_CHILDREN,
)

#: The same for people who read the private signs as one list.
LIST_SWEEPS: tuple[Sweep, ...] = (
    Sweep(
        "list, new",
        {"ces_list": "yes", "ces_list_timing": "recent not_sure"},
        E2,
        " ".join(CES_FLAGS.values()),
        told="low in the spine",
    ),
    Sweep("list, old", {"ces_list": "yes", "ces_list_timing": "older"}, E2, told="low in the spine"),
    *(
        Sweep(
            f"list {name}, both legs old",
            {**signs, **LEGS, "leg_signs": "bilateral_leg_symptoms", "leg_timing": "older"},
            U,
        )
        for name, signs in (("harmless", {"ces_list": "no"}), ("known", _known("ces_list")))
    ),
    Sweep(
        "list, named", {"ces_list": "yes", "ces_list_timing": "recent older not_sure"}, E2, because="ces_list"
    ),
    Sweep("list, known", {"ces_list": "yes", "ces_list_timing": "long_checked"}, SELF),
    Sweep("list, unsure", {"ces_list": UNSURE}, E2, told="low in the spine"),
    Sweep("list, known, fever", {"ces_list": "yes", "ces_list_timing": "long_checked", **_FEVER}, E2),
)


#: What everybody is asked, one sign at a time.
FOR_ALL = """consent voice country age_band danger_now ces_urinary ces_bowel ces_saddle_numbness ces_sexual_change
leg_symptoms recent_events health_history general_signs belly_signs duration""".split()

#: Who is asked which of the other questions; nobody is asked more than this.
ASKED_ONLY: tuple[tuple[Answers, str], ...] = (
    ({}, ""),
    ({"age_band": ("65_69",)}, ""),
    ({"age_band": ("70_plus",)}, "sudden_severe_onset"),
    ({"age_band": ("65_69",), "duration": ("6_12w",)}, ""),
    ({"age_band": ("65_69",), "duration": ("over_12w",)}, ""),
    ({"age_band": ("50_59",), "duration": ("under_2w",)}, ""),
    ({"age_band": ("50_59",), "duration": ("2_4w",)}, "first_episode"),
    ({"duration": ("2_4w",)}, ""),
    ({"duration": ("6_12w",)}, "trend"),
    ({"duration": ("over_12w",)}, "long_lasting"),
    ({"health_history": ("ivdu",)}, ""),
    ({"health_history": ("cancer_history",), "duration": ("over_12w",)}, "pain_changed long_lasting"),
    ({"leg_symptoms": ("yes",)}, "leg_signs"),
    ({"leg_symptoms": ("yes",), "leg_signs": ("leg_pain_below_knee",)}, "leg_signs"),
    (
        {"leg_symptoms": ("yes",), "leg_signs": ("leg_pain_below_knee",), "duration": ("2_4w",)},
        "leg_signs trend",
    ),
    ({"leg_symptoms": ("yes",), "leg_signs": ("walking_leg_pain",)}, "leg_signs walking_seen_before"),
    ({"belly_signs": ("pregnant",), "pregnancy_status": ("recent_birth",)}, "pregnancy_status"),
    (
        {"belly_signs": ("pregnant",), "pregnancy_status": ("first_trimester",)},
        "pregnancy_status pregnant_danger possible_ectopic",
    ),
    ({"ces_bowel": ("yes",), "ces_bowel_timing": ("long_checked",)}, "ces_bowel_timing"),
    ({"recent_events": ("trauma_minor",)}, "injury_details"),
    ({"recent_events": ("fever_chills",)}, "very_unwell"),
)
