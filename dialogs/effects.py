"""What the engine wants said, without words, language or channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Show a question."""

    question: str
    #: The `ask` counter that its buttons carry.
    ask: int
    #: Values to show as chosen: ticks of a checklist, or the earlier answer after going back.
    chosen: tuple[str, ...] = ()
    #: True = show the clarifying example first.
    clarify: bool = False
    progress: tuple[int, int] | None = None
    #: True when the person can go back.
    can_go_back: bool = True
    #: Slug of a line to show above the question; empty = none.
    lead: str = ""
    #: True = the last question's message may be replaced.
    in_place: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Say why a question is asked, and its source."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude:
    """Give a result."""

    decision: Decision
    facts: Mapping[str, str]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNet:
    """Say what to watch for, and offer what comes next."""

    ask: int
    self_care: bool
    #: True after a result that sends the person to get help.
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A warning sign in typed text."""

    tier: str
    signs: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A phrase by its slug."""

    phrase: str
    #: Actions to offer, as (action, argument).
    actions: tuple[tuple[str, str], ...] = ()
    ask: int = 0
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCard:
    """A card of the library."""

    card: str
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCareMenu:
    """The topics that this person may read."""

    cards: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWarningCard:
    """The card of warning signs."""

    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnswers:
    """Every answer with a button to change it."""

    questions: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase:
    """Forget this person entirely."""


Effect = (
    Ask
    | Explain
    | Conclude
    | SafetyNet
    | Alert
    | Say
    | ShowCard
    | ShowCareMenu
    | ShowWarningCard
    | ShowAnswers
    | Erase
)
