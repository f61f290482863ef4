"""Typed words that raise no alarm: taken as an answer if they are one, answered from the library if they ask something.

Words are matched to answers and to cards before they come here; warning signs are in `alarms`.
"""

from __future__ import annotations

from dialogs import education
from dialogs.education import Access
from dialogs.effects import Ask, Say
from dialogs.events import Action, Typed
from dialogs.turns.answers import AnswerTurn

#: Cards offered below the one that answers.
_OTHERS = 2


class WordsTurn(AnswerTurn):
    """Typed answers and typed questions."""

    def _type(self, event: Typed) -> None:
        if event.verbatim or not self._warned(event.text):
            self._take(event)

    def _take(self, event: Typed) -> None:
        question = self._open_question()
        if question is not None and event.values:
            self._answer_typed(event)
        elif event.cards and (event.asks or question is None):
            self._answer_from_library(event.cards)
        elif event.asks:
            self._no_answer("answer.none")
        elif question is None:
            self._no_answer("nothing_open")
        else:
            self._ask_open(lead="lead.not_understood")

    def _answer_typed(self, event: Typed) -> None:
        question = self._open_question()
        for value in event.values:
            if question is None or self._open_question() is not question:
                break
            self._keep_only_last_ask()
            self._answer(question, value, event.number)

    def _keep_only_last_ask(self) -> None:
        self.effects = [effect for effect in self.effects if not isinstance(effect, Ask)]

    def _answer_from_library(self, cards: tuple[str, ...]) -> None:
        """The best card that there is for this person, with two others as buttons."""
        known = tuple(card for card in cards if card in self._engine.cards)
        if not known:
            self._no_answer("answer.none")
            return
        best = self._engine.cards[known[0]]
        situation = self._situation()
        if education.access(best, situation) in (Access.QUESTIONS_FIRST, Access.NOT_NOW) and (
            education.in_place_of(self._engine.cards, best, situation) is None
        ):
            self._later(best.id)
            return
        others = education.readable(self._engine.cards, known[1:], situation)
        if best.id in (education.PAINKILLERS_ASK_FIRST, education.PAINKILLERS_PREGNANCY):
            # the words may have named a reason for caution: nothing known about painkillers counts any more
            for question in self._protocol.medicine:
                self._unsettle_side(question.id)
            others = tuple(id_ for id_ in others if self._engine.cards[id_].gate is None)
        self._read(best.id, others=others[:_OTHERS], is_answer=True)

    def _later(self, card_id: str) -> None:
        """There is an answer, but not before the danger questions are done, or not while help is needed first."""
        phrase = self._help_first() if self.session.shown is not None else "answer.after_questions"
        self._aside(Say(phrase=phrase, arguments={"card": card_id}, ask=self.session.ask))

    def _no_answer(self, phrase: str) -> None:
        """Say so honestly, with what to do instead."""
        if self._open_question() is not None:
            self._aside(Say(phrase=phrase, ask=self.session.ask))
        elif self.session.concluded is None:
            self.effects.append(Say(phrase=phrase, ask=self.session.ask))
            self._ask_open()
        else:
            topics = ((Action.TOPICS, ""),) if self._care_allowed() else ()
            self._say(phrase, *topics, *self._after_result())

    def _not_meant(self) -> None:
        """ "That is not what I meant", after an answer."""
        self._no_answer("answer.not_meant")
