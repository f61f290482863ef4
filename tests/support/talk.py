"""A conversation with the engine alone, step by step: no words, no store, no channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from content.library import Library, load_library
from dialogs.effects import Ask, Conclude, Effect
from dialogs.engine import Engine
from dialogs.events import Action, Event, Pressed, Started, Typed
from dialogs.loader import load_protocol
from dialogs.protocol import Protocol
from dialogs.warning_signs import SignFinder
from dialogs.warning_signs.findings import Finding

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_HARMLESS = {"duration": "under_2w", "trend": "better"}


class Deaf:
    """Hears no warning sign."""

    def find(self, text: str) -> tuple[Finding, ...]:
        return ()


@cache
def shipped() -> tuple[Protocol, Library]:
    """What ships, read once."""
    return load_protocol(), load_library()


def make_engine(signs: SignFinder | None = None) -> Engine:
    """The engine on what ships, hearing what it is told to hear."""
    protocol, library = shipped()
    return Engine(
        protocol=protocol,
        cards=library.cards_by_id,
        signs=signs or Deaf(),
        topics=library.topics,
        plan=library.plan,
        medicines=frozenset(library.medicines.medicines),
    )


class Talk:
    """One person; every deed returns the conversation, so that deeds can be told in a row."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now = engine, NOW
        self.session = engine.begin(nonce="nonce-1", locale="en", now=NOW)
        self.effects: tuple[Effect, ...] = ()

    def play(self, event: Event, *, after: timedelta = timedelta(seconds=20)) -> Talk:
        self.now += after
        step = self.engine.step(self.session, event, self.now)
        self.session, self.effects = step.session, step.effects
        return self

    def press(self, value: str, question: str = "", *, racing: bool = False, ask: int | None = None) -> Talk:
        session = self.session
        pressed = Pressed(
            interview=session.interview,
            ask=session.ask if ask is None else ask,
            question=question or session.state,
            value=value,
            racing=racing,
        )
        return self.play(pressed)

    def act(self, action: Action, argument: str = "") -> Talk:
        session = self.session
        return self.play(
            Pressed(interview=session.interview, ask=session.ask, action=action, argument=argument)
        )

    def type(self, text: str, *cards: str) -> Talk:
        """Words that answer no question; `cards` are what the search found."""
        return self.play(Typed(text=text, cards=cards, asks=True))

    def begin(self, *, country: str = "GB", age: str = "18_49", voice: str = "self") -> Talk:
        """Up to the first danger question."""
        self.play(Started())
        for value in ("agree", voice, country, age):
            self.press(value)
        return self

    def answer(self, **answers: tuple[str, ...]) -> Talk:
        """The open question: with what is given for it, else harmlessly."""
        question = self.engine.protocol.question(self.session.state)
        given = answers.get(question.id)
        ends = ("done",) if "done" in question.values() else ()
        if given is not None:
            for value in given:
                self.press(value)
            for value in ends if "not_sure" not in given else ():
                self.press(value)
            return self
        harmless = "none" if "none" in question.values() else "no"
        return self.press(_HARMLESS.get(question.id, harmless))

    def finish(self, **answers: tuple[str, ...]) -> Talk:
        """Answer until there is a result."""
        for _ in range(40):
            if self.result:
                return self
            self.answer(**answers)
        raise AssertionError("the interview does not end")

    def has(self, kind: type) -> bool:
        return any(isinstance(effect, kind) for effect in self.effects)

    def all(self, kind: type) -> list:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def asked(self) -> str:
        """The question asked last in this step; empty = none."""
        return next((one.question for one in reversed(self.effects) if isinstance(one, Ask)), "")

    @property
    def result(self) -> str:
        """The result given in this step; empty = none."""
        found = [one.decision.disposition for one in self.effects if isinstance(one, Conclude)]
        return found[-1] if found else ""
