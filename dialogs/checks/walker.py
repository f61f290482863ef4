"""Plays one patient through the real engine, event by event, as a channel would.

It judges nothing. Sessions never change, so a walk takes over the beginning that it shares with the walk before it
instead of playing it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from dialogs.checks.plans import Plan, default
from dialogs.conditions import NOT_SURE, YES
from dialogs.decision import Decision
from dialogs.effects import Ask, Conclude, Effect
from dialogs.engine import Engine
from dialogs.events import Action, Commanded, Event, Pressed, Started, Typed
from dialogs.protocol import Kind, Protocol, Question
from dialogs.session import Session

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

#: How long a patient takes over one answer.
_PAUSE = timedelta(seconds=4)

#: More prompts than any interview has; a longer one is a loop.
TOO_LONG = 120


class Stuck(Exception):
    """A conversation that neither asks nor concludes, or never ends."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a walk ended."""

    decision: Decision
    facts: Mapping[str, str]
    #: (question, answer) pairs.
    conversation: tuple[tuple[str, str], ...]

    @property
    def disposition(self) -> str:
        return self.decision.disposition


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a conversation stands after one event."""

    session: Session
    now: datetime
    effects: tuple[Effect, ...] = ()


@dataclass(slots=True)
class _Path:
    """The events of the latest walk and what each led to."""

    engine: Engine
    start: Moment
    steps: list[tuple[Event, timedelta, Moment]] = field(default_factory=list)
    #: Steps that the engine was really asked for.
    played: int = 0

    def step(self, number: int, before: Moment, event: Event, after: timedelta) -> Moment:
        """What event `number` leads to; everything beyond it is forgotten when it is another than last time."""
        if number < len(self.steps):
            known, pause, moment = self.steps[number]
            if known == event and pause == after:
                return moment
            del self.steps[number:]
        now = before.now + after
        done = self.engine.step(before.session, event, now)
        self.played += 1
        moment = Moment(done.session, now, done.effects)
        self.steps.append((event, after, moment))
        return moment


class Walker:
    """Plays plans through the engine, with an interruption if wanted. One walk at a time."""

    def __init__(self, engine: Engine) -> None:
        session = engine.begin(nonce="walk", locale="en", now=_START)
        self.protocol = engine.protocol
        self._path = _Path(engine, Moment(session, _START))

    @property
    def played(self) -> int:
        """How many events the engine has handled for all walks so far."""
        return self._path.played

    def walk(self, plan: Plan, *, list_mode: bool | None = None) -> Outcome:
        """Play a plan to its result; `list_mode` None = where the plan answers a list. Raises Stuck."""
        return self.run(plan, list_mode=list_mode).finish()

    def walk_interrupted(self, plan: Plan, interruption: Interruption, at: int) -> Outcome | None:
        """Play a plan to its result, with an interruption before the question with number `at`. Raises Stuck.

        None = the interruption left everything as it was, so that the rest is the rest of the plain walk.
        """
        run = self.run(plan)
        for _ in range(at):
            if run.outcome is None:
                run.answer()
        before, asked = run.session, run.open
        interruption.play(run)
        if run.open is asked and not run.typing and _is_as_before(before, run.session):
            return None
        return run.finish()

    def run(self, plan: Plan, *, list_mode: bool | None = None) -> Run:
        """A conversation that has just begun; it ends the one before it."""
        if list_mode is None:
            list_mode = not self.protocol.lists.isdisjoint(plan)
        return Run(self._path, self.protocol, plan, list_mode=list_mode)


class Run:
    """One conversation in progress."""

    def __init__(self, path: _Path, protocol: Protocol, plan: Plan, *, list_mode: bool = False) -> None:
        self._path = path
        self.protocol = protocol
        self._list_mode = list_mode
        self._number = 0
        self._moment = path.start
        #: May be added to on the way.
        self.plan: dict[str, tuple[str, ...]] = dict(plan)
        #: True = answers are typed instead of pressed.
        self.typing = False
        self.outcome: Outcome | None = None
        self.done: list[tuple[str, str]] = []
        self.open: Question | None = None
        #: The latest press that answered something.
        self.last: Pressed | None = None
        self.play(Started())

    @property
    def session(self) -> Session:
        return self._moment.session

    @property
    def moment(self) -> Moment:
        return self._moment

    def play(self, event: Event, after: timedelta = _PAUSE) -> None:
        """Let one event happen and look at what came of it."""
        moment = self._path.step(self._number, self._moment, event, after)
        self._moment = moment
        self._number += 1
        self.open = None
        for effect in moment.effects:
            if isinstance(effect, Ask):
                self.open = self.protocol.question(effect.question)
            elif isinstance(effect, Conclude):
                self.outcome = Outcome(effect.decision, effect.facts, tuple(self.done))

    def press(self, value: str) -> None:
        """Press (or type) one value of the open question."""
        assert self.open is not None  # noqa: S101
        session = self.session
        if self.typing:
            self.play(Typed(text=value, values=(value,), verbatim=True))
            return
        self.last = Pressed(interview=session.interview, ask=session.ask, question=self.open.id, value=value)
        self.play(self.last)

    def act(self, action: Action, argument: str = "") -> None:
        """Press a button that does not answer."""
        session = self.session
        self.play(Pressed(interview=session.interview, ask=session.ask, action=action, argument=argument))

    def command(self, action: Action) -> None:
        self.play(Commanded(action=action))

    def answer(self) -> None:
        """Answer the open question as the plan says."""
        question = self.open
        if question is None:
            raise Stuck(f"nothing is asked in state {self.session.state}")
        if self._list_mode and question.sensitive and not self.session.list_mode:
            self.act(Action.LIST)
            return
        self._answer(question)

    def finish(self) -> Outcome:
        """Answer until there is a result. Raises Stuck."""
        for _ in range(TOO_LONG):
            if self.outcome is not None:
                return self.outcome
            self.answer()
        raise Stuck(f"no result after {TOO_LONG} prompts")

    def tell_as_list(self, question: Question) -> None:
        """Put what the plan says about single signs into the words of the list that stands for them."""
        told = {other: self.plan[other][0] for other in question.stands_for if other in self.plan}
        for answer in (NOT_SURE, YES):
            for other in (other for other, value in told.items() if value == answer):
                self.plan[question.id] = (answer,)
                self.plan[f"{question.id}_timing"] = self.plan.get(f"{other}_timing", ("long_checked",))

    def _answer(self, question: Question) -> None:
        wanted = self.plan.get(question.id) or default(question)
        self.done.append((question.id, ", ".join(wanted)))
        if question.kind is not Kind.CHECKLIST:
            self._press_until_settled(question, wanted[0])
            return
        draft = self.session.answers.get(question.id)
        ticked = draft.values if draft is not None and not draft.settled else ()
        items = [value for value in wanted if question.option(value) is not None]
        for item in (item for item in ticked if item not in items and item != NOT_SURE):
            self.press(f"-{item}")
        for item in items:
            self.press(f"+{item}")
        if NOT_SURE in wanted:
            self._press_until_settled(question, NOT_SURE)
        else:
            self.press("done" if items else "none")

    def _press_until_settled(self, question: Question, value: str) -> None:
        self.press(value)
        if value == NOT_SURE and self.open is question and self.outcome is None:
            answer = self.session.answers.get(question.id)
            if answer is not None and not answer.settled:
                self.press(value)


def _is_as_before(before: Session, after: Session) -> bool:
    """True when only the clock and the number of the prompt have moved on: every press carries the number of the day."""
    open_ = (before.asked_at is None) == (after.asked_at is None)
    return open_ and after == replace(before, ask=after.ask, asked_at=after.asked_at, seen_at=after.seen_at)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something a person may do in the middle."""

    name: str
    play: Callable[[Run], None]
    #: True when it tells more than the plan does, so that the result may become more urgent.
    may_raise: bool = False
