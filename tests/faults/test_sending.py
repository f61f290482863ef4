"""What goes wrong on the way out: everybody gets their message in the end, and warnings go first."""

from __future__ import annotations

import time

import pytest

from tests.faults.patients import COLLAPSING, Patient, button, hold_interview, open_screen, press, walk_to
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import Call, FakeBotApi
from tests.support.fake_bot_api_faults import Fault, broken, flood, hanging, lost_answer, refused

CHAT = 4_000_001


async def at_the_danger_question(telegram: FakeBotApi) -> tuple[Patient, str]:
    """A person who is about to tell of two danger signs; the data of their last button."""
    patient = Patient(CHAT, COLLAPSING)
    await walk_to(telegram, patient, "danger_now")
    room = telegram.chat(CHAT)
    while True:
        await telegram.until(lambda: patient.next_tap(room) is not None)
        tap = patient.next_tap(room)
        assert tap is not None
        if tap.value == "done":
            await telegram.until(lambda: telegram.is_drained)
            return patient, tap.data
        press(telegram, patient, tap)


async def is_warned(telegram: FakeBotApi, chat: int = CHAT, seconds: float = 30) -> None:
    """The emergency result is on the screen."""
    room = telegram.chat(chat)
    await telegram.until(lambda: any("999" in message.text for message in room.said[1:]), seconds)


FAULTS = {
    "500": (lambda: refused(500, "Internal Server Error"), 3),
    "502 in HTML": (lambda: Fault("raw", 502, body="<html>Bad Gateway</html>"), 2),
    "reset": (broken, 2),
    "reset after the effect": (lost_answer, 1),
    "429": (lambda: flood(1), 2),
    "cannot parse": (lambda: refused(400, "Bad Request: can't parse entities: unexpected end tag"), 1),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_warning_arrives_whatever_fails(telegram: FakeBotApi, poller: BotProcess, name: str) -> None:
    await poller.start()
    patient, done = await at_the_danger_question(telegram)
    make, times = FAULTS[name]
    telegram.fail("sendMessage", make(), times=times, chat=CHAT)

    telegram.press_data(CHAT, done, patient.taps[-1].message)
    await is_warned(telegram)

    room = telegram.chat(CHAT)
    warning = next(message for message in room.said[1:] if "999" in message.text)
    assert "<" not in warning.text, "no tags in words that were sent as plain text"
    assert warning.edits == 0


async def test_a_warning_arrives_after_a_time_out_and_a_restart(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    patient, done = await at_the_danger_question(telegram)
    fault = telegram.fail("sendMessage", hanging(), chat=CHAT)
    telegram.press_data(CHAT, done, patient.taps[-1].message)
    await telegram.until(lambda: fault.hit.is_set() and telegram.is_drained)
    await poller.kill()
    room = telegram.chat(CHAT)
    said = [message.text for message in room.said[1:]]

    await poller.start()
    await telegram.until(lambda: len(room.said) >= len(said) + 2)

    assert said[0] in [message.text for message in room.said[2:]], "in doubt a warning is said twice"


async def test_nothing_is_sent_to_a_chat_inside_its_pause(telegram: FakeBotApi, poller: BotProcess) -> None:
    await poller.start()
    patient, done = await at_the_danger_question(telegram)
    times: list[tuple[float, Call]] = []
    fault = telegram.fail("sendMessage", flood(2), chat=CHAT)

    telegram.press_data(CHAT, done, patient.taps[-1].message)
    await telegram.until(lambda: fault.hit.is_set())
    held, calls = time.monotonic(), len(telegram.calls)
    other = Patient(CHAT + 1)
    await walk_to(telegram, other, "age_band")
    assert time.monotonic() - held < 2, "others need not wait"
    await telegram.until(lambda: bool(times) or _noted(telegram, calls, times))
    assert times[0][0] - held >= 1.9
    await is_warned(telegram)


async def test_a_server_that_is_broken_for_a_while_delays_but_loses_nothing(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    patient = Patient(CHAT, COLLAPSING)
    await walk_to(telegram, patient, "age_band")
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
        telegram.fail(method, refused(500, "Internal Server Error"), times=2)

    room = await hold_interview(telegram, patient, 60)

    await is_warned(telegram)
    assert open_screen(room) is None


async def test_a_question_whose_message_is_gone_comes_as_a_new_one(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    screen = await walk_to(telegram, Patient(CHAT), "ces_urinary")
    room = telegram.chat(CHAT)
    data = button(screen, "no")
    telegram.press_data(CHAT, data, screen.id)
    del room.messages[screen.id]
    await telegram.until(lambda: bool(room.said))

    assert "poo" in room.said[-1].text


async def test_warnings_overtake_questions_after_a_restart(telegram: FakeBotApi, poller: BotProcess) -> None:
    await poller.start()
    patient, done = await at_the_danger_question(telegram)
    waiting = [Patient(chat) for chat in range(CHAT + 10, CHAT + 20)]
    screens = [await walk_to(telegram, one, "age_band") for one in waiting]
    for method in ("sendMessage", "editMessageText"):
        telegram.fail(method, hanging(), times=100)
    for one, screen in zip(waiting, screens, strict=True):
        telegram.press_data(one.chat, button(screen, "50_59"), screen.id)
    telegram.press_data(CHAT, done, patient.taps[-1].message)
    await telegram.until(lambda: telegram.is_drained)
    await poller.kill()
    telegram.faults.clear()
    before = len(telegram.calls)

    await poller.start()
    await telegram.until(lambda: len(_said(telegram, before)) >= 11)

    assert _said(telegram, before)[0].params["chat_id"] == CHAT


def _said(telegram: FakeBotApi, since: int) -> list[Call]:
    return [call for call in telegram.calls[since:] if call.method in ("sendMessage", "editMessageText")]


def _noted(telegram: FakeBotApi, since: int, times: list[tuple[float, Call]]) -> bool:
    """True once something was sent to the chat again; the moment is written down."""
    for call in telegram.calls[since:]:
        if call.params.get("chat_id") == CHAT and call.status == 200:
            times.append((time.monotonic(), call))
            return True
    return False
