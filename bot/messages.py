"""The values that cross between channels, the application and the stores.

Nothing here knows Telegram, a database or a rule of medicine.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec

#: Pseudonym of one address on one channel: 16 bytes of a keyed hash, never reversible without the key.
PersonKey = NewType("PersonKey", bytes)


class InboundKind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    PRESS = "press"
    #: A voice message, a picture, a place …: nothing we can read.
    UNREADABLE = "unreadable"
    #: Anything written in a group or a channel.
    NOT_PRIVATE = "not_private"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


class Inbound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One update, reduced to what the conversation needs: no names, no raw payload."""

    channel: str
    #: Identifier of the update, unique within its channel for at least a week.
    update: str
    #: Where answers go, as text (Telegram: the chat id).
    address: str
    kind: InboundKind
    #: When our channel received it (aware, UTC).
    at: datetime
    #: Typed text, at most 4,096 characters.
    text: str = ""
    #: The id of the pressed button, as it was sent out.
    press: str = ""
    #: The message that carried the pressed button; None where the channel has no editable messages.
    message: int | None = None
    #: What the channel needs to stop the button's spinner; best effort, never stored.
    callback: str | None = None
    #: The app's language tag (IETF), a first guess only.
    language: str | None = None
    #: True where the person cannot have tapped two buttons at once (terminal, JSON Lines).
    synchronous: bool = False


class SendClass(StrEnum):
    """How hard a message must be tried, and what a repetition costs."""

    SAFETY = "safety"
    QUESTION = "question"
    CONTENT = "content"
    NUDGE = "nudge"


class MessageKind(StrEnum):
    """The `kind` of a message in the JSON Lines channel."""

    QUESTION = "question"
    DISPOSITION = "disposition"
    MESSAGE = "message"
    CARD = "card"
    PICTURE = "picture"
    DOCUMENT = "document"
    ALERT = "alert"


class ButtonStyle(StrEnum):
    """Telegram's button colours; other channels may ignore them."""

    PLAIN = ""
    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


class Button(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One button; exactly one of `answer` (question, value) and `action` is set."""

    #: At most 64 bytes; comes back as `Inbound.press`.
    id: str
    label: str
    answer: tuple[str, str] | None = None
    action: str = ""
    #: What the action is about: a card's id, a question's id; empty where the action says it all.
    argument: str = ""
    style: ButtonStyle = ButtonStyle.PLAIN


class Outbound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message to one person, in the words that they will read."""

    kind: MessageKind
    #: Slug of the content: `question.ces_bowel`, `card.staying_active` …
    id: str
    #: Telegram HTML (b, i, u, s, code, a, blockquote), at most 4,096 UTF-16 units after parsing.
    text: str
    locale: str
    send_class: SendClass
    buttons: tuple[tuple[Button, ...], ...] = ()
    #: The message to replace; None = a new message. If it cannot be edited any more, a new one is sent.
    edit: int | None = None
    #: Set on questions only.
    question: str = ""
    #: (this question's number, how many there are), set on interview questions only.
    progress: tuple[int, int] | None = None
    #: Ticked items of an open checklist.
    selected: tuple[str, ...] | None = None
    #: Set on dispositions only.
    disposition: str = ""
    category: str | None = None
    reasons: tuple[str, ...] = ()
    #: Set on alerts only.
    tier: str = ""
    signs: tuple[str, ...] = ()
    #: Name of the picture that goes with the text (`knee_roll.gif`, `knee_roll.png`); empty = none. A channel that
    #: cannot show it sends the text alone.
    picture: str = ""
    #: What the picture shows, for those who cannot see it.
    alt: str = ""
