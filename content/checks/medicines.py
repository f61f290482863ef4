"""Whether a medicine is suggested only behind the painkiller questions, and a dose stands only where it may.

A sentence that names a medicine together with a suggesting word and without a cautioning one is a suggestion. Which
words those are is data, in `wording.toml`; no card is let off by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.checks.texts import Place, Text, file_of, texts
from content.checks.wording import wording
from content.library import Library
from content.medicines import OTHER, Dose
from content.model import Card, RiskClass

#: The shelf of everything about medicines.
SHELF = "medicines"

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")


def gate_problems(library: Library) -> list[str]:
    """Suggestions of a medicine that may be read before the painkiller questions."""
    names = medicine_names(library)
    return _open_medicines(library) + [
        f"{text.where}: suggests a medicine without its gate: {sentence[:60]!r}: {_mend(text.place)}"
        for text in texts(library)
        if not text.is_gated
        for sentence in _about_medicines(text, names)
        if _is_suggestion(sentence)
    ]


def _open_medicines(library: Library) -> list[str]:
    """Cards of medicines with label doses, which suggest them whatever their words are."""
    return [
        f"{file_of(card)}: is the card of a medicine with label doses: {_mend(Place.CARD)}"
        for id_ in library.medicines.medicines
        if (card := library.cards_by_id.get(id_)) is not None and card.gate is None
    ]


def _about_medicines(text: Text, names: re.Pattern[str]) -> Iterator[str]:
    """The sentences that name a medicine, or go on about the one named just before."""
    going_on, was_about = wording().medicine.going_on, False
    for sentence in text.sentences:
        was_about = bool(names.search(sentence) or (was_about and going_on.search(sentence)))
        if was_about:
            yield sentence


def _is_suggestion(sentence: str) -> bool:
    words = wording().medicine
    return bool(words.suggesting.search(sentence)) and not words.cautioning.search(sentence)


def medicine_names(library: Library) -> re.Pattern[str]:
    """Finds any medicine that is known by name, and words for medicines in general."""
    known = [re.escape(name) for medicine in library.medicines.medicines.values() for name in medicine.names]
    return re.compile(rf"\b(?:{'|'.join((*known, *wording().medicine.generic))})\b", re.IGNORECASE)


def _mend(place: Place) -> str:
    if place is Place.STEP:
        return "set gated = true or make it a caution"
    return 'set gate = "medicine_safety" or make it a caution'


def risk_problems(library: Library) -> list[str]:
    """Cards about a medicine or a danger sign that are reviewed as if a mistake could do no harm."""
    names, danger = medicine_names(library), wording().danger
    return [problem for card in library.cards for problem in _risk(card, names, danger)]


def _risk(card: Card, names: re.Pattern[str], danger: re.Pattern[str]) -> Iterator[str]:
    risk = card.review.risk_class
    is_about_medicine = card.gate is not None or card.topic == SHELF or names.search(card.title)
    if is_about_medicine and risk is RiskClass.GENERAL:
        yield f'{file_of(card)}: is about a medicine: set risk_class = "medicine"'
    if danger.search(card.title) and risk is not RiskClass.RED_FLAG:
        yield f'{file_of(card)}: its title is about danger: set risk_class = "red_flag"'


def dose_problems(library: Library) -> list[str]:
    """Doses whose numbers and words disagree, and numbers where only the packet is known."""
    return [
        f"medicines.toml: {dose.id}: {problem}"
        for medicine in library.medicines.medicines.values()
        for dose in medicine.doses.values()
        for problem in _dose(dose)
    ]


def _dose(dose: Dose) -> Iterator[str]:
    said = {float(found.replace(",", ".")) for found in _NUMBER.findall(_GROUPED.sub("", dose.text))}
    if dose.group == OTHER:
        if said or dose.numbers:
            yield "holds numbers: where the label is not known, say 'follow your packet' and nothing else"
        return
    known = set(dose.numbers.values())
    for number in sorted(said - known):
        yield f"says {number:g}, which is not in its numbers: add it with a name that says what it counts"
    for name, number in dose.numbers.items():
        if number not in said:
            yield f"{name} = {number:g} is not in its text: mend the text or the number"
