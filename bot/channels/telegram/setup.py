"""Tells Telegram who we are: commands, descriptions and menu button in each language, and the webhook.

It holds no words of its own, runs beside receiving, and apart from a refused token nothing here is fatal.
`telegram` is imported inside functions because that takes about 300 ms.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.app.ports import ChannelRefused, SendUncertain
from bot.channels.telegram.transport import BotApi
from bot.channels.telegram.wire import ALLOWED_UPDATES

if TYPE_CHECKING:
    from telegram import Bot

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
#: A longer flood pause is not waited for: the next start tries again.
_LONGEST_WAIT: Final = 120.0
_CONNECTIONS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """What one language shows outside the chat."""

    #: IETF tag; Telegram keeps one text per two-letter language.
    locale: str
    #: (name, description) in the order of the menu.
    commands: tuple[tuple[str, str], ...]
    #: Shown before Start is pressed, at most 512 characters.
    description: str
    #: Shown in the profile and in shared links, at most 120 characters.
    short_description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the token belongs to."""

    id: int
    username: str


class BotSetup:
    """The calls that are made once per start."""

    def __init__(self, api: BotApi, *, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._api = api
        self._sleep = sleep
        self._bot: Bot | None = None

    async def identify(self) -> Identity:
        """getMe. Raises ChannelRefused for a wrong token, SendUncertain when Telegram cannot be reached."""
        bot = await self._ptb()
        user = await _checked(bot.get_me())
        return Identity(id=user.id, username=user.username or "")

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates delivered to `url`; errors as in `identify`, ChannelRefused also for a bad address."""
        bot = await self._ptb()
        from telegram.error import BadRequest

        try:
            await _checked(
                bot.set_webhook(
                    url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=_CONNECTIONS
                )
            )
        except BadRequest:
            pass
        else:
            return
        raise ChannelRefused(
            "Telegram refused WEBHOOK_URL or WEBHOOK_SECRET: the address must be https and public"
        )

    async def delete_webhook(self) -> None:
        """Stop deliveries; what is pending stays pending. Same errors as `identify`."""
        bot = await self._ptb()
        await _checked(bot.delete_webhook(drop_pending_updates=False))

    async def publish(self, surfaces: Sequence[Surface]) -> None:
        """Publish every language, the first also as the default; unchanged texts are not set again.

        Raises ChannelRefused for a wrong token; any other failure is logged and left for the next start.
        """
        try:
            bot = await self._ptb()
            for language, surface in _by_language(surfaces):
                for change in _changes(bot, surface, language):
                    await self._patiently(change)
            await self._patiently(lambda: _set_menu_button(bot))
        except ChannelRefused:
            raise
        except Exception as error:  # commands in a menu must never stop the conversation
            _LOG.warning("commands and descriptions are not all published (%s)", type(error).__name__)

    async def _patiently(self, change: Callable[[], Coroutine[Any, Any, None]]) -> None:
        from bot.channels.telegram.ptb_request import FloodPauseError

        for attempt in range(3):
            try:
                await _checked(change())
            except FloodPauseError as error:
                if attempt == 2 or error.seconds > _LONGEST_WAIT:
                    raise
                await self._sleep(error.seconds)
            else:
                return

    async def _ptb(self) -> Bot:
        """PTB's Bot over our transport; the import runs in a thread so that nobody's answer waits for it."""
        if self._bot is None:
            await asyncio.to_thread(importlib.import_module, "bot.channels.telegram.ptb_request")
            from telegram import Bot

            from bot.channels.telegram.ptb_request import BotApiRequest

            request = BotApiRequest(self._api)
            self._bot = Bot(
                self._api.token,
                base_url=f"{self._api.base_url}/bot",
                request=request,
                get_updates_request=request,
            )
        return self._bot


def _changes(bot: Bot, surface: Surface, language: str) -> list[Callable[[], Coroutine[Any, Any, None]]]:
    """The steps for one language ("" = every language without texts of its own)."""
    from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeDefault

    wanted = tuple(surface.commands)

    async def commands(scope: BotCommandScopeDefault | BotCommandScopeAllPrivateChats) -> None:
        current = await bot.get_my_commands(scope=scope, language_code=language or None)
        if tuple((command.command, command.description) for command in current) != wanted:
            await bot.set_my_commands(wanted, scope=scope, language_code=language or None)

    async def description() -> None:
        current = await bot.get_my_description(language_code=language or None)
        if current.description != surface.description:
            await bot.set_my_description(surface.description, language_code=language or None)

    async def short_description() -> None:
        current = await bot.get_my_short_description(language_code=language or None)
        if current.short_description != surface.short_description:
            await bot.set_my_short_description(surface.short_description, language_code=language or None)

    return [
        lambda: commands(BotCommandScopeDefault()),
        lambda: commands(BotCommandScopeAllPrivateChats()),
        description,
        short_description,
    ]


async def _set_menu_button(bot: Bot) -> None:
    from telegram import MenuButtonCommands

    if (await bot.get_chat_menu_button()).type != "commands":
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def _by_language(surfaces: Sequence[Surface]) -> list[tuple[str, Surface]]:
    """(two-letter code, surface), the default first; of two variants of a language the earlier counts."""
    chosen: dict[str, Surface] = {}
    for surface in surfaces[:1]:
        chosen[""] = surface
    for surface in surfaces:
        language = surface.locale.replace("_", "-").partition("-")[0].lower()
        if len(language) == 2:
            chosen.setdefault(language, surface)
    return list(chosen.items())


async def _checked(call: Awaitable[T]) -> T:
    """Await, with PTB's errors as ours; the token, which PTB's `InvalidToken` may hold, goes nowhere."""
    from telegram.error import BadRequest, InvalidToken, NetworkError

    try:
        return await call
    except InvalidToken:
        failure: ChannelRefused | SendUncertain = ChannelRefused(
            "Telegram refused the token: set TELEGRAM_TOKEN to the token that @BotFather gave you"
        )
    except BadRequest:
        raise
    except NetworkError as error:
        failure = SendUncertain(f"Telegram cannot be reached ({type(error).__name__})")
    raise failure
