"""What the network does to updates, and what impatient fingers do: each counts once, and a warning is never lowered."""

from __future__ import annotations

import pytest

from dialogs.session import Session
from tests.faults.canaries import TYPED
from tests.faults.patients import Patient, button, hold_interview, press, stored_session, walk_to
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

CHAT = 3_000_001


async def stored(bot: BotProcess, chat: int = CHAT) -> tuple[Session, int]:
    await bot.kill()
    with bot.copy_of_store() as unit:
        return stored_session(bot, unit, chat) or pytest.fail("nothing stored")


async def test_updates_delivered_twice_change_nothing(telegram: FakeBotApi, bot: BotProcess) -> None:
    patient = Patient(CHAT)
    await walk_to(telegram, patient, "ces_urinary")
    room = telegram.chat(CHAT)
    lines = len(room.transcript)

    for update in list(telegram.updates.history):
        telegram.duplicate(update["update_id"])
    telegram.say(CHAT + 1, "/start")
    await telegram.until(lambda: telegram.is_drained and telegram.chat(CHAT + 1).said)

    assert len(room.transcript) == lines, "nothing is said again"
    _, writes = await stored(bot)
    assert writes == len(patient.taps) + 1


async def test_a_tap_that_overtakes_a_text_is_attributed_to_its_own_question(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    patient = Patient(CHAT)
    screen = await walk_to(telegram, patient, "age_band")
    await poller.kill()
    telegram.say(CHAT, "33")
    telegram.press_data(CHAT, button(screen, "70_plus"), screen.id)
    telegram.swap()
    await poller.start()
    await telegram.until(lambda: telegram.is_drained)

    session, _ = await stored(poller)
    assert session.answers["age_band"].value == "70_plus"
    assert session.state == "danger_now"
    assert "danger_now" not in session.answers, (
        "the late text is not taken for an answer to the next question"
    )


async def test_update_ids_may_begin_anew_at_a_lower_number(telegram: FakeBotApi, bot: BotProcess) -> None:
    patient = Patient(CHAT)
    await walk_to(telegram, patient, "ces_urinary")
    telegram.restart_ids(7)

    room = await hold_interview(telegram, patient)

    assert len(room.said) == 3


async def test_the_same_tap_twenty_times_counts_once(telegram: FakeBotApi, bot: BotProcess) -> None:
    screen = await walk_to(telegram, Patient(CHAT), "ces_urinary")
    for _ in range(20):
        telegram.press_data(CHAT, button(screen, "no"), screen.id)
    await telegram.until(lambda: telegram.is_drained)

    session, _ = await stored(bot)
    assert session.answers["ces_urinary"].value == "no"
    assert session.state == "ces_bowel"
    assert "ces_bowel" not in session.answers


@pytest.mark.parametrize("taps", [("no", "yes"), ("yes", "no")])
async def test_yes_and_no_at_once_on_a_danger_question_is_a_yes(
    telegram: FakeBotApi, bot: BotProcess, taps: tuple[str, str]
) -> None:
    screen = await walk_to(telegram, Patient(CHAT), "ces_urinary")
    for tap in [button(screen, tap) for tap in taps]:
        telegram.press_data(CHAT, tap, screen.id)
    await telegram.until(lambda: telegram.is_drained)

    session, _ = await stored(bot)
    assert session.answers["ces_urinary"].value == "yes"
    assert session.state == "ces_urinary_timing"


async def test_forged_taps_change_nothing(telegram: FakeBotApi, bot: BotProcess) -> None:
    patient = Patient(CHAT)
    screen = await walk_to(telegram, patient, "ces_urinary")
    other = await walk_to(telegram, Patient(CHAT + 1), "ces_urinary")
    genuine = button(screen, "no")
    flipped = genuine[:-1] + ("0" if genuine[-1] != "0" else "1")
    for forged in ("", "x", "\N{BUG}" * 16, flipped, genuine.replace(".no.", ".yes."), button(other, "yes")):
        telegram.press_data(CHAT, forged, screen.id)
    await telegram.until(lambda: telegram.is_drained)

    session, _ = await stored(bot)
    assert "ces_urinary" not in session.answers


async def test_strange_words_are_kept_nowhere(telegram: FakeBotApi, bot: BotProcess) -> None:
    patient = Patient(CHAT)
    await walk_to(telegram, patient, "country")
    for text in (*TYPED, f"\0{TYPED[0]}\u202e" * 100, "\u200b" * 4096, "/" + TYPED[1].replace(" ", "")):
        telegram.say(CHAT, text)
    await telegram.until(lambda: telegram.is_drained)

    session, _ = await stored(bot)
    assert "country" not in session.answers
    # What they typed is looked for in logs and files by the fixture.


async def test_danger_in_a_typed_line_is_answered_at_once(telegram: FakeBotApi, bot: BotProcess) -> None:
    patient = Patient(CHAT)
    await walk_to(telegram, patient, "age_band")
    telegram.say(CHAT, f"since today I cannot feel my private parts and cannot pee {TYPED[2]}")
    room = telegram.chat(CHAT)
    await telegram.until(lambda: telegram.is_drained and len(room.said) > 1)

    assert "999" in room.said[1].text or "emergency" in room.said[1].text
    assert patient.taps
    press(telegram, patient, patient.taps[0])  # an old button afterwards changes nothing
    await telegram.until(lambda: telegram.is_drained)
    session, _ = await stored(bot)
    assert session.shown in ("emergency_now", "emergency_today")
