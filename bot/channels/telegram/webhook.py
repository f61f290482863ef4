"""Takes updates that Telegram delivers, and answers 200 only when the update is stored.

A raw ASGI app: one path, one method, one secret. It handles no update, and refuses only what cannot be
Telegram's: a 4xx for a genuine update would hold up all behind it, so an unreadable one is counted: 200.
"""

from __future__ import annotations

import hmac
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import orjson

from bot.app.ports import Clock, Intake, StoreUnavailable
from bot.channels.telegram.wire import decode_update

_LOG = logging.getLogger(__name__)
BODY_LIMIT: Final = 256 * 1024

#: The shapes of ASGI; `Any` is the edge.
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class _RefusedError(Exception):
    """The request is answered with this status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class WebhookApp:
    """The ASGI app at the path of `url`, and `/healthz` and `/readyz` beside it."""

    def __init__(
        self,
        url: str,
        secret: str,
        intake: Intake,
        clock: Clock,
        *,
        is_ready: Callable[[], bool] = lambda: True,
    ) -> None:
        """`url` is the public address given to setWebhook; `secret` is what Telegram repeats in a header."""
        if not secret:
            raise ValueError("WEBHOOK_SECRET must not be empty")
        self.path = unquote(urlsplit(url).path) or "/"
        self._secret = secret.encode()
        self._intake = intake
        self._clock = clock
        self._is_ready = is_ready
        #: Requests by what became of them: stored, ignored, unreadable, refused, unavailable.
        self.counts: Counter[str] = Counter()
        #: When the last update was stored; None before the first.
        self.last_success: datetime | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; other kinds of connection are left alone."""
        if scope["type"] != "http":
            return
        try:
            status, body = await self._route(scope, receive)
        except _RefusedError as refused:
            self.counts["refused"] += 1
            status, body = refused.status, b""
        except ConnectionResetError:
            return
        await _respond(send, status, body)

    async def _route(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        path, method = scope["path"], scope["method"]
        if path == self.path:
            if method != "POST":
                raise _RefusedError(405)
            return await self._update(scope, receive)
        if path not in ("/healthz", "/readyz"):
            raise _RefusedError(404)
        if method not in ("GET", "HEAD"):
            raise _RefusedError(405)
        return (200 if path == "/healthz" or self._is_ready() else 503), b""

    async def _update(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if not hmac.compare_digest(headers.get(b"x-telegram-bot-api-secret-token", b""), self._secret):
            raise _RefusedError(403)
        update_id, inbound = decode_update(await _body(headers, receive), self._clock.now())
        if update_id is None:
            self.counts["unreadable"] += 1
            return 200, b""
        if inbound is None:
            self.counts["ignored"] += 1
            return 200, b""
        try:
            await self._intake.receive(inbound)
        except StoreUnavailable:
            self.counts["unavailable"] += 1
            return 503, b""
        except Exception as error:  # whatever it is, Telegram must keep the update and send it again
            _LOG.error("an update could not be handed in (%s)", type(error).__name__)
            self.counts["unavailable"] += 1
            return 503, b""
        self.counts["stored"] += 1
        self.last_success = self._clock.now()
        return 200, b"" if inbound.callback is None else _stop_spinner(inbound.callback)


def _stop_spinner(callback: str) -> bytes:
    """A method call as the answer's body saves a request of our own; nobody learns whether it worked."""
    answer: bytes = orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": callback})
    return answer


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length) > BODY_LIMIT:
        raise _RefusedError(413)
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        chunk: bytes = message.get("body", b"")
        body += chunk
        if len(body) > BODY_LIMIT:
            raise _RefusedError(413)
        if not message.get("more_body", False):
            return body


async def _respond(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", b"application/json"))
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
