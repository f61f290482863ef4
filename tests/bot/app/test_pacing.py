"""Pacing: how long somebody waits, told without any clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.pacing import Pacing, Rate
from bot.messages import PersonKey, SendClass

ANN, BEN, CAT, DAN = (PersonKey(name * 16) for name in (b"a", b"b", b"c", b"d"))
CONTENT, QUESTION, SAFETY, NUDGE = SendClass.CONTENT, SendClass.QUESTION, SendClass.SAFETY, SendClass.NUDGE


def wait(
    pacing: Pacing, person: PersonKey, now: float, send_class: SendClass = CONTENT, *, edit: bool = False
) -> float:
    alone = pacing.wait_for_person(person, send_class, now, edit=edit)
    return max(pacing.wait_for_all(send_class, now), alone)


def take(
    pacing: Pacing, person: PersonKey, now: float, send_class: SendClass = CONTENT, *, edit: bool = False
) -> None:
    pacing.take(person, send_class, now, edit=edit)


def after_a_pause(*people: PersonKey) -> Pacing:
    """The pacing of people for whom the channel has just asked for a pause: the strict limits hold."""
    pacing = Pacing()
    for person in people:
        pacing.hold(person, 0.0, 99.9)
    return pacing


def test_answers_to_somebody_who_taps_quickly_are_not_slowed_down() -> None:
    pacing = Pacing()
    for _ in range(90):
        assert wait(pacing, ANN, 100.0, QUESTION, edit=True) == 0.0
        take(pacing, ANN, 100.0, QUESTION, edit=True)
    assert wait(pacing, ANN, 100.0, QUESTION, edit=True) == pytest.approx(1 / 30)


def test_the_strict_limits_end_a_minute_after_the_pause() -> None:
    pacing = after_a_pause(ANN)
    for _ in range(3):
        take(pacing, ANN, 100.0)
    assert wait(pacing, ANN, 100.0) == pytest.approx(1.0)
    assert wait(pacing, ANN, 160.0) == 0.0
    for _ in range(4):
        take(pacing, ANN, 160.0)
    assert wait(pacing, ANN, 160.0) == 0.0


def test_what_nobody_asked_for_is_always_paced_strictly() -> None:
    pacing = Pacing()
    for _ in range(3):
        take(pacing, ANN, 100.0, NUDGE)
    assert wait(pacing, ANN, 100.0, NUDGE) == pytest.approx(1.0)
    assert wait(pacing, ANN, 100.0) == 0.0


def test_three_messages_leave_at_once_and_the_fourth_a_second_later() -> None:
    pacing = after_a_pause(ANN)
    for _ in range(3):
        assert wait(pacing, ANN, 100.0) == 0.0
        take(pacing, ANN, 100.0)
    assert wait(pacing, ANN, 100.0) == pytest.approx(1.0)
    assert wait(pacing, ANN, 101.0) == 0.0
    assert wait(pacing, BEN, 100.0) == 0.0


def test_a_safety_message_does_not_wait_for_the_bucket_but_counts() -> None:
    pacing = after_a_pause(ANN)
    for _ in range(4):
        take(pacing, ANN, 100.0, SAFETY)
    assert wait(pacing, ANN, 100.0, SAFETY) == 0.0
    assert wait(pacing, ANN, 100.0) == pytest.approx(2.0)


def test_after_a_pause_a_fast_interview_by_edits_is_still_not_slowed_down() -> None:
    pacing = after_a_pause(ANN)
    for _ in range(20):
        assert wait(pacing, ANN, 100.0, QUESTION, edit=True) == 0.0
        take(pacing, ANN, 100.0, QUESTION, edit=True)
    assert wait(pacing, ANN, 100.0, QUESTION, edit=True) == pytest.approx(1.0)


def test_edits_use_up_the_bucket_of_new_messages_but_leave_no_debt() -> None:
    pacing = after_a_pause(ANN)
    for _ in range(20):
        take(pacing, ANN, 100.0, QUESTION, edit=True)
    assert wait(pacing, ANN, 100.0) == pytest.approx(1.0)


def test_nudges_leave_at_twenty_five_a_second_and_replies_do_not_wait_for_them() -> None:
    pacing = Pacing()
    take(pacing, ANN, 100.0, NUDGE)
    assert wait(pacing, BEN, 100.0, NUDGE) == pytest.approx(0.04)
    assert wait(pacing, BEN, 100.0) == 0.0


def test_the_ceiling_for_everyone_does_not_hold_back_safety() -> None:
    pacing = Pacing(everyone=Rate(10, 1))
    take(pacing, ANN, 100.0)
    assert wait(pacing, BEN, 100.0) == pytest.approx(0.1)
    assert wait(pacing, BEN, 100.0, SAFETY) == 0.0


def test_a_hold_concerns_one_person_and_safety_too() -> None:
    pacing = Pacing()
    pacing.hold(ANN, 7.0, 100.0)
    assert wait(pacing, ANN, 103.0, SAFETY) == pytest.approx(4.0)
    assert wait(pacing, ANN, 107.0) == 0.0
    assert wait(pacing, BEN, 103.0) == 0.0


def test_the_longest_hold_counts() -> None:
    pacing = Pacing()
    pacing.hold(ANN, 20.0, 100.0)
    pacing.hold(ANN, 2.0, 101.0)
    assert wait(pacing, ANN, 105.0) == pytest.approx(15.0)


@pytest.mark.parametrize(("seconds", "everyone"), [(31.0, False), (2.0, True)])
def test_a_long_or_general_hold_holds_everyone(seconds: float, everyone: bool) -> None:
    pacing = Pacing()
    pacing.hold(ANN, seconds, 100.0, everyone=everyone)
    assert wait(pacing, BEN, 100.0, SAFETY) == pytest.approx(seconds)


def test_three_people_held_within_ten_seconds_hold_everyone_for_the_longest_of_them() -> None:
    pacing = Pacing()
    pacing.hold(ANN, 20.0, 100.0)
    pacing.hold(BEN, 3.0, 105.0)
    assert wait(pacing, DAN, 105.0) == 0.0
    pacing.hold(CAT, 3.0, 109.0)
    assert wait(pacing, DAN, 109.0) == pytest.approx(11.0)


def test_three_holds_of_one_person_or_far_apart_hold_nobody_else() -> None:
    pacing = Pacing()
    for now in (100.0, 101.0, 102.0):
        pacing.hold(ANN, 3.0, now)
    pacing.hold(BEN, 3.0, 103.0)
    pacing.hold(CAT, 3.0, 115.0)
    assert wait(pacing, DAN, 115.0) == 0.0


def test_without_limits_only_holds_count() -> None:
    pacing = Pacing.holds_only()
    for _ in range(1_000):
        take(pacing, ANN, 100.0, NUDGE)
    assert wait(pacing, ANN, 100.0, NUDGE) == 0.0
    assert pacing.remembered() == 0
    pacing.hold(ANN, 5.0, 100.0)
    assert wait(pacing, ANN, 100.0) == pytest.approx(5.0)


def test_memory_does_not_grow_with_the_number_of_people() -> None:
    pacing = Pacing()
    for number in range(50_000):
        person = PersonKey(number.to_bytes(16, "big"))
        take(pacing, person, 100.0 + number / 100)
        pacing.hold(person, 0.001, 100.0 + number / 100)
    people_of_the_last_minute = 60 * 100
    assert pacing.remembered() <= 2 * people_of_the_last_minute + 100


@given(st.lists(st.tuples(st.floats(0, 2), st.sampled_from([ANN, BEN])), max_size=60))
def test_nobody_gets_more_than_three_and_one_a_second(gaps: list[tuple[float, PersonKey]]) -> None:
    """Whoever waits as long as they are told is never sent more than the rate allows, in any window."""
    pacing = Pacing(replies=Rate(1, 3))
    now = 0.0
    sent: dict[PersonKey, list[float]] = {ANN: [], BEN: []}
    for gap, person in gaps:
        now += gap + wait(pacing, person, now + gap)
        assert wait(pacing, person, now) == 0.0
        take(pacing, person, now)
        sent[person].append(now)
    for times in sent.values():
        for first, start in enumerate(times):
            for last, end in enumerate(times[first:], start=1):
                assert last <= 3 + (end - start) + 1e-3
