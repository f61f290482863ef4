"""A small HTTP/1.1 client for one host, because every message we send passes through it.

Measured on uvloop against one loopback server, CPU per call: 121 µs one at a time and 41 µs at 64 in flight,
against 300 µs and 174 µs for aiohttp. It does no redirects, proxies, cookies or compression, and it never
sends a request a second time.

    NotConnectedError   no connection: nothing has been sent
    NoAnswerError       it was written and no whole answer came back: it may or may not have had its effect
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Final, cast

import httptools

#: Larger answers are refused; a full batch of updates stays far below.
_ANSWER_LIMIT: Final = 32 * 1024 * 1024


class NotConnectedError(Exception):
    """No connection could be made: nothing has been sent."""


class NoAnswerError(Exception):
    """The request was written, and no whole answer came back."""


class ConnectionPool:
    """Keeps connections to one host open and lends each to one request at a time."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        tls: bool,
        limit: int = 100,
        connect_seconds: float = 5.0,
        idle_seconds: float = 30.0,
    ) -> None:
        """`limit` bounds the connections; one that was idle for `idle_seconds` is not trusted any more."""
        self._host = host
        self._port = port
        self._tls = tls
        self._context: ssl.SSLContext | None = None
        self._connect_seconds = connect_seconds
        self._idle_seconds = idle_seconds
        self._slots = asyncio.Semaphore(limit)
        self._idle: deque[_Connection] = deque()
        self._busy: set[_Connection] = set()
        self._closed = False

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Send one whole request and return status and body, or raise one of this module's two errors.

        `seconds` bounds the wait for the answer. When the caller is cancelled the connection is given up.
        """
        async with self._slots:
            connection = self._reuse() or await self._connect()
            self._busy.add(connection)
            try:
                return await connection.exchange(request, seconds)
            finally:
                self._busy.discard(connection)
                self._give_back(connection)

    def close(self) -> None:
        """Drop every connection; requests under way end with NoAnswerError."""
        self._closed = True
        for connection in (*self._idle, *self._busy):
            connection.abort()
        self._idle.clear()

    def _reuse(self) -> _Connection | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_reusable and now - connection.idle_since < self._idle_seconds:
                return connection
            connection.abort()
        return None

    def _give_back(self, connection: _Connection) -> None:
        if self._closed or not connection.is_reusable:
            connection.abort()
            return
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle.append(connection)

    async def _connect(self) -> _Connection:
        if self._closed:
            raise NotConnectedError("the client is closed")
        if self._tls and self._context is None:
            self._context = ssl.create_default_context()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await loop.create_connection(
                    _Connection, self._host, self._port, ssl=self._context if self._tls else None
                )
        except TimeoutError:
            raise NotConnectedError("connecting took too long") from None
        except (OSError, ssl.SSLError) as error:
            raise NotConnectedError(f"cannot connect ({type(error).__name__})") from None
        return connection


class _Connection(asyncio.Protocol):
    """One connection with at most one request under way."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._body: list[bytes] = []
        self._size = 0
        self._has_length = False
        self._in_body = False
        self._keep_alive = True

    @property
    def is_reusable(self) -> bool:
        """True while the connection is open, quiet and both sides mean to keep it."""
        open_ = self._transport is not None and not self._transport.is_closing()
        return open_ and self._keep_alive and self._answer is None

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        transport = self._transport
        if transport is None:
            raise NotConnectedError("the connection closed before it was used")
        answer: asyncio.Future[tuple[int, bytes]] = self._loop.create_future()
        self._answer = answer
        transport.write(request)
        timer = self._loop.call_later(seconds, self._fail, "no answer in time")
        try:
            return await answer
        finally:
            timer.cancel()
            if answer.cancelled():
                self.abort()

    def abort(self) -> None:
        """Close at once; a request under way fails."""
        self._fail("the connection was closed")

    # Called by asyncio.
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one without inheriting from it

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            self.abort()  # nobody asked: the two sides no longer agree where an answer begins
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("the answer is not HTTP")

    def connection_lost(self, exc: Exception | None) -> None:
        self._keep_alive = False
        self._transport = None
        if self._in_body and not self._has_length and exc is None:
            self._finish()  # a body without a length ends with its connection
        self._fail("the connection was lost")

    # Called by the parser.
    def on_message_begin(self) -> None:
        self._body = []
        self._size = 0
        self._has_length = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self._has_length = self._has_length or name.lower() in (b"content-length", b"transfer-encoding")

    def on_headers_complete(self) -> None:
        self._in_body = self._parser.get_status_code() >= 200

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size > _ANSWER_LIMIT:
            self._fail("the answer is too large")
            return
        self._body.append(body)

    def on_message_complete(self) -> None:
        if not self._in_body:
            return  # 100 Continue and its like: the answer is still to come
        is_asked_for = self._answer is not None  # else it is a second answer to one request
        self._keep_alive = is_asked_for and self._parser.should_keep_alive()
        self._finish()

    def _finish(self) -> None:
        self._in_body = False
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
            answer.set_result((self._parser.get_status_code(), body))

    def _fail(self, why: str) -> None:
        self._keep_alive = False
        if self._transport is not None:
            self._transport.abort()
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(NoAnswerError(why))
