"""A plan: the first step of each slot that suits, always the same for the same person, and explained."""

from __future__ import annotations

from dataclasses import replace

from content.plan import PlanStep, When
from dialogs.plan import compose
from dialogs.traits import Traits, traits

STEP = PlanStep(
    id="walk",
    when=When.TODAY,
    slot="move",
    text="Walk.",
    text_caregiver=None,
    card=None,
    only=(),
    not_for=(),
    gated=False,
    citations=("a_trial",),
)
NOBODY = Traits({})


def steps(**fields: dict[str, object]) -> list[PlanStep]:
    return [replace(STEP, id=name, **changes) for name, changes in fields.items()]


def plan(person: Traits, *, painkillers: bool = False, **fields: dict[str, object]):
    return compose(steps(**fields), person, painkillers=painkillers)


def test_the_first_step_of_a_slot_that_suits_is_taken():
    found = plan(NOBODY, first={"not_for": ("pregnant",)}, second={}, third={})
    assert found.today == ("first",)


def test_a_step_that_is_ruled_out_makes_room_for_the_next_and_says_why():
    found = plan(Traits({"pregnant": "yes"}), first={"not_for": ("pregnant",)}, second={})
    assert found.today == ("second",)
    assert found.because == ("pregnant",)
    assert [(one.step, one.because) for one in found.left_out] == [("first", "pregnant")]


def test_not_sure_rules_out_as_yes_does():
    assert plan(Traits({"pregnant": "not_sure"}), first={"not_for": ("pregnant",)}, second={}).today == (
        "second",
    )


def test_a_step_for_some_people_only_is_explained_by_what_they_told():
    found = plan(Traits({"stenosis": "yes"}), lean={"only": ("stenosis",)}, walk={})
    assert found.today == ("lean",)
    assert found.because == ("stenosis",)
    assert plan(NOBODY, lean={"only": ("stenosis",)}, walk={}).today == ("walk",)


def test_slots_and_parts_stand_side_by_side_in_the_order_of_the_file():
    found = plan(NOBODY, a={}, b={"slot": "ease"}, c={"when": When.WEEK}, d={"when": When.LATER})
    assert (found.today, found.week, found.later) == (("a", "b"), ("c",), ("d",))


def test_a_painkiller_step_needs_the_painkiller_questions():
    kill = {"gated": True, "slot": "painkiller"}
    assert plan(NOBODY, pill=kill, ask={"slot": "painkiller"}).today == ("ask",)
    assert plan(NOBODY, painkillers=True, pill=kill, ask={"slot": "painkiller"}).today == ("pill",)


def test_the_same_answers_always_give_the_same_plan():
    person = traits(
        {"duration": "2_4w", "plan_goal": "goal_walk", "fear_of_moving": "yes", "low_mood": "yes"}, "chronic"
    )
    fields = {f"s{n}": {"slot": f"slot{n % 3}", "only": ("goal_walk",) if n % 2 else ()} for n in range(9)}
    assert len({str(plan(person, **fields)) for _ in range(5)}) == 1


def test_what_is_worked_out_of_the_answers():
    known = traits(
        {
            "age_band": "70_plus",
            "duration": "over_12w",
            "walking_leg_pain": "not_sure",
            "pregnant": "not_sure",
            "plan_goal": "goal_sit",
            "off_work": "yes",
            "low_mood": "yes",
        },
        "chronic",
    ).known
    assert known["stenosis"] == "not_sure"
    assert known["late_pregnancy"] == "not_sure"
    assert {"older", "age_60_plus", "band_chronic", "goal_sit", "yellow_flags", "chronic"} <= known.keys()


def test_one_yellow_flag_is_not_many_and_no_goal_is_no_trait():
    known = traits({"off_work": "yes", "plan_goal": "no_goal", "duration": "not_sure"}, "nonspecific").known
    assert "yellow_flags" not in known
    assert "no_goal" not in known
    assert "band_subacute" in known
