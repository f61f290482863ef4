"""What helps, once nothing urgent stands: the menu, its shelves, cards, doses and the plan.

Which cards fit is decided in `dialogs.education`.
"""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from dialogs import education
from dialogs.education import Access
from dialogs.effects import Say, ShowCard, ShowCareMenu, ShowDose, ShowTopic, ShowTopics
from dialogs.events import Action
from dialogs.machine import CARE
from dialogs.protocol import Part, Question
from dialogs.turns.interview import FRESH
from dialogs.turns.side import SideTurn


class CareTurn(SideTurn):
    """Reading, in the menu or as the answer to a typed question."""

    def _care(self) -> None:
        if not self._enter_care():
            return
        cards = education.menu(self._engine.cards, self.session.category, self._traits())
        self.effects.append(ShowCareMenu(cards=cards, ask=self.session.ask))

    def _topics(self, topic_id: str) -> None:
        if not self._enter_care():
            return
        topic = next((topic for topic in self._engine.topics if topic.id == topic_id), None)
        if topic is None:
            shelves = tuple(topic.id for topic in self._engine.topics if self._on_shelf(topic.cards))
            self.effects.append(ShowTopics(topics=shelves, ask=self.session.ask))
        else:
            self.effects.append(
                ShowTopic(topic=topic.id, cards=self._on_shelf(topic.cards), ask=self.session.ask)
            )

    def _on_shelf(self, cards: tuple[str, ...]) -> tuple[str, ...]:
        return education.readable(self._engine.cards, cards, self._situation())

    def _enter_care(self) -> bool:
        """Go to the place where advice is read, if that is allowed; else say why not."""
        if not self._care_allowed():
            self._refuse_care()
            return False
        self._move(CARE)
        if self.session.concluded_at is not None and self._now - self.session.concluded_at >= FRESH:
            self._say("care.check_again", (Action.CHECK, ""), (Action.WARNING, ""))
        return True

    def _plan(self) -> None:
        if self._enter_care():
            self._continue_side(Part.PLAN)

    def _dose(self, medicine: str) -> None:
        if medicine not in self._engine.medicines:
            self._care()
        elif not self._care_allowed():
            self._refuse_care()
        elif self._may_have_doses():
            self._move(CARE)
            self.effects.append(ShowDose(medicine=medicine, ask=self.session.ask))
        else:
            self._read_gated(medicine)

    def _card(self, card_id: str) -> None:
        """A card by its button; a button may be older than what is known by now."""
        if card_id in self._engine.cards:
            self._read(card_id)
        else:
            self._care()

    def _still(self, card_id: str) -> None:
        """The exercise again, with the picture that does not move."""
        before = len(self.effects)
        self._card(card_id)
        self.effects[before:] = [
            dataclasses.replace(effect, still=True) if isinstance(effect, ShowCard) else effect
            for effect in self.effects[before:]
        ]

    def _read(self, card_id: str, *, others: tuple[str, ...] = (), is_answer: bool = False) -> None:
        """Show a card, or what somebody for whom it is not may read instead, or say why there is nothing."""
        cards, situation = self._engine.cards, self._situation()
        card = cards[card_id]
        found = education.access(card, situation)
        by_questions = found is Access.GATED and not is_answer  # its questions lead to the card that fits
        other = None if by_questions else education.in_place_of(cards, card, situation)
        if other is not None and found is not Access.OPEN:
            self._in_care(other.id, others=others, is_answer=is_answer)
            return
        match found:
            case Access.OPEN:
                lead = "" if situation.care_allowed or card.anytime else "answer.general"
                self._in_care(card_id, lead=lead, others=others, is_answer=is_answer)
            case Access.GATED:
                self._read_gated(card_id)
            case Access.NOT_FOR_YOU:
                self._not_for_you(card_id)
            case Access.QUESTIONS_FIRST | Access.NOT_NOW:
                self._refuse_care()

    def _in_care(
        self, card_id: str, *, lead: str = "", others: tuple[str, ...] = (), is_answer: bool = False
    ) -> None:
        """Show a card; an open question comes again below it."""
        reading = self._open_question() is None
        if reading and self._care_allowed():
            self._move(CARE)
        self._show_card(card_id, lead=lead, others=others, is_answer=is_answer)
        if not reading:
            self._ask_open()

    def _read_gated(self, card_id: str) -> None:
        self.session = replace(self.session, wanted=card_id)
        self._move(CARE)
        self._continue_side(Part.MEDICINE)

    def _not_for_you(self, card_id: str) -> None:
        traits = self._traits()
        against = traits.first(self._engine.cards[card_id].not_for)
        if against is not None and traits.is_sure(against):
            said = Say(phrase="answer.not_for_you", arguments={"because": against}, ask=self.session.ask)
        else:
            said = Say(phrase="answer.not_for_you_unsure", ask=self.session.ask)
        self._aside(said)

    def _back_in_side(self, question: Question) -> None:
        part = self._protocol.of_part(question.part)
        before = part[: part.index(question)]
        if before:
            self._unsettle_side(before[-1].id)
            self._continue_side(question.part)
        else:
            self._care()
