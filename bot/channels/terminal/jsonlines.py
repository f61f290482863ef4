"""The conversation as JSON Lines: one event a line in, one message a line out, for any program that wants to hold it.

It has no rules of its own and shows nothing to people.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.app.clocks import MovableClock
from bot.app.pictures import find_picture
from bot.app.ports import Intake, PictureSource
from bot.messages import Button, Inbound, InboundKind, MessageKind, Outbound
from content.markup import plain

CHANNEL = "terminal"

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)

#: A year and a bit: nobody's clock needs to move further in one step.
_FURTHEST = timedelta(days=400)


class BadLine(Exception):
    """A line that cannot be read; the text names what is wrong and what works."""


class Writer:
    """`Sender` of this channel: writes each message as one line."""

    def __init__(self, write: Callable[[str], None], pictures: PictureSource | None = None) -> None:
        """Without `pictures`, every picture is written as null."""
        self._write = write
        self._pictures = pictures

    async def send(self, address: str, message: Outbound) -> None:
        picture = await find_picture(self._pictures, message.picture)
        self._write(orjson.dumps(as_object(address, message, picture)).decode())


class JsonLines:
    """Reads lines one after another; each is answered completely before the next is read."""

    def __init__(
        self,
        intake: Intake,
        settle: Callable[[], Awaitable[None]],
        moved: Callable[[], Awaitable[None]],
        clock: MovableClock,
        write: Callable[[str], None],
        run: str,
    ) -> None:
        """`settle` waits until everything is written, `moved` lets due things fire, `run` makes update ids unique."""
        self._intake = intake
        self._settle = settle
        self._moved = moved
        self._clock = clock
        self._write = write
        self._run = run
        self._line = 0

    async def line(self, text: str) -> None:
        """Handle one line; bad input is answered with an `error` line and the run goes on."""
        self._line += 1
        if not text.strip():
            return
        try:
            await self._handle(_event(text))
        except BadLine as error:
            self._write(orjson.dumps({"error": str(error), "line": self._line}).decode())

    async def _handle(self, event: dict[str, Any]) -> None:
        chat = event["chat"]
        if "advance" in event:
            self._clock.advance(duration(event["advance"]))
            await self._moved()
        else:
            pressed = "press" in event
            await self._intake.receive(
                Inbound(
                    channel=CHANNEL,
                    update=f"{self._run}-{self._line}",
                    address=chat,
                    kind=InboundKind.PRESS if pressed else InboundKind.TEXT,
                    at=self._clock.now(),
                    text="" if pressed else event["text"][:4096],
                    press=event["press"] if pressed else "",
                    synchronous=True,
                )
            )
        await self._settle()
        self._write(orjson.dumps({"chat": chat, "kind": "idle"}).decode())


def duration(text: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds. Raises BadLine."""
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadLine(f'"advance" is {text!r}; write an ISO 8601 duration such as "P7D" or "PT2H"')
    try:
        moved = timedelta(**{name: int(value) for name, value in match.groupdict(default="0").items()})
    except (OverflowError, ValueError):
        moved = timedelta.max
    if moved > _FURTHEST:
        raise BadLine(f'"advance" of {text!r} is more than 400 days; move in smaller steps')
    return moved


def as_object(address: str, message: Outbound, picture: Path | None = None) -> dict[str, Any]:
    """One message as the contract of this channel has it; `picture` is its file, None where it cannot be drawn."""
    found: dict[str, Any] = {"chat": address, "kind": message.kind.value}
    text, buttons = plain(message.text), [[_button(button) for button in row] for row in message.buttons]
    match message.kind:
        case MessageKind.QUESTION:
            found |= {
                "question": message.question,
                "text": text,
                "locale": message.locale,
                "buttons": buttons,
            }
            if message.progress is not None:
                found["progress"] = list(message.progress)
            if message.selected is not None:
                found["selected"] = list(message.selected)
        case MessageKind.DISPOSITION:
            found |= {
                "disposition": message.disposition,
                "category": message.category,
                "reasons": list(message.reasons),
                "text": text,
                "locale": message.locale,
                "buttons": buttons,
            }
        case _:
            found |= {"id": message.id, "text": text, "locale": message.locale, "buttons": buttons}
            if message.kind is MessageKind.ALERT:
                found |= {"tier": message.tier, "signs": list(message.signs)}
    if message.picture:
        found |= {"picture": None if picture is None else str(picture), "alt": message.alt}
    return found


def _button(button: Button) -> dict[str, Any]:
    found: dict[str, Any] = {"id": button.id, "label": button.label}
    if button.answer is not None:
        question, value = button.answer
        found["answer"] = {"question": question, "value": value}
    if button.action:
        found["action"] = button.action
    if button.argument:
        found["argument"] = button.argument
    return found


def _event(text: str) -> dict[str, Any]:
    try:
        event = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadLine('not JSON; write one object a line, such as {"chat": "p1", "text": "/start"}') from None
    if not isinstance(event, dict):
        raise BadLine("not an object; write one object a line")
    chat = event.get("chat")
    if not isinstance(chat, str) or not 0 < len(chat) <= 64:
        raise BadLine('"chat" must be a text of 1 to 64 characters that names the person')
    kinds = [name for name in ("text", "press", "advance") if name in event]
    if len(kinds) != 1:
        raise BadLine('needs exactly one of "text", "press" and "advance"')
    if not isinstance(event[kinds[0]], str):
        raise BadLine(f'"{kinds[0]}" must be a text')
    return event
