"""Runs the Telegram channel: receiving by polling or by webhook, and telling Telegram who we are beside it.

It receives and sends; what is said is the application's.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.app.ports import ChannelRefused, Clock, Intake, SendError
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.setup import BotSetup, Surface
from bot.channels.telegram.transport import BotApi
from bot.channels.telegram.webhook import WebhookApp
from bot.channels.telegram.wire import ALLOWED_UPDATES

_log = logging.getLogger(__name__)

#: Waits between tries to reach Telegram at the start.
_RETRY_SECONDS = 3.0

#: Connections that Telegram may open to the webhook.
_CONNECTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramService:
    """The channel of one bot."""

    api: BotApi
    intake: Intake
    clock: Clock
    surfaces: Sequence[Surface]

    async def poll(self) -> None:
        """Receive by long polling until cancelled. Raises ChannelRefused for a wrong token or a second receiver."""
        poller = Poller(self.api, self.intake, self.clock)
        await self._beside(poller.run())

    async def serve_webhook(self, url: str, secret: str, host: str, port: int) -> None:
        """Receive at `url` until cancelled. Raises ChannelRefused, and OSError when the address cannot be used."""
        from bot.channels.telegram.server import serve

        app = WebhookApp(url, secret, self.intake, self.clock)
        listening = asyncio.Event()

        async def announce() -> None:
            await listening.wait()
            await self._set_webhook(url, secret)

        serving = serve(host, port, app, on_listening=lambda _: listening.set())
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beside(serving))
            group.create_task(announce())

    async def _set_webhook(self, url: str, secret: str) -> None:
        body = {
            "url": url,
            "secret_token": secret,
            "allowed_updates": list(ALLOWED_UPDATES),
            "max_connections": _CONNECTIONS,
        }
        while True:
            try:
                await self.api.call("setWebhook", body)
            except ChannelRefused:
                raise
            except SendError as error:
                _log.warning("the webhook is not set yet, trying again: %s", type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    async def _beside(self, receiving: object) -> None:
        """Receive, and publish commands and descriptions in the background a little later."""
        publishing = asyncio.create_task(self._publish())
        try:
            await receiving  # type: ignore[misc]
        finally:
            publishing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await publishing

    async def _publish(self) -> None:
        await asyncio.sleep(_AFTER.total_seconds())
        try:
            await BotSetup(self.api).publish(self.surfaces)
        except ChannelRefused:
            _log.error("Telegram refused the token while commands were being set")


#: Answering people comes first; loading the library for commands and descriptions can wait this long.
_AFTER = timedelta(seconds=2)
