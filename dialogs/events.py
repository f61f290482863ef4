"""What can happen to a conversation, as seen by the engine.

Channels and languages are already out of sight here: buttons are verified, typed words are matched to answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """Buttons and commands that are not answers."""

    BACK = "back"
    WHY = "why"
    LIST = "list"
    #: Start the interview over.
    CHECK = "check"
    #: Go on where the interview stopped.
    CONTINUE = "continue"
    #: "That is not what I meant"; the argument is the `ask` of the alert.
    TAKE_BACK = "take_back"
    ANSWERS = "answers"
    #: Change one answer; the argument is the question's id.
    CHANGE = "change"
    WARNING = "warning"
    CARE = "care"
    #: Show one card; the argument is its id.
    CARD = "card"
    #: Show the shelves of the library, or one of them; the argument is its id.
    TOPICS = "topics"
    #: Today, this week, later: put together for this person.
    PLAN = "plan"
    #: What the label of a painkiller says; the argument is the medicine's id.
    DOSE = "dose"
    #: The still picture of an exercise; the argument is its id.
    STILL = "still"
    #: "That is not what I meant", after the answer to a typed question.
    NOT_MEANT = "not_meant"
    COUNTRY = "country"
    LANGUAGE = "language"
    HELP = "help"
    PRIVACY = "privacy"
    #: Where words come from; the argument is a card's id, or empty for what is on the screen.
    SOURCES = "sources"
    STOP = "stop"
    DELETE_ME = "deleteme"
    DELETE_CONFIRMED = "delete_confirmed"
    #: "My pain is somewhere else".
    NOT_BACK_PAIN = "not_back_pain"
    #: "I am struggling".
    STRUGGLING = "struggling"
    #: A command of ours that this version does not offer yet, or a foreign one.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """`/start`, perhaps through a clinic's link."""

    #: Text after the command; empty = none.
    payload: str = ""
    #: Words that came with it, only looked through for warning signs.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of ours, its signature verified."""

    interview: int
    ask: int
    #: Set when the button answers a question.
    question: str = ""
    #: The value; for checklist items with a leading `+` (tick) or `-` (untick).
    value: str = ""
    #: Set when it does something else.
    action: Action | None = None
    argument: str = ""
    #: True when the next question cannot have been on the screen yet.
    racing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A button that is not ours, malformed or forged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Text. Warning signs have been looked for by the engine's own matcher before anything else is done with it."""

    text: str
    #: The open question's values that the text says; empty = it does not answer the question.
    values: tuple[str, ...] = ()
    #: The number that was typed, where the question wants one.
    number: float | None = None
    #: True when the text is, letter for letter, the label of a button of the open question: an answer, not a story.
    verbatim: bool = False
    #: Cards that answer the text, best first; empty = the library has no answer.
    cards: tuple[str, ...] = ()
    #: True when it reads like a question or a request rather than an answer.
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A slash command or a menu button."""

    action: Action
    #: Words that came with it, only looked through for warning signs.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A voice message, a picture, an edited or forwarded message …: never an answer."""

    #: Words that came with it (a caption, the edited text); only looked through for warning signs.
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Ask the open question again."""

    #: True after an outage in which taps may have been lost.
    away: bool = True


Event = Started | Pressed | Stale | Typed | Commanded | Unreadable | Returned
