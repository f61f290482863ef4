"""What reviewed content must hold to: each check answers with a list of problems, and an empty list is good.

A problem names the file and what would mend it. Nothing is changed or written here, and reading well is not the same
as being right: that is for the reviewers. What needs the protocol (who a card is not for) is in `dialogs.checks.content`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from content.checks.cards import card_problems
from content.checks.claims import claim_problems
from content.checks.exercises import exercise_problems
from content.checks.medicines import dose_problems, gate_problems, risk_problems
from content.checks.reading import hard_texts, hard_to_read, too_long
from content.checks.references import dead_references, misled_steps, orphans, uncited
from content.checks.standing import active_without_approval, stale_numbers
from content.checks.texts import texts
from content.checks.wording import banned_texts, banned_words
from content.library import Library

__all__ = ["CHECKS", "Check", "banned_words", "hard_to_read", "library_problems"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One group of problems that are looked for together."""

    name: str
    #: What is looked at, in words, and each of them.
    of: str
    looked_at: Callable[[Library], Iterable[object]]
    problems: Callable[[Library, date], list[str]]

    def count(self, library: Library) -> int:
        """How many things the check looks at."""
        return sum(1 for _ in self.looked_at(library))


def _timeless(*checks: Callable[[Library], list[str]]) -> Callable[[Library, date], list[str]]:
    return lambda library, _: [problem for check in checks for problem in check(library)]


#: Every check, in the order in which they are reported.
CHECKS: tuple[Check, ...] = (
    Check(
        name="titles, keywords, who may read when",
        of="cards",
        looked_at=lambda library: library.cards,
        problems=_timeless(card_problems),
    ),
    Check(
        name="reading grade, sentences, length of a screen",
        of="texts",
        looked_at=texts,
        problems=_timeless(too_long, hard_texts),
    ),
    Check(
        name="banned words, promises, false comfort",
        of="texts",
        looked_at=texts,
        problems=_timeless(banned_texts),
    ),
    Check(
        name="claims do not contradict each other",
        of="claims",
        looked_at=lambda library: (claim for card in library.cards for claim in card.claims),
        problems=_timeless(claim_problems),
    ),
    Check(
        name="sources and references lead somewhere",
        of="references",
        looked_at=lambda library: (
            other
            for card in library.cards
            for other in (*card.citations, *card.related, *([card.instead] if card.instead else ()))
        ),
        problems=_timeless(uncited, dead_references),
    ),
    Check(
        name="every card stands on its one shelf",
        of="cards",
        looked_at=lambda library: library.cards,
        problems=_timeless(orphans),
    ),
    Check(
        name="plan steps lead nobody to a card that is not for them",
        of="steps",
        looked_at=lambda library: library.plan,
        problems=_timeless(misled_steps),
    ),
    Check(
        name="medicines stay behind their gate",
        of="sentences",
        looked_at=lambda library: (said for text in texts(library) for said in text.sentences),
        problems=_timeless(gate_problems, risk_problems),
    ),
    Check(
        name="label doses",
        of="doses",
        looked_at=lambda library: (
            dose for medicine in library.medicines.medicines.values() for dose in medicine.doses.values()
        ),
        problems=_timeless(dose_problems),
    ),
    Check(
        name="exercises say what their data says",
        of="exercises",
        looked_at=lambda library: library.exercises_by_id,
        problems=_timeless(exercise_problems),
    ),
    Check(
        name="approvals name who, when and which text",
        of="cards",
        looked_at=lambda library: library.cards,
        problems=_timeless(lambda library: active_without_approval(library.cards)),
    ),
    Check(
        name="telephone numbers were checked within a year",
        of="numbers",
        looked_at=lambda library: (
            entry for country in library.numbers_by_country.values() for entry in country.entries
        ),
        problems=stale_numbers,
    ),
)


def library_problems(library: Library, today: date) -> list[str]:
    """Everything that any check finds; call it at release and from the command line."""
    return [problem for check in CHECKS for problem in check.problems(library, today)]
