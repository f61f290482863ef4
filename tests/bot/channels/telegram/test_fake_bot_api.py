"""The fake Telegram behaves as Telegram does where our promises depend on it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

import pytest

from bot.channels.telegram.multipart import File, encode
from bot.channels.telegram.transport import BotApi
from tests.bot.channels.drawn import image
from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_files import Files
from tests.support.fake_bot_api_http import HttpCaller
from tests.support.referee import check_call


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


async def upload(api: BotApi, method: str, name: str, content: bytes, **fields: str) -> Any:
    """Send a file to person 7."""
    parameter = method.removeprefix("send").lower()
    file = File(name=name, content=content, media_type="application/octet-stream")
    content_type, body = encode({"chat_id": "7", **fields}, {parameter: file})
    _, answer = await api.exchange(method, body, content_type=content_type)
    return json.loads(answer)


async def test_files_arrive_byte_by_byte(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)
    content = b"\r\n--\n\r\x00\xff" + bytes(range(256)) + b"\r\n"

    await upload(api, "sendDocument", "every byte.bin", content, caption="ä\n")

    assert [(file.name, file.content) for file in telegram.files.uploads] == [("every byte.bin", content)]
    assert telegram.calls[0].params["caption"] == "ä\n"


async def test_a_photo_has_sizes_and_an_animation_is_a_film(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)

    photo = (await upload(api, "sendPhoto", "a.png", image("png"), caption="<b>Hip</b>", parse_mode="HTML"))[
        "result"
    ]
    film = (await upload(api, "sendAnimation", "a.gif", image("gif")))["result"]

    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(90, 54), (200, 120)]
    assert len({size["file_id"] for size in photo["photo"]}) == 2
    assert photo["caption"] == "Hip"
    assert film["animation"] == film["document"]
    assert (film["animation"]["mime_type"], film["animation"]["duration"]) == ("video/mp4", 1)
    assert "caption" not in film
    assert telegram.chat(7).transcript == ["< Hip", "< "]


async def test_a_file_is_sent_again_by_its_id_and_only_as_what_it_is(
    telegram: FakeBotApi, api: BotApi
) -> None:
    telegram.chat(7)
    sent = (await upload(api, "sendPhoto", "a.png", image("png")))["result"]
    photo = sent["photo"][-1]["file_id"]

    async def again(method: str, **params: Any) -> str:
        return str((await call(api, method, chat_id=7, **params)).get("description", "ok"))

    assert await again("sendPhoto", photo=photo) == "ok"
    assert (
        await again("sendAnimation", animation=photo)
        == "Bad Request: can't use file of type Photo as Animation"
    )
    assert (
        await again("sendPhoto", photo=photo[:-1]) == "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert "Wrong character in the string" in await again("sendPhoto", photo="not an id")
    telegram.files.forget()
    assert await again("sendPhoto", photo=photo) == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_the_same_file_gets_another_id_and_the_same_unique_one(
    telegram: FakeBotApi, api: BotApi
) -> None:
    telegram.chat(7)

    first, second = [
        (await upload(api, "sendAnimation", "a.gif", image("gif")))["result"]["animation"] for _ in "ab"
    ]

    assert first["file_id"] != second["file_id"]
    assert first["file_unique_id"] == second["file_unique_id"]


async def test_the_wording_of_files_that_are_not_taken(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)
    telegram.files.photo_limit = 1000
    telegram.files.upload_limit = 2000

    async def refusal(method: str, content: bytes) -> tuple[int, str]:
        answer = await upload(api, method, "a.png", content)
        return answer["error_code"], answer["description"]

    assert await refusal("sendPhoto", b"") == (400, "Bad Request: file must be non-empty")
    assert await refusal("sendPhoto", b"no picture") == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert (await refusal("sendPhoto", bytes(1001)))[1] == (
        "Bad Request: file of size 1001 bytes is too big for a photo; the maximum size is 1000 bytes"
    )
    assert await refusal("sendAnimation", bytes(2001)) == (413, "Request Entity Too Large")
    assert telegram.chat(7).said == []


def test_its_limits_are_those_that_the_library_knows() -> None:
    from telegram.constants import FileSizeLimit, MessageLimit

    files, caption = Files(), MessageLimit.CAPTION_LENGTH

    assert files.photo_limit // 2**20 == FileSizeLimit.PHOTOSIZE_UPLOAD // 10**6
    assert files.upload_limit // 2**20 == FileSizeLimit.FILESIZE_UPLOAD // 10**6
    assert check_call("sendPhoto", {"chat_id": 7, "photo": "x", "caption": "x" * caption}) == []
    assert check_call("sendPhoto", {"chat_id": 7, "photo": "x", "caption": "x" * (caption + 1)}) != []


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
