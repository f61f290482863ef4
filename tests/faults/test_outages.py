"""After an outage every open interview is asked again, because Telegram forgets taps after 150 seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.patients import Patient, asked, hold_interview, open_screen, walk_to
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

PEOPLE = range(6_000_001, 6_000_011)


async def away(bot: BotProcess, gap: timedelta) -> None:
    """Stop it, and let its last sign of life be so old."""
    await bot.kill()
    with bot.store() as unit:
        unit.set_meta("alive_at", (datetime.now(UTC) - gap).isoformat())


@pytest.mark.parametrize("gap", [timedelta(minutes=3), timedelta(hours=25)], ids=["3 minutes", "25 hours"])
async def test_every_open_interview_is_asked_again(
    telegram: FakeBotApi, bot: BotProcess, gap: timedelta
) -> None:
    stops = ("consent", "country", "danger_now", "ces_bowel", "leg_symptoms")
    patients = [Patient(chat) for chat in PEOPLE]
    before = {}
    for patient, stop in zip(patients, stops * 2, strict=True):
        before[patient.chat] = (await walk_to(telegram, patient, stop)).labels
    finished = Patient(PEOPLE.stop)
    await hold_interview(telegram, finished)
    said = {chat: len(room.said) for chat, room in telegram.chats.items()}
    await away(bot, gap)

    await bot.start()
    await telegram.until(lambda: all(len(telegram.chat(chat).said) > said[chat] for chat in PEOPLE), 20)

    for chat in PEOPLE:
        room = telegram.chat(chat)
        again = open_screen(room)
        assert len(room.said) == said[chat] + 1, "once"
        assert again is not None
        assert "away" in again.text
        assert again.labels == before[chat]
    assert len(telegram.chat(finished.chat).said) == said[finished.chat], "nothing is open there"

    patient = patients[3]  # and the interview goes on from there
    screen = open_screen(telegram.chat(patient.chat))
    assert screen is not None
    assert asked(screen).id == "ces_bowel"
    await hold_interview(telegram, patient)


async def test_a_short_break_is_not_mentioned(telegram: FakeBotApi, bot: BotProcess) -> None:
    await walk_to(telegram, Patient(PEOPLE[0]), "country")
    room = telegram.chat(PEOPLE[0])
    await away(bot, timedelta(seconds=100))

    await bot.start()
    telegram.say(PEOPLE[1], "/start")
    await telegram.until(lambda: bool(telegram.chat(PEOPLE[1]).said))

    assert len(room.said) == 1


async def test_a_crash_while_asking_again_still_reaches_everybody(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    for chat in PEOPLE:
        await walk_to(telegram, Patient(chat), "country")
    await away(poller, timedelta(minutes=3))
    for sent in range(1, 5):
        before = telegram.count["sendMessage"]
        await poller.start()
        await telegram.until(lambda before=before, sent=sent: telegram.count["sendMessage"] >= before + sent)  # type: ignore[misc]
        await poller.kill()
        if all(len(telegram.chat(chat).said) >= 2 for chat in PEOPLE):
            return
    await poller.start()

    await telegram.until(lambda: all(len(telegram.chat(chat).said) >= 2 for chat in PEOPLE))
