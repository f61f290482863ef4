"""The conversation for a person at a terminal: readable text, numbered buttons, words or keys as answers.

It has no rules of its own.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import click

from bot.app.pictures import find_picture
from bot.app.ports import PictureSource
from bot.messages import Button, MessageKind, Outbound
from content.markup import plain

#: Keys for the buttons that are not answers.
_KEYS = {"back": "b", "why": "w", "list": "l"}

_COLOURS = {
    MessageKind.QUESTION: "cyan",
    MessageKind.DISPOSITION: "bright_red",
    MessageKind.ALERT: "bright_red",
    MessageKind.CARD: "green",
}


class Screen:
    """`Sender` of the terminal: shows messages and remembers which key presses which button."""

    def __init__(
        self, write: Callable[[str], None] = click.echo, pictures: PictureSource | None = None
    ) -> None:
        """Without `pictures`, only what they show is told."""
        self._write = write
        self._pictures = pictures
        self._buttons: dict[str, Button] = {}
        self._waiting: list[tuple[Outbound, Path | None]] = []

    async def send(self, address: str, message: Outbound) -> None:
        self._waiting.append((message, await find_picture(self._pictures, message.picture)))

    def show(self) -> None:
        """Show what has come since the last time; the buttons of the last message with any can be pressed."""
        for message, picture in self._waiting:
            self._show(message, picture)
        self._waiting.clear()

    def pressed(self, typed: str) -> str | None:
        """The id of the button that a key stands for; None = it is a typed answer."""
        button = self._buttons.get(typed.strip().casefold())
        return button.id if button else None

    def _show(self, message: Outbound, picture: Path | None) -> None:
        colour = _COLOURS.get(message.kind)
        if message.disposition in ("self_care", "see_clinician_soon"):
            colour = "green"
        self._write("")
        self._paragraphs(plain(message.text), fg=colour)
        if picture is not None:
            self._write(click.style(f"Picture: {picture}", dim=True))
        self._paragraphs(message.alt, dim=True)
        if message.buttons:
            self._buttons = {}
            for row in message.buttons:
                self._write("   ".join(self._label(button) for button in row))

    def _paragraphs(self, text: str, *, fg: str | None = None, dim: bool = False) -> None:
        for line in text.splitlines():
            for part in textwrap.wrap(line, width=min(shutil.get_terminal_size().columns, 88)) or [""]:
                self._write(click.style(part, fg=fg, dim=dim or None))

    def _label(self, button: Button) -> str:
        key = _KEYS.get(button.action) or str(sum(k.isdigit() for k in self._buttons) + 1)
        self._buttons[key] = button
        return f"  {click.style(key, bold=True)} {button.label}"
