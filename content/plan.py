"""The steps that a plan is made of: words, for whom they are, and what backs them, read from `plan.toml`.

Which steps a person gets is decided in `dialogs.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from content.fields import Fields
from content.loader import read_toml


class When(StrEnum):
    """The three parts of a plan."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One line of a plan."""

    id: str
    when: When
    #: Of all steps with the same `when` and slot, the first that suits is taken.
    slot: str
    text: str
    #: To somebody who cares for the person in pain; None where `text` fits both.
    text_caregiver: str | None
    #: The card or exercise behind it; None = the line says it all.
    card: str | None
    #: Traits of whom one is needed; empty = for everybody. Naming one explains the step ("because you told us …").
    only: tuple[str, ...]
    #: Traits that rule it out, when true or unsure.
    not_for: tuple[str, ...]
    #: True = shown only when the painkiller questions found no reason for caution.
    gated: bool
    citations: tuple[str, ...]


def read_plan(path: Path) -> tuple[PlanStep, ...]:
    """The steps in `plan.toml`, in file order: earlier ones are preferred."""
    table = Fields(read_toml(path), path.name)
    steps = tuple(_step(Fields(step, path.name)) for step in table.tables("step"))
    table.end()
    return steps


def _step(table: Fields) -> PlanStep:
    id_ = table.text("id")
    table.where = f"{table.where}: {id_}"
    step = PlanStep(
        id=id_,
        when=table.choice("when", When),
        slot=table.text("slot"),
        text=table.text("text"),
        text_caregiver=table.optional_text("text_caregiver"),
        card=table.optional_text("card"),
        only=table.texts("only"),
        not_for=table.texts("not_for"),
        gated=table.optional_flag("gated"),
        citations=table.texts("citations"),
    )
    table.end()
    return step
