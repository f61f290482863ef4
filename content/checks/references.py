"""Whether everything that names something else names something that is there, and every card can be found.

Names of traits need the protocol: see `dialogs.checks.content`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from content.checks.texts import file_of
from content.library import Library
from content.movement import TOPIC as EXERCISES


def uncited(library: Library) -> list[str]:
    """Cards, plan steps and doses that do not say where they come from."""
    return [
        f"{where}: cites nothing: add citations" for where, citations in _citing(library) if not citations
    ]


def dead_references(library: Library) -> list[str]:
    """Sources, cards and exercises that are named but not there. A source that nobody cites is fine: rules cite too."""
    return [
        *(
            f"{where}: cites {key!r}, which citations.toml does not list: add it or mend the key"
            for where, citations in _citing(library)
            for key in citations
            if key not in library.citations_by_key
        ),
        *_dead_cards(library),
        *_dead_exercises(library),
    ]


def orphans(library: Library) -> list[str]:
    """Cards on no shelf, on two, or in another folder than their shelf's."""
    shelves = Counter(id_ for topic in library.topics for id_ in topic.cards)
    shelf_of = {id_: topic.id for topic in library.topics for id_ in topic.cards}
    led_to = {other for card in library.cards for other in (*card.related, card.instead)}
    led_to |= {step.card for step in library.plan}
    problems = []
    for card in library.cards:
        if not shelves[card.id]:
            alone = "" if card.id in led_to else ", and nothing leads to it"
            problems.append(
                f"{file_of(card)}: stands on no shelf{alone}: add it to topics.toml or remove the file"
            )
        elif shelves[card.id] > 1:
            problems.append(
                f"{file_of(card)}: stands on {shelves[card.id]} shelves: keep it on one in topics.toml"
            )
        elif shelf_of[card.id] != card.topic:
            problems.append(
                f"{file_of(card)}: stands on the shelf {shelf_of[card.id]}: move the file or the entry"
            )
    return problems


def misled_steps(library: Library) -> list[str]:
    """Plan steps for somebody for whom the card behind them is not: the step's words would be read all the same.

    A card behind a gate is left to its questions.
    """
    return [
        f"plan.toml: {step.id}: leads to {card.id}, which is not for {', '.join(missing)}: add that to its not_for"
        for step in library.plan
        if (card := library.cards_by_id.get(step.card or "")) is not None and card.gate is None
        if (missing := [trait for trait in card.not_for if trait not in step.not_for])
    ]


def _citing(library: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that has to cite: where it stands, and what it cites."""
    yield from ((file_of(card), card.citations) for card in library.cards)
    yield from ((f"plan.toml: {step.id}", step.citations) for step in library.plan)
    for medicine in library.medicines.medicines.values():
        yield from ((f"medicines.toml: {dose.id}", dose.citations) for dose in medicine.doses.values())


def _dead_cards(library: Library) -> Iterator[str]:
    for card in library.cards:
        for other in card.related:
            if other not in library.cards_by_id or other == card.id:
                yield f"{file_of(card)}: related holds {other!r}, which is no other card: mend the id or remove it"
        if card.instead is not None and (card.instead not in library.cards_by_id or card.instead == card.id):
            yield f"{file_of(card)}: instead names {card.instead!r}, which is no other card: mend the id"
    named: Iterable[tuple[str, str]] = (
        *((f"topics.toml: {topic.id}", id_) for topic in library.topics for id_ in topic.cards),
        *((f"plan.toml: {step.id}", step.card) for step in library.plan if step.card is not None),
        *((f"medicines.toml: {id_}", id_) for id_ in library.medicines.medicines),
    )
    for where, id_ in named:
        if id_ not in library.cards_by_id:
            yield f"{where}: leads to the card {id_!r}, which is not there: write it or mend the id"


def _dead_exercises(library: Library) -> Iterator[str]:
    for card in library.cards:
        if card.exercise is not None and card.exercise not in library.exercises_by_id:
            yield f"{file_of(card)}: shows the exercise {card.exercise!r}, but there is no {EXERCISES}/{card.exercise}.toml"
