"""The care menu, its cards, and the safety questions before anything about painkillers.

Which cards fit is decided in `dialogs.education`.
"""

from __future__ import annotations

from msgspec.structs import replace

from dialogs import education
from dialogs.conditions import NOT_SURE
from dialogs.decision import decide
from dialogs.effects import (
    Say,
    ShowCard,
    ShowCareMenu,
)
from dialogs.events import Action
from dialogs.interview import add_facts
from dialogs.machine import CARE
from dialogs.protocol import Question
from dialogs.turns.interview import FRESH, InterviewTurn


class CareTurn(InterviewTurn):
    """What helps, once nothing urgent stands."""

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
