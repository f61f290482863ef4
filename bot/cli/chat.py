"""`steadyback chat`: the conversation at this terminal, for people and for programs.

The conversation itself is the application's; here are only input, output and the clock.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from pathlib import Path

import click

from bot.app.clocks import MovableClock
from bot.bootstrap import build_application, load_dialog, make_pictures, make_store
from bot.channels.terminal.jsonlines import CHANNEL, JsonLines, Writer
from bot.channels.terminal.screen import Screen
from bot.messages import Inbound, InboundKind
from bot.observability.logs import set_up_logging
from bot.settings import read_settings

#: The one person at this terminal.
_ME = "terminal"


def run_json() -> None:
    """Read events from standard input, one JSON object a line, until it ends."""
    asyncio.run(_json())


def run_chat(save: str | None = None) -> None:
    """Talk with the person at this terminal until they leave."""
    asyncio.run(_chat(Path(save) if save else None))


async def _json() -> None:
    settings = read_settings()
    set_up_logging(settings.log_level if settings.log_level != "INFO" else "WARNING")
    store = make_store(settings, forgetful=True)
    await store.open()
    clock = MovableClock()

    def write(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    dialog = load_dialog(settings)
    writer = Writer(write, make_pictures(dialog, settings))
    application = build_application(dialog, store, {CHANNEL: writer}, clock, settings)
    channel = JsonLines(
        application, application.relay.idle, application.note_alive, clock, write, secrets.token_hex(6)
    )
    try:
        await application.relay.sweep()
        await application.relay.idle()
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
            await channel.line(line.decode("utf-8", errors="surrogateescape"))
    finally:
        await application.relay.stop(1)
        await store.close()


async def _chat(save: Path | None) -> None:
    settings = read_settings()
    set_up_logging("WARNING")
    store = make_store(settings, forgetful=True)
    await store.open()
    clock, dialog = MovableClock(), load_dialog(settings)
    screen = Screen(pictures=make_pictures(dialog, settings))
    application = build_application(dialog, store, {CHANNEL: screen}, clock, settings)
    click.echo(
        click.style(
            "Type a number or an answer. b = back, w = why, /help for more, Ctrl-D to leave.", dim=True
        )
    )
    said: list[str] = []
    run, number, typed = secrets.token_hex(6), 0, "/start"
    loop = asyncio.get_running_loop()
    try:
        while True:
            number += 1
            press = screen.pressed(typed)
            said.append(f"press: {typed}" if press else f"type: {typed}")
            await application.receive(
                Inbound(
                    channel=CHANNEL,
                    update=f"{run}-{number}",
                    address=_ME,
                    kind=InboundKind.PRESS if press else InboundKind.TEXT,
                    at=clock.now(),
                    text="" if press else typed[:4096],
                    press=press or "",
                    synchronous=True,
                )
            )
            await application.relay.idle()
            screen.show()
            try:
                typed = await loop.run_in_executor(None, lambda: input("> "))
            except EOFError:
                break
    finally:
        click.echo("")
        if save is not None:
            await asyncio.to_thread(save.write_text, "\n".join(said) + "\n", encoding="utf-8")
        await application.relay.stop(1)
        await store.close()
