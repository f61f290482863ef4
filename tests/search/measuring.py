"""Reads files of questions with the cards that answer them, and counts how often the search finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from bot.search import CardSearch
from bot.search.examples import NONE

HERE = Path(__file__).parent

#: In the place of a card: the library has no answer to this.
OFF_TOPIC = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question."""

    question: str
    #: Any of them will do; empty = off topic.
    cards: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the search did with the questions of one file."""

    questions: int
    first: int
    first_three: int
    off_topic: int
    declined: int
    #: Every question whose first card was not the one, or that was answered and should not have been.
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(
            (
                f"first card           {_share(self.first, self.questions)}",
                f"among the first three {_share(self.first_three, self.questions)}",
                f"off topic, declined  {_share(self.declined, self.off_topic)}",
            )
        )


def read_cases(path: Path) -> tuple[Case, ...]:
    """The questions of a file: one a line, then a tab, then card ids with `|` between them or `-`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_case(line, path) for line in lines if line.strip() and not line.startswith("#"))


def fold(
    asked: Mapping[str, tuple[str, ...]], number: int, *, of: int
) -> tuple[Mapping[str, tuple[str, ...]], tuple[Case, ...]]:
    """Examples to learn from, and one fold to ask; which fold a question is in depends on nothing but its words."""
    learnt: dict[str, tuple[str, ...]] = {}
    unseen: defaultdict[str, set[str]] = defaultdict(set)
    for card, questions in asked.items():
        folds = [crc32(question.lower().encode()) % of for question in questions]
        learnt[card] = tuple(q for q, at in zip(questions, folds, strict=True) if at != number)
        for question in (q for q, at in zip(questions, folds, strict=True) if at == number):
            unseen[question].add(card)
    return learnt, tuple(Case(question=q, cards=frozenset(cards - {NONE})) for q, cards in unseen.items())


def measure(search: CardSearch, locale: str, cases: tuple[Case, ...]) -> Measured:
    """Ask every question once."""
    first = first_three = declined = 0
    wrong: list[str] = []
    for case in cases:
        cards = search.find(case.question, locale).cards
        if not case.cards:
            declined += not cards
            right = not cards
        else:
            right = bool(cards) and cards[0] in case.cards
            first += right
            first_three += bool(case.cards.intersection(cards[:3]))
        if not right:
            wrong.append(f"{case.question!r}: {', '.join(cards[:3]) or 'declined'}")
    off_topic = sum(not case.cards for case in cases)
    return Measured(
        questions=len(cases) - off_topic,
        first=first,
        first_three=first_three,
        off_topic=off_topic,
        declined=declined,
        wrong=tuple(wrong),
    )


def _case(line: str, path: Path) -> Case:
    question, _, cards = line.partition("\t")
    if not cards.strip():
        raise ValueError(f"{path.name}: {line!r} should be a question, a tab and a card or {OFF_TOPIC}")
    ids = frozenset() if cards.strip() == OFF_TOPIC else frozenset(cards.strip().split("|"))
    return Case(question=question, cards=ids)


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):>6.1%}  ({part} of {whole})"
