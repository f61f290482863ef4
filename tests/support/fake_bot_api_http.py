"""HTTP for the fake Bot API: a server that can also break off or stay silent, and a client for webhooks.

It knows nothing of Telegram.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from enum import Enum
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import httptools


class Silence(Enum):
    """Ways not to answer."""

    #: Break the connection.
    RESET = "reset"
    #: Keep the connection and say nothing.
    HANG = "hang"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    name: str
    media_type: str
    content: bytes

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def params(self) -> dict[str, Any]:
        """The parameters of a JSON, form or multipart body; a file becomes an `Upload`."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        if kind.startswith("multipart/form-data"):
            return _multipart(kind, self.body)
        parsed = json.loads(self.body) if self.body else {}
        return parsed if isinstance(parsed, dict) else {}


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer."""

    status: int
    body: bytes


Handler = Callable[[Request], Awaitable[Reply | Silence]]


class HttpServer:
    """Serves one handler on loopback."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._open: set[_ServerConnection] = set()
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen; afterwards `port` is the real one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _ServerConnection(self._handler, self._open), host, port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close everything, also requests under way."""
        if self._server is not None:
            self._server.close()
        tasks = [task for connection in list(self._open) for task in connection.close()]
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    def drop_idle(self) -> None:
        """Close connections without a request, as a server does after a while."""
        for connection in list(self._open):
            connection.close_if_idle()


class _ServerConnection(asyncio.Protocol):
    def __init__(self, handler: Handler, open_: set[_ServerConnection]) -> None:
        self._handler = handler
        self._open = open_
        self._parser = httptools.HttpRequestParser(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self._path = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []

    def close(self) -> list[asyncio.Task[None]]:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        self._transport.abort()
        return tasks

    def close_if_idle(self) -> None:
        if not self._tasks:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        for task in self._tasks:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.abort()

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode()
        request = Request(method, self._path.decode(), self._headers, b"".join(self._body))
        self._path, self._headers, self._body = b"", {}, []
        task = asyncio.get_running_loop().create_task(self._answer(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request) -> None:
        reply = await self._handler(request)
        if reply is Silence.RESET:
            reset(self._transport)
        elif isinstance(reply, Reply):
            self._transport.write(
                b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (reply.status, len(reply.body), reply.body)
            )


class HttpCaller:
    """Posts to one address over kept connections, one request at a time on each."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._path = parts.path or "/"
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request; raises OSError or EOFError when there is no answer."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: {self._host}\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = (
            self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        )
        try:
            writer.write(head.encode() + body)
            reply = await _read_reply(reader)
        except BaseException:
            writer.transport.abort()
            raise
        self._idle.append((reader, writer))
        return reply

    def close(self) -> None:
        """Drop the idle connections."""
        for _, writer in self._idle:
            writer.transport.abort()
        self._idle.clear()


async def _read_reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
    return Reply(int(lines[0].split()[1]), await reader.readexactly(length))


def reset(transport: asyncio.Transport) -> None:
    """Break a connection so that the other side sees a reset."""
    sock: socket.socket | None = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    params: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        filename = part.get_filename()
        params[name] = Upload(filename, part.get_content_type(), content) if filename else content.decode()
    return {name: _attached(value, params) for name, value in params.items()}


def _attached(value: Any, params: Mapping[str, Any]) -> Any:
    """A file may be given under a name of its own, to which its parameter points."""
    if isinstance(value, str) and value.startswith("attach://"):
        return params.get(value.removeprefix("attach://"), value)
    return value
