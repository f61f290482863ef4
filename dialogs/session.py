"""What is remembered of one person's conversation: answers, never conclusions drawn from them.

Where a conversation stands and what it concluded is replayed from the answers (`interview`, `decision`); only what was
already said to the person (`shown`) is kept, because it cannot be unsaid.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from dialogs.conditions import NOT_SURE

#: Facts that typed words raise, by tier; rule T01 turns them into results.
TYPED = {
    "emergency_now": "typed_emergency_now",
    "emergency_today": "typed_emergency_today",
    "urgent_same_day": "typed_urgent_same_day",
}


class Voice(StrEnum):
    """Whom the words speak about."""

    SELF = "self"
    CAREGIVER = "caregiver"


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer as it was given."""

    #: One value; for a checklist the ticked items, and `not_sure` when the rest is unsure. Empty = none of these.
    values: tuple[str, ...]
    #: When it was given (aware, UTC).
    at: datetime
    #: `Question.hash` of the words that were answered.
    question_hash: str
    #: False while it is only a draft: ticks before Done, a first "not sure", an answer gone back to.
    settled: bool = True
    #: `Session.ask` when it was given: later answers carry higher numbers.
    ask: int
    #: The number that was typed (years, weeks), when one was; None = a button was pressed.
    number: float | None = None

    @property
    def value(self) -> str:
        """The value of a question with one answer; empty for a checklist without ticks."""
        return self.values[0] if self.values else ""

    @property
    def is_unclarified(self) -> bool:
        """True after the first "not sure", while the example is on the screen."""
        return not self.settled and NOT_SURE in self.values


class TypedSigns(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one typed message was taken to mean."""

    #: `Session.ask` of the alert: its button takes back these signs and no others.
    ask: int
    tier: str
    #: Ids of red flags.
    signs: tuple[str, ...]


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person's conversation; frozen, changed with `msgspec.structs.replace`."""

    #: Random text made when the conversation began; part of every button's signature.
    nonce: str
    protocol: str
    protocol_version: str
    started_at: datetime
    #: When the person last did something.
    seen_at: datetime
    locale: str
    #: State of the machine.
    state: str = "consent"
    #: Counts interviews: restarting makes all earlier buttons stale.
    interview: int = 1
    #: Counts prompts within the conversation: a new question makes the earlier one's buttons stale.
    ask: int = 0
    #: When the open prompt was asked; None = nothing is open.
    asked_at: datetime | None = None
    answers: dict[str, Answer] = {}
    #: True when the person would rather read the list of sensitive signs.
    list_mode: bool = False
    #: The most urgent result already given and not yet re-screened, and the `ask` it was given at; kept when the
    #: interview starts over. A milder result needs danger questions answered after it.
    shown: str | None = None
    shown_ask: int = 0
    #: The result of the current interview and when it was given; None while questions are open.
    concluded: str | None = None
    concluded_at: datetime | None = None
    category: str | None = None
    #: Warning signs in typed words, until the person takes them back.
    typed: tuple[TypedSigns, ...] = ()
    #: A danger sign in typed words that may or may not be there now; nothing goes on until it is answered.
    doubt: TypedSigns | None = None
    #: True once despair was heard in this interview: no label doses after it.
    despair: bool = False
    #: The doubt that was answered with "no" last, for two buttons tapped at once.
    denied: TypedSigns | None = None
    #: The card to show once the painkiller questions are answered; empty = the one about painkillers.
    wanted: str = ""
    #: The question answered last and the `ask` it carried, for two buttons tapped at once.
    closed_question: str = ""
    closed_ask: int = 0
    #: The message that shows the open question, where the channel can edit messages; None = not known.
    screen: int | None = None
    #: Messages up to this one have newer ones below them.
    floor: int = 0
    #: Clinic code of the deep link that opened the chat; empty = none.
    clinic: str = ""

    @property
    def voice(self) -> Voice:
        answer = self.answers.get("voice")
        return Voice(answer.value) if answer is not None and answer.value else Voice.SELF

    @property
    def country(self) -> str | None:
        """ISO code; None when unknown or "other"."""
        answer = self.answers.get("country")
        return answer.value if answer is not None and answer.value != "other" else None

    @property
    def raised(self) -> tuple[str, ...]:
        """Facts that are raised by typed words rather than by a question."""
        return tuple(dict.fromkeys(TYPED[typed.tier] for typed in self.typed)) if self.typed else ()

    def with_answer(self, question_id: str, answer: Answer) -> Session:
        """The same session with one answer recorded or replaced."""
        return replace(self, answers={**self.answers, question_id: answer})

    def without_answers(self, question_ids: frozenset[str]) -> Session:
        """The same session after forgetting some answers."""
        kept = {key: answer for key, answer in self.answers.items() if key not in question_ids}
        return replace(self, answers=kept)
