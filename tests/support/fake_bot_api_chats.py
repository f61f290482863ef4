"""The chats of the fake Bot API: who wrote what, which buttons there are, and what Telegram says to an edit.

It knows no HTTP and no updates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.referee_html import ParsedText, utf16_units


class RefusalError(Exception):
    """Telegram's answer to a call that it does not take."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message, as Telegram made it."""

    #: animation, document or photo.
    kind: str
    #: The fields of the file; a photo has several sizes, the largest last.
    entries: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Its fields in a Message object."""
        if self.kind == "photo":
            return {"photo": [dict(entry) for entry in self.entries]}
        [entry] = self.entries
        fields = ("animation", "document") if self.kind == "animation" else (self.kind,)
        return {field: dict(entry) for field in fields}


@dataclass(slots=True)
class Sent:
    """One message as it stands in the chat."""

    id: int
    by_bot: bool
    text: str
    entities: tuple[tuple[int, int, str], ...] = ()
    markup: dict[str, Any] | None = None
    #: Set in a message with a file, whose text is its caption.
    file: Attachment | None = None
    edits: int = 0

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """Rows of inline buttons."""
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, in order."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(slots=True)
class Chat:
    """One conversation."""

    id: int
    type: str = "private"
    language: str | None = "en"
    blocked: bool = False
    messages: dict[int, Sent] = field(default_factory=dict)
    #: What happened, one line each: `> typed`, `* pressed`, `< said [buttons]`, `~ edited`.
    transcript: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[Sent]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages.values() if message.by_bot]

    def find_button(self, wanted: str, message_id: int | None = None) -> tuple[Sent, dict[str, Any]]:
        """The newest button with this label or data; raises LookupError that names the buttons there are."""
        for message in reversed(self.said):
            if message_id not in (None, message.id):
                continue
            for row in message.buttons:
                for button in row:
                    if wanted in (button["text"], button.get("callback_data")):
                        return message, button
        there = [label for message in self.said for label in message.labels]
        raise LookupError(f"no button {wanted!r} in chat {self.id}; there are {there}")

    def add(self, message: Sent) -> Sent:
        """Append a message and its line of the transcript."""
        self.messages[message.id] = message
        self.transcript.append(_line("<" if message.by_bot else ">", message))
        return message

    def edit(self, message_id: Any, words: ParsedText | None, markup: dict[str, Any] | None) -> Sent:
        """Replace words (None = leave them) and buttons; raises RefusalError as Telegram does."""
        message = self.messages.get(message_id)
        if message is None:
            raise RefusalError(400, "Bad Request: message to edit not found")
        if not message.by_bot:
            raise RefusalError(400, "Bad Request: message can't be edited")
        if words is not None and message.file is not None:
            raise RefusalError(400, "Bad Request: there is no text in the message to edit")
        new = (message.text, message.entities) if words is None else (words.text, words.entities)
        if (*new, markup) == (message.text, message.entities, message.markup):
            raise RefusalError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        message.text, message.entities, message.markup = *new, markup
        message.edits += 1
        self.transcript.append(_line("~", message))
        return message

    def as_json(self) -> dict[str, Any]:
        """The chat inside a message."""
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": "Person"}
        return {"id": self.id, "type": self.type, "title": "Group"}

    def message_json(self, message: Sent, bot: Mapping[str, Any], now: int) -> dict[str, Any]:
        """A Message object."""
        sender = bot if message.by_bot else self.person()
        built: dict[str, Any] = {
            "message_id": message.id,
            "from": dict(sender),
            "chat": self.as_json(),
            "date": now,
        }
        if message.edits:
            built["edit_date"] = now
        if message.file is not None:
            built |= message.file.as_json()
            if message.text:
                built["caption"] = message.text
        else:
            built["text"] = message.text
        if message.text.startswith("/") and not message.by_bot:
            length = utf16_units(message.text.split()[0])
            built["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if message.markup is not None:
            built["reply_markup"] = message.markup
        return built

    def person(self) -> dict[str, Any]:
        """A User object for the one person of a private chat."""
        person = {"id": abs(self.id), "is_bot": False, "first_name": "Person"}
        return person if self.language is None else {**person, "language_code": self.language}


def _line(mark: str, message: Sent) -> str:
    labels = "".join(f" [{label}]" for label in message.labels)
    return f"{mark} {message.text}{labels}"
