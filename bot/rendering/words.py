"""Finds the words: English source texts, their translations, and the telephone numbers that belong into them.

It decides nothing about what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.i18n.catalogs import Catalogs
from bot.i18n.formats import Argument, Phone, Ready, fill
from bot.i18n.phrases import Phrase
from content.library import Library
from content.medicines import Dose
from content.plan import PlanStep
from dialogs.protocol import Option, Protocol, Question, ResultText
from dialogs.session import Session, Voice


class Audience(NamedTuple):
    """Whom the words are for: everything that decides which words they are."""

    locale: str
    voice: Voice
    #: ISO code; None = unknown.
    country: str | None

    @classmethod
    def of(cls, session: Session) -> Audience:
        return cls(session.locale, session.voice, session.country)


@dataclass(frozen=True)
class Words:
    """All texts in all offered languages."""

    catalogs: Catalogs
    phrases: Mapping[str, Phrase]
    library: Library
    protocol: Protocol

    def phrase(self, slug: str, audience: Audience, **arguments: str) -> str:
        """A UI phrase, in the caregiver's form where there is one, with the country's numbers filled in."""
        if audience.voice is Voice.CAREGIVER and f"{slug}_caregiver" in self.phrases:
            slug = f"{slug}_caregiver"
        template = self.catalogs.text(f"phrase.{slug}", self.phrases[slug].text, audience.locale)
        return self.fill(template, audience, **arguments)

    def fill(self, template: str, audience: Audience, **arguments: str) -> str:
        """Fill a text's placeholders; `call`, `urgent` and `crisis` come from the person's country."""
        if "{" not in template:
            return template
        known: dict[str, Argument] = {
            name: Ready(self._number(name, audience)) for name in _NUMBERS if "{" + name + "}" in template
        }
        return fill(template, known | arguments, audience.locale)

    def prompt(self, question: Question, audience: Audience, signs: str = "") -> str:
        """The question; `signs` names what the question about typed words is about."""
        field = "prompt_caregiver" if audience.voice is Voice.CAREGIVER else "prompt"
        text = question.prompt_caregiver if audience.voice is Voice.CAREGIVER else question.prompt
        arguments = {"signs": signs or self.phrase("alert.no_phrase", audience)} if "{signs}" in text else {}
        return self.fill(self._text(f"question.{question.id}.{field}", text, audience), audience, **arguments)

    def short_name(self, question: Question, audience: Audience) -> str:
        return self._text(f"question.{question.id}.name", question.name, audience)

    def clarify(self, question: Question, audience: Audience) -> str:
        field = "clarify_caregiver" if audience.voice is Voice.CAREGIVER else "clarify"
        text = question.clarify_caregiver if audience.voice is Voice.CAREGIVER else question.clarify
        return self._text(f"question.{question.id}.{field}", text, audience)

    def why(self, question: Question, audience: Audience) -> str:
        return self._text(f"question.{question.id}.why", question.why, audience)

    def label(self, question: Question, option: Option, audience: Audience) -> str:
        if audience.voice is Voice.CAREGIVER and option.label_caregiver:
            return self._text(
                f"option.{question.id}.{option.id}.label_caregiver", option.label_caregiver, audience
            )
        return self._text(f"option.{question.id}.{option.id}.label", option.label, audience)

    def because(self, fact: str, audience: Audience) -> str | None:
        """The phrase that names a fact; None where it has none."""
        found = self.protocol.because.get(fact)
        return None if found is None else self._text(*found, audience)

    def sign(self, flag_id: str, sign: str, audience: Audience) -> str:
        return self._text(f"red_flag.{flag_id}.sign", sign, audience)

    def result(self, disposition: str, text: ResultText, field: str, audience: Audience, because: str) -> str:
        """One sentence of a result: `do`, `say` or `avoid`; empty where the result has none."""
        if audience.voice is Voice.CAREGIVER:
            field = f"{field}_caregiver"
        source = getattr(text, field)
        if not source:
            return ""
        template = self._text(f"result.{disposition}.{text.id}.{field}", source, audience)
        return self.fill(template, audience, because=because or self.phrase("result.no_phrase", audience))

    def card(self, card_id: str, field: str, audience: Audience) -> str:
        """A card's `title` or `body` (source markup)."""
        return self._text(f"card.{card_id}.{field}", getattr(self.library.card(card_id), field), audience)

    def topic(self, topic_id: str, audience: Audience) -> str:
        """A shelf's name."""
        title = next(topic.title for topic in self.library.topics if topic.id == topic_id)
        return self._text(f"topic.{topic_id}.title", title, audience)

    def alt(self, exercise_id: str, audience: Audience) -> str:
        """What the pictures of an exercise show."""
        return self._text(
            f"exercise.{exercise_id}.alt", self.library.exercises_by_id[exercise_id].alt, audience
        )

    def dose(self, dose: Dose, audience: Audience) -> str:
        """What a label says (source markup)."""
        return self._text(f"dose.{dose.id}", dose.text, audience)

    def step(self, step_id: str) -> PlanStep:
        """The step of a plan with this id."""
        return self._steps[step_id]

    def step_text(self, step: PlanStep, audience: Audience) -> str:
        if audience.voice is Voice.CAREGIVER and step.text_caregiver is not None:
            return self._text(f"plan.{step.id}.text_caregiver", step.text_caregiver, audience)
        return self._text(f"plan.{step.id}.text", step.text, audience)

    @cached_property
    def _steps(self) -> Mapping[str, PlanStep]:
        return {step.id: step for step in self.library.plan}

    def _text(self, context: str, source: str, audience: Audience) -> str:
        return self.catalogs.text(context, source, audience.locale)

    def _number(self, name: str, audience: Audience) -> str:
        numbers = self.library.numbers(audience.country)
        number: str | None = None
        if numbers is not None:
            number = {"call": numbers.ambulance[0], "urgent": numbers.urgent_line, "crisis": numbers.crisis}[
                name
            ]
        slug = f"{name}.known" if number else f"{name}.unknown"
        template = self.catalogs.text(f"phrase.{slug}", self.phrases[slug].text, audience.locale)
        return fill(template, {"number": Phone(number)} if number else {}, audience.locale)


_NUMBERS = ("call", "urgent", "crisis")
