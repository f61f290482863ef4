"""All reviewed content in one place, loaded once at start and then only asked.

It does not judge the content (`checks`), choose what a person sees (`dialogs`) or translate it (`bot.i18n`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from content.errors import DuplicateId, MissingFile, UnknownCard, UnknownCitation
from content.loader import read_card, read_citations, read_claim_topics, read_numbers, read_topics
from content.medicines import MedicineShelf, read_medicines
from content.model import Card, Citation, ClaimTopic, CountryNumbers, Topic
from content.movement import Exercise, read_exercise
from content.plan import PlanStep, read_plan

#: The content that ships with the program.
ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Cards, exercises, medicines, plan steps, sources and telephone numbers by id."""

    #: The cards of all topics, those of exercises included.
    cards_by_id: Mapping[str, Card]
    citations_by_key: Mapping[str, Citation]
    numbers_by_country: Mapping[str, CountryNumbers]
    #: The day on which the telephone numbers were last looked through.
    numbers_as_of: date
    #: In the order of the menu.
    topics: tuple[Topic, ...] = ()
    exercises_by_id: Mapping[str, Exercise] = field(default_factory=dict)
    medicines: MedicineShelf = field(default_factory=lambda: MedicineShelf(group_of={}, medicines={}))
    #: In the order of preference.
    plan: tuple[PlanStep, ...] = ()
    claims: Mapping[str, ClaimTopic] = field(default_factory=dict)

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, by topic and id."""
        return tuple(self.cards_by_id.values())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source, in the order of the file."""
        return tuple(self.citations_by_key.values())

    @property
    def countries(self) -> tuple[str, ...]:
        """The ISO codes of the countries whose numbers are known, in the order of the file."""
        return tuple(self.numbers_by_country)

    def card(self, card_id: str) -> Card:
        """The card with this id. Raises `UnknownCard`."""
        try:
            return self.cards_by_id[card_id]
        except KeyError:
            raise UnknownCard(f"no card {card_id!r}: add cards/<topic>/{card_id}.md or mend the id") from None

    def citation(self, key: str) -> Citation:
        """The source with this key. Raises `UnknownCitation`."""
        try:
            return self.citations_by_key[key]
        except KeyError:
            raise UnknownCitation(f"no source {key!r}: list it in citations.toml or mend the key") from None

    def numbers(self, country: str | None) -> CountryNumbers | None:
        """Whom to call in a country (ISO code); None = not known, so advice for any country is shown."""
        return None if country is None else self.numbers_by_country.get(country.upper())


def load_library(root: Path = ROOT) -> Library:
    """Everything under `root`; call once, at start. Raises a `ContentError` for the first mistake met."""
    paths = sorted((root / "cards").glob("*/*.md"))
    if not paths:
        raise MissingFile(f"{root / 'cards'}: holds no cards: restore it from the repository")
    numbers = read_numbers(root / "emergency_numbers.toml")
    exercises = tuple(read_exercise(path) for path in sorted((root / "exercises").glob("*.toml")))
    cards = [read_card(path) for path in paths] + [exercise.card for exercise in exercises]
    return Library(
        cards_by_id=_by_id(cards),
        citations_by_key={source.key: source for source in read_citations(root / "citations.toml")},
        topics=read_topics(root / "topics.toml"),
        exercises_by_id={exercise.id: exercise for exercise in exercises},
        medicines=read_medicines(root / "medicines.toml"),
        plan=read_plan(root / "plan.toml"),
        claims={claim.id: claim for claim in read_claim_topics(root / "claims.toml")},
        numbers_by_country={entry.country: entry for entry in numbers.countries},
        numbers_as_of=numbers.as_of,
    )


def _by_id(cards: Iterable[Card]) -> Mapping[str, Card]:
    found: dict[str, Card] = {}
    for card in cards:
        if card.id in found:
            raise DuplicateId(f"{card.topic}/{card.id}.md: {found[card.id].topic}/ has one too: rename one")
        found[card.id] = card
    return found
