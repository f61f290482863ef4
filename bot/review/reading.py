"""The words of an item exactly as people read them in English, in both voices, and what decides when they are read.

Where a country decides, it is taken to be unknown. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from bot.i18n.locale_data import SOURCE
from bot.i18n.phrases import Phrase
from bot.rendering.words import Audience
from bot.review.items import OTHER_PHRASES, locale_files
from bot.review.records import Records
from content.markup import plain, to_html
from content.review import Item, Kind
from dialogs.conditions import Condition, describe
from dialogs.protocol import Kind as Answered
from dialogs.protocol import Question, RedFlag, Rule
from dialogs.session import Voice
from dialogs.warning_signs.lexicon import FOLDER as LEXICONS

_SELF = Audience(SOURCE, Voice.SELF, None)
_CAREGIVER = Audience(SOURCE, Voice.CAREGIVER, None)
_VOICES = (("to the person", _SELF), ("to a caregiver", _CAREGIVER))


class Passage(NamedTuple):
    """Some words and what they are."""

    heading: str
    text: str


def passages(item: Item, records: Records) -> Iterator[Passage]:
    """What an item says, in reading order; headings are for the reviewer."""
    name, protocol = item.id.partition(".")[2], records.words.protocol
    match item.kind:
        case Kind.QUESTION:
            yield from _question(protocol.question(name), records)
        case Kind.RULE:
            yield from _rule(next(rule for rule in protocol.rules if rule.id == name))
        case Kind.RED_FLAG:
            yield from _red_flag(next(flag for flag in protocol.red_flags if flag.id == name))
        case Kind.DISPOSITION:
            yield from _result(name, records)
        case Kind.CARD:
            yield from _card(name, records)
        case Kind.DOSE:
            yield from _dose(name, records)
        case Kind.STEP:
            yield from _step(name, records)
        case Kind.PHRASE:
            yield from _phrases(item, name, records)
        case Kind.LEXICON:
            yield Passage("read in", str(LEXICONS / f"{name}.toml"))
        case Kind.LOCALE:
            files = "\n".join(map(str, locale_files(name)))
            yield Passage("read in", files)
        case _:
            assert_never(item.kind)


# -- the protocol ----------------------------------------------------------------------------------------------
def _question(question: Question, records: Records) -> Iterator[Passage]:
    words = records.words
    for voice, audience in _VOICES:
        labels = [words.label(question, option, audience) for option in question.options]
        said = (
            words.prompt(question, audience),
            *(f"[{label}]" for label in labels + _buttons(question, records)),
        )
        yield Passage(voice, _read("\n".join(said)))
    if question.why:
        yield Passage("why are you asking?", _read(words.why(question, _SELF)))
    if question.clarify:
        for voice, audience in _VOICES:
            yield Passage(f"after “not sure”, {voice}", _read(words.clarify(question, audience)))
    named = [
        phrase for phrase in (question.because, *(option.because for option in question.options)) if phrase
    ]
    if named:
        yield Passage("named in a result as", "\n".join(named))
    yield Passage("asked when", _when(question.ask_when))


def _buttons(question: Question, records: Records) -> list[str]:
    """The answers that have no words of their own in the question."""
    own = {option.id for option in question.options}
    slugs = [f"button.{value}" for value in question.values() if value not in own]
    if question.kind is Answered.CHOICE:
        slugs = []
    return [records.words.phrase(slug, _SELF) for slug in slugs if slug in records.words.phrases]


def _rule(rule: Rule) -> Iterator[Passage]:
    yield Passage("title", rule.title)
    if rule.otherwise:
        yield Passage("applies", "when no other rule does and every question is answered")
    for case in rule.cases:
        yield Passage(f"leads to {case.disposition} ({case.category}) when", _when(case.when))


def _red_flag(flag: RedFlag) -> Iterator[Passage]:
    yield Passage("clinical name", flag.name)
    yield Passage("raised by", _when(flag.raised_by))
    yield Passage("leads at least to", flag.tier or "nothing by itself")
    if flag.sign:
        yield Passage("on the card of warning signs", _read(flag.sign))


def _result(name: str, records: Records) -> Iterator[Passage]:
    for text in records.words.protocol.disposition(name).texts:
        for voice, audience in _VOICES:
            fields = (
                records.words.result(name, text, field, audience, "{because}")
                for field in ("do", "say", "avoid")
            )
            said = "\n".join(field for field in fields if field)
            yield Passage(f"{text.id}, {voice}", _read(said))
        yield Passage(f"{text.id} is used when", _when(text.when))


def _when(condition: Condition | None) -> str:
    return "always" if condition is None else describe(condition).replace("`", "")


# -- the library -----------------------------------------------------------------------------------------------
def _card(name: str, records: Records) -> Iterator[Passage]:
    card = records.words.library.card(name)
    yield Passage("title, also on buttons", card.title)
    yield Passage("to everybody", _read(to_html(card.body)))
    if card.exercise is not None:
        yield Passage(
            "for those who cannot see the pictures", records.words.library.exercises_by_id[name].alt
        )
    if card.not_for:
        yield Passage("not for", ", ".join(card.not_for))
    if card.instead:
        yield Passage("shown instead", card.instead)
    if card.gate:
        yield Passage("only after the questions", card.gate)
    if card.anytime:
        yield Passage("may be read", "at any time, also before the danger questions are answered")


def _dose(name: str, records: Records) -> Iterator[Passage]:
    medicine, _, group = name.partition(".")
    shelf = records.words.library.medicines
    dose = shelf.medicines[medicine].doses[group]
    countries = sorted(country for country, found in shelf.group_of.items() if found == group)
    yield Passage("to everybody", _read(to_html(dose.text)))
    yield Passage("in", ", ".join(countries) or "every other country, and where the country is unknown")
    yield Passage("checked against the label", "yes" if dose.verified else "no: a reviewer has to confirm it")


def _step(name: str, records: Records) -> Iterator[Passage]:
    step = records.words.step(name)
    for voice, audience in _VOICES:
        yield Passage(voice, _read(records.words.step_text(step, audience)))
    yield Passage("place in the plan", f"{step.when}, {step.slot}")
    if step.card:
        yield Passage("leads to the card", step.card)
    if step.only:
        yield Passage("only for", ", ".join(step.only))
    if step.not_for:
        yield Passage("not for", ", ".join(step.not_for))
    if step.gated:
        yield Passage("only after", "the painkiller questions found no reason for caution")


# -- phrases ---------------------------------------------------------------------------------------------------
def _phrases(item: Item, name: str, records: Records) -> Iterator[Passage]:
    if item.id == OTHER_PHRASES:
        shown = [phrase for phrase in records.words.phrases.values() if not phrase.safety]
    else:
        both = (records.words.phrases.get(slug) for slug in (name, f"{name}_caregiver"))
        shown = [phrase for phrase in both if phrase is not None]
    for phrase in shown:
        yield Passage(f"{phrase.id}: {phrase.note}", _phrase(phrase, records))


def _phrase(phrase: Phrase, records: Records) -> str:
    forms = [phrase.text] if phrase.one is None else [phrase.one, phrase.text]
    return "\n".join(_read(records.words.fill(form, _SELF)) for form in forms)


def _read(text: str) -> str:
    return plain(text)
