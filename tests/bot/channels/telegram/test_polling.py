"""Nothing is confirmed before it is stored, whatever goes wrong."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest

from bot.app.ports import ChannelRefused
from bot.channels.telegram.answers import SecondReceiverError
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.transport import BotApi
from bot.messages import Inbound, InboundKind
from tests.bot.channels.telegram.conftest import RecordingIntake, StillClock
from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_faults import (
    Fault,
    broken,
    conflict,
    flood,
    hanging,
    lost_answer,
    raw,
    refused,
    unauthorized,
)


class Pauses:
    """Takes the place of sleeping and remembers for how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def poller(api: BotApi, intake: RecordingIntake, clock: StillClock, pauses: Pauses) -> Poller:
    return Poller(api, intake, clock, poll_seconds=5, sleep=pauses, jitter=lambda: 1.0)


@pytest.fixture
async def polling(poller: Poller) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poller.run())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_updates_are_stored_in_order_and_then_confirmed(
    telegram: FakeBotApi, intake: RecordingIntake, poller: Poller, clock: StillClock, polling: object
) -> None:
    for text in ("one", "two", "three"):
        telegram.say(7, text)

    await telegram.until(lambda: telegram.is_drained and telegram.count["getUpdates"] >= 1)

    assert intake.texts == ["one", "two", "three"]
    assert poller.last_success == clock.moment


async def test_nothing_is_confirmed_while_the_store_is_at_work(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    intake.gate.clear()
    telegram.say(7, "answer")
    await intake.waiting.wait()

    assert not telegram.is_drained
    assert telegram.count["getUpdates"] == 1

    intake.gate.set()
    await telegram.until(lambda: telegram.is_drained)
    assert intake.texts == ["answer"]


async def test_an_update_survives_a_receiver_that_dies_while_storing(
    telegram: FakeBotApi, api: BotApi, intake: RecordingIntake, clock: StillClock, polling: asyncio.Task[None]
) -> None:
    intake.gate.clear()
    telegram.say(7, "answer")
    await intake.waiting.wait()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert intake.stored == []

    intake.gate.set()
    second = asyncio.create_task(Poller(api, intake, clock).run())
    await telegram.until(lambda: telegram.is_drained)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)

    assert intake.texts == ["answer"]


async def test_a_full_disk_confirms_nothing_and_loses_nothing(
    telegram: FakeBotApi, intake: RecordingIntake, pauses: Pauses, polling: object
) -> None:
    intake.refusals = 4
    telegram.say(7, "one")
    telegram.say(8, "two")

    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["one", "two"]
    assert len(pauses.seconds) >= 2


async def test_an_error_of_ours_confirms_nothing_and_is_logged_by_its_kind(
    telegram: FakeBotApi,
    intake: RecordingIntake,
    polling: object,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    receive, failures = intake.receive, ["canary words"]

    async def fail_once(inbound: Inbound) -> None:
        if failures:
            raise KeyError(failures.pop())
        await receive(inbound)

    monkeypatch.setattr(intake, "receive", fail_once)
    telegram.say(7, "one")

    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["one"]
    assert "KeyError" in caplog.text
    assert "canary" not in caplog.text


async def test_one_bad_update_does_not_hold_up_the_others(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.say(7, "before")
    telegram.push({"message": {"message_id": "x", "chat": {"id": 7, "type": "private"}, "text": 5}})
    telegram.push({"message": [1, 2]})
    telegram.say(7, "after")

    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["before", "", "after"]
    assert intake.stored[1].kind is InboundKind.UNREADABLE


async def test_an_answer_that_is_not_json_is_taken_apart(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    spoiled = '{"ok":true,"result":[{"update_id":1000,"message":tru}]}'
    telegram.fail("getUpdates", raw(spoiled), times=2)
    telegram.say(7, "is what cannot be read")
    telegram.say(7, "next")

    await telegram.until(lambda: telegram.is_drained)

    limits = [call.params["limit"] for call in telegram.calls if call.method == "getUpdates"]
    assert intake.texts == ["next"]
    assert limits[:3] == [100, 1, 100]


async def test_an_unreadable_answer_that_is_not_telegrams_skips_nothing(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.fail("getUpdates", raw('<html>"update_id": 1000</html>'), times=3)
    telegram.say(7, "hello")

    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["hello"]


@pytest.mark.parametrize(
    "fault",
    [
        refused(500, "Internal Server Error"),
        refused(502, "Bad Gateway"),
        refused(403, "Forbidden"),
        broken(),
        lost_answer(),
        raw("<html>"),
        flood(3),
    ],
    ids=str,
)
async def test_a_passing_fault_is_waited_out(
    telegram: FakeBotApi, intake: RecordingIntake, pauses: Pauses, polling: object, fault: Fault
) -> None:
    telegram.fail("getUpdates", fault, times=3)
    telegram.say(7, "hello")

    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["hello"]
    assert len(pauses.seconds) == 3
    assert pauses.seconds == sorted(pauses.seconds)
    if fault.code == 429:
        assert pauses.seconds[0] == 3.0


async def test_the_webhook_is_removed_before_polling(telegram: FakeBotApi, polling: object) -> None:
    await telegram.until(lambda: telegram.count["getUpdates"] > 0)

    assert [call.method for call in telegram.calls][:1] == ["deleteWebhook"]


async def test_pauses_grow_to_half_a_minute(
    telegram: FakeBotApi, pauses: Pauses, polling: asyncio.Task[None]
) -> None:
    telegram.fail("deleteWebhook", refused(500, "x"), times=12)

    await telegram.until(lambda: telegram.count["deleteWebhook"] >= 13)

    assert pauses.seconds[0] == 0.5
    assert pauses.seconds[-1] == 30.0


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
@pytest.mark.parametrize("fault", [unauthorized(), refused(404, "Not Found")], ids=str)
async def test_a_wrong_token_ends_it_with_one_clear_sentence(
    telegram: FakeBotApi, polling: asyncio.Task[None], method: str, fault: Fault
) -> None:
    telegram.fail(method, fault)

    with pytest.raises(ChannelRefused) as caught:
        await polling

    assert "TELEGRAM_TOKEN" in str(caught.value)
    assert TOKEN not in str(caught.value)


async def test_a_second_receiver_ends_it(telegram: FakeBotApi, polling: asyncio.Task[None]) -> None:
    telegram.fail("getUpdates", conflict())

    with pytest.raises(SecondReceiverError, match="another process"):
        await polling


async def test_a_real_second_poller_is_noticed(
    telegram: FakeBotApi, api: BotApi, clock: StillClock, polling: asyncio.Task[None]
) -> None:
    await telegram.until(lambda: telegram._poll == 1 or telegram.count["deleteWebhook"] == 1)

    second = asyncio.create_task(Poller(api, RecordingIntake(), clock, poll_seconds=5).run())

    with pytest.raises(SecondReceiverError):
        await polling
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)


async def test_a_stalled_long_poll_is_given_up(
    telegram: FakeBotApi,
    api: BotApi,
    intake: RecordingIntake,
    clock: StillClock,
    pauses: Pauses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling._GRACE", 0.05)
    telegram.fail("getUpdates", hanging())
    telegram.say(7, "hello")

    task = asyncio.create_task(Poller(api, intake, clock, poll_seconds=0, sleep=pauses).run())
    await telegram.until(lambda: telegram.is_drained)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert intake.texts == ["hello"]


async def test_ids_that_begin_anew_are_received(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.say(7, "before")
    await telegram.until(lambda: telegram.is_drained)

    telegram.restart_ids(5)
    telegram.say(7, "after")
    await telegram.until(lambda: telegram.is_drained)

    assert intake.texts == ["before", "after"]


async def test_duplicates_and_swapped_updates_come_through(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.say(7, "one")
    telegram.say(7, "two")
    telegram.swap()
    telegram.duplicate()

    await telegram.until(lambda: telegram.is_drained)

    assert sorted(intake.texts) == ["one", "two"]


async def test_the_spinner_stops_after_the_press_is_stored(
    telegram: FakeBotApi, api: BotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.chat(7)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "v1.yes"}]]}
    await api.call("sendMessage", {"chat_id": 7, "text": "Numb?", "reply_markup": keyboard})
    intake.gate.clear()
    telegram.press(7, "Yes")
    await intake.waiting.wait()
    assert telegram.count["answerCallbackQuery"] == 0

    intake.gate.set()
    await telegram.until(lambda: telegram.count["answerCallbackQuery"] == 1 and telegram.is_drained)

    assert intake.stored[0].press == "v1.yes"


async def test_a_spinner_that_does_not_stop_changes_nothing(
    telegram: FakeBotApi, api: BotApi, intake: RecordingIntake, polling: object
) -> None:
    telegram.chat(7)
    telegram.fail("answerCallbackQuery", refused(400, "Bad Request: query is too old"), times=2)
    telegram.press_data(7, "v1.a", 1)
    telegram.press_data(7, "v1.b", 1)

    await telegram.until(lambda: telegram.count["answerCallbackQuery"] == 2 and telegram.is_drained)

    assert [inbound.press for inbound in intake.stored] == ["v1.a", "v1.b"]


async def test_logs_hold_neither_token_nor_text_nor_chat(
    telegram: FakeBotApi, intake: RecordingIntake, polling: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    intake.refusals = 2
    for fault in (refused(500, "x"), broken(), raw("canary"), flood(1)):
        telegram.fail("getUpdates", fault)
    telegram.say(771234567, "canary words")
    telegram.press_data(771234567, "v1.canary", 1)

    await telegram.until(lambda: telegram.is_drained)

    said = caplog.text
    assert "receiving failed" in said
    for secret in (TOKEN, "canary", "771234567", json.dumps(TOKEN)):
        assert secret not in said
