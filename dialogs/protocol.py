"""The protocol as typed values: questions, red flags, rules and results, as a reviewer reads them.

It holds data only; asking is in `interview`, judging in `decision`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from content.model import Review
from dialogs.conditions import Condition, Facts, compiled, leaves


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no_unsure"
    CHOICE = "choice"
    CHECKLIST = "checklist"


class Part(StrEnum):
    """Where a question belongs."""

    #: Consent, who it is for, country, age.
    PREFACE = "preface"
    #: The interview.
    TRIAGE = "triage"
    #: Asked only before anything about painkillers.
    MEDICINE = "medicine"
    #: Asked only before a plan is put together; never changes a result.
    PLAN = "plan"
    #: Asked only when typed words leave a doubt about a danger sign.
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice, or one item of a checklist."""

    id: str
    label: str
    #: None where the label fits both voices.
    label_caregiver: str | None
    #: A noun phrase for "because you told us about"; None where the item never leads anywhere.
    because: str | None
    #: Lower bound of the number that the option stands for (years of age, weeks); None = not a number.
    at_least: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """One screen; compared by identity, because a protocol is loaded once."""

    id: str
    #: Two or three words for the list of answers.
    name: str
    kind: Kind
    part: Part
    prompt: str
    prompt_caregiver: str
    #: One sentence for "why are you asking?"; empty in the preface.
    why: str
    #: One concrete example after the first "not sure"; empty where "not sure" is not clarified.
    clarify: str
    clarify_caregiver: str
    because: str | None
    options: tuple[Option, ...]
    #: Asked again after 24 hours; "not sure" is offered.
    danger: bool
    #: Offers the list mode.
    sensitive: bool
    #: May be declined with "prefer not to say".
    skippable: bool
    #: Asked even when an emergency is already known, because it decides how to act.
    finish_first: bool
    #: The questions that this one replaces in list mode.
    stands_for: tuple[str, ...]
    #: None = always asked.
    ask_when: Condition | None
    citations: tuple[str, ...]
    note: str
    #: SHA-256 (16 hex characters) of everything that gives an answer its meaning.
    hash: str

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def values(self) -> tuple[str, ...]:
        """Every value that an answer may have; items of a checklist are values too."""
        if self.kind is Kind.YES_NO:
            return ("yes", "no", "not_sure", "skip") if self.skippable else ("yes", "no", "not_sure")
        own = tuple(option.id for option in self.options)
        if self.kind is Kind.CHECKLIST:
            return (
                (*own, "not_sure", "none", "done")
                if self.danger or self.part is Part.MEDICINE
                else (*own, "none", "done")
            )
        return own


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A warning sign of the master table."""

    id: str
    #: The clinical name, for reviewers.
    name: str
    raised_by: Condition
    #: The least disposition that a person with this flag gets; None = a modifier without a tier of its own.
    tier: str | None
    #: The line on the card of warning signs; None = not on the card.
    sign: str | None
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One condition of a rule and what follows from it."""

    when: Condition
    disposition: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the decision table; its most urgent true case counts."""

    id: str
    title: str
    cases: tuple[Case, ...]
    citations: tuple[str, ...]
    #: Applies when no other rule does and the interview is complete.
    otherwise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultText:
    """The words of one result in one situation."""

    id: str
    when: Condition | None
    do: str
    do_caregiver: str
    say: str
    say_caregiver: str
    avoid: str
    avoid_caregiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """Where to go and how fast."""

    id: str
    #: Higher is more urgent.
    rank: int
    #: Sent first, never edited, never lost.
    escalation: bool
    self_care_allowed: bool
    texts: tuple[ResultText, ...]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """A whole protocol; immutable after loading."""

    id: str
    version: str
    review: Review
    questions: tuple[Question, ...]
    red_flags: tuple[RedFlag, ...]
    rules: tuple[Rule, ...]
    dispositions: tuple[Disposition, ...]
    #: Category ids, the most specific first.
    categories: tuple[str, ...]
    #: Results at or above this rank end the interview at once.
    exit_rank: int

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def disposition_by_id(self) -> Mapping[str, Disposition]:
        return {disposition.id: disposition for disposition in self.dispositions}

    @cached_property
    def interview(self) -> tuple[Question, ...]:
        """The questions of preface and triage in the order of asking."""
        return tuple(question for question in self.questions if question.part in (Part.PREFACE, Part.TRIAGE))

    @cached_property
    def lists(self) -> frozenset[str]:
        """Ids of the questions that stand for several others; asked only in list mode."""
        return frozenset(question.id for question in self.questions if question.stands_for)

    @cached_property
    def medicine(self) -> tuple[Question, ...]:
        return self.of_part(Part.MEDICINE)

    @cached_property
    def plan(self) -> tuple[Question, ...]:
        return self.of_part(Part.PLAN)

    @cached_property
    def doubt(self) -> Question:
        """The question asked when typed words leave a doubt."""
        return self.of_part(Part.DOUBT)[0]

    def of_part(self, part: Part) -> tuple[Question, ...]:
        """The questions of one part, in the order of asking."""
        return tuple(question for question in self.questions if question.part is part)

    def question(self, question_id: str) -> Question:
        return self.question_by_id[question_id]

    def disposition(self, disposition_id: str) -> Disposition:
        return self.disposition_by_id[disposition_id]

    def rank(self, disposition_id: str | None) -> int:
        """The urgency of a disposition; 0 for None."""
        return self.disposition_by_id[disposition_id].rank if disposition_id else 0

    @cached_property
    def because(self) -> Mapping[str, tuple[str, str]]:
        """Fact id -> (slug, English text) of the phrase that names it."""
        phrases = {q.id: (f"question.{q.id}.because", q.because) for q in self.questions if q.because}
        for q in self.questions:
            phrases.update(
                {o.id: (f"option.{q.id}.{o.id}.because", o.because) for o in q.options if o.because}
            )
        return phrases

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """Fact id -> the question that tells it."""
        return {q.id: q for q in self.questions} | {
            o.id: q for q in self.questions for o in q.options if q.kind is Kind.CHECKLIST
        }

    @cached_property
    def flag_facts(self) -> Mapping[str, tuple[str, ...]]:
        """Red flag id -> the facts that raise it and have a phrase, in reading order."""
        return {
            flag.id: tuple(leaf.fact for leaf in leaves(flag.raised_by) if leaf.fact in self.because)
            for flag in self.red_flags
        }

    @cached_property
    def ranked_cases(self) -> tuple[tuple[int, Rule, Case], ...]:
        """Every case with its rank, the most urgent first."""
        rows = [(self.rank(case.disposition), rule, case) for rule in self.rules for case in rule.cases]
        return tuple(sorted(rows, key=lambda row: -row[0]))

    @cached_property
    def is_emergency(self) -> Callable[[Facts], bool]:
        """True for facts that already lead to a result that ends the questions at once."""
        return compiled(*(case.when for rank, _, case in self.ranked_cases if rank >= self.exit_rank))

    @cached_property
    def steps(self) -> tuple[tuple[Question, Callable[[Facts], bool] | None], ...]:
        """The interview's questions, each with the test for whether it is asked; None = always."""
        return tuple((q, None if q.ask_when is None else compiled(q.ask_when)) for q in self.interview)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Question id -> its place in `interview`."""
        return {question.id: index for index, question in enumerate(self.interview)}
