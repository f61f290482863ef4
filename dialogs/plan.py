"""Puts a plan together: of every slot the first step that suits this person, and why.

The steps are words in `content/plan.toml`; nothing here is random, so the same answers always give the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.plan import PlanStep, When
from dialogs.traits import Traits

#: Traits that the person did not tell.
_UNNAMED = frozenset({"visit_advised"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A step that would have come, but is not for this person."""

    step: str
    #: The trait that ruled it out.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Ids of steps, in the order of reading."""

    today: tuple[str, ...]
    week: tuple[str, ...]
    later: tuple[str, ...]
    #: Traits that are sure and chose a step or ruled one out, each once, in the order in which they did.
    because: tuple[str, ...]
    #: What an ordinary plan would hold and this one does not.
    left_out: tuple[LeftOut, ...]

    def part(self, when: When) -> tuple[str, ...]:
        return {When.TODAY: self.today, When.WEEK: self.week, When.LATER: self.later}[when]


def compose(steps: Iterable[PlanStep], person: Traits, *, painkillers: bool) -> Plan:
    """The plan for one person; `painkillers` is True only when their questions found no reason for caution."""
    chosen: dict[tuple[When, str], PlanStep] = {}
    because: dict[str, None] = {}
    left_out: list[LeftOut] = []
    for step in steps:
        place = (step.when, step.slot)
        if place in chosen or (step.gated and not painkillers):
            continue
        wanted = person.first(step.only)
        if step.only and wanted is None:
            continue
        against = person.first(step.not_for)
        if against is not None:
            left_out.append(LeftOut(step=step.id, because=against))
        else:
            chosen[place] = step
        reason = against or wanted
        if reason is not None and reason not in _UNNAMED and person.is_sure(reason):
            because[reason] = None
    return Plan(
        today=_ids(chosen, When.TODAY),
        week=_ids(chosen, When.WEEK),
        later=_ids(chosen, When.LATER),
        because=tuple(because),
        left_out=tuple(left_out),
    )


def _ids(chosen: dict[tuple[When, str], PlanStep], when: When) -> tuple[str, ...]:
    return tuple(step.id for (at, _), step in chosen.items() if at is when)
