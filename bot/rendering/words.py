"""Finds the words: English source texts, their translations, and the telephone numbers that belong into them.

It decides nothing about what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n.catalogs import Catalogs
from bot.i18n.formats import Argument, Phone, Ready, fill
from bot.i18n.phrases import Phrase
from content.library import Library
from dialogs.protocol import Option, Protocol, Question, ResultText
from dialogs.session import Session, Voice


@dataclass(frozen=True)
class Words:
    """All texts in all offered languages."""

    catalogs: Catalogs
    phrases: Mapping[str, Phrase]
    library: Library
    protocol: Protocol

    def phrase(self, slug: str, session: Session, **arguments: str) -> str:
        """A UI phrase, in the caregiver's form where there is one, with the country's numbers filled in."""
        if session.voice is Voice.CAREGIVER and f"{slug}_caregiver" in self.phrases:
            slug = f"{slug}_caregiver"
        template = self.catalogs.text(f"phrase.{slug}", self.phrases[slug].text, session.locale)
        return self.fill(template, session, **arguments)

    def fill(self, template: str, session: Session, **arguments: str) -> str:
        """Fill a text's placeholders; `call`, `urgent` and `crisis` come from the person's country."""
        if "{" not in template:
            return template
        known: dict[str, Argument] = {
            name: Ready(self._number(name, session)) for name in _NUMBERS if "{" + name + "}" in template
        }
        return fill(template, known | arguments, session.locale)

    def prompt(self, question: Question, session: Session) -> str:
        field = "prompt_caregiver" if session.voice is Voice.CAREGIVER else "prompt"
        text = question.prompt_caregiver if session.voice is Voice.CAREGIVER else question.prompt
        return self.fill(self._text(f"question.{question.id}.{field}", text, session), session)

    def short_name(self, question: Question, session: Session) -> str:
        return self._text(f"question.{question.id}.name", question.name, session)

    def clarify(self, question: Question, session: Session) -> str:
        field = "clarify_caregiver" if session.voice is Voice.CAREGIVER else "clarify"
        text = question.clarify_caregiver if session.voice is Voice.CAREGIVER else question.clarify
        return self._text(f"question.{question.id}.{field}", text, session)

    def why(self, question: Question, session: Session) -> str:
        return self._text(f"question.{question.id}.why", question.why, session)

    def label(self, question: Question, option: Option, session: Session) -> str:
        if session.voice is Voice.CAREGIVER and option.label_caregiver:
            return self._text(
                f"option.{question.id}.{option.id}.label_caregiver", option.label_caregiver, session
            )
        return self._text(f"option.{question.id}.{option.id}.label", option.label, session)

    def because(self, fact: str, session: Session) -> str | None:
        """The phrase that names a fact; None where it has none."""
        found = self.protocol.because.get(fact)
        return None if found is None else self._text(*found, session)

    def sign(self, flag_id: str, sign: str, session: Session) -> str:
        return self._text(f"red_flag.{flag_id}.sign", sign, session)

    def result(self, disposition: str, text: ResultText, field: str, session: Session, because: str) -> str:
        """One sentence of a result: `do`, `say` or `avoid`; empty where the result has none."""
        if session.voice is Voice.CAREGIVER:
            field = f"{field}_caregiver"
        source = getattr(text, field)
        if not source:
            return ""
        template = self._text(f"result.{disposition}.{text.id}.{field}", source, session)
        return self.fill(template, session, because=because or self.phrase("result.no_phrase", session))

    def card(self, card_id: str, field: str, session: Session) -> str:
        """A card's `title` or `body` (source markup)."""
        return self._text(f"card.{card_id}.{field}", getattr(self.library.card(card_id), field), session)

    def _text(self, context: str, source: str, session: Session) -> str:
        return self.catalogs.text(context, source, session.locale)

    def _number(self, name: str, session: Session) -> str:
        numbers = self.library.numbers(session.country)
        number: str | None = None
        if numbers is not None:
            number = {"call": numbers.ambulance[0], "urgent": numbers.urgent_line, "crisis": numbers.crisis}[
                name
            ]
        slug = f"{name}.known" if number else f"{name}.unknown"
        template = self.catalogs.text(f"phrase.{slug}", self.phrases[slug].text, session.locale)
        return fill(template, {"number": Phone(number)} if number else {}, session.locale)


_NUMBERS = ("call", "urgent", "crisis")
