"""Serves an ASGI app on uvicorn, because the webhook should cost little and stop without dropping a request.

It sets no signal handlers, writes no access log, and leaves the event loop (uvloop) to whoever runs it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import uvicorn

from bot.channels.telegram.webhook import App


async def serve(
    host: str,
    port: int,
    app: App,
    *,
    on_listening: Callable[[int], None] | None = None,
    grace_seconds: int = 5,
) -> None:
    """Serve until cancelled, then finish the requests under way.

    `on_listening` gets the port once connections are accepted (useful when `port` is 0). Raises OSError, with
    a sentence, when the address cannot be used.
    """
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        backlog=2048,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=grace_seconds,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    listener.listen(2048)  # connections made before uvicorn accepts wait in the queue
    if on_listening is not None:
        on_listening(listener.getsockname()[1])
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        listener.close()


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise OSError(f"cannot listen on {host}:{port} ({error.strerror}): set HOST and PORT") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {host}:{port} ({error.strerror}): set HOST and PORT") from None
    return listener
