"""Exercises: what to do, how much, when to stop, and the movement from which the pictures are drawn.

It draws nothing: that is `bot.documents`. An exercise is read by people as a card of the topic `exercises`, whose body
is put together from its steps, dose, easier and harder version and stop signs, so that it is translated as one text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content import markup
from content.errors import BadField, BadMarkup
from content.fields import Fields
from content.loader import card_hash, read_claims, read_review, read_toml
from content.model import Card
from content.poses import Keyframe, Movement, read_movement

TOPIC = "exercises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise."""

    #: The file's name; also the id of its card.
    id: str
    #: What a reader finds in menus and plans.
    card: Card
    #: What the pictures show, for those who cannot see them.
    alt: str
    #: How often in a row, at first; None where it is done by time.
    repetitions: int | None
    #: How long one position is held, in seconds; None = not held.
    hold_seconds: float | None
    #: How long, in minutes; None where it is counted.
    minutes: float | None
    times_a_day: int | None
    #: What the pictures are drawn from.
    movement: Movement

    @property
    def frames(self) -> tuple[Keyframe, ...]:
        """The body at the moments that matter, in order; the last leads back into the first."""
        return self.movement.frames


def read_exercise(path: Path) -> Exercise:
    """The exercise in `exercises/<id>.toml`. Its card's body is put together from its parts."""
    table = Fields(read_toml(path), f"{TOPIC}/{path.name}")
    picture = table.inner("picture")
    if picture is None:
        raise BadField(f"{table.where}: needs a [picture] table: see docs/howto/pictures.md")
    exercise = Exercise(
        id=path.stem,
        card=_card(path.stem, table),
        alt=table.text("alt").strip(),
        repetitions=table.integer("repetitions"),
        hold_seconds=table.number("hold_seconds"),
        minutes=table.number("minutes"),
        times_a_day=table.integer("times_a_day"),
        movement=read_movement(picture),
    )
    table.end()
    return exercise


def _card(id_: str, table: Fields) -> Card:
    title, citations, not_for = table.text("title"), table.texts("citations"), table.texts("not_for")
    body = "\n".join(
        (
            table.text("steps").strip(),
            "",
            f"**How much:** {table.text('dose')}",
            "",
            f"**Easier:** {table.text('easier')}",
            "",
            f"**Harder:** {table.text('harder')}",
            "",
            f"**Stop if** {table.text('stop_if')}",
        )
    )
    try:
        markup.to_html(body)
    except BadMarkup as error:
        raise BadMarkup(f"{table.where}: {error}") from None
    return Card(
        id=id_,
        topic=TOPIC,
        title=title,
        body=body,
        citations=citations,
        not_for=not_for,
        gate=None,
        related=table.texts("related"),
        instead=table.optional_text("instead"),
        keywords=table.texts("keywords"),
        claims=read_claims(table),
        review=read_review(table),
        exercise=id_,
        hash=card_hash(title, body, citations, not_for=not_for, gate=None, anytime=False),
    )
