"""A person who talks with the real application, in this process: relay, renderer and store are the real ones.

It speaks the JSON Lines channel, so that it knows only what any program on that channel would know. Nothing here
expects anything: `scenario` and the tests do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from bot.app.application import Application
from bot.app.clocks import MovableClock
from bot.app.ports import Sender, Store
from bot.bootstrap import Dialog, build_application, load_dialog
from bot.channels.terminal.jsonlines import CHANNEL, JsonLines, Writer
from bot.messages import Inbound, InboundKind
from bot.settings import Settings, read_settings
from bot.storage.memory import MemoryStore

Message = dict[str, Any]

#: Stands before the label of a ticked item or of the earlier answer.
TICK = "✓ "


@cache
def dialog() -> Dialog:
    """Words and engine, loaded once for all tests."""
    return load_dialog()


def settings(**environment: str) -> Settings:
    """Settings of a fresh machine, with these variables."""
    return read_settings(environment, Path("/nowhere"))


class NoSuchButton(AssertionError):
    """The person wanted to press what is not there; the text holds the conversation."""


class Room:
    """The running application and everybody who talks with it. Use it as `async with Room() as room`."""

    def __init__(
        self,
        *,
        words: Dialog | None = None,
        store: Store | None = None,
        wrap: Callable[[Sender], Sender] = lambda sender: sender,
    ) -> None:
        self.clock = MovableClock()
        self.store: Store = store or MemoryStore()
        #: Everything that was written, in order: one object a line.
        self.lines: list[Message] = []
        self._dialog = words or dialog()
        self._sender = wrap(Writer(self._write))
        self._numbers = count(1)
        self._people: dict[str, Person] = {}
        self.application: Application
        self._channel: JsonLines

    async def __aenter__(self) -> Self:
        await self.store.open()
        self.application = build_application(
            self._dialog, self.store, {CHANNEL: self._sender}, self.clock, settings()
        )
        relay = self.application.relay
        self._channel = JsonLines(
            self.application, relay.idle, self.application.note_alive, self.clock, self._write, "run"
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.application.relay.stop(1)
        await self.store.close()

    def person(self, chat: str = "p1") -> Person:
        """The person with this name; the same object every time."""
        return self._people.setdefault(chat, Person(self, chat))

    async def hand_in(self, line: str) -> list[Message]:
        """Give the channel one line; returns what it wrote, `idle` and errors included."""
        before = len(self.lines)
        await self._channel.line(line)
        return self.lines[before:]

    async def receive(self, chat: str = "p1", **fields: Any) -> list[Message]:
        """Give the application one update past the channel, as Telegram would: two taps at once are possible."""
        before = len(self.lines)
        kind = InboundKind.PRESS if "press" in fields else InboundKind.TEXT
        update = {
            "channel": CHANNEL,
            "update": f"direct-{next(self._numbers)}",
            "address": chat,
            "kind": kind,
            "at": self.clock.now(),
        }
        await self.application.receive(Inbound(**(update | fields)))
        await self.application.relay.idle()
        return self.lines[before:]

    async def pass_time(self, by: timedelta) -> list[Message]:
        """Move the clock and do the housekeeping that is due, as after an outage of that length."""
        before = len(self.lines)
        self.clock.advance(by)
        await self.application.tick()
        await self.application.relay.idle()
        return self.lines[before:]

    def _write(self, line: str) -> None:
        self.lines.append(orjson.loads(line))


class Person:
    """One person at the other end."""

    def __init__(self, room: Room, chat: str) -> None:
        self.room = room
        self.chat = chat
        #: What the person did and read, as text, for failures.
        self.transcript: list[str] = []

    # -- doing -------------------------------------------------------------------------------------------------
    async def type(self, text: str) -> list[Message]:
        """Type text or a command; returns the messages that came back."""
        return await self._do({"text": text}, f"types {text!r}")

    async def press(self, name: str) -> list[Message]:
        """Press a button by its value or action (`yes`, `back`, `change duration`, `card painkillers`)."""
        return await self.press_id(self.button(name)["id"], name)

    async def press_id(self, button_id: str, name: str = "") -> list[Message]:
        """Press a button by the id that was sent out, or by anything else."""
        return await self._do({"press": button_id}, f"presses {name or button_id!r}")

    async def wait(self, duration: str) -> list[Message]:
        """Let time pass (ISO 8601)."""
        return await self._do({"advance": duration}, f"waits {duration}")

    # -- looking -----------------------------------------------------------------------------------------------
    @property
    def messages(self) -> list[Message]:
        """Everything the person was sent, in order."""
        return [line for line in self.room.lines if line.get("chat") == self.chat and line["kind"] != "idle"]

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def questions(self) -> list[str]:
        """The ids of all questions, in the order of asking, repetitions included."""
        return [message["question"] for message in self.messages if message["kind"] == "question"]

    @property
    def dispositions(self) -> list[str]:
        return [message["disposition"] for message in self.messages if message["kind"] == "disposition"]

    @property
    def open(self) -> Message | None:
        """The question on the screen; None when something else came after it."""
        return self.last if self.messages and self.last["kind"] == "question" else None

    def find(self, name: str, *, question: str = "", first: bool = False) -> Message | None:
        """A button by value or action; the newest message that has it counts, or the `first`.

        `question` asks for the buttons of that question only. Values are looked for on the newest question.
        """
        messages = [one for one in self.messages if not question or one.get("question") == question]
        newest = next((one for one in reversed(messages) if one["kind"] == "question"), None)
        for message in messages if first else reversed(messages):
            for button in buttons(message):
                is_answer = "answer" in button and (question or message is newest)
                if (is_answer and button["answer"]["value"] == name) or _does(button, name):
                    return button
        return None

    def button(self, name: str, *, question: str = "", first: bool = False) -> Message:
        """The same; raises NoSuchButton."""
        found = self.find(name, question=question, first=first)
        if found is None:
            raise NoSuchButton(f"there is no button {name!r}\n{self.story()}")
        return found

    def story(self) -> str:
        """The whole conversation."""
        return "\n".join(self.transcript)

    async def _do(self, event: Message, told: str) -> list[Message]:
        self.transcript.append(f"> {told}")
        written = await self.room.hand_in(orjson.dumps({"chat": self.chat, **event}).decode())
        came = [line for line in written if line.get("chat") == self.chat and line["kind"] != "idle"]
        self.transcript += [shown(message) for message in came]
        return came


def buttons(message: Message) -> list[Message]:
    """All buttons of a message, in reading order."""
    return [button for row in message.get("buttons", []) for button in row]


def label(button: Message) -> str:
    """A button's words, without the tick."""
    return str(button["label"]).removeprefix(TICK)


def ticked(message: Message) -> tuple[str, ...]:
    """The values that a question shows as chosen."""
    return tuple(
        button["answer"]["value"]
        for button in buttons(message)
        if "answer" in button and button["label"].startswith(TICK)
    )


def shown(message: Message) -> str:
    """One message as a failure shows it."""
    head = message["kind"]
    for key in ("question", "disposition", "category", "reasons", "id", "tier", "signs", "selected"):
        if message.get(key):
            head += f" {message[key]}"
    labels = " ".join(f"[{button['label']}]" for button in buttons(message))
    text = message["text"].replace("\n", "\n    ")
    return f"  {head}\n    {text}\n    {labels}"


def _does(button: Message, name: str) -> bool:
    """True for a button with this action; an argument is read from the id, which is all a program has."""
    action, _, argument = name.partition(" ")
    if button.get("action") != action:
        return False
    return not argument or f".x.{action}:{argument}." in button["id"]
