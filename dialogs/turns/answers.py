"""Taking answers: settled, drafted, taken back, changed, or given twice at the same moment.

What comes next is the interview's.
"""

from __future__ import annotations

from msgspec.structs import replace

from dialogs.conditions import NO, NOT_SURE, SKIP, YES
from dialogs.decision import decide
from dialogs.effects import (
    Erase,
    Say,
)
from dialogs.events import Pressed
from dialogs.machine import CARE
from dialogs.protocol import Kind, Part, Question
from dialogs.session import Answer
from dialogs.turns.alarms import AlarmTurn

#: Answers to a yes/no question, the safest to believe last.
_ORDER = (NO, SKIP, NOT_SURE, YES)


class AnswerTurn(AlarmTurn):
    """Answers by button."""

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
        before = self.session.answers.get(question.id)
        self._record(question, values, settled=True, number=number)
        if question.id == "voice" and before is not None and before.values not in ((), values):
            self._forget_the_other()
        self.session = replace(self.session, closed_question=question.id, closed_ask=self.session.ask)
        match question.part:
            case Part.MEDICINE | Part.PLAN:
                self._continue_side(question.part)
            case Part.DOUBT:
                self._settle_doubt(values[0])
            case _:
                self._open_next()

    def _forget_the_other(self) -> None:
        """Answers about one person are none about another."""
        kept = {"consent", "voice", "country"}
        self.session = self.session.without_answers(frozenset(self.session.answers.keys() - kept))
        self.session = replace(self.session, category=None, wanted="")

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
            (question.danger or question.part in (Part.MEDICINE, Part.PLAN))
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
        if question.part in (Part.MEDICINE, Part.PLAN):
            self._continue_side(question.part)
        elif question.part is Part.DOUBT and self.session.denied is not None:
            self._raise_doubt(self.session.denied)
        else:
            self._open_next(lead="lead.two_taps")

    def _is_worse(self, question: Question, recorded: str, value: str) -> bool:
        """True when `value` is the more urgent answer: by its order for yes and no, by its result for a choice."""
        if question.kind is Kind.YES_NO:
            return _ORDER.index(value) > _ORDER.index(recorded)
        facts = self._told()
        ranks = []
        for answer in (recorded, value):
            decision = decide(self._protocol, {**facts, question.id: answer}, complete=True)
            ranks.append(self._protocol.rank(decision.disposition) if decision else 0)
        return ranks[1] > ranks[0]

    def _back(self) -> None:
        question = self._open_question()
        if question is None:
            self._ask_open()
        elif question.part in (Part.MEDICINE, Part.PLAN):
            self._back_in_side(question)
        elif question.part is Part.DOUBT:
            self._ask_open()
        elif question.stands_for:
            self.session = replace(self.session, list_mode=False)
            self._open_next()
        else:
            trail = self._trail()
            if trail.answered:
                self._unsettle(trail.answered[-1])
            self._open_next()

    def _change(self, question_id: str) -> None:
        question = self._protocol.question_by_id.get(question_id)
        if question is not None and question.part in (Part.MEDICINE, Part.PLAN) and self._care_allowed():
            self._unsettle_side(question_id)
            self._move(CARE)
            self._continue_side(question.part)
            return
        if question_id not in self._trail().answered:
            self._ask_open(lead="lead.closed")
            return
        self._unsettle(question_id)
        self._open(self._protocol.question(question_id), None)


def _is_country(question: Question, value: str) -> bool:
    return question.id == "country" and (
        value == "other" or (len(value) == 2 and value.isalpha() and value.isupper())
    )
