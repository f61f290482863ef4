"""Moving through the interview: what is open is asked, and when nothing is, the result is given.

It takes no answers; `answers` does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from dialogs.conditions import NOT_SURE
from dialogs.decision import Decision, decide
from dialogs.effects import (
    Ask,
    Conclude,
    Effect,
    SafetyNet,
    Say,
)
from dialogs.events import Action
from dialogs.interview import Trail, add_facts, progress
from dialogs.machine import CRISIS, PLACES, RESULT
from dialogs.protocol import Part, Question
from dialogs.session import TYPED, Session

if TYPE_CHECKING:
    from dialogs.engine import Engine

#: Danger questions and results older than this are not relied on any more.
FRESH = timedelta(hours=24)

#: Answers before a plan change slowly: they are asked again after two weeks, or when the interview starts over.
_PLAN_FRESH = timedelta(days=14)

#: Parts that stand outside the interview.
_ASIDE = (Part.MEDICINE, Part.PLAN, Part.DOUBT)


class InterviewTurn:
    """The session as it changes during one event, and the effects as they gather."""

    def __init__(self, engine: Engine, session: Session, now: datetime, *, expired: bool) -> None:
        self._engine = engine
        #: True when answers have just been forgotten because they were too old.
        self._expired = expired
        self._protocol = engine.protocol
        self._now = now
        self.session = session
        self.effects: list[Effect] = []
        self._replayed: tuple[Session, Trail] | None = None

    def _open_next(self, lead: str = "") -> None:
        """Ask what is open, or conclude when nothing is."""
        if self.session.doubt is not None:
            self._ask_doubt(lead=lead)
            return
        trail = self._trail()
        if trail.open is not None:
            self._open(trail.open, trail, lead=lead)
            return
        facts = self._told()
        decision = decide(self._protocol, facts, complete=not trail.ended_early)
        assert decision is not None  # noqa: S101 - a trail without an open question always decides
        outdated = self._outdated(trail, decision)
        if outdated:
            self.session = self.session.without_answers(outdated)
            self._open_next(lead="lead.rescreen")
            return
        self._conclude(decision, facts)

    def _outdated(self, trail: Trail, decision: Decision) -> frozenset[str]:
        """Danger answers from before a more urgent result was shown: they cannot carry a milder one."""
        if self._protocol.rank(decision.disposition) >= self._protocol.rank(self.session.shown):
            return frozenset()
        answers = self.session.answers
        return frozenset(
            id_
            for id_ in trail.answered
            if self._protocol.question(id_).danger and answers[id_].ask <= self.session.shown_ask
        )

    def _conclude(self, decision: Decision, facts: Mapping[str, str]) -> None:
        self._move(RESULT)
        self._new_prompt(waiting=False)
        session = self.session
        crisis = decision.disposition == "crisis_support"
        self.session = replace(
            session,
            concluded=decision.disposition,
            concluded_at=self._now,
            category=decision.category,
            shown=session.shown if crisis else decision.disposition,
            shown_ask=session.shown_ask if crisis else session.ask,
        )
        self.effects.append(Conclude(decision=self._named(decision), facts=facts, ask=self.session.ask))
        urgent = self._protocol.disposition(decision.disposition).escalation
        self.effects.append(SafetyNet(ask=self.session.ask, self_care=self._care_allowed(), urgent=urgent))

    def _named(self, decision: Decision) -> Decision:
        """The decision with the typed signs among its reasons, where they are one."""
        if not set(TYPED.values()) & set(decision.because):
            return decision
        flags = [sign for typed in self.session.typed for sign in typed.signs]
        signs = [fact for flag in flags for fact in self._protocol.flag_facts.get(flag, ())[:1]]
        return dataclasses.replace(decision, because=tuple(dict.fromkeys((*signs, *decision.because))))

    def _open(
        self, question: Question, trail: Trail | None, *, lead: str = "", in_place: bool = True
    ) -> None:
        """Make a question the open one and ask it."""
        state = self._engine.machine.open(self.session.state, question.id)
        self.session = replace(self.session, state=state, concluded=None, concluded_at=None)
        self._new_prompt(waiting=True)
        self._ask(question, trail, lead=lead, in_place=in_place)

    def _ask(
        self,
        question: Question,
        trail: Trail | None = None,
        *,
        lead: str = "",
        clarify: bool = False,
        in_place: bool = True,
    ) -> None:
        trail = trail or self._trail()
        answer = self.session.answers.get(question.id)
        known = answer is not None and answer.question_hash == question.hash
        side = question.part in (Part.MEDICINE, Part.PLAN)
        interview = question.part in (Part.PREFACE, Part.TRIAGE)
        self.effects.append(
            Ask(
                question=question.id,
                ask=self.session.ask,
                chosen=answer.values if known and answer is not None else (),
                clarify=clarify or (known and answer is not None and answer.is_unclarified),
                progress=progress(self._protocol, trail) if interview else None,
                can_go_back=side or (interview and bool(trail.answered)),
                lead=lead,
                in_place=in_place,
                about=self._about(question),
            )
        )

    def _about(self, question: Question) -> tuple[str, ...]:
        """The signs that the question about typed words names."""
        doubt = self.session.doubt
        return doubt.signs if question.part is Part.DOUBT and doubt is not None else ()

    def _ask_doubt(self, *, lead: str = "") -> None:
        """Ask whether a sign in typed words is there now; where the person stood is kept."""
        question = self._protocol.doubt
        self.session = replace(
            self.session, state=self._engine.machine.open(self.session.state, question.id)
        ).without_answers(frozenset({question.id}))
        self._new_prompt(waiting=True)
        self._ask(question, lead=lead, in_place=False)

    def _ask_open(self, lead: str = "") -> None:
        """Show the open question again, as a new message; or where the person stands, when nothing is open."""
        lead = lead or ("lead.next_day" if self._expired else "")
        question = self._open_question()
        if self.session.doubt is not None and (question is None or question.part is not Part.DOUBT):
            self._ask_doubt(lead=lead)
        elif question is None and self.session.concluded is None:
            self._open_next(lead=lead)
        elif question is None:
            self._say("nothing_open", *self._after_result())
        elif question.id != self.session.state:
            self._open(question, None, lead=lead, in_place=False)
        else:
            if self.session.ask == 0:
                self._new_prompt(waiting=True)
            self._ask(question, lead=lead, in_place=False)

    def _unsettle(self, question_id: str) -> None:
        answer = self.session.answers[question_id]
        values = tuple(value for value in answer.values if value != NOT_SURE)
        self.session = self.session.with_answer(question_id, replace(answer, settled=False, values=values))
        self.session = replace(self.session, concluded=None, concluded_at=None, closed_question="")

    def _care_allowed(self) -> bool:
        """True once an interview ended without anything urgent, and nothing more urgent or unclear is still standing."""
        if self.session.doubt is not None or self.session.state == CRISIS:
            return False
        concluded, shown = self.session.concluded, self.session.shown
        if concluded is None or not self._protocol.disposition(concluded).self_care_allowed:
            return False
        return shown is None or self._protocol.disposition(shown).self_care_allowed

    def _aside(self, *effects: Effect) -> None:
        """Answer a side question, then show the open question again."""
        if self._open_question() is not None:
            self.effects += effects
            self._ask_open()
            return
        ways = tuple((action.value, argument) for action, argument in self._ways_on())
        self.effects += [
            dataclasses.replace(one, actions=ways, ask=self.session.ask)
            if isinstance(one, Say) and not one.actions
            else one
            for one in effects
        ]

    def _ways_on(self) -> tuple[tuple[Action, str], ...]:
        """What can be done where nothing is asked, so that no message is a dead end."""
        if self.session.concluded is None or self.session.state == CRISIS:
            return ((Action.CONTINUE, ""), (Action.CHECK, ""), (Action.WARNING, ""))
        return self._after_result()

    def _say(self, phrase: str, *actions: tuple[Action, str]) -> None:
        offered = tuple((action.value, argument) for action, argument in actions)
        self.effects.append(Say(phrase=phrase, actions=offered, ask=self.session.ask))

    def _after_result(self) -> tuple[tuple[Action, str], ...]:
        care = ((Action.CARE, ""),) if self._care_allowed() else ()
        return (*care, (Action.CHECK, ""), (Action.WARNING, ""), (Action.ANSWERS, ""))

    def _is_settled(self, question: Question) -> bool:
        answer = self.session.answers.get(question.id)
        if answer is None or not answer.settled or answer.question_hash != question.hash:
            return False
        return self._now - answer.at < (_PLAN_FRESH if question.part is Part.PLAN else FRESH)

    def _told(self) -> dict[str, str]:
        """Everything that a result may rest on: the interview, and what was ever ticked among the painkiller questions.

        An overdose told there counts until the interview starts over, also when the questions are open again.
        """
        facts = dict(self._trail().facts)
        for question in self._protocol.medicine:
            answer = self.session.answers.get(question.id)
            if answer is not None and answer.question_hash == question.hash:
                add_facts(facts, question, answer.values)
        return facts

    def _side_facts(self, part: Part) -> dict[str, str]:
        """What the settled answers of a part say."""
        facts: dict[str, str] = {}
        for question in self._protocol.of_part(part):
            if self._is_settled(question):
                add_facts(facts, question, self.session.answers[question.id].values)
        return facts

    def _trail(self) -> Trail:
        """The replay of the answers as they are now; replaying again is avoided while they stay the same."""
        session = self.session
        if self._replayed is not None:
            then, trail = self._replayed
            if (
                then.answers is session.answers
                and then.list_mode == session.list_mode
                and then.typed == session.typed
            ):
                return trail
        trail = self._engine.trail(session)
        self._replayed = (session, trail)
        return trail

    def _open_question(self) -> Question | None:
        """The question that waits for an answer; None at a result, in the care menu, or in a crisis."""
        state = self.session.state
        if state in PLACES:
            return None
        question = self._protocol.question_by_id.get(state)
        if question is not None and (question.part in _ASIDE or self.session.asked_at is not None):
            return question  # what was asked is what is open: nothing has changed since
        return self._trail().open

    def _move(self, place: str) -> None:
        self.session = replace(self.session, state=self._engine.machine.go(self.session.state, place))

    def _new_prompt(self, *, waiting: bool) -> None:
        self.session = replace(
            self.session, ask=self.session.ask + 1, asked_at=self._now if waiting else None
        )
