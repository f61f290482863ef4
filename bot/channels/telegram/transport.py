"""One way to call a Bot API method, so that sending, receiving and set-up share connections and errors.

It knows no method by name, retries nothing, and never shows the token in its repr, an error or a log line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import urlsplit

import msgspec
import orjson

from bot.app.ports import ChannelRefused, SendLater, SendUncertain
from bot.channels.telegram.answers import read_answer
from bot.channels.telegram.connection import ConnectionPool, NoAnswerError, NotConnectedError
from bot.channels.telegram.multipart import File, encode

TELEGRAM: Final = "https://api.telegram.org"
#: How long a call may take, in seconds.
CALL_SECONDS: Final = 15.0
#: How long a call with a file may take, in seconds: a few hundred kilobytes over a slow line, and their conversion.
UPLOAD_SECONDS: Final = 30.0
#: How long everybody waits after no connection could be made, in seconds.
_RECONNECT_SECONDS: Final = 3.0


class Transport(Protocol):
    """Calls Bot API methods."""

    async def call(
        self, method: str, payload: Mapping[str, object], *, seconds: float = CALL_SECONDS
    ) -> msgspec.Raw:
        """The JSON of the answer's `result`; raises one of the SendErrors."""

    async def upload(
        self,
        method: str,
        payload: Mapping[str, object],
        files: Mapping[str, File],
        *,
        seconds: float = UPLOAD_SECONDS,
    ) -> msgspec.Raw:
        """`call` with files, each under the name of its parameter."""


class BotApi:
    """The Bot API at `<base>/bot<token>/METHOD`, one body a call, over kept connections."""

    def __init__(self, token: str, base_url: str = TELEGRAM, *, connections: int = 100) -> None:
        """Raises ChannelRefused when the token cannot be one, ValueError when the address cannot be one."""
        if re.fullmatch(r"[!-~]+", token) is None or re.search(r"[?#%]", token):
            raise ChannelRefused("TELEGRAM_TOKEN is not a token: set it to the one that @BotFather gave you")
        base = urlsplit(base_url)
        if base.scheme not in ("http", "https") or not base.hostname:
            raise ValueError("TELEGRAM_API_BASE_URL must look like https://api.telegram.org")
        is_tls = base.scheme == "https"
        self.base_url = f"{base.scheme}://{base.netloc.rpartition('@')[2]}{base.path.rstrip('/')}"
        #: Needed by PTB's Bot; never print it.
        self.token = token
        #: The bot's own id, the public half of the token.
        self.bot_id = token.partition(":")[0]
        self._pool = ConnectionPool(
            base.hostname, base.port or (443 if is_tls else 80), tls=is_tls, limit=connections
        )
        self._path = f"{base.path.rstrip('/')}/bot{token}/".encode()
        self._host = base.netloc.rpartition("@")[2].encode()

    def __repr__(self) -> str:
        return f"BotApi({self.base_url!r})"

    async def call(
        self, method: str, payload: Mapping[str, object], *, seconds: float = CALL_SECONDS
    ) -> msgspec.Raw:
        """The JSON of the answer's `result`; raises one of the SendErrors."""
        status, body = await self.exchange(method, orjson.dumps(payload), seconds=seconds)
        return read_answer(status, body)

    async def upload(
        self,
        method: str,
        payload: Mapping[str, object],
        files: Mapping[str, File],
        *,
        seconds: float = UPLOAD_SECONDS,
    ) -> msgspec.Raw:
        """`call` with files, each under the name of its parameter."""
        fields = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode()
            for name, value in payload.items()
        }
        content_type, body = encode(fields, files)
        status, answer = await self.exchange(method, body, content_type=content_type, seconds=seconds)
        return read_answer(status, answer)

    async def exchange(
        self,
        method: str,
        body: bytes,
        *,
        content_type: str = "application/json",
        seconds: float = CALL_SECONDS,
    ) -> tuple[int, bytes]:
        """Status and body as they came. Raises SendLater (nothing was sent) or SendUncertain."""
        request = b"POST %b%b HTTP/1.1\r\nHost: %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (
            self._path,
            method.encode(),
            self._host,
            content_type.encode(),
            len(body),
            body,
        )
        try:
            return await self._pool.exchange(request, seconds)
        except NotConnectedError:
            failure: SendLater | SendUncertain = SendLater(_RECONNECT_SECONDS, everyone=True)
        except NoAnswerError as error:
            failure = SendUncertain(f"{method}: {error}")
        raise failure

    async def close(self) -> None:
        """Drop the connections."""
        self._pool.close()
