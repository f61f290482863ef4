"""Turns what a channel received into an event of the dialog: commands, verified buttons, typed answers.

It changes nothing and judges nothing; looking for warning signs is the engine's first act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.i18n.understanding import command_word, is_plain_answer, understand
from bot.messages import Inbound, InboundKind, PersonKey
from bot.rendering.tokens import RACE, Signer
from bot.rendering.words import Audience, Words
from bot.search import CardSearch
from dialogs.events import Action, Commanded, Event, Stale, Started, Typed, Unreadable
from dialogs.protocol import Kind, Question
from dialogs.session import Session

#: Slash commands and what they do; `/start` is handled apart, because it may carry a payload.
COMMANDS = {
    "check": Action.CHECK,
    "help": Action.HELP,
    "warning": Action.WARNING,
    "care": Action.CARE,
    "plan": Action.PLAN,
    "answers": Action.ANSWERS,
    "country": Action.COUNTRY,
    "language": Action.LANGUAGE,
    "sources": Action.SOURCES,
    "privacy": Action.PRIVACY,
    "deleteme": Action.DELETE_ME,
    "stop": Action.STOP,
    "back": Action.BACK,
    "why": Action.WHY,
}


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Reads one person's update in the light of their session."""

    words: Words
    signer: Signer
    search: CardSearch

    def event(self, inbound: Inbound, person: PersonKey, session: Session) -> Event:
        """The event that an update of a private chat means."""
        match inbound.kind:
            case InboundKind.PRESS:
                racing = not inbound.synchronous and _is_racing(inbound, session)
                return self.signer.read(person, session, inbound.press, racing=racing) or Stale()
            case InboundKind.TEXT if inbound.text.startswith("/"):
                return _command(inbound.text)
            case InboundKind.TEXT:
                return self._typed(inbound.text, session)
            case InboundKind.UNREADABLE:
                return Unreadable(text=inbound.text)
            case InboundKind.NOT_PRIVATE | InboundKind.BLOCKED | InboundKind.UNBLOCKED:
                raise ValueError(f"{inbound.kind} is not an event of a conversation")
            case _:
                assert_never(inbound.kind)

    def _typed(self, text: str, session: Session) -> Event:
        word = command_word(text, session.locale)
        if word is not None:
            return Started() if word == "start" else Commanded(action=Action(word))
        question = self.words.protocol.question_by_id.get(session.state)
        if question is None:
            return self._asked(text, session)
        labels = self._labels(question, session)
        numbered = question.kind is Kind.CHECKLIST  # elsewhere a bare "3" may mean three days
        understood = understand(text, question, session.voice, session.locale, labels, numbered=numbered)
        if not understood.values:
            return self._asked(text, session)
        verbatim = text.strip().casefold() in {label.casefold() for label in labels.values()}
        return Typed(text=text, values=understood.values, number=understood.number, verbatim=verbatim)

    def _asked(self, text: str, session: Session) -> Typed:
        """Text that answers nothing: perhaps a question that the library answers."""
        if is_plain_answer(text, session.locale):
            return Typed(text=text)
        cards = self.search.find(text, session.locale).cards
        return Typed(text=text, cards=cards, asks=self.search.is_question(text, session.locale))

    def _labels(self, question: Question, session: Session) -> dict[str, str]:
        """Value -> the words on its button."""
        audience = Audience.of(session)
        labels = {o.id: self.words.label(question, o, audience) for o in question.options}
        if question.kind is Kind.CHOICE:
            return labels
        own = [value for value in question.values() if value not in labels]
        return labels | {value: self.words.phrase(f"button.{value}", audience) for value in own}


def _is_racing(inbound: Inbound, session: Session) -> bool:
    return session.asked_at is not None and inbound.at - session.asked_at < RACE


def _command(text: str) -> Event:
    name, _, payload = text[1:].partition(" ")
    name = name.partition("@")[0].casefold()
    if name == "start":
        words = payload if " " in payload.strip() else ""
        return Started(payload=payload.strip()[:64], text=words)
    action = COMMANDS.get(name, Action.UNKNOWN)
    return Commanded(action=action, text=text[1:] if action is Action.UNKNOWN else payload)
