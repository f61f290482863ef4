"""200 only for what is stored, and a quick no to everything that is not Telegram."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram.server import serve
from bot.channels.telegram.setup import BotSetup
from bot.channels.telegram.transport import BotApi
from bot.channels.telegram.webhook import BODY_LIMIT, Scope, WebhookApp
from tests.bot.channels.telegram.conftest import RecordingIntake, StillClock
from tests.bot.channels.telegram.update_corpus import message, press
from tests.support.fake_bot_api import FakeBotApi

SECRET = "s3cret-Canary_value"
HEADERS = {"x-telegram-bot-api-secret-token": SECRET, "content-type": "application/json; charset=utf-8"}


@pytest.fixture
def app(intake: RecordingIntake, clock: StillClock) -> WebhookApp:
    return WebhookApp("https://bot.example/tg/hook", SECRET, intake, clock)


class Answer:
    """What an ASGI app sent."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.body = b""

    async def send(self, event: Any) -> None:
        if event["type"] == "http.response.start":
            self.status, self.headers = event["status"], dict(event["headers"])
        else:
            self.body += event["body"]


async def ask(
    app: WebhookApp,
    body: bytes | list[bytes] = b"",
    *,
    method: str = "POST",
    path: str = "/tg/hook",
    headers: dict[str, str] | None = None,
) -> Answer:
    chunks = body if isinstance(body, list) else [body]
    events = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks) - 1}
        for index, chunk in enumerate(chunks)
    ]
    given = HEADERS if headers is None else headers
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
    }

    async def receive() -> Any:
        return events.pop(0) if events else {"type": "http.disconnect"}

    answer = Answer()
    await app(scope, receive, answer.send)
    return answer


def update(**content: Any) -> bytes:
    return json.dumps({"update_id": 5, **content}).encode()


async def test_a_stored_update_is_answered_with_200(
    app: WebhookApp, intake: RecordingIntake, clock: StillClock
) -> None:
    answer = await ask(app, update(message=message(text="hello")))

    assert (answer.status, answer.body) == (200, b"")
    assert intake.texts == ["hello"]
    assert app.last_success == clock.moment
    assert intake.stored[0].at == clock.moment


async def test_a_press_has_its_spinner_stopped_by_the_answer(app: WebhookApp) -> None:
    answer = await ask(app, update(callback_query=press("v1.yes")))

    assert json.loads(answer.body) == {"method": "answerCallbackQuery", "callback_query_id": "99"}
    assert answer.headers[b"content-type"] == b"application/json"


async def test_nothing_is_answered_before_the_update_is_stored(
    app: WebhookApp, intake: RecordingIntake
) -> None:
    intake.gate.clear()
    asking = asyncio.create_task(ask(app, update(message=message(text="hello"))))
    await intake.waiting.wait()
    assert not asking.done()

    intake.gate.set()
    assert (await asking).status == 200


async def test_a_full_disk_asks_telegram_to_come_again(app: WebhookApp, intake: RecordingIntake) -> None:
    intake.refusals = 1

    answer = await ask(app, update(message=message(text="hello")))
    again = await ask(app, update(message=message(text="hello")))

    assert (answer.status, answer.headers[b"retry-after"]) == (503, b"5")
    assert again.status == 200
    assert intake.texts == ["hello"]


async def test_an_error_of_ours_keeps_the_update_with_telegram(
    clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def receive(self, inbound: object) -> None:
            raise KeyError("canary words")

    app = WebhookApp("https://bot.example/tg/hook", SECRET, Broken(), clock)

    answer = await ask(app, update(message=message(text="hello")))

    assert answer.status == 503
    assert "KeyError" in caplog.text
    assert "canary" not in caplog.text


async def test_a_replayed_update_is_answered_and_handed_in_under_the_same_id(
    app: WebhookApp, intake: RecordingIntake
) -> None:
    for _ in range(2):
        assert (await ask(app, update(message=message(text="hello")))).status == 200

    assert intake.began == ["5", "5"]
    assert len(intake.stored) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"headers": {}}, 403),
        ({"headers": {**HEADERS, "x-telegram-bot-api-secret-token": "wrong"}}, 403),
        ({"headers": {**HEADERS, "x-telegram-bot-api-secret-token": SECRET + "x"}}, 403),
        ({"headers": {**HEADERS, "x-telegram-bot-api-secret-token": "ä" * 19}}, 403),
        ({"path": "/"}, 404),
        ({"path": "/tg/hook/"}, 404),
        ({"path": "/tg"}, 404),
        ({"method": "GET"}, 405),
        ({"method": "PUT"}, 405),
        ({"headers": {**HEADERS, "content-length": str(BODY_LIMIT + 1)}}, 413),
        ({"headers": {**HEADERS, "content-length": "many"}}, 413),
        ({"body": [b"x" * 100_000] * 3}, 413),
    ],
    ids=str,
)
async def test_what_is_not_telegram_is_refused(
    app: WebhookApp, intake: RecordingIntake, change: dict[str, Any], status: int
) -> None:
    answer = await ask(app, **{"body": update(message=message(text="hello")), **change})

    assert answer.status == status
    assert intake.began == []
    assert app.counts["refused"] == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff\xfe", b'{"message":{}}', b'{"update_id":"x"}', b"[" * 200_000], ids=len
)
async def test_an_unreadable_body_never_blocks_the_queue(
    app: WebhookApp, intake: RecordingIntake, body: bytes
) -> None:
    answer = await ask(app, body)

    assert answer.status == 200
    assert intake.began == []
    assert app.counts["unreadable"] == 1


async def test_an_update_of_an_unknown_kind_is_acknowledged(app: WebhookApp) -> None:
    assert (await ask(app, update(widget_query={"id": "1"}))).status == 200
    assert app.counts["ignored"] == 1


async def test_a_caller_who_hangs_up_is_left_alone(app: WebhookApp, intake: RecordingIntake) -> None:
    answer = await ask(app, [])

    assert answer.status == 0
    assert intake.began == []


async def test_health_is_told(intake: RecordingIntake, clock: StillClock) -> None:
    ready = False
    app = WebhookApp("https://bot.example/hook", SECRET, intake, clock, is_ready=lambda: ready)

    async def status(path: str, method: str = "GET") -> int:
        return (await ask(app, method=method, path=path, headers={})).status

    assert (await status("/healthz"), await status("/readyz")) == (200, 503)
    ready = True
    assert (await status("/readyz"), await status("/readyz", "POST")) == (200, 405)


def test_an_empty_secret_is_refused(intake: RecordingIntake, clock: StillClock) -> None:
    with pytest.raises(ValueError, match="WEBHOOK_SECRET"):
        WebhookApp("https://bot.example/hook", "", intake, clock)


# Over HTTP, with the fake Telegram delivering.


@pytest.fixture
async def served(app: WebhookApp) -> AsyncIterator[str]:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve("127.0.0.1", 0, app, on_listening=port.set_result))
    yield f"http://127.0.0.1:{await port}/tg/hook"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_telegram_delivers_and_stops_the_spinner(
    telegram: FakeBotApi, api: BotApi, intake: RecordingIntake, served: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "uvicorn")
    telegram.chat(7)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "v1.yes"}]]}
    await api.call("sendMessage", {"chat_id": 7, "text": "Numb?", "reply_markup": keyboard})
    intake.refusals = 2
    await BotSetup(api).set_webhook(served, SECRET)

    telegram.say(7, "one")
    telegram.say(7, "two")
    telegram.press(7, "Yes")
    telegram.push({"message": "nonsense"})
    telegram.duplicate()
    await telegram.until(lambda: telegram.is_drained and telegram.count["answerCallbackQuery"] == 1)

    assert [text for text in intake.texts if text] == ["one", "two"]
    assert [inbound.press for inbound in intake.stored if inbound.press] == ["v1.yes"]
    assert telegram.webhook is not None
    assert {status for _, status in telegram.webhook.attempts} == {200, 503}
    assert SECRET not in caplog.text


async def test_the_server_finishes_what_it_began(
    telegram: FakeBotApi, api: BotApi, app: WebhookApp, intake: RecordingIntake
) -> None:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve("127.0.0.1", 0, app, on_listening=port.set_result))
    await BotSetup(api).set_webhook(f"http://127.0.0.1:{await port}/tg/hook", SECRET)
    intake.gate.clear()
    telegram.say(7, "one")
    await intake.waiting.wait()

    task.cancel()
    await asyncio.sleep(0)
    intake.gate.set()
    await telegram.until(lambda: telegram.is_drained)
    await asyncio.gather(task, return_exceptions=True)

    assert intake.texts == ["one"]


async def test_a_taken_port_is_told_in_a_sentence(app: WebhookApp, telegram: FakeBotApi) -> None:
    port = int(telegram.base_url.rpartition(":")[2])

    with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
        await serve("127.0.0.1", port, app)
