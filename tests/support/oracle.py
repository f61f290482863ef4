"""The safety oracle: what a person in a given situation must get, at the very least.

Written by hand from the clinical specification alone, without looking at the dialog, so that the dialog can
be held against it. Status: draft, no clinician has signed it. Nothing here is computed from the protocol.

The facts of an entry are in a neutral vocabulary. Whatever an entry leaves out has the value in ``DEFAULTS``
and every sign it does not name is a plain "no". Keys are:

* a master-table id, "yes" or "not_sure". Two need care: ``trauma_minor_bone_risk`` says only that a fall from
  standing, a heavy lift or a cough brought the pain on (the bone risk is told by ``age``,
  ``osteoporosis_known`` or ``steroid_long_term``), and ``trauma_anticoagulant`` says there was an injury
  while on blood thinners or with a bleeding disorder. Ids that are only a sum of other facts (``DERIVED``)
  never appear as keys: their facts do.
* a modifier, listed with its meaning in ``MODIFIERS`` and ``EXTRA_MODIFIERS``.

Where the master table and the decision rules disagree, the safer tier is taken and a comment says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Fact = str | int | bool | None
Facts = Mapping[str, Fact]

E1: Final = "emergency_now"
E2: Final = "emergency_today"
U: Final = "urgent_same_day"
S: Final = "see_clinician_soon"
SELF: Final = "self_care"
OUT: Final = "out_of_scope"
CRISIS: Final = "crisis_support"

TIERS: Final[tuple[str, ...]] = (SELF, S, U, E2, E1)
CATEGORIES: Final[tuple[str, ...]] = (
    "nonspecific",
    "possible_radiculopathy",
    "possible_stenosis",
    "chronic",
    "pregnancy",
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A situation and the least disposition it must end in."""

    id: str
    situation: str
    facts: Facts
    least: str
    source: str


@dataclass(frozen=True, slots=True)
class Harmless:
    """A situation that must end in exactly self-care, in this category."""

    id: str
    situation: str
    facts: Facts
    category: str
    source: str


def meets(actual: str, least: str) -> bool:
    """Whether a disposition is safe enough for an entry: at or above its least one."""
    if CRISIS in (actual, least):
        return actual == least
    if actual == OUT:
        return least == OUT
    if least == OUT:
        return actual != SELF
    return TIERS.index(actual) >= TIERS.index(least)


MODIFIERS: Final[dict[str, str]] = {
    "age": "whole years",
    "weeks": "weeks since this pain began; None when the person cannot say",
    "trend": "better, same or worse: the pain as a whole",
    "sign_since": (
        "for bladder, bowel, saddle, sexual, both-legs, weakness, gait and arm signs: recent (last 2 weeks "
        "or getting worse), older (more than 2 weeks, stable, but not all three of the next), "
        "long_checked (over 3 months, unchanged and checked by a clinician), unknown, or walking_only "
        "(long-standing, only on walking, eased by sitting)"
    ),
    "assessed_before": "a clinician has looked at this pain",
    "pregnancy": "first_trimester, later, maybe, recent_birth (6 weeks or less); None for not pregnant",
    "pain_changed": "for pain older than 12 weeks: it is new or different now",
    "sudden_severe": "the pain came suddenly and severely",
    "cannot_walk_after_injury": "cannot walk, or severe pain, since the injury",
    "trauma_spine_signs": "after a serious accident: cannot move, numb, or neck pain",
    "very_unwell": "very unwell, or keeps vomiting",
    "life_impact": "the pain or low mood takes over daily life (PEG 7 or more, PHQ-2 3 or more)",
    "walking_leg_pain": "leg pain on walking or standing, eased by sitting or leaning forward",
    "leg_pain_below_knee": "pain below the knee, or tingling or numbness, in one leg",
    "first_episode": "first back pain ever",
    "pregnancy_pain_known": "unchanged, and already discussed with the midwife",
    "axspa_items": "how many inflammatory features",
}

# Needed to say what the specification says, and not in the vocabulary that was asked for. A protocol that has
# no question for one of them answers nothing for it.
EXTRA_MODIFIERS: Final[dict[str, str]] = {
    "heavy_bleeding": "heavy vaginal bleeding",
    "severity": "0 to 10; never raises a tier alone",
    "constipation": "hard stools only, feeling and control normal; never raises a tier alone",
    "worse_on_coughing": "never raises a tier alone",
    "pain_at_rest": "never raises a tier alone",
    "gradual_onset": "never raises a tier alone",
    "morning_stiffness": "never raises a tier alone",
}

DEFAULTS: Final[Facts] = {
    "age": 40,
    "weeks": 1,
    "trend": "same",
    "sign_since": "recent",
    "assessed_before": False,
    "pain_changed": False,
    "sudden_severe": False,
    "cannot_walk_after_injury": False,
    "trauma_spine_signs": False,
    "very_unwell": False,
    "life_impact": False,
    "pregnancy": None,
    "walking_leg_pain": False,
    "leg_pain_below_knee": False,
    "first_episode": False,
    "pregnancy_pain_known": False,
    "axspa_items": 0,
    "heavy_bleeding": False,
    "severity": 5,
    "constipation": False,
    "worse_on_coughing": False,
    "pain_at_rest": False,
    "gradual_onset": False,
    "morning_stiffness": False,
}

DERIVED: Final[tuple[str, ...]] = (
    "age_over_70_sudden",
    "age60_weight_loss",
    "age60_persistent",
    "first_onset_over_50",
    "no_improvement_6w",
    "axspa_pattern",
    "age_under_18",
)

# ----------------------------------------------------------------------------------------------------------
# (a) every row of the master table
# ----------------------------------------------------------------------------------------------------------

SIGNS: Final[tuple[Sign, ...]] = (
    # Cauda equina and cord
    Sign(
        "ces_urinary_retention",
        "new trouble starting to pee, began 3 days ago",
        {"ces_urinary_retention": "yes", "sign_since": "recent"},
        E2,
        "NHS; GIRFT 2023; R04",
    ),
    Sign(
        "ces_urinary_incontinence",
        "new leaking of pee, began last week",
        {"ces_urinary_incontinence": "yes", "sign_since": "recent"},
        E2,
        "NHS; GIRFT 2023; R04",
    ),
    Sign(
        "ces_urinary_sensation",
        "since yesterday cannot feel the pee passing",
        {"ces_urinary_sensation": "yes", "sign_since": "recent"},
        E2,
        "GIRFT; BASS; R04",
    ),
    Sign(
        "ces_bowel_incontinence",
        "soiled themselves twice this week, never before",
        {"ces_bowel_incontinence": "yes", "sign_since": "recent"},
        E2,
        "NHS; GIRFT; R04",
    ),
    Sign(
        "ces_bowel_sensation",
        "for 4 days cannot feel when they need to poo",
        {"ces_bowel_sensation": "yes", "sign_since": "recent"},
        E2,
        "GIRFT; R04",
    ),
    Sign(
        "ces_saddle_numbness",
        "wiping feels different, numb between the legs since 2 days",
        {"ces_saddle_numbness": "yes", "sign_since": "recent"},
        E2,
        "NHS; GIRFT; R04",
    ),
    Sign(
        "ces_sexual_change",
        "lost genital feeling during sex, new this week",
        {"ces_sexual_change": "yes", "sign_since": "recent"},
        E2,
        "GIRFT; Sheffield; R04",
    ),
    Sign(
        "bilateral_leg_symptoms",
        "tingling spread from one leg to both, 5 days ago",
        {"bilateral_leg_symptoms": "yes", "sign_since": "recent"},
        E2,
        "NHS; CSP/GIRFT; R06",
    ),
    Sign("leg_paralysis", "cannot move one leg", {"leg_paralysis": "yes"}, E1, "ED practice; R02"),
    Sign(
        "leg_weakness_progressive",
        "knee gives way, weaker every day since Monday",
        {"leg_weakness_progressive": "yes", "sign_since": "recent"},
        E2,
        "ACP/APS 2007; R07",
    ),
    Sign(
        "foot_drop_new",
        "the front of one foot slaps on the floor, new, not getting worse",
        {"foot_drop_new": "yes", "sign_since": "older"},
        U,
        "AHCPR; R08",
    ),
    Sign(
        "gait_unsteady_heavy_legs",
        "legs heavy and unsteady this week, two falls on the stairs",
        {"gait_unsteady_heavy_legs": "yes", "sign_since": "recent"},
        E2,
        "MSCC patient sheets; R07",
    ),
    Sign(
        "band_pain_trunk",
        "pain like a tight band round the chest",
        {"band_pain_trunk": "yes"},
        U,
        "Christie red flag card; NICE CG75; R24",
    ),
    Sign(
        "thoracic_pain",
        "the pain sits between the shoulder blades",
        {"thoracic_pain": "yes"},
        U,
        "NHS 111 list; R24",
    ),
    # No decision rule names this row; the table says U, and E2 when worsening (see combos).
    Sign(
        "arm_and_leg_symptoms",
        "clumsy hands and heavy legs, stable for a month",
        {"arm_and_leg_symptoms": "yes", "sign_since": "older"},
        U,
        "IFOMPT; master table",
    ),
    # Trauma and fracture
    Sign(
        "trauma_major",
        "car crash this morning, can move everything, no numbness",
        {"trauma_major": "yes", "trauma_spine_signs": False},
        E2,
        "NHS; ACR; R09",
    ),
    Sign(
        "trauma_minor_bone_risk",
        "fell from standing at 66, can walk",
        {"trauma_minor_bone_risk": "yes", "age": 66},
        U,
        "AHCPR; ACR; R10",
    ),
    Sign(
        "trauma_anticoagulant",
        "bumped the back while on blood thinners, legs and bladder normal",
        {"trauma_anticoagulant": "yes"},
        U,
        "table; R11",
    ),
    # The table raises thin bones with sudden pain to U; no rule does. Safer: U.
    Sign(
        "osteoporosis_known",
        "known thin bones, sudden severe pain without any fall",
        {"osteoporosis_known": "yes", "sudden_severe": True, "age": 60},
        U,
        "ACR; AHCPR; master table",
    ),
    # The table raises long steroids with sudden pain to U; no rule does. Safer: U.
    Sign(
        "steroid_long_term",
        "steroid tablets for 6 months, sudden severe pain without any fall",
        {"steroid_long_term": "yes", "sudden_severe": True},
        U,
        "Henschke; Downie; master table",
    ),
    Sign(
        "age_over_70_sudden",
        "72, sudden severe new back pain",
        {"age": 72, "sudden_severe": True},
        U,
        "Henschke; Downie; R18",
    ),
    Sign(
        "spine_deformity_new",
        "a new bump on the spine",
        {"spine_deformity_new": "yes"},
        U,
        "NHS 111 list; R18",
    ),
    # No decision rule names this row; the table says U.
    Sign(
        "bruise_graze_spine",
        "a bruise over the spine after being knocked",
        {"bruise_graze_spine": "yes"},
        U,
        "Downie; master table",
    ),
    # Infection
    Sign(
        "fever_chills",
        "38.4 degrees and shivering with the back pain",
        {"fever_chills": "yes"},
        U,
        "NHS 111 list; R13",
    ),
    Sign(
        "sepsis_signs",
        "confused, mottled skin, very breathless",
        {"sepsis_signs": "yes"},
        E1,
        "NHS sepsis; R02",
    ),
    Sign("ivdu", "injected drugs last year, new back pain", {"ivdu": "yes"}, U, "Galliker 2020; AHCPR; R14"),
    Sign(
        "immunosuppressed",
        "on chemotherapy, new unexplained back pain, no fever",
        {"immunosuppressed": "yes"},
        U,
        "AHCPR; Choosing Wisely; R14",
    ),
    Sign(
        "recent_infection_or_line",
        "bad skin infection 5 weeks ago, new back pain",
        {"recent_infection_or_line": "yes"},
        U,
        "AJEM 2019; R14",
    ),
    Sign(
        "recent_spinal_procedure",
        "injection into the spine 3 weeks ago, new back pain",
        {"recent_spinal_procedure": "yes"},
        U,
        "epidural abscess series; R14",
    ),
    Sign(
        "tb_history",
        "had tuberculosis ten years ago, new back pain",
        {"tb_history": "yes"},
        S,
        "Melbourne ED cohort; R27",
    ),
    Sign(
        "diabetes",
        "has diabetes, otherwise plain back pain",
        {"diabetes": "yes"},
        SELF,
        "modifier only",
    ),
    # Cancer
    Sign(
        "cancer_history",
        "breast cancer 6 years ago, new back pain for a week",
        {"cancer_history": "yes"},
        U,
        "NICE NG234; Downie; R15",
    ),
    # The table says U per NHS or at least S; R17 says U. Safer: U.
    Sign(
        "weight_loss",
        "lost 6 kg in 5 months without trying",
        {"weight_loss": "yes"},
        U,
        "NHS 111 list; R17",
    ),
    # The table says S, or U if unwell; R16 says U. Safer: U.
    Sign(
        "age60_weight_loss",
        "64, lost weight without trying, back pain",
        {"age": 64, "weight_loss": "yes"},
        U,
        "NICE NG12; R16",
    ),
    Sign(
        "age60_persistent",
        "63, back pain for 7 weeks, slowly better",
        {"age": 63, "weeks": 7, "trend": "better"},
        S,
        "NICE NG12; R27",
    ),
    # The accuracy studies call it useless alone ("never escalate alone"); table and R27 say S. Safer: S.
    Sign(
        "night_pain_constant",
        "constant pain all night, no position helps",
        {"night_pain_constant": "yes"},
        S,
        "NHS; AHCPR; R27",
    ),
    Sign(
        "night_sweats_fatigue",
        "drenching night sweats and exhausted, no fever",
        {"night_sweats_fatigue": "yes"},
        S,
        "common lists; R27",
    ),
    # The table says S when not improving at 2-4 weeks, R27 only after 4 weeks. Safer: S at 3 weeks.
    Sign(
        "first_onset_over_50",
        "first back pain ever at 55, 3 weeks, not improving",
        {"age": 55, "first_episode": True, "weeks": 3, "trend": "same"},
        S,
        "AHCPR; Choosing Wisely; master table",
    ),
    Sign(
        "no_improvement_6w",
        "7 weeks, not improving",
        {"weeks": 7, "trend": "same"},
        S,
        "ACR 2021; R28",
    ),
    # Vessels, chest, abdomen
    Sign(
        "aaa_rupture_pattern",
        "sudden severe back and tummy pain, sweaty and clammy",
        {"aaa_rupture_pattern": "yes"},
        E1,
        "NHS AAA; R02",
    ),
    Sign(
        "aaa_known_or_pulsing",
        "known aneurysm, new back pain",
        {"aaa_known_or_pulsing": "yes"},
        E2,
        "NHS; R19",
    ),
    Sign(
        "tearing_pain",
        "sudden ripping pain through chest and back",
        {"tearing_pain": "yes"},
        E1,
        "table; R02",
    ),
    Sign(
        "chest_pain_breathless",
        "pressure in the chest and short of breath",
        {"chest_pain_breathless": "yes"},
        E1,
        "NHS back-pain page; R02",
    ),
    Sign("collapse_faint", "fainted an hour ago", {"collapse_faint": "yes"}, E1, "NHS AAA; R02"),
    # The table says E1 or E2, R02 says E1. Safer: E1.
    Sign(
        "cold_pale_leg",
        "one leg suddenly cold, white and numb",
        {"cold_pale_leg": "yes"},
        E1,
        "table; R02",
    ),
    Sign(
        "leg_swollen_hot",
        "one calf swollen and warm, breathing normal",
        {"leg_swollen_hot": "yes"},
        U,
        "table; R23",
    ),
    # The table says E1 or E2 without saying which when; R22 says E2. The floor is E2, E1 is welcome.
    Sign(
        "severe_abdominal",
        "severe tummy pain, rigid tummy, black stool, taking anti-inflammatories",
        {"severe_abdominal": "yes"},
        E2,
        "NSAID labels; R22",
    ),
    # Urinary, gynaecological, skin
    Sign(
        "flank_colic",
        "waves of severe side pain to the groin, cannot keep still",
        {"flank_colic": "yes"},
        E2,
        "ED practice; R22",
    ),
    Sign(
        "flank_fever_urinary",
        "side pain with chills and burning pee",
        {"flank_fever_urinary": "yes"},
        U,
        "NHS; R23",
    ),
    # The table leaves U to S open, R23 names urine only with side pain. Safer: U.
    Sign(
        "urinary_burning_blood",
        "burning pee, no fever, no side pain",
        {"urinary_burning_blood": "yes"},
        U,
        "master table; R23",
    ),
    Sign(
        "pregnant_danger",
        "30 weeks pregnant, back pain with regular tightenings",
        {"pregnant_danger": "yes", "pregnancy": "later"},
        E2,
        "NHS pregnancy back pain; R20",
    ),
    Sign(
        "possible_ectopic",
        "missed period, one-sided pelvic pain and shoulder-tip pain",
        {"possible_ectopic": "yes", "pregnancy": "maybe"},
        E2,
        "table; R20",
    ),
    Sign(
        "pelvic_infection",
        "pelvic pain with discharge",
        {"pelvic_infection": "yes"},
        U,
        "table; R23",
    ),
    # No decision rule names this row; the table says E2.
    Sign(
        "testicular_sudden",
        "sudden severe pain in one testicle",
        {"testicular_sudden": "yes"},
        E2,
        "master table",
    ),
    Sign(
        "rash_blisters_band",
        "painful strip of blisters on one side",
        {"rash_blisters_band": "yes"},
        U,
        "table; R23",
    ),
    # Other
    # NICE refers at 4, R27 at 3. Safer: S at 3.
    Sign(
        "axspa_pattern",
        "30, stiff back for 20 weeks, 3 inflammatory features, assessed before",
        {"age": 30, "weeks": 20, "axspa_items": 3, "assessed_before": True},
        S,
        "NICE NG65; R27",
    ),
    Sign("age_under_18", "15, plain back pain", {"age": 15}, OUT, "AAFP 2020; R25"),
    Sign(
        "pain_unbearable",
        "cannot sleep or think for pain despite full-dose tablets",
        {"pain_unbearable": "yes"},
        U,
        "NHS severe-pain definition; R26",
    ),
    Sign("self_harm", "says they want to die", {"self_harm": "yes"}, CRISIS, "R01"),
    # No decision rule names this row; the table says E2 or poison line even if well. Safer: E2.
    Sign(
        "medicine_overdose",
        "took two paracetamol products together for three days, feels well",
        {"medicine_overdose": "yes"},
        E2,
        "US/UK label liver warning; master table",
    ),
)

# ----------------------------------------------------------------------------------------------------------
# (b) combinations
# ----------------------------------------------------------------------------------------------------------

COMBOS: Final[tuple[Sign, ...]] = (
    # Cauda equina: the clock
    Sign(
        "combo_ces_bladder_since_unknown",
        "leaks pee, cannot say since when",
        {"ces_urinary_incontinence": "yes", "sign_since": "unknown"},
        E2,
        "R04: unknown counts as new",
    ),
    Sign(
        "combo_ces_saddle_since_unknown",
        "numb between the legs, cannot say since when",
        {"ces_saddle_numbness": "yes", "sign_since": "unknown"},
        E2,
        "R04: unknown counts as new",
    ),
    Sign(
        "combo_ces_recent_in_chronic_pain",
        "back pain for 3 years, assessed, and new trouble peeing since Sunday",
        {
            "ces_urinary_retention": "yes",
            "sign_since": "recent",
            "weeks": 156,
            "assessed_before": True,
            "pain_changed": False,
        },
        E2,
        "R04 over R30: the highest tier wins",
    ),
    Sign(
        "combo_ces_older_bladder",
        "weak stream for 5 weeks, stable, never checked",
        {"ces_urinary_retention": "yes", "sign_since": "older", "weeks": 5},
        U,
        "R05",
    ),
    Sign(
        "combo_ces_older_saddle",
        "numb inner thighs for 4 weeks, stable, never checked",
        {"ces_saddle_numbness": "yes", "sign_since": "older", "weeks": 5},
        U,
        "R05",
    ),
    Sign(
        "combo_ces_older_sexual",
        "erection trouble for 2 months, stable, alone",
        {"ces_sexual_change": "yes", "sign_since": "older", "weeks": 5},
        U,
        "master table; R05",
    ),
    Sign(
        "combo_ces_older_bowel_sensation",
        "dull bowel feeling for 6 weeks, stable, never checked",
        {"ces_bowel_sensation": "yes", "sign_since": "older", "weeks": 5},
        U,
        "R05",
    ),
    # R05 asks "not previously assessed"; the CES clock allows nothing below U unless it is over 3 months,
    # unchanged and checked. Assessed but only 6 weeks old falls between the two. Safer: U.
    Sign(
        "combo_ces_older_assessed_too_young",
        "leak for 6 weeks, stable, a doctor looked at the back",
        {
            "ces_urinary_incontinence": "yes",
            "sign_since": "older",
            "weeks": 6,
            "trend": "better",
            "assessed_before": True,
        },
        U,
        "CES clock over R05",
    ),
    # The table row lets "for years and unchanged" count as a modifier; the CES clock also wants it checked.
    # Safer: U until it is.
    Sign(
        "combo_ces_years_never_checked",
        "leak for years, unchanged, never checked by anyone",
        {"ces_urinary_incontinence": "yes", "sign_since": "older", "weeks": 1},
        U,
        "CES clock over the table note",
    ),
    Sign(
        "combo_ces_two_older",
        "weak stream and numb inner thighs for 5 weeks, stable, never checked",
        {
            "ces_urinary_retention": "yes",
            "ces_saddle_numbness": "yes",
            "sign_since": "older",
            "weeks": 5,
        },
        E2,
        "R05, two items",
    ),
    Sign(
        "combo_ces_older_with_both_legs_older",
        "dull bladder feeling and tingling in both legs for 5 weeks, stable, never checked",
        {
            "ces_urinary_sensation": "yes",
            "bilateral_leg_symptoms": "yes",
            "sign_since": "older",
            "weeks": 5,
        },
        E2,
        "R05, two items",
    ),
    Sign(
        "combo_both_legs_since_unknown",
        "both legs tingle, cannot say since when",
        {"bilateral_leg_symptoms": "yes", "sign_since": "unknown"},
        E2,
        "R06; unknown counts as new for CES rules",
    ),
    # R06 covers only new or worsening, the CES clock allows nothing below U. Safer: U.
    Sign(
        "combo_both_legs_older",
        "both legs tingle for 5 weeks, stable, not only on walking, never checked",
        {"bilateral_leg_symptoms": "yes", "sign_since": "older", "weeks": 5},
        U,
        "CES clock; R06",
    ),
    Sign(
        "combo_both_legs_walking_only",
        "64, both legs ache on walking for a year, eased by sitting, never assessed",
        {
            "bilateral_leg_symptoms": "yes",
            "sign_since": "walking_only",
            "walking_leg_pain": True,
            "age": 64,
            "weeks": 52,
        },
        S,
        "stenosis path; R32",
    ),
    Sign(
        "combo_walking_only_with_new_saddle",
        "long-standing walking leg pain assessed before, and new numbness between the legs",
        {
            "ces_saddle_numbness": "yes",
            "sign_since": "recent",
            "walking_leg_pain": True,
            "assessed_before": True,
            "age": 66,
        },
        E2,
        "R04 over R32",
    ),
    Sign(
        "combo_one_leg_pain_with_new_bladder",
        "pain below one knee for a week and new leaking",
        {"leg_pain_below_knee": True, "ces_urinary_incontinence": "yes", "sign_since": "recent"},
        E2,
        "R04 over R31",
    ),
    # Cauda equina: not sure
    # R33 needs two unsure items; the not-sure table makes one unsure CES item U. Safer: U.
    Sign(
        "combo_unsure_one_bladder",
        "not sure whether peeing has changed, still unsure after the follow-up",
        {"ces_urinary_retention": "not_sure"},
        U,
        "not-sure table",
    ),
    Sign(
        "combo_unsure_one_saddle",
        "not sure whether wiping feels different",
        {"ces_saddle_numbness": "not_sure"},
        U,
        "not-sure table",
    ),
    Sign(
        "combo_unsure_one_bowel",
        "not sure about bowel control",
        {"ces_bowel_incontinence": "not_sure"},
        U,
        "not-sure table",
    ),
    Sign(
        "combo_unsure_both_legs",
        "not sure whether the second leg tingles",
        {"bilateral_leg_symptoms": "not_sure"},
        U,
        "not-sure table",
    ),
    Sign(
        "combo_unsure_weakness",
        "not sure whether the leg gets weaker",
        {"leg_weakness_progressive": "not_sure"},
        U,
        "not-sure table",
    ),
    # R33 gives U for two unsure items; the not-sure table gives E2 for two unsure CES items. Safer: E2.
    Sign(
        "combo_unsure_two_ces",
        "not sure about bladder feeling and not sure about saddle feeling",
        {"ces_urinary_sensation": "not_sure", "ces_saddle_numbness": "not_sure"},
        E2,
        "not-sure table over R33",
    ),
    Sign(
        "combo_unsure_ces_and_both_legs",
        "not sure about bladder and not sure about both legs",
        {"ces_urinary_retention": "not_sure", "bilateral_leg_symptoms": "not_sure"},
        E2,
        "not-sure table over R33",
    ),
    Sign(
        "combo_unsure_weakness_and_saddle",
        "not sure about weakness and not sure about saddle feeling",
        {"leg_weakness_progressive": "not_sure", "ces_saddle_numbness": "not_sure"},
        E2,
        "not-sure table over R33",
    ),
    Sign(
        "combo_unsure_three_ces",
        "not sure about bladder, bowel and saddle",
        {
            "ces_urinary_retention": "not_sure",
            "ces_bowel_sensation": "not_sure",
            "ces_saddle_numbness": "not_sure",
        },
        E2,
        "not-sure table over R33",
    ),
    # One certain stable item (U) and one unsure one (U): not settled. Not sure never counts as no: two.
    Sign(
        "combo_ces_one_older_one_unsure",
        "weak stream for 5 weeks, stable, never checked, and not sure about saddle feeling",
        {
            "ces_urinary_retention": "yes",
            "ces_saddle_numbness": "not_sure",
            "sign_since": "older",
            "weeks": 5,
        },
        E2,
        "R05, two items; not sure is not no",
    ),
    # Dangers right now, not sure: as yes
    Sign(
        "combo_unsure_chest",
        "not sure whether it is chest pressure",
        {"chest_pain_breathless": "not_sure"},
        E1,
        "not-sure table: an E1 item counts as yes; R02",
    ),
    Sign(
        "combo_unsure_collapse",
        "not sure whether they nearly fainted",
        {"collapse_faint": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    Sign(
        "combo_unsure_tearing",
        "not sure whether the pain was ripping",
        {"tearing_pain": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    Sign(
        "combo_unsure_aaa_rupture",
        "not sure about sudden worst tummy and back pain",
        {"aaa_rupture_pattern": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    Sign(
        "combo_unsure_sepsis",
        "not sure whether they are confused or breathless",
        {"sepsis_signs": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    Sign(
        "combo_unsure_paralysis",
        "not sure whether the leg can move",
        {"leg_paralysis": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    Sign(
        "combo_unsure_cold_leg",
        "not sure whether the leg is cold and white",
        {"cold_pale_leg": "not_sure"},
        E1,
        "not-sure table; R02",
    ),
    # Two unsure items elsewhere
    Sign(
        "combo_unsure_fever_and_accident",
        "not sure about fever and not sure whether the accident was serious",
        {"fever_chills": "not_sure", "trauma_major": "not_sure"},
        U,
        "R33",
    ),
    # The not-sure table makes an unsure risk factor a co-factor only; R33 counts any two. Safer: U.
    Sign(
        "combo_unsure_cancer_and_weight",
        "not sure about cancer before and not sure about weight loss",
        {"cancer_history": "not_sure", "weight_loss": "not_sure"},
        U,
        "R33",
    ),
    Sign(
        "combo_unsure_foot_drop_and_thoracic",
        "not sure whether the foot slaps and not sure whether the pain is between the shoulder blades",
        {"foot_drop_new": "not_sure", "thoracic_pain": "not_sure"},
        U,
        "R33",
    ),
    Sign(
        "combo_unsure_aneurysm_and_fever",
        "not sure about an aneurysm and not sure about fever",
        {"aaa_known_or_pulsing": "not_sure", "fever_chills": "not_sure"},
        U,
        "R33",
    ),
    # Weakness and cord
    Sign(
        "combo_weakness_stable",
        "one leg a bit weaker for 4 weeks, not getting worse",
        {"leg_weakness_progressive": "yes", "sign_since": "older", "weeks": 4},
        U,
        "R08",
    ),
    Sign(
        "combo_weakness_since_unknown",
        "leg weakness, cannot say since when or whether it grows",
        {"leg_weakness_progressive": "yes", "sign_since": "unknown"},
        E2,
        "R07; not sure is not no",
    ),
    # R08 knows only U for foot drop; the table raises it. Safer: E2, here and in the next two.
    Sign(
        "combo_foot_drop_worsening",
        "the foot slaps and the leg gets weaker every day",
        {"foot_drop_new": "yes", "leg_weakness_progressive": "yes", "sign_since": "recent"},
        E2,
        "master table; R07",
    ),
    Sign(
        "combo_foot_drop_both_feet",
        "both feet slap on the floor since last week",
        {"foot_drop_new": "yes", "bilateral_leg_symptoms": "yes", "sign_since": "recent"},
        E2,
        "master table; R06",
    ),
    Sign(
        "combo_foot_drop_with_older_ces",
        "the foot slaps, and weak stream for 5 weeks, stable, never checked",
        {"foot_drop_new": "yes", "ces_urinary_retention": "yes", "sign_since": "older", "weeks": 5},
        E2,
        "master table: foot drop with any CES item",
    ),
    # R07 says new or worsening and nothing speaks of stable heavy legs. As R08's stable weakness: U.
    Sign(
        "combo_gait_stable",
        "legs heavy and unsteady for 5 weeks, stable, never checked",
        {"gait_unsteady_heavy_legs": "yes", "sign_since": "older", "weeks": 5},
        U,
        "silent; by R08",
    ),
    Sign(
        "combo_gait_since_unknown",
        "legs unsteady, cannot say since when",
        {"gait_unsteady_heavy_legs": "yes", "sign_since": "unknown"},
        E2,
        "R07; not sure is not no",
    ),
    # "U-E2 if worsening" in the table, no rule. Safer: E2.
    Sign(
        "combo_arm_and_leg_worsening",
        "clumsy hands and legs, worse this week",
        {"arm_and_leg_symptoms": "yes", "sign_since": "recent"},
        E2,
        "master table",
    ),
    Sign(
        "combo_band_with_both_legs",
        "band round the tummy and both legs tingling since a few days",
        {"band_pain_trunk": "yes", "bilateral_leg_symptoms": "yes", "sign_since": "recent"},
        E2,
        "master table; R06",
    ),
    # R24 gives U to a band without any other flag; the table raises it with leg symptoms. Safer: E2.
    Sign(
        "combo_band_with_one_leg",
        "band round the tummy and tingling in one leg",
        {"band_pain_trunk": "yes", "leg_pain_below_knee": True},
        E2,
        "master table",
    ),
    # R24 gives U; the table makes a sudden pain between the shoulder blades E1. Safer: E1.
    Sign(
        "combo_thoracic_sudden",
        "sudden severe pain between the shoulder blades",
        {"thoracic_pain": "yes", "sudden_severe": True},
        E1,
        "master table over R24",
    ),
    Sign(
        "combo_thoracic_with_chest",
        "pain between the shoulder blades with chest pressure",
        {"thoracic_pain": "yes", "chest_pain_breathless": "yes"},
        E1,
        "master table; R02",
    ),
    # Trauma
    Sign(
        "combo_trauma_major_spine_signs",
        "fell off a roof, numb legs and neck pain",
        {"trauma_major": "yes", "trauma_spine_signs": True},
        E1,
        "R03",
    ),
    Sign(
        "combo_trauma_minor_age_65",
        "cough brought on the pain at exactly 65",
        {"trauma_minor_bone_risk": "yes", "age": 65},
        U,
        "R10",
    ),
    Sign(
        "combo_trauma_minor_osteoporosis",
        "heavy lift with known thin bones at 58",
        {"trauma_minor_bone_risk": "yes", "osteoporosis_known": "yes", "age": 58},
        U,
        "R10",
    ),
    Sign(
        "combo_trauma_minor_steroid",
        "fell from standing at 42, steroid tablets for a year",
        {"trauma_minor_bone_risk": "yes", "steroid_long_term": "yes", "age": 42},
        U,
        "R10",
    ),
    Sign(
        "combo_trauma_minor_cannot_walk",
        "fell from standing at 78, cannot walk",
        {"trauma_minor_bone_risk": "yes", "age": 78, "cannot_walk_after_injury": True},
        E2,
        "R10",
    ),
    Sign(
        "combo_trauma_minor_steroid_cannot_walk",
        "coughed at 50 on long steroids, pain so severe they cannot walk",
        {
            "trauma_minor_bone_risk": "yes",
            "steroid_long_term": "yes",
            "age": 50,
            "cannot_walk_after_injury": True,
        },
        E2,
        "R10",
    ),
    # R10 asks for a bone risk; the typed-text table calls "cannot walk" an emergency for anybody. Safer: E2.
    Sign(
        "combo_trauma_minor_young_cannot_walk",
        "fell from standing at 40, cannot walk since",
        {"trauma_minor_bone_risk": "yes", "age": 40, "cannot_walk_after_injury": True},
        E2,
        "typed-text table",
    ),
    Sign(
        "combo_trauma_minor_anticoagulant",
        "small fall at 40 on blood thinners",
        {"trauma_minor_bone_risk": "yes", "trauma_anticoagulant": "yes", "age": 40},
        U,
        "R11",
    ),
    Sign(
        "combo_anticoagulant_foot_drop",
        "small fall on blood thinners, the foot slaps now",
        {"trauma_anticoagulant": "yes", "foot_drop_new": "yes", "sign_since": "recent"},
        E2,
        "R11",
    ),
    Sign(
        "combo_anticoagulant_bladder",
        "small fall on blood thinners, trouble peeing since",
        {"trauma_anticoagulant": "yes", "ces_urinary_retention": "yes", "sign_since": "recent"},
        E2,
        "R11",
    ),
    # R11 says "neuro", the table "any leg or bladder change". Safer: E2 for one tingling leg too.
    Sign(
        "combo_anticoagulant_one_leg",
        "small fall on blood thinners, tingling in one leg since",
        {"trauma_anticoagulant": "yes", "leg_pain_below_knee": True},
        E2,
        "master table over R11",
    ),
    Sign(
        "combo_age_70_sudden",
        "sudden severe pain at exactly 70",
        {"age": 70, "sudden_severe": True},
        U,
        "R18",
    ),
    # Infection
    Sign(
        "combo_fever_immunosuppressed",
        "fever on chemotherapy",
        {"fever_chills": "yes", "immunosuppressed": "yes"},
        E2,
        "R12",
    ),
    Sign("combo_fever_ivdu", "fever and injects drugs", {"fever_chills": "yes", "ivdu": "yes"}, E2, "R12"),
    Sign(
        "combo_fever_spinal_procedure",
        "fever 10 days after an injection into the spine",
        {"fever_chills": "yes", "recent_spinal_procedure": "yes"},
        E2,
        "R12",
    ),
    Sign(
        "combo_fever_pregnant",
        "fever at 12 weeks of pregnancy",
        {"fever_chills": "yes", "pregnancy": "first_trimester"},
        E2,
        "R12",
    ),
    Sign(
        "combo_fever_pregnant_later",
        "fever at 28 weeks of pregnancy",
        {"fever_chills": "yes", "pregnancy": "later"},
        E2,
        "R12",
    ),
    Sign(
        "combo_fever_very_unwell",
        "fever, very unwell, keeps vomiting",
        {"fever_chills": "yes", "very_unwell": True},
        E2,
        "R12",
    ),
    Sign(
        "combo_fever_foot_drop",
        "fever and the foot slaps",
        {"fever_chills": "yes", "foot_drop_new": "yes", "sign_since": "older"},
        E2,
        "R12",
    ),
    Sign(
        "combo_fever_older_bladder",
        "fever, and a weak stream for 5 weeks, never checked",
        {"fever_chills": "yes", "ces_urinary_retention": "yes", "sign_since": "older", "weeks": 5},
        E2,
        "R12",
    ),
    # R12 says "neuro", the table "leg or bladder change". Safer: E2 for one tingling leg too.
    Sign(
        "combo_fever_one_leg",
        "fever and new tingling in one leg",
        {"fever_chills": "yes", "leg_pain_below_knee": True},
        E2,
        "master table over R12",
    ),
    Sign("combo_fever_tb", "fever and had TB", {"fever_chills": "yes", "tb_history": "yes"}, U, "R13"),
    Sign(
        "combo_fever_sweats",
        "fever and drenching sweats",
        {"fever_chills": "yes", "night_sweats_fatigue": "yes"},
        U,
        "R13",
    ),
    Sign(
        "combo_fever_diabetes",
        "fever and diabetes",
        {"fever_chills": "yes", "diabetes": "yes"},
        U,
        "R13",
    ),
    Sign(
        "combo_fever_in_chronic_pain",
        "back pain for 2 years, assessed, and fever now",
        {"fever_chills": "yes", "weeks": 104, "assessed_before": True},
        U,
        "R13 over R30",
    ),
    Sign(
        "combo_fever_sepsis",
        "fever and confused",
        {"fever_chills": "yes", "sepsis_signs": "yes"},
        E1,
        "R02",
    ),
    Sign(
        "combo_tb_foot_drop",
        "had TB, and the foot slaps",
        {"tb_history": "yes", "foot_drop_new": "yes", "sign_since": "older"},
        U,
        "master table; R08",
    ),
    Sign(
        "combo_tb_weight_loss",
        "lived where TB is common, sweats and weight loss",
        {"tb_history": "yes", "night_sweats_fatigue": "yes", "weight_loss": "yes"},
        U,
        "R16",
    ),
    # R14 knows only U; the table raises a recent procedure with neuro signs. Safer: E2.
    Sign(
        "combo_procedure_foot_drop",
        "spine injection 2 weeks ago, the foot slaps now, no fever",
        {"recent_spinal_procedure": "yes", "foot_drop_new": "yes", "sign_since": "recent"},
        E2,
        "master table over R14",
    ),
    Sign(
        "combo_immunosuppressed_chronic_changed",
        "transplant, back pain for a year that is different now",
        {"immunosuppressed": "yes", "weeks": 52, "pain_changed": True, "assessed_before": True},
        U,
        "R14",
    ),
    Sign(
        "combo_ivdu_weeks_unknown",
        "injected drugs, cannot say when the pain began",
        {"ivdu": "yes", "weeks": None},
        U,
        "R14; unknown is not old",
    ),
    # Cancer
    Sign(
        "combo_cancer_chronic_changed",
        "had prostate cancer, pain of 30 weeks is different now, assessed before",
        {"cancer_history": "yes", "weeks": 30, "pain_changed": True, "assessed_before": True},
        U,
        "R15",
    ),
    Sign(
        "combo_cancer_weeks_unknown",
        "had cancer, cannot say when the pain began",
        {"cancer_history": "yes", "weeks": None},
        U,
        "R15; unknown is not old",
    ),
    Sign(
        "combo_cancer_both_legs",
        "had cancer, both legs tingle since a few days",
        {"cancer_history": "yes", "bilateral_leg_symptoms": "yes", "sign_since": "recent"},
        E2,
        "R15",
    ),
    Sign(
        "combo_cancer_both_legs_older",
        "had cancer, both legs tingle for 5 weeks, stable",
        {"cancer_history": "yes", "bilateral_leg_symptoms": "yes", "sign_since": "older", "weeks": 5},
        E2,
        "R15",
    ),
    Sign(
        "combo_cancer_band",
        "had cancer, band of pain round the chest",
        {"cancer_history": "yes", "band_pain_trunk": "yes"},
        E2,
        "R15",
    ),
    Sign(
        "combo_cancer_older_bladder",
        "had cancer, weak stream for 5 weeks, stable, never checked",
        {"cancer_history": "yes", "ces_urinary_retention": "yes", "sign_since": "older", "weeks": 5},
        E2,
        "R15",
    ),
    Sign(
        "combo_cancer_foot_drop",
        "had cancer, the foot slaps",
        {"cancer_history": "yes", "foot_drop_new": "yes", "sign_since": "older"},
        E2,
        "R15",
    ),
    # R15 says "neuro", the table "leg". Safer: E2 for one leg too.
    Sign(
        "combo_cancer_one_leg",
        "had cancer, new pain and tingling below one knee",
        {"cancer_history": "yes", "leg_pain_below_knee": True},
        E2,
        "master table over R15",
    ),
    Sign(
        "combo_cancer_night_pain",
        "had cancer, constant night pain",
        {"cancer_history": "yes", "night_pain_constant": "yes"},
        U,
        "R15",
    ),
    Sign(
        "combo_weight_loss_night_pain",
        "weight loss and constant night pain",
        {"weight_loss": "yes", "night_pain_constant": "yes"},
        U,
        "R16",
    ),
    Sign(
        "combo_weight_loss_sweats",
        "weight loss and drenching sweats",
        {"weight_loss": "yes", "night_sweats_fatigue": "yes"},
        U,
        "R16",
    ),
    Sign(
        "combo_weight_loss_cancer",
        "weight loss and cancer before",
        {"weight_loss": "yes", "cancer_history": "yes"},
        U,
        "R16",
    ),
    Sign(
        "combo_weight_loss_in_chronic_pain",
        "back pain for 2 years, assessed, now losing weight",
        {"weight_loss": "yes", "weeks": 104, "assessed_before": True},
        U,
        "R17 over R30",
    ),
    Sign(
        "combo_night_pain_sweats",
        "constant night pain and drenching sweats",
        {"night_pain_constant": "yes", "night_sweats_fatigue": "yes"},
        S,
        "R27",
    ),
    # Vessels and belly
    # R19 gives E2; sudden severe pain with a known aneurysm is the rupture row itself. Safer: E1.
    Sign(
        "combo_aaa_known_sudden",
        "known aneurysm, sudden severe back pain",
        {"aaa_known_or_pulsing": "yes", "sudden_severe": True, "age": 71},
        E1,
        "master table over R19",
    ),
    # No rule for an aneurysm with old pain; the table says S.
    Sign(
        "combo_aaa_known_old_pain",
        "known aneurysm, back pain for a year, unchanged, assessed",
        {
            "aaa_known_or_pulsing": "yes",
            "weeks": 52,
            "pain_changed": False,
            "assessed_before": True,
        },
        S,
        "master table",
    ),
    Sign(
        "combo_aaa_known_old_pain_changed",
        "known aneurysm, back pain for a year, different now",
        {"aaa_known_or_pulsing": "yes", "weeks": 52, "pain_changed": True, "assessed_before": True},
        E2,
        "R19",
    ),
    # R22 gives E2; the first screen puts sudden worst pain with the tummy among the E1 dangers. Safer: E1.
    Sign(
        "combo_severe_abdominal_sudden",
        "70, sudden severe back and tummy pain",
        {"severe_abdominal": "yes", "sudden_severe": True, "age": 70},
        E1,
        "master table; first screen",
    ),
    Sign(
        "combo_dvt_breathless",
        "swollen warm calf and breathless",
        {"leg_swollen_hot": "yes", "chest_pain_breathless": "yes"},
        E1,
        "master table; R02",
    ),
    # Urine, womb
    Sign(
        "combo_kidney_vomiting",
        "side pain with chills, keeps vomiting",
        {"flank_fever_urinary": "yes", "very_unwell": True},
        E2,
        "R12",
    ),
    Sign(
        "combo_kidney_immunosuppressed",
        "side pain with chills after a transplant",
        {"flank_fever_urinary": "yes", "immunosuppressed": "yes"},
        E2,
        "R12",
    ),
    Sign(
        "combo_kidney_pregnant",
        "side pain with chills at 20 weeks of pregnancy",
        {"flank_fever_urinary": "yes", "pregnancy": "later"},
        E2,
        "R12; R20",
    ),
    # The typed-text table calls urinary symptoms in pregnancy urgent; the table row counts pain peeing as a
    # pregnancy danger sign. Safer: E2.
    Sign(
        "combo_pregnant_later_burning_urine",
        "burning pee at 26 weeks of pregnancy",
        {"urinary_burning_blood": "yes", "pregnancy": "later"},
        E2,
        "master table; R20",
    ),
    Sign(
        "combo_pregnant_danger_first_trimester",
        "10 weeks pregnant, bleeding",
        {"pregnant_danger": "yes", "pregnancy": "first_trimester"},
        E2,
        "R20",
    ),
    Sign(
        "combo_pregnant_danger_known_pain",
        "back pain known to the midwife, and the waters have gone",
        {"pregnant_danger": "yes", "pregnancy": "later", "pregnancy_pain_known": True},
        E2,
        "R20 over R21",
    ),
    Sign(
        "combo_pregnant_danger_faint",
        "pregnant, bleeding and fainted",
        {"pregnant_danger": "yes", "pregnancy": "later", "collapse_faint": "yes"},
        E1,
        "R20",
    ),
    Sign(
        "combo_pregnant_heavy_bleeding",
        "pregnant, heavy bleeding",
        {"pregnant_danger": "yes", "pregnancy": "later", "heavy_bleeding": True},
        E1,
        "R20",
    ),
    Sign(
        "combo_ectopic_faint",
        "missed period, pelvic pain and fainted",
        {"possible_ectopic": "yes", "pregnancy": "maybe", "collapse_faint": "yes"},
        E1,
        "R20",
    ),
    Sign(
        "combo_recent_birth_procedure",
        "4 weeks after birth with an epidural, new back pain",
        {"pregnancy": "recent_birth", "recent_spinal_procedure": "yes"},
        U,
        "R21b; R14",
    ),
    Sign(
        "combo_recent_birth_procedure_fever",
        "2 weeks after birth with an epidural, fever",
        {"pregnancy": "recent_birth", "recent_spinal_procedure": "yes", "fever_chills": "yes"},
        E2,
        "R21b; R12",
    ),
    # Time, age, course
    Sign(
        "combo_age_62_5_weeks",
        "62, back pain for 5 weeks, slowly better",
        {"age": 62, "weeks": 5, "trend": "better"},
        S,
        "R27, at the earlier end of 4-6 weeks",
    ),
    # R30 sends stable assessed pain to self-care, R27 knows no such exception from 60. The maximum wins: S.
    Sign(
        "combo_age_62_chronic_assessed",
        "62, back pain for 2 years, stable, assessed",
        {"age": 62, "weeks": 104, "assessed_before": True},
        S,
        "R27 over R30",
    ),
    # R32 sends known stenosis to self-care from 50-60 on, R27 fires for all from 60. The maximum wins: S.
    Sign(
        "combo_age_66_known_stenosis",
        "66, walking leg pain for a year, stable, assessed",
        {"age": 66, "weeks": 52, "walking_leg_pain": True, "assessed_before": True},
        S,
        "R27 over R32",
    ),
    Sign(
        "combo_first_onset_55_5_weeks",
        "first back pain ever at 55, 5 weeks, getting better",
        {"age": 55, "first_episode": True, "weeks": 5, "trend": "better"},
        S,
        "R27",
    ),
    Sign(
        "combo_7_weeks_worse",
        "7 weeks and getting worse",
        {"weeks": 7, "trend": "worse"},
        S,
        "R28",
    ),
    Sign(
        "combo_10_weeks_assessed_same",
        "10 weeks, assessed, not improving",
        {"weeks": 10, "trend": "same", "assessed_before": True},
        S,
        "R28",
    ),
    Sign(
        "combo_20_weeks_never_assessed",
        "20 weeks, stable, never assessed",
        {"weeks": 20, "trend": "same"},
        S,
        "R29",
    ),
    Sign(
        "combo_13_weeks_never_assessed_better",
        "13 weeks, getting better, never assessed",
        {"weeks": 13, "trend": "better"},
        S,
        "R29",
    ),
    Sign(
        "combo_chronic_life_impact",
        "a year, stable, assessed, the pain rules every day",
        {"weeks": 52, "assessed_before": True, "life_impact": True},
        S,
        "R29",
    ),
    # R29 can be read with or without ">12 weeks" before life impact; PHQ-2 is asked from 4 weeks. Safer: S.
    Sign(
        "combo_8_weeks_life_impact",
        "8 weeks, a little better, low mood most days",
        {"weeks": 8, "trend": "better", "life_impact": True},
        S,
        "R29",
    ),
    Sign(
        "combo_chronic_worse",
        "a year, assessed, getting worse",
        {"weeks": 52, "trend": "worse", "assessed_before": True},
        S,
        "R28; not R30, which needs stable",
    ),
    Sign(
        "combo_chronic_changed",
        "a year, assessed, the pain is different now and not improving",
        {"weeks": 52, "trend": "same", "assessed_before": True, "pain_changed": True},
        S,
        "R28; not R30, which needs stable",
    ),
    Sign(
        "combo_one_leg_3_weeks_same",
        "pain below one knee for 3 weeks, not improving",
        {"leg_pain_below_knee": True, "weeks": 3, "trend": "same"},
        S,
        "R31",
    ),
    Sign(
        "combo_one_leg_2_weeks_severe",
        "severe pain below one knee at 2 weeks",
        {"leg_pain_below_knee": True, "weeks": 2, "trend": "same", "severity": 9},
        S,
        "R31",
    ),
    Sign(
        "combo_stenosis_first_time",
        "55, leg pain on walking eased by sitting, 10 weeks, slowly better, never assessed",
        {"age": 55, "weeks": 10, "trend": "better", "walking_leg_pain": True},
        S,
        "R32",
    ),
    Sign(
        "combo_axspa_five",
        "25, a year of stiffness, 5 inflammatory features, assessed before",
        {"age": 25, "weeks": 52, "axspa_items": 5, "assessed_before": True},
        S,
        "NICE NG65; R27",
    ),
    Sign(
        "combo_unbearable_in_sciatica",
        "leg pain below the knee for a week, unbearable despite full-dose tablets",
        {"pain_unbearable": "yes", "leg_pain_below_knee": True},
        U,
        "R26 over R31",
    ),
)

# ----------------------------------------------------------------------------------------------------------
# (c) the special ends
# ----------------------------------------------------------------------------------------------------------

ENDS: Final[tuple[Sign, ...]] = (
    Sign("end_17_plain", "17, plain back pain", {"age": 17}, OUT, "R25"),
    Sign("end_15_fever", "15, fever", {"age": 15, "fever_chills": "yes"}, U, "R25; R13"),
    Sign(
        "end_15_foot_drop",
        "15, the foot slaps",
        {"age": 15, "foot_drop_new": "yes", "sign_since": "older"},
        U,
        "R25; R08",
    ),
    Sign(
        "end_15_saddle",
        "15, new numbness between the legs",
        {"age": 15, "ces_saddle_numbness": "yes", "sign_since": "recent"},
        E2,
        "R25; R04",
    ),
    Sign(
        "end_15_unsure_bladder",
        "15, not sure about peeing",
        {"age": 15, "ces_urinary_retention": "not_sure"},
        U,
        "R25; not-sure table",
    ),
    Sign(
        "end_15_trauma_major",
        "15, fell from a tree",
        {"age": 15, "trauma_major": "yes"},
        E2,
        "R25; R09",
    ),
    Sign("end_15_sepsis", "15, confused and mottled", {"age": 15, "sepsis_signs": "yes"}, E1, "R25; R02"),
    Sign(
        "end_16_chest", "16, chest pain, breathless", {"age": 16, "chest_pain_breathless": "yes"}, E1, "R25"
    ),
    # R25 would pass on night pain's own S; the table says U or E2 for any flag in a child.
    Sign(
        "end_15_night_pain",
        "15, constant night pain",
        {"age": 15, "night_pain_constant": "yes"},
        U,
        "AAFP 2020; master table over R25",
    ),
    # Same list: more than 4 weeks is a flag in a child. An early age gate that never asks cannot know it.
    Sign(
        "end_15_5_weeks", "15, back pain for 5 weeks", {"age": 15, "weeks": 5}, U, "AAFP 2020; master table"
    ),
    Sign("end_16_self_harm", "16, wants to die", {"age": 16, "self_harm": "yes"}, CRISIS, "R01 over R25"),
    Sign(
        "end_self_harm_unsure",
        "not sure whether they could harm themselves",
        {"self_harm": "not_sure"},
        CRISIS,
        "R01; any mention",
    ),
    Sign(
        "end_pregnant_later_new",
        "24 weeks pregnant, new back pain, no danger sign",
        {"pregnancy": "later"},
        U,
        "NHS pregnancy back pain; R21",
    ),
    Sign(
        "end_pregnant_later_changed",
        "34 weeks pregnant, pain known to the midwife for months, different now",
        {"pregnancy": "later", "weeks": 14, "pain_changed": True, "assessed_before": True},
        U,
        "R21",
    ),
    Sign(
        "end_pregnant_first_trimester",
        "9 weeks pregnant, back pain, no danger sign",
        {"pregnancy": "first_trimester"},
        S,
        "R21b",
    ),
    Sign(
        "end_recent_birth",
        "gave birth 4 weeks ago, back pain, no danger sign",
        {"pregnancy": "recent_birth"},
        S,
        "R21b",
    ),
    # No rule for "maybe pregnant" without a danger sign; not sure never counts as no, so as first trimester.
    Sign(
        "end_maybe_pregnant",
        "period late, back pain, nothing else",
        {"pregnancy": "maybe"},
        S,
        "silent; by R21b",
    ),
)

# ----------------------------------------------------------------------------------------------------------
# (d) what must stay self-care
# ----------------------------------------------------------------------------------------------------------

HARMLESS: Final[tuple[Harmless, ...]] = (
    # Plain pain, ages and durations
    Harmless(
        "plain_25_today", "25, began today", {"age": 25, "weeks": 0, "trend": "same"}, "nonspecific", "R34"
    ),
    Harmless(
        "plain_30_1w_better",
        "30, 1 week, better",
        {"age": 30, "weeks": 1, "trend": "better"},
        "nonspecific",
        "R34",
    ),
    Harmless(
        "plain_33_1w_worse",
        "33, 1 week, a bit worse",
        {"age": 33, "weeks": 1, "trend": "worse"},
        "nonspecific",
        "R34",
    ),
    Harmless(
        "plain_18_1w",
        "18, 1 week",
        {"age": 18, "weeks": 1, "trend": "same"},
        "nonspecific",
        "R34; age 18 is in",
    ),
    Harmless("plain_45_2w", "45, 2 weeks", {"age": 45, "weeks": 2, "trend": "same"}, "nonspecific", "R34"),
    Harmless("plain_38_4w", "38, 4 weeks", {"age": 38, "weeks": 4, "trend": "same"}, "nonspecific", "R34"),
    Harmless("plain_49_5w", "49, 5 weeks", {"age": 49, "weeks": 5, "trend": "same"}, "nonspecific", "R34"),
    Harmless(
        "plain_40_7w_better",
        "40, 7 weeks, getting better",
        {"age": 40, "weeks": 7, "trend": "better"},
        "nonspecific",
        "R28 does not fire; R34",
    ),
    Harmless(
        "plain_44_12w_better",
        "44, 12 weeks, getting better",
        {"age": 44, "weeks": 12, "trend": "better"},
        "nonspecific",
        "12 weeks is still subacute; R34",
    ),
    Harmless(
        "plain_55_3w_not_first",
        "55, 3 weeks, not the first episode",
        {"age": 55, "weeks": 3, "trend": "better", "first_episode": False},
        "nonspecific",
        "R34",
    ),
    Harmless(
        "plain_55_first_1w",
        "first back pain ever at 55, 1 week, better",
        {"age": 55, "weeks": 1, "trend": "better", "first_episode": True},
        "nonspecific",
        "over 50 alone never escalates; R34",
    ),
    Harmless(
        "plain_62_1w",
        "62, 1 week",
        {"age": 62, "weeks": 1, "trend": "better"},
        "nonspecific",
        "age alone; R34",
    ),
    Harmless(
        "plain_68_2w_better",
        "68, 2 weeks, better",
        {"age": 68, "weeks": 2, "trend": "better"},
        "nonspecific",
        "age alone; R34",
    ),
    Harmless(
        "plain_75_1w_gradual",
        "75, came on slowly, 1 week",
        {"age": 75, "weeks": 1, "trend": "better", "sudden_severe": False, "gradual_onset": True},
        "nonspecific",
        "not sudden, so not R18; R34",
    ),
    Harmless(
        "plain_22_first_1w",
        "first back pain ever at 22",
        {"age": 22, "weeks": 1, "first_episode": True},
        "nonspecific",
        "R34",
    ),
    Harmless(
        "plain_35_weeks_unknown",
        "35, cannot say when it began, getting better",
        {"age": 35, "weeks": None, "trend": "better"},
        "nonspecific",
        "unknown counts as subacute; R34",
    ),
    # Things that never escalate alone
    Harmless(
        "alone_heavy_lift_young",
        "30, lifted a box, can walk",
        {"age": 30, "trauma_minor_bone_risk": "yes", "cannot_walk_after_injury": False},
        "nonspecific",
        "R10 needs a bone risk; R34",
    ),
    Harmless(
        "alone_severity_9",
        "9 out of 10, manages with tablets",
        {"severity": 9},
        "nonspecific",
        "severity alone; R34",
    ),
    Harmless(
        "alone_sudden_severe_young",
        "30, sudden severe low back pain, nothing else",
        {"age": 30, "sudden_severe": True},
        "nonspecific",
        "severity alone, R18 needs 70; R34",
    ),
    Harmless(
        "alone_constipation",
        "constipated since taking codeine, feeling and control normal",
        {"constipation": True},
        "nonspecific",
        "constipation alone; R34",
    ),
    Harmless(
        "alone_worse_on_coughing",
        "worse when coughing",
        {"worse_on_coughing": True},
        "nonspecific",
        "cough alone; R34",
    ),
    Harmless(
        "alone_pain_at_rest",
        "hurts at rest too",
        {"pain_at_rest": True},
        "nonspecific",
        "rest pain alone; R34",
    ),
    Harmless(
        "alone_morning_stiffness",
        "stiff in the morning",
        {"morning_stiffness": True},
        "nonspecific",
        "stiffness alone; R34",
    ),
    Harmless("alone_diabetes", "diabetes", {"diabetes": "yes"}, "nonspecific", "modifier only; R34"),
    Harmless(
        "alone_osteoporosis",
        "58, thin bones, pain came on slowly, no injury",
        {"age": 58, "osteoporosis_known": "yes", "sudden_severe": False},
        "nonspecific",
        "modifier only; R34",
    ),
    Harmless(
        "alone_steroid",
        "long steroid tablets, pain came on slowly, no injury",
        {"steroid_long_term": "yes", "sudden_severe": False},
        "nonspecific",
        "modifier only; R34",
    ),
    # Long-standing, unchanged, checked
    Harmless(
        "long_checked_leak",
        "48, stress leak since childbirth 12 years ago, unchanged, checked",
        {"age": 48, "ces_urinary_incontinence": "yes", "sign_since": "long_checked"},
        "nonspecific",
        "CES clock, all three; R34",
    ),
    Harmless(
        "long_checked_slow_stream",
        "57, slow stream for 2 years from the prostate, unchanged, checked",
        {"age": 57, "ces_urinary_retention": "yes", "sign_since": "long_checked"},
        "nonspecific",
        "CES clock, all three; R34",
    ),
    Harmless(
        "long_checked_bowel",
        "soiling for 4 years after bowel surgery, unchanged, checked",
        {"ces_bowel_incontinence": "yes", "sign_since": "long_checked"},
        "nonspecific",
        "CES clock, all three; R34",
    ),
    Harmless(
        "long_checked_sexual",
        "erection trouble for 3 years, unchanged, checked",
        {"age": 52, "ces_sexual_change": "yes", "sign_since": "long_checked"},
        "nonspecific",
        "CES clock, all three; R34",
    ),
    # One leg
    Harmless(
        "one_leg_30_3d",
        "30, pain below one knee for 3 days",
        {"age": 30, "weeks": 0, "leg_pain_below_knee": True},
        "possible_radiculopathy",
        "R31",
    ),
    Harmless(
        "one_leg_45_1w",
        "45, tingling in one foot for a week",
        {"age": 45, "weeks": 1, "leg_pain_below_knee": True},
        "possible_radiculopathy",
        "R31",
    ),
    Harmless(
        "one_leg_66_1w",
        "66, pain below one knee for a week",
        {"age": 66, "weeks": 1, "trend": "better", "leg_pain_below_knee": True},
        "possible_radiculopathy",
        "R31",
    ),
    Harmless(
        "one_leg_40_3w_better",
        "40, pain below one knee for 3 weeks, getting better",
        {"age": 40, "weeks": 3, "trend": "better", "leg_pain_below_knee": True},
        "possible_radiculopathy",
        "R31",
    ),
    Harmless(
        "one_leg_with_long_checked_leak",
        "50, tingling in one foot for a week, old checked leak",
        {
            "age": 50,
            "weeks": 1,
            "leg_pain_below_knee": True,
            "ces_urinary_incontinence": "yes",
            "sign_since": "long_checked",
        },
        "possible_radiculopathy",
        "R31; CES clock, all three",
    ),
    # Walking leg pain that has been looked at. From 60 on, after 4 weeks, R27 forbids self-care (combos).
    Harmless(
        "stenosis_55_assessed",
        "55, walking leg pain, 10 weeks, slowly better, assessed",
        {"age": 55, "weeks": 10, "trend": "better", "walking_leg_pain": True, "assessed_before": True},
        "possible_stenosis",
        "R32",
    ),
    Harmless(
        "stenosis_67_3w_assessed",
        "67, walking leg pain came back 3 weeks ago, easing, assessed before",
        {"age": 67, "weeks": 3, "trend": "better", "walking_leg_pain": True, "assessed_before": True},
        "possible_stenosis",
        "R32",
    ),
    # Both R30 and R32 match; the category is the cause group, which is the narrower one.
    Harmless(
        "stenosis_58_both_legs_assessed",
        "58, both legs ache on walking for a year, eased by sitting, unchanged, assessed",
        {
            "age": 58,
            "weeks": 52,
            "bilateral_leg_symptoms": "yes",
            "sign_since": "walking_only",
            "walking_leg_pain": True,
            "assessed_before": True,
        },
        "possible_stenosis",
        "R32",
    ),
    # Chronic, stable, assessed. R28 ("over 6 weeks, not improving", any band) would make R30 a dead letter:
    # R30 is read as the exception for pain that was assessed, did not change and is older than 12 weeks.
    Harmless(
        "chronic_25_20w",
        "25, 20 weeks, stable, assessed",
        {"age": 25, "weeks": 20, "assessed_before": True},
        "chronic",
        "R30",
    ),
    Harmless(
        "chronic_40_1y",
        "40, a year, stable, assessed",
        {"age": 40, "weeks": 52, "assessed_before": True},
        "chronic",
        "R30",
    ),
    Harmless(
        "chronic_49_4y_better",
        "49, 4 years, a little better, assessed",
        {"age": 49, "weeks": 208, "trend": "better", "assessed_before": True},
        "chronic",
        "R30",
    ),
    Harmless(
        "chronic_58_10y",
        "58, 10 years, stable, assessed",
        {"age": 58, "weeks": 520, "assessed_before": True, "first_episode": False},
        "chronic",
        "R30",
    ),
    Harmless(
        "chronic_30_two_inflammatory",
        "30, 20 weeks, stable, assessed, only 2 inflammatory features",
        {"age": 30, "weeks": 20, "assessed_before": True, "axspa_items": 2},
        "chronic",
        "R27 needs 3; R30",
    ),
    Harmless(
        "chronic_45_long_checked_leak",
        "45, 3 years, stable, assessed, old checked leak",
        {
            "age": 45,
            "weeks": 156,
            "assessed_before": True,
            "ces_urinary_incontinence": "yes",
            "sign_since": "long_checked",
        },
        "chronic",
        "R30; CES clock, all three",
    ),
    # Pregnancy, known to the midwife
    Harmless(
        "pregnant_later_known_2w",
        "24 weeks pregnant, same pain for 2 weeks, discussed with the midwife",
        {"age": 29, "weeks": 2, "pregnancy": "later", "pregnancy_pain_known": True},
        "pregnancy",
        "R21",
    ),
    Harmless(
        "pregnant_later_known_5w",
        "32 weeks pregnant, same pain for 5 weeks, discussed with the midwife",
        {"age": 36, "weeks": 5, "pregnancy": "later", "pregnancy_pain_known": True},
        "pregnancy",
        "R21",
    ),
)

# ----------------------------------------------------------------------------------------------------------
# Which entries exercise which decision rule
# ----------------------------------------------------------------------------------------------------------

RULES: Final[dict[str, tuple[str, ...]]] = {
    "R01": ("self_harm", "end_self_harm_unsure", "end_16_self_harm"),
    "R02": (
        "collapse_faint",
        "chest_pain_breathless",
        "tearing_pain",
        "aaa_rupture_pattern",
        "sepsis_signs",
        "leg_paralysis",
        "cold_pale_leg",
        "combo_unsure_chest",
        "combo_unsure_collapse",
        "combo_unsure_tearing",
        "combo_unsure_aaa_rupture",
        "combo_unsure_sepsis",
        "combo_unsure_paralysis",
        "combo_unsure_cold_leg",
        "combo_thoracic_with_chest",
        "combo_fever_sepsis",
        "combo_dvt_breathless",
        "end_15_sepsis",
        "end_16_chest",
    ),
    "R03": ("combo_trauma_major_spine_signs",),
    "R04": (
        "ces_urinary_retention",
        "ces_urinary_incontinence",
        "ces_urinary_sensation",
        "ces_bowel_incontinence",
        "ces_bowel_sensation",
        "ces_saddle_numbness",
        "ces_sexual_change",
        "combo_ces_bladder_since_unknown",
        "combo_ces_saddle_since_unknown",
        "combo_ces_recent_in_chronic_pain",
        "combo_walking_only_with_new_saddle",
        "combo_one_leg_pain_with_new_bladder",
        "end_15_saddle",
    ),
    "R05": (
        "combo_ces_older_bladder",
        "combo_ces_older_saddle",
        "combo_ces_older_sexual",
        "combo_ces_older_bowel_sensation",
        "combo_ces_older_assessed_too_young",
        "combo_ces_years_never_checked",
        "combo_ces_two_older",
        "combo_ces_older_with_both_legs_older",
        "combo_ces_one_older_one_unsure",
        "combo_foot_drop_with_older_ces",
    ),
    "R06": (
        "bilateral_leg_symptoms",
        "combo_both_legs_since_unknown",
        "combo_both_legs_older",
        "combo_foot_drop_both_feet",
        "combo_band_with_both_legs",
    ),
    "R07": (
        "leg_weakness_progressive",
        "gait_unsteady_heavy_legs",
        "combo_weakness_since_unknown",
        "combo_gait_since_unknown",
        "combo_foot_drop_worsening",
    ),
    "R08": (
        "foot_drop_new",
        "combo_weakness_stable",
        "combo_gait_stable",
        "combo_tb_foot_drop",
        "end_15_foot_drop",
    ),
    "R09": ("trauma_major", "end_15_trauma_major"),
    "R10": (
        "trauma_minor_bone_risk",
        "combo_trauma_minor_age_65",
        "combo_trauma_minor_osteoporosis",
        "combo_trauma_minor_steroid",
        "combo_trauma_minor_cannot_walk",
        "combo_trauma_minor_steroid_cannot_walk",
    ),
    "R11": (
        "trauma_anticoagulant",
        "combo_trauma_minor_anticoagulant",
        "combo_anticoagulant_foot_drop",
        "combo_anticoagulant_bladder",
        "combo_anticoagulant_one_leg",
    ),
    "R12": (
        "combo_fever_immunosuppressed",
        "combo_fever_ivdu",
        "combo_fever_spinal_procedure",
        "combo_fever_pregnant",
        "combo_fever_pregnant_later",
        "combo_fever_very_unwell",
        "combo_fever_foot_drop",
        "combo_fever_older_bladder",
        "combo_fever_one_leg",
        "combo_kidney_vomiting",
        "combo_kidney_immunosuppressed",
        "combo_kidney_pregnant",
        "combo_recent_birth_procedure_fever",
    ),
    "R13": (
        "fever_chills",
        "combo_fever_tb",
        "combo_fever_sweats",
        "combo_fever_diabetes",
        "combo_fever_in_chronic_pain",
        "end_15_fever",
    ),
    "R14": (
        "ivdu",
        "immunosuppressed",
        "recent_infection_or_line",
        "recent_spinal_procedure",
        "combo_immunosuppressed_chronic_changed",
        "combo_ivdu_weeks_unknown",
        "combo_procedure_foot_drop",
        "combo_recent_birth_procedure",
    ),
    "R15": (
        "cancer_history",
        "combo_cancer_chronic_changed",
        "combo_cancer_weeks_unknown",
        "combo_cancer_both_legs",
        "combo_cancer_both_legs_older",
        "combo_cancer_band",
        "combo_cancer_older_bladder",
        "combo_cancer_foot_drop",
        "combo_cancer_one_leg",
        "combo_cancer_night_pain",
    ),
    "R16": (
        "age60_weight_loss",
        "combo_weight_loss_night_pain",
        "combo_weight_loss_sweats",
        "combo_weight_loss_cancer",
        "combo_tb_weight_loss",
    ),
    "R17": ("weight_loss", "combo_weight_loss_in_chronic_pain"),
    "R18": ("age_over_70_sudden", "spine_deformity_new", "combo_age_70_sudden"),
    "R19": ("aaa_known_or_pulsing", "combo_aaa_known_sudden", "combo_aaa_known_old_pain_changed"),
    "R20": (
        "pregnant_danger",
        "possible_ectopic",
        "combo_pregnant_later_burning_urine",
        "combo_pregnant_danger_first_trimester",
        "combo_pregnant_danger_known_pain",
        "combo_pregnant_danger_faint",
        "combo_pregnant_heavy_bleeding",
        "combo_ectopic_faint",
        "combo_kidney_pregnant",
    ),
    "R21": (
        "end_pregnant_later_new",
        "end_pregnant_later_changed",
        "pregnant_later_known_2w",
        "pregnant_later_known_5w",
    ),
    "R21b": (
        "end_pregnant_first_trimester",
        "end_recent_birth",
        "end_maybe_pregnant",
        "combo_recent_birth_procedure",
        "combo_recent_birth_procedure_fever",
    ),
    "R22": ("flank_colic", "severe_abdominal", "combo_severe_abdominal_sudden"),
    "R23": (
        "flank_fever_urinary",
        "urinary_burning_blood",
        "pelvic_infection",
        "rash_blisters_band",
        "leg_swollen_hot",
    ),
    "R24": ("thoracic_pain", "band_pain_trunk", "combo_band_with_one_leg", "combo_thoracic_sudden"),
    "R25": (
        "age_under_18",
        "end_17_plain",
        "end_15_fever",
        "end_15_foot_drop",
        "end_15_saddle",
        "end_15_unsure_bladder",
        "end_15_trauma_major",
        "end_15_sepsis",
        "end_16_chest",
        "end_15_night_pain",
        "end_15_5_weeks",
    ),
    "R26": ("pain_unbearable", "combo_unbearable_in_sciatica"),
    "R27": (
        "night_pain_constant",
        "night_sweats_fatigue",
        "first_onset_over_50",
        "age60_persistent",
        "axspa_pattern",
        "tb_history",
        "combo_night_pain_sweats",
        "combo_age_62_5_weeks",
        "combo_age_62_chronic_assessed",
        "combo_age_66_known_stenosis",
        "combo_first_onset_55_5_weeks",
        "combo_axspa_five",
    ),
    "R28": (
        "no_improvement_6w",
        "combo_7_weeks_worse",
        "combo_10_weeks_assessed_same",
        "combo_chronic_worse",
        "combo_chronic_changed",
    ),
    "R29": (
        "combo_20_weeks_never_assessed",
        "combo_13_weeks_never_assessed_better",
        "combo_chronic_life_impact",
        "combo_8_weeks_life_impact",
    ),
    "R30": (
        "chronic_25_20w",
        "chronic_40_1y",
        "chronic_49_4y_better",
        "chronic_58_10y",
        "chronic_30_two_inflammatory",
        "chronic_45_long_checked_leak",
    ),
    "R31": (
        "combo_one_leg_3_weeks_same",
        "combo_one_leg_2_weeks_severe",
        "one_leg_30_3d",
        "one_leg_45_1w",
        "one_leg_66_1w",
        "one_leg_40_3w_better",
        "one_leg_with_long_checked_leak",
    ),
    "R32": (
        "combo_stenosis_first_time",
        "combo_both_legs_walking_only",
        "stenosis_55_assessed",
        "stenosis_67_3w_assessed",
        "stenosis_58_both_legs_assessed",
    ),
    "R33": (
        "combo_unsure_fever_and_accident",
        "combo_unsure_cancer_and_weight",
        "combo_unsure_foot_drop_and_thoracic",
        "combo_unsure_aneurysm_and_fever",
        "combo_unsure_two_ces",
        "combo_unsure_ces_and_both_legs",
        "combo_unsure_weakness_and_saddle",
        "combo_unsure_three_ces",
    ),
    "R34": (
        "diabetes",
        "plain_25_today",
        "plain_30_1w_better",
        "plain_33_1w_worse",
        "plain_18_1w",
        "plain_45_2w",
        "plain_38_4w",
        "plain_49_5w",
        "plain_40_7w_better",
        "plain_44_12w_better",
        "plain_55_3w_not_first",
        "plain_55_first_1w",
        "plain_62_1w",
        "plain_68_2w_better",
        "plain_75_1w_gradual",
        "plain_22_first_1w",
        "plain_35_weeks_unknown",
        "alone_heavy_lift_young",
        "alone_severity_9",
        "alone_sudden_severe_young",
        "alone_constipation",
        "alone_worse_on_coughing",
        "alone_pain_at_rest",
        "alone_morning_stiffness",
        "alone_diabetes",
        "alone_osteoporosis",
        "alone_steroid",
        "long_checked_leak",
        "long_checked_slow_stream",
        "long_checked_bowel",
        "long_checked_sexual",
    ),
}

# Entries that no decision rule reaches: they rest on the master table, the CES clock, the not-sure table or
# the typed-text table alone. A protocol built from the rules only would miss them.
RULELESS: Final[tuple[str, ...]] = (
    "arm_and_leg_symptoms",
    "combo_arm_and_leg_worsening",
    "osteoporosis_known",
    "steroid_long_term",
    "bruise_graze_spine",
    "testicular_sudden",
    "medicine_overdose",
    "combo_aaa_known_old_pain",
    "combo_trauma_minor_young_cannot_walk",
    "combo_unsure_one_bladder",
    "combo_unsure_one_saddle",
    "combo_unsure_one_bowel",
    "combo_unsure_both_legs",
    "combo_unsure_weakness",
)

ALL: Final[tuple[Sign, ...]] = SIGNS + COMBOS + ENDS
