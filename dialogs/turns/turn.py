"""The door of this room: every event, button and command finds its way from here.

It judges nothing.
"""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from dialogs.decision import Decision, decide
from dialogs.effects import (
    Conclude,
    Erase,
    Explain,
    SafetyNet,
    Say,
    ShowAnswers,
    ShowSources,
    ShowWarningCard,
)
from dialogs.events import Action, Commanded, Event, Pressed, Returned, Stale, Started, Typed, Unreadable
from dialogs.machine import CRISIS, RESULT, RESUME
from dialogs.protocol import Part
from dialogs.turns.words import WordsTurn

#: Kept when the interview starts over.
_KEPT = frozenset({"consent", "country"})

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


class Turn(WordsTurn):
    """One event from beginning to end."""

    def handle(self, event: Event) -> None:
        match event:
            case Started(text=text):
                if not self._warned(text):
                    self._start()
            case Pressed(action=None):
                self._press(event)
            case Pressed(action=action) if action is not None:
                self._press_action(event, action)
            case Commanded(action=action, text=text):
                if not self._warned(text):
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
            denied=None,
            despair=False,
            wanted="",
            closed_question="",
        )
        self._open_next()

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
            case Action.TOPICS:
                self._topics(argument)
            case Action.CARD:
                self._card(argument)
            case Action.STILL:
                self._still(argument)
            case Action.DOSE:
                self._dose(argument)
            case Action.PLAN:
                self._plan()
            case Action.NOT_MEANT:
                self._not_meant()
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
            case Action.SOURCES:
                self._sources(argument)
            case Action.LANGUAGE | Action.PRIVACY:
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

    def _sources(self, card_id: str) -> None:
        """Where words come from: one card's, or what is on the screen."""
        question = self._open_question()
        if card_id in self._engine.cards:
            items: tuple[str, ...] = (f"card.{card_id}",)
        elif question is not None:
            items = (f"question.{question.id}",)
        else:
            items = self._reasons()
        self._aside(ShowSources(items=items, ask=self.session.ask))

    def _reasons(self) -> tuple[str, ...]:
        """The rules behind the result that stands; none before there is one."""
        if self.session.concluded is None:
            return ()
        decision = decide(self._protocol, self._told(), complete=True)
        return () if decision is None else tuple(f"rule.{rule}" for rule in decision.reasons)

    def _list(self) -> None:
        question = self._open_question()
        if question is None or not question.sensitive:
            self._ask_open(lead="lead.closed")
            return
        self.session = replace(self.session, list_mode=True)
        self._open_next()

    def _continue(self) -> None:
        if self.session.doubt is not None:
            self._ask_open()
        elif self.session.concluded is not None and self.session.state == CRISIS:
            self._after_crisis()
        elif self.session.concluded is not None:
            self._say("nothing_open", *self._after_result())
        else:
            self._ask_open()

    def _after_crisis(self) -> None:
        """Back to the result that stood: urgent advice is given again, milder advice is not given anew."""
        if self._help_stands():
            self._open_next()
        else:
            self._move(RESULT)
            self._say("resume.concluded", *self._after_result())

    def _help_stands(self) -> bool:
        """True while a result sends the person to get help, this interview's or a more urgent one."""
        results = (self.session.concluded, self.session.shown)
        return any(
            one is not None and not self._protocol.disposition(one).self_care_allowed for one in results
        )

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
