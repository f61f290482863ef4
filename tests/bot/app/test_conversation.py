"""The one transaction: repeated, failing, racing and foreign updates, and what a person gets to read then."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.app import application
from bot.messages import InboundKind
from bot.storage.memory_unit import MemoryUnit
from dialogs.events import Pressed, Returned
from tests.support.conversation import TICK, Room, buttons, dialog, ticked

TWO_TAPS = dialog().words.phrases["lead.two_taps"].text
CLOSED = dialog().words.phrases["lead.closed"].text
AWAY = dialog().words.phrases["lead.we_were_away"].text


@pytest.fixture
async def room():
    async with Room() as opened:
        yield opened


async def _at(room: Room, question: str, chat: str = "p1"):
    """Somebody who has answered harmlessly up to a question."""
    person = room.person(chat)
    await person.type("/start")
    for press in ("agree", "self", "GB", "18_49", "none", *["no"] * 5, *["none"] * 4, "under_2w"):
        if person.open and person.open["question"] == question:
            break
        await person.press(press)
    return person


async def _stored(room: Room, chat: str = "p1"):
    key = room.store.person_key("terminal", chat)
    return await room.store.transact(lambda uow: uow.person(key))


async def _counts(room: Room) -> dict[str, int]:
    return await room.store.transact(lambda uow: uow.counts())


def _asked(written) -> list[str]:
    return [one["question"] for one in written if one["kind"] == "question"]


def _ids(written) -> list[str]:
    return [one.get("id", one["kind"]) for one in written]


# -- repeated --------------------------------------------------------------------------------------------------
async def test_a_repeated_update_changes_nothing_and_is_not_answered(room):
    person = await _at(room, "ces_urinary")
    no = person.button("no")["id"]
    first = await room.receive(update="u1", press=no)
    before = await _stored(room)
    again = await room.receive(update="u1", press=no)
    assert _asked(first) == ["ces_bowel"]
    assert again == []
    assert await _stored(room) == before


async def test_a_repeated_update_with_another_content_changes_nothing_either(room):
    await _at(room, "ces_urinary")
    await room.receive(update="u1", text="no")
    before = await _stored(room)
    assert await room.receive(update="u1", text="yes") == []
    assert await _stored(room) == before


# -- failing ---------------------------------------------------------------------------------------------------
class Faulty:
    """The engine, raising the next `times` times that a person's own event comes; shows again what is open."""

    def __init__(self, times: int, *, also: type | None = None) -> None:
        self.times = times
        self.tries = 0
        self._also = also
        self._engine = dialog().engine

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def step(self, session, event, now):
        own = isinstance(event, Pressed) and event.question == "ces_urinary"
        if own:
            self.tries += 1
        if (own or (self._also is not None and isinstance(event, self._also))) and self.times > 0:
            self.times -= 1
            raise RuntimeError("a mistake of ours")
        return self._engine.step(session, event, now)


def _faulty_room(engine: Faulty) -> Room:
    return Room(words=dataclasses.replace(dialog(), engine=engine))


async def test_a_failure_is_told_with_the_emergency_advice_and_the_open_question():
    async with _faulty_room(Faulty(1)) as room:
        person = await _at(room, "ces_urinary")
        sorry, question = await room.receive(press=person.button("yes")["id"])
        assert sorry["id"] == "phrase.error"
        assert "Call 999" in sorry["text"]
        assert question["question"] == "ces_urinary"
        assert (await _counts(room))["postponed"] == 1


async def test_even_when_the_question_cannot_be_shown_the_emergency_advice_comes():
    async with _faulty_room(Faulty(2, also=Returned)) as room:
        person = await _at(room, "ces_urinary")
        written = await room.receive(press=person.button("yes")["id"])
        assert _ids(written) == ["phrase.error"]


async def test_a_failed_answer_is_tried_again_and_counts():
    async with _faulty_room(Faulty(1)) as room:
        person = await _at(room, "ces_urinary")
        await room.receive(press=person.button("yes")["id"])
        assert await room.pass_time(timedelta(seconds=0.5)) == []
        written = await room.pass_time(timedelta(seconds=1))
        assert _asked(written) == ["ces_urinary_timing"]
        assert (await _counts(room))["postponed"] == 0


async def test_tries_are_further_and_further_apart_and_then_the_update_is_set_aside():
    engine = Faulty(99)
    async with _faulty_room(engine) as room:
        person = await _at(room, "ces_urinary")
        await room.receive(press=person.button("yes")["id"])
        tries = []
        for seconds in (0.9, 0.2, 4.8, 0.3, 24.5, 0.8):
            assert await room.pass_time(timedelta(seconds=seconds)) == []
            tries.append(engine.tries)
        assert tries == [1, 2, 2, 3, 3, 4]
        counts = await _counts(room)
        assert (counts["postponed"], counts["set_aside"]) == (0, 1)
        await room.pass_time(timedelta(seconds=100))
        assert engine.tries == 4


async def test_later_updates_of_the_same_person_wait_behind_a_failed_one():
    async with _faulty_room(Faulty(1)) as room:
        person = await _at(room, "ces_urinary")
        await room.receive(press=person.button("no")["id"])
        assert await room.receive(text="/warning") == []
        assert await room.receive(text="yes") == []
        assert (await _counts(room))["postponed"] == 3
        written = [one for _ in range(4) for one in await room.pass_time(timedelta(seconds=1.5))]
        assert _asked(written)[0] == "ces_bowel"
        assert "card.warning_signs" in _ids(written)
        assert _asked(written)[-1] == "ces_bowel_timing"


async def test_another_person_does_not_wait():
    async with _faulty_room(Faulty(1)) as room:
        person = await _at(room, "ces_urinary")
        other = await _at(room, "ces_urinary", "p2")
        await room.receive(press=person.button("no")["id"])
        assert _asked(await other.press("no")) == ["ces_bowel"]


async def test_after_an_update_is_set_aside_the_person_can_go_on():
    async with _faulty_room(Faulty(4)) as room:
        person = await _at(room, "ces_urinary")
        await room.receive(press=person.button("no")["id"])
        for seconds in (1.1, 5.1, 25.1):
            await room.pass_time(timedelta(seconds=seconds))
        assert (await _counts(room))["set_aside"] == 1
        assert _asked(await person.press("no")) == ["ces_bowel"]


async def test_a_warning_sign_that_waits_behind_a_failed_update_is_still_answered():
    async with _faulty_room(Faulty(1)) as room:
        person = await _at(room, "ces_urinary")
        await room.receive(press=person.button("no")["id"])
        await room.receive(text="my crotch is numb")
        written = [one for _ in range(3) for one in await room.pass_time(timedelta(seconds=1.5))]
        assert "alert" in [one["kind"] for one in written]


async def _spoil(room: Room, chat: str = "p1") -> None:
    """Make a stored session unreadable."""
    person = await _stored(room, chat)
    await room.store.transact(lambda uow: uow.save_person(replace(person, session=b"\xc1spoilt")))


async def test_an_unreadable_session_gets_the_emergency_advice_for_any_country(room):
    await _at(room, "ces_urinary")
    await _spoil(room)
    written = await room.receive(text="no")
    assert written[0]["id"] == "phrase.error"
    assert "112 or 911" in written[0]["text"]


async def test_an_unreadable_session_of_one_person_does_not_keep_others_from_being_asked_again(room):
    for chat in ("p1", "p2", "p3"):
        await _at(room, "ces_urinary", chat)
    await room.pass_time(timedelta(0))
    await _spoil(room, "p2")
    written = await room.pass_time(timedelta(seconds=121))
    assert {one["chat"] for one in written} >= {"p1", "p3"}


async def test_a_page_cut_short_does_not_end_the_round_that_asks_again(room, monkeypatch):
    """Stores leave out rows that cannot be opened, so a page may hold fewer people than it could."""
    chats = [f"p{number}" for number in range(5)]
    for chat in chats:
        await _at(room, "ces_urinary", chat)
    await room.pass_time(timedelta(0))
    whole = MemoryUnit.waiting_people
    monkeypatch.setattr(application, "_PAGE", 3)
    monkeypatch.setattr(
        MemoryUnit, "waiting_people", lambda unit, limit, after=None: whole(unit, limit - 1, after)
    )
    written = await room.pass_time(timedelta(seconds=121))
    assert {one["chat"] for one in written} >= set(chats)


# -- racing ----------------------------------------------------------------------------------------------------
async def test_yes_right_after_no_counts_as_yes_and_says_so(room):
    person = await _at(room, "ces_urinary")
    no, yes = person.button("no")["id"], person.button("yes")["id"]
    assert _asked(await room.receive(press=no)) == ["ces_bowel"]
    written = await room.receive(press=yes)
    assert _asked(written) == ["ces_urinary_timing"]
    assert written[-1]["text"].startswith(TWO_TAPS)


async def test_no_right_after_yes_changes_nothing(room):
    person = await _at(room, "ces_urinary")
    no, yes = person.button("no")["id"], person.button("yes")["id"]
    await room.receive(press=yes)
    written = await room.receive(press=no)
    assert _asked(written) == ["ces_urinary_timing"]
    assert written[-1]["text"].startswith(CLOSED)


async def test_not_sure_right_after_no_counts_as_not_sure(room):
    person = await _at(room, "ces_urinary")
    no, unsure = person.button("no")["id"], person.button("not_sure")["id"]
    await room.receive(press=no)
    written = await room.receive(press=unsure)
    assert written[-1]["text"].startswith(TWO_TAPS)
    await person.type("/answers")
    assert "Peeing: Not sure" in [button["label"] for button in buttons(person.messages[-2])]


async def test_yes_long_after_no_is_a_tap_on_an_old_message(room):
    person = await _at(room, "ces_urinary")
    no, yes = person.button("no")["id"], person.button("yes")["id"]
    await room.receive(press=no)
    room.clock.advance(timedelta(seconds=3))
    written = await room.receive(press=yes)
    assert _asked(written) == ["ces_bowel"]
    assert written[-1]["text"].startswith(CLOSED)


async def test_where_two_taps_at_once_are_impossible_the_second_is_an_old_tap(room):
    person = await _at(room, "ces_urinary")
    no, yes = person.button("no")["id"], person.button("yes")["id"]
    await room.receive(press=no, synchronous=True)
    assert _asked(await room.receive(press=yes, synchronous=True)) == ["ces_bowel"]


@pytest.mark.parametrize("before", ["skip", "not_sure"])
async def test_yes_right_after_any_other_answer_counts_as_yes(room, before):
    person = await _at(room, "ces_sexual_change")
    if before == "not_sure":
        await person.press("not_sure")
    other, yes = person.button(before)["id"], person.button("yes")["id"]
    assert _asked(await room.receive(press=other)) == ["leg_symptoms"]
    assert _asked(await room.receive(press=yes)) == ["ces_sexual_change_timing"]


async def test_of_two_taps_on_when_it_began_the_more_urgent_counts(room):
    person = await _at(room, "ces_urinary")
    await person.press("yes")
    older, recent = person.button("older")["id"], person.button("recent")["id"]
    await room.receive(press=older)
    written = await room.receive(press=recent)
    assert written[0].get("disposition") == "emergency_today"


async def test_a_tick_right_after_none_counts(room):
    person = await _at(room, "danger_now")
    none, chest = person.button("none")["id"], person.button("chest_pain_breathless")["id"]
    assert _asked(await room.receive(press=none)) == ["ces_urinary"]
    written = await room.receive(press=chest)
    assert written[0]["disposition"] == "emergency_now"


async def test_two_ticks_and_done_at_once_all_count(room):
    person = await _at(room, "recent_events")
    ids = [person.button(item)["id"] for item in ("trauma_minor", "fever_chills")]
    for press in ids:
        await room.receive(press=press)
    assert ticked(person.last) == ("trauma_minor", "fever_chills")
    await room.receive(press=person.button("done")["id"])
    assert person.last["question"] == "injury_details"


async def test_a_double_tap_on_an_item_ticks_it_once(room):
    person = await _at(room, "recent_events")
    tick = person.button("fever_chills")["id"]
    await room.receive(press=tick)
    await room.receive(press=tick)
    assert ticked(person.last) == ("fever_chills",)
    untick = person.button("fever_chills")["id"]
    await room.receive(press=untick)
    await room.receive(press=untick)
    assert ticked(person.last) == ()


async def test_an_untick_right_after_done_does_not_count(room):
    person = await _at(room, "recent_events")
    await room.receive(press=person.button("fever_chills")["id"])
    untick, done = person.button("fever_chills")["id"], person.button("done")["id"]
    await room.receive(press=done)
    written = await room.receive(press=untick)
    assert _asked(written) == ["very_unwell"]


async def test_a_double_tap_on_yes_counts_once(room):
    person = await _at(room, "ces_urinary")
    yes = person.button("yes")["id"]
    await room.receive(press=yes)
    assert _asked(await room.receive(press=yes)) == ["ces_urinary_timing"]
    assert person.questions.count("ces_bowel") == 0


async def test_a_double_tap_on_back_goes_back_once(room):
    person = await _at(room, "ces_saddle_numbness")
    back = person.button("back")["id"]
    await room.receive(press=back)
    assert _asked(await room.receive(press=back)) == ["ces_bowel"]


async def test_taps_on_the_previous_screen_never_answer_the_next_question(room):
    """A hasty "no, no, no" on one message answers one question."""
    person = await _at(room, "ces_urinary")
    no = person.button("no")["id"]
    for _ in range(5):
        await room.receive(press=no)
    assert person.last["question"] == "ces_bowel"


# -- edits -----------------------------------------------------------------------------------------------------
async def test_a_press_on_a_message_is_answered_in_its_place_and_a_result_is_not():
    seen = []

    class Seeing:
        def __init__(self, sender) -> None:
            self._sender = sender

        async def send(self, address, message) -> None:
            seen.append(message)
            await self._sender.send(address, message)

    async with Room(wrap=Seeing) as room:
        person = await _at(room, "ces_urinary")
        seen.clear()
        await room.receive(press=person.button("yes")["id"], message=7)
        assert [(one.id, one.edit) for one in seen] == [("question.ces_urinary_timing", 7)]
        seen.clear()
        await room.receive(press=person.button("recent")["id"], message=7)
        result = next(one for one in seen if one.disposition)
        assert result.edit is None
        closed = next(one for one in seen if one.edit == 7)
        assert TICK in closed.text
        assert closed.buttons == ()


# -- groups, blocked, unreadable -------------------------------------------------------------------------------
async def test_a_group_gets_one_polite_line_and_no_more(room):
    first = await room.receive("group", kind=InboundKind.NOT_PRIVATE, text="/start")
    more = [
        one
        for _ in range(3)
        for one in await room.receive("group", kind=InboundKind.NOT_PRIVATE, text="hello")
    ]
    assert _ids(first) == ["phrase.private_only"]
    assert more == []


async def test_a_group_is_never_asked_anything_after_a_gap(room):
    await room.receive("group", kind=InboundKind.NOT_PRIVATE, text="/start")
    await room.pass_time(timedelta(0))
    assert await room.pass_time(timedelta(minutes=10)) == []


async def test_somebody_who_blocked_us_is_not_written_to_and_can_come_back(room):
    person = await _at(room, "ces_bowel")
    await room.pass_time(timedelta(0))
    assert await room.receive(kind=InboundKind.BLOCKED) == []
    assert await room.pass_time(timedelta(minutes=10)) == []
    assert await room.receive(kind=InboundKind.UNBLOCKED) == []
    written = await room.receive(text="no")
    assert _asked(written) == ["ces_saddle_numbness"]
    assert person.questions.count("consent") == 1


async def test_somebody_who_blocks_us_before_writing_costs_nothing(room):
    assert await room.receive(kind=InboundKind.BLOCKED) == []
    assert await room.receive(kind=InboundKind.UNBLOCKED) == []
    assert _asked(await room.receive(text="/start")) == ["consent"]


async def test_something_unreadable_is_told_and_the_question_asked_again(room):
    await _at(room, "ces_bowel")
    written = await room.receive(kind=InboundKind.UNREADABLE)
    assert _ids(written)[0] == "phrase.unreadable"
    assert _asked(written) == ["ces_bowel"]


async def test_a_warning_sign_under_a_picture_is_an_alert(room):
    await _at(room, "ces_bowel")
    written = await room.receive(kind=InboundKind.UNREADABLE, text="look, and my crotch is numb")
    assert (written[0]["kind"], written[0]["tier"]) == ("alert", "emergency_today")


async def test_words_under_a_picture_are_never_an_answer(room):
    await _at(room, "ces_bowel")
    assert _asked(await room.receive(kind=InboundKind.UNREADABLE, text="yes")) == ["ces_bowel"]


async def test_a_picture_as_the_very_first_message_is_answered(room):
    written = await room.receive(kind=InboundKind.UNREADABLE)
    assert _ids(written)[0] == "phrase.unreadable"


# -- after an outage -------------------------------------------------------------------------------------------
async def test_after_a_gap_every_open_question_is_asked_again(room):
    await _at(room, "ces_bowel", "p1")
    await _at(room, "age_band", "p2")
    await room.pass_time(timedelta(0))
    assert await room.pass_time(timedelta(seconds=119)) == []
    written = await room.pass_time(timedelta(seconds=121))
    assert {one["chat"]: one["question"] for one in written} == {"p1": "ces_bowel", "p2": "age_band"}
    assert all(one["text"].startswith(AWAY) for one in written)


async def test_a_gap_is_noticed_once(room):
    await _at(room, "ces_bowel")
    await room.pass_time(timedelta(0))
    await room.pass_time(timedelta(hours=1))
    assert await room.pass_time(timedelta(seconds=30)) == []


async def test_somebody_with_a_result_is_not_asked_after_a_gap(room):
    person = await _at(room, "nothing")
    assert person.dispositions == ["self_care"]
    await room.pass_time(timedelta(0))
    assert await room.pass_time(timedelta(hours=1)) == []


async def test_a_start_after_a_gap_asks_again_and_a_start_without_one_does_not(room):
    await _at(room, "ces_bowel")
    await room.pass_time(timedelta(0))
    before = len(room.lines)
    await room.application.tick()
    await room.application.relay.idle()
    assert len(room.lines) == before
    room.clock.advance(timedelta(minutes=5))
    await room.application.tick()
    await room.application.relay.idle()
    assert _asked(room.lines[before:]) == ["ces_bowel"]


async def test_ticks_stay_when_a_question_is_asked_again_after_a_gap(room):
    person = await _at(room, "general_signs")
    await person.press("thoracic_pain")
    await room.pass_time(timedelta(0))
    written = await room.pass_time(timedelta(seconds=121))
    assert ticked(written[0]) == ("thoracic_pain",)


async def test_after_a_gap_of_a_day_the_danger_questions_come_again(room):
    await _at(room, "leg_symptoms")
    await room.pass_time(timedelta(0))
    assert _asked(await room.pass_time(timedelta(hours=25))) == ["danger_now"]


# -- what is remembered ----------------------------------------------------------------------------------------
async def test_everything_said_is_recorded_with_its_rules(room):
    person = await _at(room, "ces_urinary")
    await person.press("yes")
    await person.press("recent")
    recorded = await room.store.transact(lambda uow: [said for _, said in uow.recorded()])
    assert len(recorded) == len(person.messages)
    assert [said.rules for said in recorded if said.rules] == ["R04"]
    assert all(said.protocol_version and said.content_hash and said.locale == "en" for said in recorded)


async def test_after_deleting_nothing_points_to_the_person(room):
    person = await _at(room, "ces_urinary")
    await person.type("/deleteme")
    await person.press("delete_confirmed")
    key = room.store.person_key("terminal", "p1")
    assert await _stored(room) is None
    assert await room.store.transact(lambda uow: [said for link, said in uow.recorded() if link == key]) == []
