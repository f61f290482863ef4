"""`steadyback run`: starts Telegram when a token is set, and the conversation in the terminal when none is.

It stops cleanly on SIGTERM and SIGINT; nothing depends on that.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import logging
import signal
from collections.abc import Coroutine
from typing import TYPE_CHECKING

import click

from bot.app.application import Application
from bot.app.clocks import SystemClock
from bot.app.file_ids import FileIds
from bot.app.ports import PictureError, PictureSource, Store
from bot.bootstrap import Dialog, build_application, load_dialog, make_pictures, make_store
from bot.observability.logs import set_up_logging
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.channels.telegram.service import TelegramService
    from bot.channels.telegram.setup import Surface

_log = logging.getLogger(__name__)

_HOW_TO_ADD = """\
No TELEGRAM_TOKEN is set, so the conversation opens here in the terminal.
To run it on Telegram: ask @BotFather for a bot, write TELEGRAM_TOKEN=<the token> into a file named .env, and start again.
"""

#: People who were waiting are answered first.
_WARM_UP_SECONDS = 1.0
#: The first busy minute after a start belongs to people.
_DRAWING_AFTER_SECONDS = 60.0

_COMMANDS = (
    "start check warning plan care answers country language sources privacy deleteme stop help".split()
)


def run_service() -> None:
    """Run until stopped. Raises the errors of settings, stores and channels."""
    settings = read_settings()
    if settings.telegram_token is None:
        from bot.cli.chat import run_chat

        click.echo(_HOW_TO_ADD)
        run_chat()
        return
    set_up_logging(settings.log_level)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(settings))


async def _run(settings: Settings) -> None:
    from bot.channels.telegram.media import PictureMessages
    from bot.channels.telegram.sender import TelegramSender
    from bot.channels.telegram.service import TelegramService
    from bot.channels.telegram.transport import BotApi

    assert settings.telegram_token is not None  # noqa: S101 - run_service looked
    dialog = load_dialog(settings)
    store = make_store(settings, forgetful=False)
    await store.open()
    clock = SystemClock()
    api = BotApi(settings.telegram_token, base_url=settings.telegram_api_base_url)
    from bot.app.pacing import Pacing

    source = make_pictures(dialog, settings)
    pictures = PictureMessages(api, source, FileIds(store, api.bot_id))
    senders = {"telegram": TelegramSender(api, pictures)}
    application = build_application(dialog, store, senders, clock, settings, pacing=Pacing())
    service = TelegramService(api=api, intake=application, clock=clock, surfaces=(_surface(dialog),))
    gc.collect()
    gc.freeze()
    try:
        await _until_stopped(_serve(settings, store, application, service, dialog, source))
    finally:
        await application.relay.stop(5)
        await store.close()
        await api.close()


async def _serve(
    settings: Settings,
    store: Store,
    application: Application,
    service: TelegramService,
    dialog: Dialog,
    pictures: PictureSource,
) -> None:
    await (
        application.tick()
    )  # before anything is received: asks again what was open, if we were away too long
    async with asyncio.TaskGroup() as group:
        group.create_task(_warm_up(dialog))
        group.create_task(_draw(dialog, pictures))
        group.create_task(application.run())
        group.create_task(application.relay.run())
        if settings.webhook_url is None:
            group.create_task(service.poll())
        else:
            secret = settings.webhook_secret or base64.urlsafe_b64encode(
                store.secret("webhook")
            ).decode().rstrip("=")
            group.create_task(
                service.serve_webhook(settings.webhook_url, secret, settings.host, settings.port)
            )


async def _warm_up(dialog: Dialog) -> None:
    """Load what the first answer does not need, once that answer is out."""
    await asyncio.sleep(_WARM_UP_SECONDS)
    await asyncio.to_thread(dialog.signs.ready)
    for locale in dialog.words.catalogs.offered:
        await asyncio.to_thread(dialog.search.prepare, locale)
    gc.collect()
    gc.freeze()


async def _draw(dialog: Dialog, pictures: PictureSource) -> None:
    """Draw what is not drawn yet, one picture after another, so that nobody has to wait for theirs."""
    await asyncio.sleep(_DRAWING_AFTER_SECONDS)
    for exercise in dialog.words.library.exercises_by_id:
        for kind in ("gif", "png"):
            try:
                await pictures.path(f"{exercise}.{kind}")
            except PictureError as error:
                _log.error("the pictures are not drawn, cards go out without them: %s", error)
                return


async def _until_stopped(service: Coroutine[object, object, None]) -> None:
    """Run the service until it fails or a signal asks for the end."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(service)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    try:
        await task
    except* asyncio.CancelledError:
        pass
    except* Exception as group:
        raise _first(group) from None
    finally:
        with contextlib.suppress(Exception):
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(name)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The cause itself, where several tasks were cancelled because one failed."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _surface(dialog: Dialog) -> Surface:
    from bot.channels.telegram.setup import Surface

    def text(slug: str) -> str:
        return dialog.words.catalogs.text(f"phrase.{slug}", dialog.words.phrases[slug].text, "en")

    return Surface(
        locale="en",
        commands=tuple((name, text(f"command.{name}")) for name in _COMMANDS),
        description=text("surface.description"),
        short_description=text("surface.short_description"),
    )
