"""The fake Telegram behaves as Telegram does where our promises depend on it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

import pytest

from bot.channels.telegram.transport import BotApi
from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_http import HttpCaller


async def call(api: BotApi, method: str, **params: Any) -> Any:
    _, body = await api.exchange(method, json.dumps(params).encode())
    return json.loads(body)


async def ids(api: BotApi, **params: Any) -> list[int]:
    return [update["update_id"] for update in (await call(api, "getUpdates", **params))["result"]]


async def test_updates_stay_until_a_higher_offset_confirms_them(telegram: FakeBotApi, api: BotApi) -> None:
    for number in range(3):
        telegram.say(7, f"{number}")

    assert await ids(api) == await ids(api) == [1000, 1001, 1002]
    assert await ids(api, offset=1002, limit=1) == [1002]
    assert await ids(api, offset=1003) == []


async def test_a_batch_has_a_hundred_updates(telegram: FakeBotApi, api: BotApi) -> None:
    for number in range(130):
        telegram.say(number, "x")

    assert len(await ids(api)) == 100
    assert len(await ids(api, offset=1100)) == 30


async def test_a_long_poll_ends_with_the_first_update(telegram: FakeBotApi, api: BotApi) -> None:
    poll = asyncio.create_task(ids(api, timeout=50))
    await telegram.until(lambda: telegram.count["getUpdates"] == 1)

    telegram.say(7, "x")

    assert await poll == [1000]


async def test_polling_is_refused_while_a_webhook_is_set(telegram: FakeBotApi, api: BotApi) -> None:
    await call(api, "setWebhook", url="http://127.0.0.1:1/hook")

    assert (await call(api, "getUpdates"))["error_code"] == 409


async def test_the_wording_of_edits(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.say(7, "mine")
    sent = (await call(api, "sendMessage", chat_id=7, text="<b>a</b>", parse_mode="HTML"))["result"]

    async def edit(message: int, text: str) -> str:
        answer = await call(
            api, "editMessageText", chat_id=7, message_id=message, text=text, parse_mode="HTML"
        )
        return str(answer.get("description", "ok"))

    assert "message is not modified" in await edit(sent["message_id"], "<b>a</b>")
    assert await edit(sent["message_id"], "a") == "ok"
    assert "message can't be edited" in await edit(1, "x")
    assert "message to edit not found" in await edit(99, "x")
    assert telegram.chat(7).transcript == ["> mine", "< a", "~ a"]


async def test_a_callback_query_can_be_answered_once(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.press_data(7, "x", 1)

    assert (await call(api, "answerCallbackQuery", callback_query_id="1"))["ok"]
    assert (
        "query is too old" in (await call(api, "answerCallbackQuery", callback_query_id="1"))["description"]
    )


async def test_a_missing_button_names_those_there_are(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "v1"}]]}
    await call(api, "sendMessage", chat_id=7, text="Numb?", reply_markup=markup)

    with pytest.raises(LookupError, match="Yes"):
        telegram.press(7, "No")


async def test_form_bodies_are_read(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)
    form = b"chat_id=7&text=5&reply_markup=%7B%22inline_keyboard%22%3A%20%5B%5D%7D"

    status, _ = await api.exchange("sendMessage", form, content_type="application/x-www-form-urlencoded")

    assert status == 200
    assert telegram.chat(7).said[0].text == "5"


async def test_wrong_tokens_are_told_apart(telegram: FakeBotApi) -> None:
    for token, code in (("1:wrong", 401), ("malformed", 404)):
        api = BotApi(token, telegram.base_url)
        assert (await call(api, "getMe"))["error_code"] == code
        await api.close()


async def test_it_runs_as_a_program_and_is_played_over_http() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.fake_bot_api", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    base = (await program.stdout.readline()).decode().strip()
    api = BotApi(TOKEN, base)

    async def play(command: str, **params: Any) -> Any:
        caller = HttpCaller(f"{base}/_fake/{command}")
        reply = await caller.post(json.dumps(params).encode(), {"Content-Type": "application/json"})
        caller.close()
        return json.loads(reply.body)["result"]

    try:
        await play("say", chat=7, text="/start")
        assert await ids(api) == [1000]
        await play("fail", method="sendMessage", fault={"kind": "answer", "code": 500})
        assert (await call(api, "sendMessage", chat_id=7, text="Hello"))["error_code"] == 500
        assert (await call(api, "sendMessage", chat_id=7, text="Hello"))["ok"]
        assert await play("transcript", chat=7) == ["> /start", "< Hello"]
        assert await play("calls") == {"getUpdates": 1, "sendMessage": 2}
        assert await play("violations") == []
    finally:
        await api.close()
        os.kill(program.pid, signal.SIGINT)
        await program.wait()
