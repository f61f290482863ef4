"""Every text of the library that a person may read, with where it stands, for the checks that look at words.

It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from content import markup, readability
from content.library import Library
from content.model import Card
from content.movement import TOPIC as EXERCISES
from content.plan import PlanStep


class Place(StrEnum):
    """Where a text is read."""

    CARD = "card"
    #: Describes the pictures of an exercise.
    ALT = "alt"
    STEP = "step"
    #: Shown only after the painkiller questions.
    DOSE = "dose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text without its markup."""

    #: File and id; opens every problem.
    where: str
    place: Place
    #: Also on buttons; "" where the text has none.
    title: str
    body: str
    #: True = read only when the painkiller questions found no reason for caution.
    is_gated: bool

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.body}" if self.title else self.body

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said, one by one; an item of a list is read together with the line that opens the list."""
        found, opening = [], ""
        for said in readability.sentences(self.whole):
            is_item = said.startswith("• ")
            found.append(f"{opening} {said[2:]}" if is_item and opening else said)
            if not is_item:
                opening = said if said.endswith(":") else ""
        return tuple(found)


def texts(library: Library) -> Iterator[Text]:
    """Every text, in reading order: cards, alternative texts, plan steps in both voices, label doses."""
    for card in library.cards:
        yield Text(
            where=file_of(card),
            place=Place.CARD,
            title=card.title,
            body=body_of(card),
            is_gated=card.gate is not None,
        )
    for exercise in library.exercises_by_id.values():
        yield _text(f"{EXERCISES}/{exercise.id}.toml: alt", Place.ALT, exercise.alt)
    for step in library.plan:
        yield from _step(step)
    for medicine in library.medicines.medicines.values():
        for dose in medicine.doses.values():
            yield _text(f"medicines.toml: {dose.id}", Place.DOSE, _plain(dose.text), is_gated=True)


def file_of(card: Card) -> str:
    """The file that holds a card, from the folder of its topic."""
    return f"{card.topic}/{card.id}.{'md' if card.exercise is None else 'toml'}"


def body_of(card: Card) -> str:
    """A card's body as it is read."""
    return _plain(card.body)


def _step(step: PlanStep) -> Iterator[Text]:
    where = f"plan.toml: {step.id}"
    yield _text(where, Place.STEP, step.text, is_gated=step.gated)
    if step.text_caregiver is not None:
        yield _text(f"{where} to a caregiver", Place.STEP, step.text_caregiver, is_gated=step.gated)


def _text(where: str, place: Place, body: str, *, is_gated: bool = False) -> Text:
    return Text(where=where, place=place, title="", body=body, is_gated=is_gated)


def _plain(source: str) -> str:
    return markup.plain(markup.to_html(source))
