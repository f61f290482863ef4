"""Turns (session, event) into (session, effects): the whole conversation, as values.

It sends nothing, stores nothing and knows no words; the same inputs always give the same step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from content.model import Card, Topic
from content.plan import PlanStep
from dialogs.effects import (
    Effect,
)
from dialogs.events import (
    Event,
)
from dialogs.interview import Trail, replay
from dialogs.machine import DialogMachine
from dialogs.protocol import Protocol
from dialogs.session import Session
from dialogs.turns import Turn
from dialogs.turns.interview import FRESH
from dialogs.warning_signs import SignFinder


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to."""

    session: Session
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Engine:
    """The dialog, compiled once; shared by all people and threads."""

    protocol: Protocol
    cards: Mapping[str, Card]
    signs: SignFinder
    #: The shelves of the library, in the order of the menu.
    topics: tuple[Topic, ...] = ()
    #: The steps of plans, preferred ones first.
    plan: tuple[PlanStep, ...] = ()
    #: Ids of the painkillers whose label doses are known; each has a card of the same name.
    medicines: frozenset[str] = frozenset()
    machine: DialogMachine = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "machine", DialogMachine(self.protocol))

    def begin(self, *, nonce: str, locale: str, now: datetime) -> Session:
        """The session of somebody who has never written before. `nonce` is random text of 8 or more characters."""
        return Session(
            nonce=nonce,
            protocol=self.protocol.id,
            protocol_version=self.protocol.version,
            started_at=now,
            seen_at=now,
            locale=locale,
            state=self.protocol.interview[0].id,
        )

    def step(self, session: Session, event: Event, now: datetime) -> Step:
        """Handle one event. Never raises for anything a person can do."""
        fresh = self._refreshed(session, now)
        turn = Turn(self, fresh, now, expired=len(fresh.answers) < len(session.answers))
        turn.handle(event)
        return Step(replace(turn.session, seen_at=now), tuple(turn.effects))

    def trail(self, session: Session) -> Trail:
        """The replay of a session's answers."""
        return replay(self.protocol, session.answers, list_mode=session.list_mode, raised=session.raised)

    def _refreshed(self, session: Session, now: datetime) -> Session:
        """The session without danger answers too old to rest a result on, and on today's protocol."""
        if session.protocol_version != self.protocol.version or session.protocol != self.protocol.id:
            session = replace(
                session, protocol=self.protocol.id, protocol_version=self.protocol.version, asked_at=None
            )
        if session.concluded is not None:
            return session
        old = frozenset(
            question.id
            for question in self.protocol.interview
            if question.danger
            and (answer := session.answers.get(question.id)) is not None
            and now - answer.at >= FRESH
        )
        return replace(session.without_answers(old), asked_at=None) if old else session
