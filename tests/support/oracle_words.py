"""The second oracle: which words must stand where, so that a sign is asked about and a result is told in its own words.

Written by hand with the protocol's texts open, not computed from them. It notices words that move or vanish; unlike `oracle`
it is not independent of the protocol and is no evidence that the words are right. Words are regular expressions, looked for
without regard to case. Status: draft, no clinician has signed it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.oracle import Fact

#: Item or question id -> what its button must say; for questions without buttons of their own, the prompt.
ASKED: dict[str, str] = {
    "under_18": "under 18",
    "18_49": "18 to 49",
    "50_59": "50 to 59",
    "60_64": "60 to 64",
    "65_69": "65 to 69",
    "70_plus": "70 or over",
    "chest_pain_breathless": "chest pain.*breathe",
    "collapse_faint": "fainted",
    "tearing_pain": "ripping",
    "aaa_rupture_pattern": "terrible pain.*(sweaty|faint)",
    "sepsis_signs": "confused.*blotchy",
    "leg_paralysis": "cannot move a leg",
    "cold_pale_leg": "cold, white",
    "trauma_major": "serious accident",
    "pregnant_heavy_bleeding": "pregnant.*heavy bleeding",
    "bilateral_leg_symptoms": "both legs",
    "leg_weakness_progressive": "weaker",
    "foot_drop_new": "foot.*(slaps|lift)",
    "gait_unsteady_heavy_legs": "unsteady",
    "arm_and_leg_symptoms": "hands.*arms",
    "leg_pain_below_knee": "one leg.*below the knee",
    "walking_leg_pain": "walking.*sitting",
    "trauma_minor": "fall.*lift.*cough",
    "fever_chills": "fever.*shivers",
    "recent_infection_or_line": "infection.*drip",
    "recent_spinal_procedure": "spine surgery.*injection",
    "bruise_graze_spine": "bruise.*graze",
    "cannot_walk_after_injury": "cannot walk",
    "severe_after_injury": "severe pain",
    "cancer_history": "cancer",
    "osteoporosis_known": "thin bones",
    "steroid_long_term": "steroid.*3 months",
    "trauma_anticoagulant": "blood thinners|bleeding disorder",
    "immunosuppressed": "immunity",
    "ivdu": "injected drugs",
    "tb_history": r"\btb\b",
    "weight_loss": "lost weight",
    "night_sweats_fatigue": "sweats",
    "night_pain_constant": "constant.*sleep",
    "spine_deformity_new": "bump.*(curve|height)",
    "thoracic_pain": "between the shoulder blades",
    "band_pain_trunk": "band",
    "rash_blisters_band": "blisters",
    "pain_unbearable": "unbearable",
    "flank_colic": "side pain in waves",
    "severe_abdominal": "severe tummy.*blood",
    "aaa_known_or_pulsing": "aneurysm.*pulsing",
    "urinary_burning_blood": "burning.*blood.*pee",
    "pelvic_infection": "pelvic.*(fever|discharge)",
    "testicular_sudden": "testicle",
    "leg_swollen_hot": "calf",
    "pregnant": "pregnant.*birth",
    "getting_worse": "getting worse",
    "pain_different": "different",
    "never_assessed": "no doctor",
    "life_impact": "things that matter",
    "axspa_night": "half of the night",
    "axspa_stiff": "stiff in the morning",
    "axspa_buttock": "buttock",
    "axspa_nsaid": "ibuprofen",
    "axspa_linked": "linked illness",
    "med_ulcer": "ulcer",
    "med_heart": "heart",
    "med_kidney_liver": "kidney",
    "med_allergy_asthma": "allergy",
    "med_bowel_lupus_pox": "crohn",
    "med_pregnant": "pregnant.*breastfeeding",
    "med_alcohol": "alcohol",
    "med_low_weight": "50 kg",
    "med_thinners": "thinners",
    "med_steroid_ssri": "antidepressant",
    "med_other_nsaid": "anti-inflammatory",
    "med_paracetamol": "paracetamol",
    "med_bp_lithium": "lithium",
    "medicine_overdose": "more painkillers than",
    "numb_skin": "skin that feels less",
    "poor_circulation": "blood flow",
    "dizzy": "dizzy",
    "fear_of_moving": "moving does harm",
    "low_expectation": "hope",
    "low_mood": "feeling low",
    "off_work": "cannot do",
}

#: question -> option -> what its button must say, where the same option has several meanings.
TIMES: dict[str, dict[str, str]] = {
    **{
        f"ces_{sign}_timing": {
            "recent": "last 2 weeks, or getting worse",
            "older": "over 2 weeks ago, not getting worse",
            "long_checked": "over 3 months, unchanged and checked",
            "not_sure": "not sure",
        }
        for sign in ("urinary", "bowel", "saddle_numbness", "sexual_change", "list")
    },
    "plan_goal": {
        "goal_sleep": "sleeping",
        "goal_sit": "sitting",
        "goal_walk": "walking",
        "goal_work": "working",
        "goal_lift": "lifting",
        "goal_sport": "sport",
        "goal_care": "caring",
        "no_goal": "less pain",
    },
    "leg_timing": {
        "worse": "getting worse",
        "recent": "last 2 weeks, not getting worse",
        "older": "over 2 weeks ago, not getting worse",
        "walking_only": "only walking, sitting helps",
        "long_checked": "over 3 months, unchanged and checked",
        "not_sure": "not sure",
    },
    "pregnancy_status": {
        "later": "13 weeks or more",
        "first_trimester": "under 13 weeks",
        "maybe": "might be pregnant",
        "recent_birth": "gave birth",
        "not_sure": "not sure",
    },
    "duration": {
        "under_2w": "less than 2 weeks",
        "2_4w": "2 to 3 weeks",
        "4_6w": "4 to 5 weeks",
        "6_12w": "6 to 12 weeks",
        "over_12w": "more than 12 weeks",
        "not_sure": "not sure",
    },
    "trend": {"better": "better", "same": "same", "worse": "worse", "not_sure": "not sure"},
    "voice": {"self": "myself", "caregiver": "someone I care for"},
    "consent": {"agree": "i agree", "decline": "no, thank you"},
}

#: Question -> what both its prompts must say.
PROMPTS: dict[str, str] = {
    "consent": "do you agree",
    "voice": "who has the back pain",
    "country": "which country",
    "age_band": "how old",
    "danger_now": "right now",
    "trauma_spine_signs": "since the accident",
    "ces_urinary": "pee",
    "ces_urinary_timing": "peeing start",
    "ces_bowel": r"\bpoo\b",
    "ces_bowel_timing": "pooing start",
    "ces_saddle_numbness": "between (your|the) legs",
    "ces_saddle_numbness_timing": "numb or odd feeling start",
    "ces_sexual_change": "sex",
    "ces_sexual_change_timing": "change in sex or feeling start",
    "ces_list": "(?s)peeing.*pooing.*genitals.*sex",
    "ces_list_timing": "first of these changes",
    "leg_symptoms": "weakness in (your|the) legs",
    "leg_signs": "fit (your|their) legs",
    "leg_timing": "leg trouble start",
    "recent_events": "has any of these happened",
    "injury_details": "since the fall",
    "very_unwell": "with the fever",
    "health_history": "weak immunity",
    "general_signs": "unbearable means",
    "belly_signs": "tummy signs",
    "sudden_severe_onset": "suddenly.*severe",
    "pregnancy_status": "which of these fits (you|them) now",
    "pregnant_danger": "(?s)bleeding.*waters.*baby moves less",
    "possible_ectopic": "shoulder tip",
    "duration": "how long ago",
    "pregnancy_pain_new": "midwife",
    "pain_changed": "different from (your|their) usual",
    "trend": "compared with when it began",
    "first_episode": "first back pain of",
    "long_lasting": "linked illness",
    "walking_seen_before": "leg pain that comes when",
    "medicine_body": "before anything about painkillers",
    "medicine_taking": "take any of these",
    "plan_goal": "most like to get back to",
    "plan_body": "(?s)fit (you|them).*dull the skin",
    "plan_mind": "only change what the plan says",
    "typed_doubt": "what you wrote|you wrote about",
}

#: Red flag -> what its line on the card of warning signs must say.
SIGNS_TOLD: dict[str, str] = {
    "ces_urinary_retention": "no pee comes",
    "ces_urinary_incontinence": "leaking of pee",
    "ces_urinary_sensation": "feeling of the pee",
    "ces_bowel_incontinence": "control over poo",
    "ces_bowel_sensation": "needing to poo",
    "ces_saddle_numbness": "between the legs",
    "ces_sexual_change": "sex",
    "bilateral_leg_symptoms": "both legs",
    "leg_paralysis": "leg that cannot move",
    "leg_weakness_progressive": "weaker",
    "foot_drop_new": "foot",
    "gait_unsteady_heavy_legs": "unsteady",
    "band_pain_trunk": "band",
    "thoracic_pain": "shoulder blades",
    "arm_and_leg_symptoms": "hands",
    "trauma_major": "serious accident",
    "trauma_minor_bone_risk": "small fall",
    "trauma_anticoagulant": "blood thinners",
    "age_over_70_sudden": "age 70",
    "spine_deformity_new": "bump",
    "fever_chills": "fever",
    "sepsis_signs": "confused",
    "recent_spinal_procedure": "surgery",
    "cancer_history": "cancer",
    "weight_loss": "weight",
    "aaa_rupture_pattern": "very bad back or tummy pain.*faint",
    "aaa_known_or_pulsing": "pulsing",
    "tearing_pain": "tearing",
    "chest_pain_breathless": "chest pain",
    "collapse_faint": "fainting",
    "cold_pale_leg": "cold, white",
    "leg_swollen_hot": "calf",
    "severe_abdominal": "tummy pain, vomiting blood",
    "flank_colic": "waves",
    "urinary_burning_blood": "burning",
    "pregnant_danger": "pregnant.*tightenings",
    "possible_ectopic": "one-sided",
    "pregnant_heavy_bleeding": "pregnant.*heavy bleeding",
    "pelvic_infection": "pelvis",
    "testicular_sudden": "testicle",
    "rash_blisters_band": "blisters",
    "pain_unbearable": "too bad to move",
    "medicine_overdose": "more painkillers",
}

#: Questions whose answers are asked for again after a day, whose "not sure" is explained and never counts as "no".
DANGER = """danger_now trauma_spine_signs ces_urinary ces_urinary_timing ces_bowel ces_bowel_timing ces_saddle_numbness
ces_saddle_numbness_timing ces_sexual_change ces_sexual_change_timing ces_list ces_list_timing leg_symptoms leg_signs
leg_timing recent_events injury_details very_unwell health_history general_signs belly_signs sudden_severe_onset
pregnancy_status pregnant_danger possible_ectopic pregnancy_pain_new pain_changed""".split()

#: The signs that may be read as one list, and the one that may be declined.
PRIVATE = ("ces_urinary", "ces_bowel", "ces_saddle_numbness", "ces_sexual_change")
MAY_DECLINE = ("ces_sexual_change",)

#: Result -> (is it urgent, may care at home follow).
NATURE = {
    "crisis_support": (True, False),
    "emergency_now": (True, False),
    "emergency_today": (True, False),
    "urgent_same_day": (True, False),
    "out_of_scope": (False, False),
    "see_clinician_soon": (False, True),
    "self_care": (False, True),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody in a situation must read: words of `do`, `say` and `avoid`, in both voices."""

    situation: str
    facts: dict[str, Fact]
    disposition: str
    do: str
    say: str = ""
    avoid: str = ""


def _since(sign: str, since: str, **more: Fact) -> dict[str, Fact]:
    return {sign: "yes", "sign_since": since, **more}


_CES = ("ces_urinary_retention", "ces_bowel_incontinence", "ces_saddle_numbness", "ces_sexual_change")
_E1, _E2, _U = "emergency_now", "emergency_today", "urgent_same_day"
_CES_DO = (r"emergency department now\. nerves low in the spine", "cauda equina", "drive")
_LEGS_DO = (r"emergency department now\. leg nerves need a check", "{because}", "drive")
_PREGNANT_DO = (
    "maternity unit now",
    "pregnant.*{because}|pregnant.*they have back pain and {because}",
    "next visit",
)

TOLD: tuple[Told, ...] = (
    *(
        Told(
            "accident, cannot move",
            {"trauma_major": answer, "trauma_spine_signs": True},
            _E1,
            "{call} now.*still",
            "accident.*neck pain",
            "do not.*lift",
        )
        for answer in ("yes",)
    ),
    Told(
        "heavy bleeding",
        {"pregnancy": "later", "heavy_bleeding": True},
        _E1,
        "{call} now.*first that",
        "bleed",
        "call back",
    ),
    Told("chest pain", {"chest_pain_breathless": "yes"}, _E1, "{call} now, even", "{because}", "drive"),
    Told(
        "accident without more",
        {"trauma_major": "yes"},
        _E2,
        "even if.*bone may be broken",
        "broken bone",
        "drive",
    ),
    *(
        Told(f"{sign} {since}", _since(sign, since), _E2, *_CES_DO)
        for sign in _CES
        for since in ("recent", "unknown")
    ),
    *(
        Told(f"{sign} older, with fever", _since(sign, "older", fever_chills="yes"), _E2, *_CES_DO)
        for sign in _CES
    ),
    *(
        Told(
            f"{sign} unsure, with fever",
            {sign: "not_sure", "fever_chills": "yes", "very_unwell": True},
            _E2,
            *_CES_DO,
        )
        for sign in _CES
    ),
    Told("both legs", _since("bilateral_leg_symptoms", "recent"), _E2, *_LEGS_DO),
    Told("both legs, age unknown", _since("bilateral_leg_symptoms", "unknown"), _E2, *_LEGS_DO),
    Told("a weaker leg", {"leg_weakness_progressive": "yes"}, _E2, *_LEGS_DO),
    Told("legs for long, with fever", _since("foot_drop_new", "older", fever_chills="yes"), _E2, *_LEGS_DO),
    Told(
        "both legs for long, cancer",
        _since("bilateral_leg_symptoms", "older", cancer_history="yes"),
        _E2,
        *_LEGS_DO,
    ),
    Told(
        "fever, weak immunity",
        {"fever_chills": "yes", "immunosuppressed": "yes"},
        _E2,
        "fever with back pain",
        "infection",
        "fever",
    ),
    Told("danger in pregnancy", {"pregnancy": "later", "pregnant_danger": "yes"}, _E2, *_PREGNANT_DO),
    Told(
        "danger in pregnancy, unsure",
        {"pregnancy": "later", "pregnant_danger": "not_sure"},
        _E2,
        *_PREGNANT_DO,
    ),
    Told("early pregnancy", {"pregnancy": "maybe", "possible_ectopic": "yes"}, _E2, *_PREGNANT_DO),
    Told(
        "early pregnancy, unsure", {"pregnancy": "maybe", "possible_ectopic": "not_sure"}, _E2, *_PREGNANT_DO
    ),
    Told("colic", {"flank_colic": "yes"}, _E2, "what you told us needs a check today", "{because}", "drive"),
    Told(
        "new pain late in pregnancy",
        {"pregnancy": "later"},
        _U,
        "midwife or maternity line today",
        "pregnant",
        "next visit",
    ),
    Told(
        "cancer", {"cancer_history": "yes"}, _U, "cancer team today", "cancer.*24 hours", "next clinic visit"
    ),
    Told(
        "fever",
        {"fever_chills": "yes"},
        _U,
        r"^speak to {urgent} (for them )?today",
        "{because}",
        "routine appointment",
    ),
    Told("a child", {"age": 17}, "out_of_scope", "for adults.*doctor", "under 18|under 18 and"),
    Told(
        "early pregnancy, plain",
        {"pregnancy": "first_trimester"},
        "see_clinician_soon",
        "midwife or doctor in the next 2 weeks",
        "pregnan",
        "danger sign",
    ),
    Told(
        "seven weeks",
        {"weeks": 7},
        "see_clinician_soon",
        "doctor, nurse or physio in the next 2 weeks",
        "within 2 weeks",
        "danger sign",
    ),
    Told(
        "pregnant, pain known",
        {"pregnancy": "later", "pregnancy_pain_known": True, "weeks": 5},
        "self_care",
        "next midwife or doctor visit",
    ),
    Told("plain", {}, "self_care", "nothing you told us.*on the move"),
    Told("wants to die", {"self_harm": "yes"}, "crisis_support", "{call}.*{crisis}"),
)
