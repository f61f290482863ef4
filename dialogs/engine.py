"""Turns (session, event) into (session, effects): the whole conversation, as values.

It sends nothing, stores nothing and knows no words; the same inputs always give the same step.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from msgspec.structs import replace

from content.model import Card
from dialogs import education
from dialogs.conditions import NO, NOT_SURE, SKIP, YES
from dialogs.decision import Decision, decide
from dialogs.effects import (
    Alert,
    Ask,
    Conclude,
    Effect,
    Erase,
    Explain,
    SafetyNet,
    Say,
    ShowAnswers,
    ShowCard,
    ShowCareMenu,
    ShowWarningCard,
)
from dialogs.events import (
    Action,
    Commanded,
    Event,
    Pressed,
    Returned,
    Stale,
    Started,
    Typed,
    Unreadable,
)
from dialogs.interview import Trail, add_facts, progress, replay
from dialogs.machine import CARE, CRISIS, PLACES, RESULT, RESUME, DialogMachine
from dialogs.protocol import Kind, Part, Protocol, Question
from dialogs.session import TYPED, Answer, Session, TypedSigns
from dialogs.warning_signs import Finding, Level, SignFinder

#: Danger questions older than this are asked again before anything is concluded from them.
FRESH = timedelta(hours=24)

#: Kept when the interview starts over.
_KEPT = frozenset({"consent", "country"})


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
        turn = _Turn(self, fresh, now, expired=len(fresh.answers) < len(session.answers))
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


class _Turn:
    """One event being handled: the session as it changes and the effects as they gather."""

    def __init__(self, engine: Engine, session: Session, now: datetime, *, expired: bool) -> None:
        self._engine = engine
        #: True when answers have just been forgotten because they were too old.
        self._expired = expired
        self._protocol = engine.protocol
        self._now = now
        self.session = session
        self.effects: list[Effect] = []
        self._replayed: tuple[Session, Trail] | None = None

    def handle(self, event: Event) -> None:
        match event:
            case Started():
                self._start()
            case Pressed(action=None):
                self._press(event)
            case Pressed(action=action) if action is not None:
                self._press_action(event, action)
            case Commanded(action=action):
                self._act(action, "")
            case Typed():
                self._type(event)
            case Unreadable(text=text):
                if not self._warned(text):
                    self._aside(Say(phrase="unreadable"))
            case Returned(away=away):
                self._ask_open(lead="lead.we_were_away" if away else "")
            case Stale() | Pressed():
                self._ask_open(lead="lead.closed")
            case _:
                assert_never(event)

    # -- coming and going --------------------------------------------------------------------------------------
    def _start(self) -> None:
        trail = self._trail()
        if self.session.concluded is not None:
            self._move(RESULT)
            self._say("resume.concluded", *self._after_result())
        elif self._expired or any(self._protocol.question(id_).part is Part.TRIAGE for id_ in trail.answered):
            self._move(RESUME)
            self._say("resume.offer", (Action.CONTINUE, ""), (Action.CHECK, ""), (Action.WARNING, ""))
        else:
            self._ask_open()

    def _start_over(self) -> None:
        kept = {
            key: answer for key, answer in self.session.answers.items() if key in _KEPT and answer.settled
        }
        self.session = replace(
            self.session,
            answers=kept,
            interview=self.session.interview + 1,
            concluded=None,
            concluded_at=None,
            category=None,
            list_mode=False,
            typed=(),
            closed_question="",
        )
        self._open_next()

    # -- answers -----------------------------------------------------------------------------------------------
    def _press(self, event: Pressed) -> None:
        session = self.session
        question = self._open_question()
        current = event.interview == session.interview and event.ask == session.ask
        if current and question is not None and event.question == question.id:
            self._answer(question, event.value, None)
        elif self._contradicts(event):
            self._believe_the_yes(event)
        else:
            self._ask_open(lead="lead.closed")

    def _answer(self, question: Question, value: str, number: float | None) -> None:
        draft = self.session.answers.get(question.id)
        if question.kind is Kind.CHECKLIST:
            self._answer_checklist(question, value, draft)
        elif value not in question.values() and not _is_country(question, value):
            self._ask_open(lead="lead.closed")
        elif question.id == "consent" and value != "agree":
            self.effects += [Say(phrase="consent.declined"), Erase()]
        elif value == NOT_SURE and question.clarify and not (draft is not None and draft.is_unclarified):
            self._draft(question, (NOT_SURE,))
            self._ask(question, clarify=True)
        else:
            self._settle(question, (value,), number)

    def _answer_checklist(self, question: Question, value: str, draft: Answer | None) -> None:
        drafted = draft.values if draft is not None and not draft.settled else ()
        ticks = tuple(item for item in drafted if item != NOT_SURE)
        item = value.lstrip("+-")
        if question.option(item) is not None:
            chosen = {*ticks, item} if not value.startswith("-") else {*ticks} - {item}
            self._draft(question, tuple(option.id for option in question.options if option.id in chosen))
            self._ask(question)
        elif value == "done" or (value == "none" and not ticks):
            self._settle(question, ticks)
        elif value == NOT_SURE and question.clarify and not (draft is not None and draft.is_unclarified):
            self._draft(question, (*ticks, NOT_SURE))
            self._ask(question, clarify=True)
        elif value == NOT_SURE:
            self._settle(question, (*ticks, NOT_SURE))
        else:
            self._ask_open(lead="lead.none_but_ticked" if value == "none" else "lead.closed")

    def _draft(self, question: Question, values: tuple[str, ...]) -> None:
        self._record(question, values, settled=False, number=None)

    def _settle(self, question: Question, values: tuple[str, ...], number: float | None = None) -> None:
        self._record(question, values, settled=True, number=number)
        self.session = replace(self.session, closed_question=question.id, closed_ask=self.session.ask)
        if question.part is Part.MEDICINE:
            self._continue_medicine()
        else:
            self._open_next()

    def _record(
        self, question: Question, values: tuple[str, ...], *, settled: bool, number: float | None
    ) -> None:
        answer = Answer(
            values=values,
            at=self._now,
            question_hash=question.hash,
            settled=settled,
            ask=self.session.ask,
            number=number,
        )
        self.session = self.session.with_answer(question.id, answer)

    def _contradicts(self, event: Pressed) -> bool:
        """True for a "yes" that raced with the "no" (or "none") just recorded for a danger question."""
        session = self.session
        if not event.racing or event.question != session.closed_question:
            return False
        if (event.interview, event.ask) != (session.interview, session.closed_ask):
            return False
        question = self._protocol.question(event.question)
        raises = event.value in (YES, NOT_SURE) or question.option(event.value.lstrip("+")) is not None
        recorded = session.answers.get(question.id)
        return (
            question.danger
            and raises
            and recorded is not None
            and recorded.settled
            and not event.value.startswith("-")
        )

    def _believe_the_yes(self, event: Pressed) -> None:
        question = self._protocol.question(event.question)
        recorded = self.session.answers[question.id]
        value = event.value.lstrip("+")
        if question.kind is Kind.CHECKLIST:
            values = tuple(dict.fromkeys((*recorded.values, value)))
        elif self._is_worse(question, recorded.value, value):
            values = (value,)
        else:
            self._ask_open(lead="lead.closed")
            return
        self._record(question, values, settled=True, number=None)
        self._open_next(lead="lead.two_taps")

    def _is_worse(self, question: Question, recorded: str, value: str) -> bool:
        """True when `value` is the more urgent answer: by its order for yes and no, by its result for a choice."""
        if question.kind is Kind.YES_NO:
            return _ORDER.index(value) > _ORDER.index(recorded)
        facts = self._trail().facts
        ranks = []
        for answer in (recorded, value):
            decision = decide(self._protocol, {**facts, question.id: answer}, complete=True)
            ranks.append(self._protocol.rank(decision.disposition) if decision else 0)
        return ranks[1] > ranks[0]

    # -- moving through the interview --------------------------------------------------------------------------
    def _open_next(self, lead: str = "") -> None:
        """Ask what is open, or conclude when nothing is."""
        trail = self._trail()
        if trail.open is not None:
            self._open(trail.open, trail, lead=lead)
            return
        decision = decide(self._protocol, trail.facts, complete=not trail.ended_early)
        assert decision is not None  # noqa: S101 - a trail without an open question always decides
        outdated = self._outdated(trail, decision)
        if outdated:
            self.session = self.session.without_answers(outdated)
            self._open_next(lead="lead.rescreen")
            return
        self._conclude(decision, trail.facts)

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
        medicine = question.part is Part.MEDICINE
        self.effects.append(
            Ask(
                question=question.id,
                ask=self.session.ask,
                chosen=answer.values if known and answer is not None else (),
                clarify=clarify or (known and answer is not None and answer.is_unclarified),
                progress=None if medicine else progress(self._protocol, trail),
                can_go_back=bool(trail.answered) or medicine,
                lead=lead,
                in_place=in_place,
            )
        )

    def _ask_open(self, lead: str = "") -> None:
        """Show the open question again, as a new message; or where the person stands, when nothing is open."""
        lead = lead or ("lead.next_day" if self._expired else "")
        question = self._open_question()
        if question is None and self.session.concluded is None:
            self._open_next(lead=lead)
        elif question is None:
            self._say("nothing_open", *self._after_result())
        elif question.id != self.session.state:
            self._open(question, None, lead=lead, in_place=False)
        else:
            if self.session.ask == 0:
                self._new_prompt(waiting=True)
            self._ask(question, lead=lead, in_place=False)

    def _back(self) -> None:
        question = self._open_question()
        if question is None:
            self._ask_open()
        elif question.part is Part.MEDICINE:
            self._back_in_medicine(question)
        elif question.stands_for:
            self.session = replace(self.session, list_mode=False)
            self._open_next()
        else:
            trail = self._trail()
            if trail.answered:
                self._unsettle(trail.answered[-1])
            self._open_next()

    def _change(self, question_id: str) -> None:
        if question_id not in self._trail().answered:
            self._ask_open(lead="lead.closed")
            return
        self._unsettle(question_id)
        self._open(self._protocol.question(question_id), None)

    def _unsettle(self, question_id: str) -> None:
        answer = self.session.answers[question_id]
        values = tuple(value for value in answer.values if value != NOT_SURE)
        self.session = self.session.with_answer(question_id, replace(answer, settled=False, values=values))
        self.session = replace(self.session, concluded=None, concluded_at=None, closed_question="")

    # -- buttons and commands ----------------------------------------------------------------------------------
    def _press_action(self, event: Pressed, action: Action) -> None:
        session = self.session
        bound = {Action.BACK, Action.LIST}
        if (event.interview != session.interview and action in _CHANGES) or (
            action in bound and event.ask != session.ask
        ):
            self._ask_open(lead="lead.closed")
        else:
            self._act(action, event.argument)

    def _act(self, action: Action, argument: str) -> None:
        match action:
            case Action.BACK:
                self._back()
            case Action.WHY:
                self._why()
            case Action.LIST:
                self._list()
            case Action.CHECK:
                self._start_over()
            case Action.CONTINUE:
                self._continue()
            case Action.TAKE_BACK:
                self._take_back(argument)
            case Action.ANSWERS:
                self._aside(ShowAnswers(questions=self._trail().answered, ask=self.session.ask))
            case Action.CHANGE:
                self._change(argument)
            case Action.WARNING:
                self._aside(ShowWarningCard(ask=self.session.ask))
            case Action.CARE:
                self._care()
            case Action.CARD:
                self._card(argument)
            case Action.COUNTRY:
                self._change_country()
            case Action.STRUGGLING:
                self._crisis()
            case Action.NOT_BACK_PAIN:
                self._not_back_pain()
            case Action.STOP:
                self._say("stop.done", (Action.CONTINUE, ""), (Action.DELETE_ME, ""))
            case Action.DELETE_ME:
                self._say("delete.confirm", (Action.DELETE_CONFIRMED, ""), (Action.CONTINUE, ""))
            case Action.DELETE_CONFIRMED:
                self.effects += [Erase(), Say(phrase="delete.done")]
            case Action.HELP:
                self._aside(Say(phrase="help", actions=_HELP, ask=self.session.ask))
            case Action.LANGUAGE | Action.PRIVACY | Action.SOURCES:
                self._aside(Say(phrase=action.value))
            case Action.UNKNOWN:
                self._aside(Say(phrase="unknown_command", actions=_HELP, ask=self.session.ask))
            case _:
                assert_never(action)

    def _why(self) -> None:
        question = self._open_question()
        if question is None or not question.why:
            self._ask_open()
        else:
            self._aside(Explain(question=question.id))

    def _list(self) -> None:
        question = self._open_question()
        if question is None or not question.sensitive:
            self._ask_open(lead="lead.closed")
            return
        self.session = replace(self.session, list_mode=True)
        self._open_next()

    def _continue(self) -> None:
        if self.session.concluded is not None and self.session.state == CRISIS:
            self._open_next()
        elif self.session.concluded is not None:
            self._say("nothing_open", *self._after_result())
        else:
            self._ask_open()

    def _take_back(self, ask: str) -> None:
        """ "That is not what I meant": the signs of one alert no longer count."""
        kept = tuple(typed for typed in self.session.typed if str(typed.ask) != ask)
        if kept == self.session.typed:
            self._ask_open(lead="lead.closed")
            return
        self.session = replace(self.session, typed=kept, concluded=None, concluded_at=None)
        self._ask_open()

    def _change_country(self) -> None:
        if "country" in self._trail().answered:
            self._unsettle("country")
            self._open_next()
        else:
            self._ask_open()

    def _not_back_pain(self) -> None:
        question = self._open_question()
        if question is None or question.id != "consent":
            self._ask_open(lead="lead.closed")
            return
        decision = Decision(
            disposition="out_of_scope", category=None, reasons=(), because=(), citations=(), red_flags=()
        )
        self._move(RESULT)
        self._new_prompt(waiting=False)
        self.effects += [
            Conclude(decision=decision, facts={}, ask=self.session.ask),
            SafetyNet(ask=self.session.ask, self_care=False),
        ]

    # -- care --------------------------------------------------------------------------------------------------
    def _care_allowed(self) -> bool:
        """True once an interview ended without anything urgent, and nothing more urgent is still standing."""
        concluded, shown = self.session.concluded, self.session.shown
        if concluded is None or not self._protocol.disposition(concluded).self_care_allowed:
            return False
        return shown is None or self._protocol.disposition(shown).self_care_allowed

    def _care(self) -> None:
        if not self._care_allowed():
            self._refuse_care()
            return
        self._move(CARE)
        if self.session.concluded_at is not None and self._now - self.session.concluded_at >= FRESH:
            self._say("care.check_again", (Action.CHECK, ""), (Action.WARNING, ""))
        facts = self._trail().facts
        cards = education.menu(self._engine.cards, self.session.category, facts)
        self.effects.append(ShowCareMenu(cards=cards, ask=self.session.ask))

    def _refuse_care(self) -> None:
        urgent = self.session.shown is not None and self._protocol.disposition(self.session.shown).escalation
        self._aside(Say(phrase="care.not_now" if urgent else "care.questions_first"))

    def _card(self, card_id: str) -> None:
        facts = self._trail().facts
        if not self._care_allowed():
            self._refuse_care()
        elif card_id not in education.menu(self._engine.cards, self.session.category, facts):
            self._care()
        elif self._engine.cards[card_id].gate is not None:
            self._move(CARE)
            self._continue_medicine()
        else:
            self._move(CARE)
            self.effects.append(ShowCard(card=card_id, ask=self.session.ask))

    def _continue_medicine(self) -> None:
        """Ask the next medicine-safety question, or show the card that its answers allow."""
        question = self._open_medicine()
        if question is not None:
            self.session = replace(
                self.session, state=self._engine.machine.open(self.session.state, question.id)
            )
            self._new_prompt(waiting=True)
            self._ask(question)
            return
        facts, medicine = dict(self._trail().facts), self._medicine_facts()
        self._move(CARE)
        self._new_prompt(waiting=False)
        decision = decide(self._protocol, {**facts, **medicine}, complete=True)
        assert decision is not None  # noqa: S101 - complete facts always decide
        if self._protocol.disposition(decision.disposition).escalation:
            self._conclude(decision, {**facts, **medicine})
            return
        found = education.cautions(facts, medicine)
        card = education.painkiller_card(facts, medicine, found)
        named = [fact for fact in found if {**facts, **medicine}.get(fact) != NOT_SURE]
        if named:
            self.effects.append(Say(phrase="painkillers.because", arguments={"because": " ".join(named)}))
        elif found:
            self.effects.append(Say(phrase="painkillers.unsure"))
        self.effects.append(ShowCard(card=card, ask=self.session.ask))

    def _back_in_medicine(self, question: Question) -> None:
        before = self._protocol.medicine[: self._protocol.medicine.index(question)]
        if before:
            self._unsettle_medicine(before[-1].id)
            self._continue_medicine()
        else:
            self._care()

    def _unsettle_medicine(self, question_id: str) -> None:
        answer = self.session.answers[question_id]
        self.session = self.session.with_answer(question_id, replace(answer, settled=False))

    def _open_medicine(self) -> Question | None:
        return next((q for q in self._protocol.medicine if not self._is_settled(q)), None)

    def _is_settled(self, question: Question) -> bool:
        answer = self.session.answers.get(question.id)
        fresh = answer is not None and self._now - answer.at < FRESH
        return answer is not None and answer.settled and answer.question_hash == question.hash and fresh

    def _medicine_facts(self) -> dict[str, str]:
        facts: dict[str, str] = {}
        for question in self._protocol.medicine:
            add_facts(facts, question, self.session.answers[question.id].values)
        return facts

    # -- typed words -------------------------------------------------------------------------------------------
    def _type(self, event: Typed) -> None:
        if event.verbatim or not self._warned(event.text):
            self._answer_typed(event)

    def _warned(self, text: str) -> bool:
        """Look for warning signs in words; True when there were any and the person has been told."""
        findings = self._engine.signs.find(text) if text else ()
        if any(finding.level is Level.SELF_HARM for finding in findings):
            self._warn("crisis_support", findings)
            self._crisis()
        elif findings:
            self._alert(findings)
        return bool(findings)

    def _answer_typed(self, event: Typed) -> None:
        question = self._open_question()
        if question is None or not event.values:
            self._ask_open(lead="lead.not_understood" if question is not None else "")
            return
        for value in event.values:
            if self._open_question() is not question:
                break
            self._keep_only_last_ask()
            self._answer(question, value, event.number)

    def _keep_only_last_ask(self) -> None:
        self.effects = [effect for effect in self.effects if not isinstance(effect, Ask)]

    def _alert(self, findings: tuple[Finding, ...]) -> None:
        """Warning signs in typed words: say so at once; they stay raised until the person takes them back."""
        tier = max((finding.tier for finding in findings), key=self._protocol.rank)
        self._new_prompt(waiting=self._open_question() is not None)
        session = self.session
        signs = tuple(finding.sign for finding in findings)
        others = tuple(one for one in session.typed if (one.tier, one.signs) != (tier, signs))
        milder = self._protocol.rank(session.shown) < self._protocol.rank(tier)
        self.session = replace(
            session,
            typed=(*others, TypedSigns(ask=session.ask, tier=tier, signs=signs)),
            shown=tier if milder else session.shown,
            shown_ask=session.ask,
        )
        self._warn(tier, findings)
        if self._protocol.rank(tier) >= self._protocol.exit_rank or self._open_question() is None:
            facts = self._trail().facts
            decision = decide(self._protocol, facts, complete=True)
            assert decision is not None  # noqa: S101 - complete facts always decide
            self._conclude(decision, facts)
        else:
            self._ask_open()

    def _warn(self, tier: str, findings: tuple[Finding, ...]) -> None:
        signs = tuple(finding.sign for finding in findings)
        self.effects.append(Alert(tier=tier, signs=signs, ask=self.session.ask))

    def _crisis(self) -> None:
        decision = decide(self._protocol, {"self_harm": "yes"}, complete=True)
        assert decision is not None  # noqa: S101 - R01 always decides
        self._move(CRISIS)
        self._new_prompt(waiting=False)
        self.effects.append(Conclude(decision=decision, facts={}, ask=self.session.ask))

    # -- small parts -------------------------------------------------------------------------------------------
    def _aside(self, *effects: Effect) -> None:
        """Answer a side question, then show the open question again."""
        self.effects += effects
        if self._open_question() is not None:
            self._ask_open()

    def _say(self, phrase: str, *actions: tuple[Action, str]) -> None:
        offered = tuple((action.value, argument) for action, argument in actions)
        self.effects.append(Say(phrase=phrase, actions=offered, ask=self.session.ask))

    def _after_result(self) -> tuple[tuple[Action, str], ...]:
        care = ((Action.CARE, ""),) if self._care_allowed() else ()
        return (*care, (Action.CHECK, ""), (Action.WARNING, ""), (Action.ANSWERS, ""))

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
        if question is not None and (question.part is Part.MEDICINE or self.session.asked_at is not None):
            return question  # what was asked is what is open: nothing has changed since
        return self._trail().open

    def _move(self, place: str) -> None:
        self.session = replace(self.session, state=self._engine.machine.go(self.session.state, place))

    def _new_prompt(self, *, waiting: bool) -> None:
        self.session = replace(
            self.session, ask=self.session.ask + 1, asked_at=self._now if waiting else None
        )


#: Answers to a yes/no question, the safest to believe last.
_ORDER = (NO, SKIP, NOT_SURE, YES)

#: Actions that would change answers: their buttons count only within their own interview.
_CHANGES = frozenset(
    {Action.BACK, Action.LIST, Action.CHECK, Action.CHANGE, Action.CONTINUE, Action.NOT_BACK_PAIN}
)

_HELP = (
    (Action.CHECK.value, ""),
    (Action.WARNING.value, ""),
    (Action.CARE.value, ""),
    (Action.STRUGGLING.value, ""),
)


def _is_country(question: Question, value: str) -> bool:
    return question.id == "country" and (
        value == "other" or (len(value) == 2 and value.isalpha() and value.isupper())
    )
