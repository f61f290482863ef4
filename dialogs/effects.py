"""What the engine wants said, without words, language or channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.plan import When
from dialogs.decision import Decision
from dialogs.plan import Plan


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
    #: Facts that the question names (placeholder `signs`).
    about: tuple[str, ...] = ()


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
    #: Slug of a line to show above it; empty = none.
    lead: str = ""
    #: Other cards to offer below it.
    others: tuple[str, ...] = ()
    #: True = it answers a typed question, and may have missed it.
    is_answer: bool = False
    #: The painkiller whose label dose may be shown to this person; empty = none.
    dose: str = ""
    #: True = with the still picture instead of the moving one.
    still: bool = False
    #: True = the person may go on to the library.
    menu: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCareMenu:
    """The topics that this person may read."""

    cards: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTopics:
    """The shelves of the library."""

    topics: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTopic:
    """The cards of one shelf that this person may read."""

    topic: str
    cards: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDose:
    """What the label of a painkiller says where the person lives; only for people without any reason for caution."""

    medicine: str
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlan:
    """One part of a plan, a message of its own, so that it can be read, kept and acted on by itself."""

    plan: Plan
    part: When
    #: What its steps lead to and this person may read.
    cards: tuple[str, ...]
    ask: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSources:
    """Where words come from and who has approved them."""

    #: Ids of reviewable items: `question.x`, `rule.R01`, `card.y`.
    items: tuple[str, ...]
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
    | ShowTopics
    | ShowTopic
    | ShowDose
    | ShowPlan
    | ShowSources
    | ShowWarningCard
    | ShowAnswers
    | Erase
)
