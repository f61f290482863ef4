"""Whole interviews with the real process, received both ways: what people see, and what is stored of it."""

from __future__ import annotations

import pytest

from tests.faults.canaries import TYPED
from tests.faults.conftest import MakeBot
from tests.faults.patients import (
    COLLAPSING,
    NUMB,
    WELL,
    Patient,
    hold_interview,
    open_screen,
    stored_session,
    walk_to,
)
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

CASES = {
    "self-care": (Patient(1_000_001, WELL), "self_care"),
    "emergency": (Patient(1_000_002, COLLAPSING), "emergency_now"),
    "hospital today": (Patient(1_000_003, NUMB), "emergency_today"),
    "caregiver": (Patient(1_000_004, COLLAPSING, voice="caregiver"), "emergency_now"),
}


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_everybody_gets_their_result(telegram: FakeBotApi, make_bot: MakeBot, webhook: bool) -> None:
    bot = make_bot(webhook=webhook, cold=True)
    await bot.start()
    patients = {name: Patient(p.chat, p.facts, p.voice) for name, (p, _) in CASES.items()}

    for patient in patients.values():
        room = await hold_interview(telegram, patient)

        questions = len({tap.question for tap in patient.taps})
        assert questions > 3
        assert len(room.said) == 3, "one message that was edited, the result, and what to watch for"
        assert room.said[0].edits == len(patient.taps)
        assert not room.said[0].buttons, "an answered question offers nothing to press"
        assert [message.edits for message in room.said[1:]] == [0, 0], "results are never edited"

    assert all(telegram.queries.values()), "every spinner was stopped"
    assert await bot.stop() == 0
    with bot.copy_of_store() as unit:
        for name, patient in patients.items():
            found = stored_session(bot, unit, patient.chat)
            assert found is not None
            session, writes = found
            assert session.concluded == CASES[name][1]
            assert writes == len(patient.taps) + 1
            for id_, answer in session.answers.items():
                assert set(answer.values) == patient.expected(id_)


async def test_telegram_is_told_who_we_are(telegram: FakeBotApi, bot: BotProcess) -> None:
    await telegram.until(lambda: telegram.count["setChatMenuButton"] == 1, 20)

    commands = telegram.surface["MyCommands", "", "default"]["commands"]
    assert commands[0]["command"] == "start"
    assert telegram.surface["MyDescription", "", "default"]["description"]
    assert telegram.surface["MyShortDescription", "", "default"]["short_description"]


async def test_a_group_gets_one_polite_line(telegram: FakeBotApi, bot: BotProcess) -> None:
    group = telegram.chat(-1_000_500, type="supergroup")
    telegram.say(group.id, f"/start {TYPED[0]}")
    telegram.say(group.id, "I have back pain and cannot feel my legs")
    telegram.say(1_000_501, "/start")
    await telegram.until(lambda: telegram.is_drained and telegram.chat(1_000_501).said)

    (line,) = group.said
    assert "private" in line.text
    assert not line.buttons


@pytest.mark.parametrize(
    "thing",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
        {"sticker": {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular"}},
        {"location": {"latitude": 51.5, "longitude": 0.1}},
        {"contact": {"phone_number": "+1", "first_name": "x"}},
        {"poll": {"id": "1", "question": "?"}},
        {"thing_of_the_future": {}},
    ],
    ids=lambda thing: next(iter(thing)),
)
async def test_what_cannot_be_read_gets_a_helpful_line(
    telegram: FakeBotApi, poller: BotProcess, thing: dict[str, object]
) -> None:
    await poller.start()
    before = await walk_to(telegram, Patient(1_000_510), "age_band")

    telegram.send_thing(1_000_510, **thing)
    room = telegram.chat(1_000_510)
    await telegram.until(lambda: telegram.is_drained and len(room.said) == 3)

    assert "buttons" in room.said[1].text
    assert room.said[2].labels == before.labels, "the open question is asked again"
    assert not any("download" in call.method or call.method == "getFile" for call in telegram.calls)


async def test_an_edited_message_is_not_an_answer(telegram: FakeBotApi, bot: BotProcess) -> None:
    await walk_to(telegram, Patient(1_000_520), "age_band")
    room = telegram.chat(1_000_520)
    first = next(message for message in room.messages.values() if not message.by_bot)

    telegram.edit(1_000_520, first.id, "33")
    await telegram.until(lambda: telegram.is_drained and len(room.said) == 3)

    await bot.kill()
    with bot.copy_of_store() as unit:
        session, _ = stored_session(bot, unit, 1_000_520) or pytest.fail("nothing stored")
    assert "age_band" not in session.answers


async def test_a_blocked_bot_sends_nothing_and_goes_on_when_it_is_unblocked(
    telegram: FakeBotApi, bot: BotProcess
) -> None:
    await walk_to(telegram, Patient(1_000_530), "age_band")
    room = telegram.chat(1_000_530)

    telegram.block(1_000_530)
    await telegram.until(lambda: telegram.is_drained)
    sent = len(telegram.calls)
    telegram.say(1_000_531, "/start")
    await telegram.until(lambda: telegram.is_drained and telegram.chat(1_000_531).said)
    assert not [call for call in telegram.calls[sent:] if call.params.get("chat_id") == 1_000_530]

    telegram.unblock(1_000_530)
    telegram.say(1_000_530, "33")
    await telegram.until(lambda: telegram.is_drained and len(room.said) > 1)
    screen = open_screen(room)
    assert screen is not None
    assert "Danger signs" in screen.text
