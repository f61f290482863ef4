"""Puts our transport under python-telegram-bot, so that its typed `Bot` shares our connections.

Importing this module imports `telegram` (about 300 ms): import it inside functions. It downloads no files.
"""

from __future__ import annotations

import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.app.ports import SendError, SendLater, SendUncertain
from bot.channels.telegram.answers import read_answer
from bot.channels.telegram.multipart import File, encode
from bot.channels.telegram.transport import CALL_SECONDS, BotApi


class FloodPauseError(TelegramError):
    """Telegram asks to wait; PTB's own `RetryAfter` warns about its coming type on every use."""

    def __init__(self, seconds: float) -> None:
        super().__init__("flood control")
        self.seconds = seconds


class BotApiRequest(BaseRequest):
    """A `BaseRequest` over `BotApi`; the connections belong to the `BotApi` and outlive this."""

    __slots__ = ("_api",)

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        return CALL_SECONDS

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Faster than PTB's, and an answer that is not JSON is not written to the log."""
        try:
            parsed: dict[str, object] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise TelegramError("the answer is not JSON") from None
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body; only `read_timeout` is heeded, as the time for the whole call."""
        if method != "POST":
            raise NetworkError("this request only calls methods")
        content_type, body = _encode(request_data)
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else CALL_SECONDS
        try:
            status, body = await self._api.exchange(
                url.rpartition("/")[2], body, content_type=content_type, seconds=seconds
            )
        except SendLater:
            failure = NetworkError("no connection to Telegram")
        except SendUncertain:
            failure = TimedOut("no answer from Telegram")
        else:
            if status == 429:
                raise FloodPauseError(_pause(body))
            return status, body
        raise failure


def _pause(body: bytes) -> float:
    try:
        read_answer(429, body)
    except SendLater as later:
        return later.seconds
    except SendError:
        pass
    return 1.0


def _encode(data: RequestData | None) -> tuple[str, bytes]:
    if data is None:
        return "application/json", b"{}"
    if not data.contains_files:
        return "application/json", orjson.dumps(data.parameters)
    return encode(data.json_parameters, {name: _file(*part) for name, part in data.multipart_data.items()})


def _file(name: str, content: object, media_type: str) -> File:
    if not isinstance(content, bytes):
        raise NetworkError("files are uploaded as bytes")
    return File(name=name, content=content, media_type=media_type)
