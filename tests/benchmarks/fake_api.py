"""A Bot API that costs as little as possible, because it shares its core with the simulated people.

It answers "ok" to everything and hands every message to `on_message`. It checks nothing (`tests.support.fake_bot_api` does).
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import httptools
import orjson

TOKEN = "123456789:BENCHMARK-token_of_the_fake_Bot_API_1"

_BOT = {"id": 123456789, "is_bot": True, "first_name": "Benchmark", "username": "benchmark_bot"}
_SIMPLE: dict[str, Any] = {
    "getMe": _BOT,
    "getMyCommands": [],
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
    "getChatMenuButton": {"type": "commands"},
}
_PEOPLE_SEE = ("sendMessage", "editMessageText")


class Shown(NamedTuple):
    """A message as it stands in somebody's chat."""

    chat: int
    message_id: int
    text: str
    #: Rows of buttons; empty = none.
    keyboard: list[list[dict[str, Any]]]


class FakeApi:
    """The server. `calls` counts what arrived, by method."""

    def __init__(self, on_message: Callable[[Shown], None]) -> None:
        self.calls: Counter[str] = Counter()
        #: What `setWebhook` was given; empty before.
        self.webhook: dict[str, Any] = {}
        self._on_message = on_message
        self._message_id = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Start, and return the address to give to a bot."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=1024)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def answer(self, method: str, body: bytes) -> bytes:
        """The JSON answer to one call."""
        self.calls[method] += 1
        if method in _PEOPLE_SEE:
            shown = self._show(_parameters(body))
            self._on_message(shown)
            return orjson.dumps({"ok": True, "result": as_message(shown)})
        if method == "setWebhook":
            self.webhook = _parameters(body)
        return orjson.dumps({"ok": True, "result": _SIMPLE.get(method, True)})

    def _show(self, parameters: dict[str, Any]) -> Shown:
        markup = parameters.get("reply_markup") or {}
        if isinstance(markup, str):
            markup = orjson.loads(markup)
        if "message_id" in parameters:
            message_id = int(parameters["message_id"])
        else:
            self._message_id += 1
            message_id = self._message_id
        return Shown(
            int(parameters["chat_id"]), message_id, parameters["text"], markup.get("inline_keyboard", [])
        )


def as_message(shown: Shown) -> dict[str, Any]:
    """The message as the Bot API describes it."""
    return {
        "message_id": shown.message_id,
        "from": _BOT,
        "chat": {"id": shown.chat, "type": "private", "first_name": "Somebody"},
        "date": int(time.time()),
        "text": shown.text,
        "reply_markup": {"inline_keyboard": shown.keyboard},
    }


def _parameters(body: bytes) -> dict[str, Any]:
    if body.startswith(b"{"):
        found: dict[str, Any] = orjson.loads(body)
        return found
    return dict(parse_qsl(body.decode()))


class _Connection(asyncio.Protocol):
    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self._parser = httptools.HttpRequestParser(self)
        self._method = ""
        self._body = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    # Called by the parser.
    def on_message_begin(self) -> None:
        self._body = b""

    def on_url(self, url: bytes) -> None:
        self._method = url.rpartition(b"/")[2].decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        answer = self._api.answer(self._method, self._body)
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (len(answer), answer)
        )
