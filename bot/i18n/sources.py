"""Lists every English text that has to be translated, with the slug that names it and a note on its use.

It translates nothing: `extraction` hands these to Babel, `catalogs` finds the translations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.i18n.phrases import Phrase, load_phrases
from content import markup
from content.library import Library, load_library
from content.medicines import Dose
from content.model import Card, RiskClass, Topic
from content.movement import Exercise
from content.plan import PlanStep
from dialogs.loader import load_protocol
from dialogs.protocol import Disposition, Option, Part, Protocol, Question, RedFlag, ResultText


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One English text."""

    #: The slug, such as `question.ces_bowel.prompt`; the message context of the catalogs.
    context: str
    text: str
    #: For translators.
    note: str
    #: A language without a finished translation of this text is not offered.
    safety: bool
    #: The form for the number one, `text` being the other; None = one form only.
    one: str | None = None


def shipped_sources() -> tuple[Source, ...]:
    """Every text that ships with the program; reads the content once, so keep the result."""
    return all_sources(load_protocol(), load_library(), load_phrases().values())


def all_sources(protocol: Protocol, library: Library, phrases: Iterable[Phrase]) -> tuple[Source, ...]:
    """Every text of a protocol, a library and the phrases, in reading order. Contexts are unique."""
    doses = (dose for medicine in library.medicines.medicines.values() for dose in medicine.doses.values())
    return (
        *(source for question in protocol.questions for source in question_sources(question)),
        *(source for flag in protocol.red_flags for source in red_flag_sources(flag)),
        *(source for disposition in protocol.dispositions for source in disposition_sources(disposition)),
        *(topic_source(topic) for topic in library.topics),
        *(source for card in library.cards for source in card_sources(card)),
        *(alt_source(exercise) for exercise in library.exercises_by_id.values()),
        *(dose_source(dose) for dose in doses),
        *(source for step in library.plan for source in step_sources(step)),
        *(phrase_source(phrase) for phrase in phrases),
    )


def question_sources(question: Question) -> Iterator[Source]:
    """The texts of one question and its options; empty fields are left out."""
    safety = question.danger or question.part is Part.MEDICINE
    for field, role in _QUESTION_FIELDS.items():
        if text := getattr(question, field):
            note = f"{role} {question.note}".strip()
            yield Source(context=f"question.{question.id}.{field}", text=text, note=note, safety=safety)
    for option in question.options:
        yield from _option_sources(question, option, safety)


def red_flag_sources(flag: RedFlag) -> Iterator[Source]:
    """The line on the card of warning signs, where there is one."""
    if flag.sign:
        note = f"A line on the card of warning signs; the clinical name is: {flag.name}."
        yield Source(context=f"red_flag.{flag.id}.sign", text=flag.sign, note=note, safety=True)


def disposition_sources(disposition: Disposition) -> Iterator[Source]:
    """The texts of one result; empty fields are left out."""
    for words in disposition.texts:
        for field, role in _RESULT_FIELDS.items():
            if text := getattr(words, field):
                yield _result_source(disposition, words, field, text, role)


def topic_source(topic: Topic) -> Source:
    """The name of one shelf of the library."""
    note = "A button: the name of a shelf of the library; keep it short."
    return Source(context=f"topic.{topic.id}.title", text=topic.title, note=note, safety=False)


def card_sources(card: Card) -> Iterator[Source]:
    """Title and body of one card, and the words that its readers type."""
    safety = card.review.risk_class is not RiskClass.GENERAL
    title = f"Title of a card about {card.topic}."
    body = (
        f"Body of the card “{card.title}”. Keep the paragraphs, the lines that start with '- ' and **bold**."
    )
    yield Source(context=f"card.{card.id}.title", text=card.title, note=title, safety=safety)
    yield Source(context=f"card.{card.id}.body", text=card.body, note=body, safety=safety)
    if card.keywords:
        words = (
            f"Search words for the card “{card.title}”, never shown, with commas between them. Not a literal translation: "
            "write what people would type for it in your language, brand names included, more of them or fewer."
        )
        yield Source(
            context=f"card.{card.id}.keywords", text=", ".join(card.keywords), note=words, safety=False
        )


def exercise_sources(exercise: Exercise) -> Iterator[Source]:
    """The card of one exercise and what its pictures show."""
    yield from card_sources(exercise.card)
    yield alt_source(exercise)


def alt_source(exercise: Exercise) -> Source:
    """What the pictures of one exercise show."""
    note = f"What the pictures of “{exercise.card.title}” show, for people who cannot see them."
    return Source(context=f"exercise.{exercise.id}.alt", text=exercise.alt, note=note, safety=False)


def dose_source(dose: Dose) -> Source:
    """What the label of one medicine says in one group of countries."""
    note = f"What the label of {dose.medicine} says in the country group {dose.group}. Keep every number and each '- '."
    return Source(context=f"dose.{dose.id}", text=dose.text, note=note, safety=True)


def step_sources(step: PlanStep) -> Iterator[Source]:
    """The words of one step of a plan; empty fields are left out."""
    for field, role in _STEP_FIELDS.items():
        if text := getattr(step, field):
            yield Source(context=f"plan.{step.id}.{field}", text=text, note=role, safety=step.gated)


def phrase_source(phrase: Phrase) -> Source:
    """The text of one phrase."""
    context = f"phrase.{phrase.id}"
    return Source(context=context, text=phrase.text, note=phrase.note, safety=phrase.safety, one=phrase.one)


_STEP_FIELDS = {
    "text": "A line of the plan, to the person in pain.",
    "text_caregiver": "A line of the plan, to somebody who cares for the person in pain.",
}
_BECAUSE = "A noun phrase that follows “because of” or “you told us about:”."
_QUESTION_FIELDS = {
    "prompt": "The question, to the person in pain.",
    "prompt_caregiver": "The question, to somebody who answers for the person in pain.",
    "why": "The answer to “Why are you asking?”.",
    "clarify": "An example after “Not sure”, to the person in pain.",
    "clarify_caregiver": "An example after “Not sure”, to somebody who answers for the person in pain.",
    "because": _BECAUSE,
}
_OPTION_FIELDS = {
    "label": "A button, to the person in pain; keep it short.",
    "label_caregiver": "A button, to somebody who answers for the person in pain; keep it short.",
    "because": _BECAUSE,
}
_TO_SELF = "to the person in pain"
_TO_CAREGIVER = "to somebody who cares for the person in pain"
_RESULT_FIELDS = {
    "do": f"What to do, {_TO_SELF}.",
    "do_caregiver": f"What to do, {_TO_CAREGIVER}.",
    "say": "Words that the person in pain says at the desk or on the phone.",
    "say_caregiver": "Words that somebody says at the desk or on the phone for the person in pain.",
    "avoid": f"What not to do, {_TO_SELF}.",
    "avoid_caregiver": f"What not to do, {_TO_CAREGIVER}.",
}


def _option_sources(question: Question, option: Option, safety: bool) -> Iterator[Source]:
    asked = markup.plain(question.prompt).splitlines()[0]
    for field, role in _OPTION_FIELDS.items():
        if text := getattr(option, field):
            context = f"option.{question.id}.{option.id}.{field}"
            yield Source(
                context=context, text=text, note=f"{role} The question begins: {asked}", safety=safety
            )


def _result_source(disposition: Disposition, words: ResultText, field: str, text: str, role: str) -> Source:
    context = f"result.{disposition.id}.{words.id}.{field}"
    note = f"{role} Result: {disposition.id.replace('_', ' ')}; situation: {words.id.replace('_', ' ')}."
    return Source(context=context, text=text, note=note, safety=True)
