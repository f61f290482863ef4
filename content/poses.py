"""How a body moves, as data: joint angles over time, what carries it, and what a picture of it shows.

It knows no geometry: what the numbers mean in space is said in `bot.documents`, and for authors in
docs/howto/pictures.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from content.errors import BadField
from content.fields import Fields

_T = TypeVar("_T")


class Support(StrEnum):
    """What carries the body; everything else follows from the joints."""

    #: Lies on the back: shoulder blades and bottom rest on the floor, `lift` raises the bottom.
    BACK = "back"
    #: Kneels: the knees stay where they are.
    KNEES = "knees"
    #: Stands or sits: the feet stay where they are.
    FEET = "feet"
    #: Walks: `x` and `y` say where the hips are.
    FREE = "free"


class View(StrEnum):
    """From where the picture is taken."""

    SIDE = "side"
    #: Exactly from the side, so that a path runs level.
    PROFILE = "profile"
    #: From beyond the feet of somebody who lies down.
    FEET_END = "feet_end"


class Place(StrEnum):
    """Where a hand is."""

    #: Wherever shoulder and elbow put it.
    AIR = "air"
    FLOOR = "floor"
    BELLY = "belly"
    THIGH = "thigh"
    #: Below the right knee, to pull it up.
    SHIN = "shin"
    #: On the small of the back, fingers down.
    HIPS = "hips"


class Prop(StrEnum):
    """A thing in the picture."""

    MAT = "mat"
    #: Under the head of somebody who lies down.
    PILLOW = "pillow"
    CHAIR = "chair"
    #: A round patch to stand on.
    FLOOR = "floor"
    #: Runs across the whole picture, for walking.
    PATH = "path"


class Surface(StrEnum):
    """What a part of the body touches."""

    FLOOR = "floor"
    SEAT = "seat"
    PILLOW = "pillow"


#: Numbers of the body as a whole.
BODY_NUMBERS = frozenset("x y lean lift twist lumbar thoracic neck breath knee_x".split())
#: Numbers of one side; without `left_` or `right_` in front they count for both.
LIMB_NUMBERS = frozenset(
    "hip knee knee_out ankle foot_x foot_y foot_z foot_tilt".split()
    + "shoulder elbow hand_x hand_z reach".split()
)
#: What the first keyframe has to hold, so that the body has a place.
_PLACED = {
    Support.BACK: {"x"},
    Support.KNEES: {"knee_x", "knee", "lean"},
    Support.FEET: {"foot_x", "ankle", "knee", "lean"},
    Support.FREE: {"x", "y", "lean"},
}
#: What a keyframe may hold; docs/howto/pictures.md says what each means.
NUMBERS = (
    BODY_NUMBERS | LIMB_NUMBERS | {f"{side}_{name}" for side in ("left", "right") for name in LIMB_NUMBERS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """The body at one moment; between two of them every number moves smoothly."""

    #: Seconds from the start of the movement.
    at: float
    #: Name of the joint -> degrees, of a place -> metres; what is left out keeps its last value.
    joints: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A part of the body that touches something and stays there."""

    #: Such as `right_knee`, `left_hand`, `pelvis`, `head`.
    part: str
    surface: Surface
    #: Seconds; None = from the beginning, to the end.
    start: float | None
    end: float | None
    #: True = it may roll where it rests, as the pelvis does.
    rolls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A direction, drawn into the still picture and into a part of the animation."""

    #: Three points (x, y, z in metres) of a curve; the head is at the last.
    path: tuple[tuple[float, float, float], ...]
    #: When the animation shows it, in seconds.
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One round of an exercise, ready to be drawn."""

    #: At least two, in order; the last leads back into the first.
    frames: tuple[Keyframe, ...]
    #: How long one round takes in the animation, in seconds.
    seconds: float
    #: How far the body moves on in one round, in metres; 0 = it stays.
    travel: float
    #: True = the left side does what the right side does, half a round later, and the trunk the same in both halves.
    alternates: bool
    support: Support
    view: View
    #: Where the left and the right hand are.
    hands: tuple[Place, Place]
    #: What has to touch what; checked, never drawn.
    contacts: tuple[Contact, ...]
    arrows: tuple[Arrow, ...]
    #: In the order of drawing.
    props: tuple[Prop, ...]
    #: True = the line of the back is drawn through the clothes.
    shows_spine: bool
    #: The moment (seconds) that the still picture shows.
    still_at: float
    #: The moment that it shows faintly behind, to say where the movement comes from; None = nothing.
    ghost_at: float | None


def read_movement(table: Fields) -> Movement:
    """The movement in the `[picture]` table of an exercise. Raises BadField."""
    seconds = _required(table.number("seconds"), table.where, "seconds = the length of one round")
    if seconds <= 0:
        raise BadField(f"{table.where}: seconds should be more than 0, not {seconds:g}")
    support = table.choice("support", Support)
    movement = Movement(
        frames=_frames(table, seconds, _PLACED[support]),
        seconds=seconds,
        travel=table.number("travel") or 0.0,
        alternates=table.optional_flag("alternates"),
        support=support,
        view=table.choice("view", View),
        hands=_hands(table),
        contacts=tuple(_contact(Fields(contact, table.where)) for contact in table.tables("contact")),
        arrows=tuple(_arrow(Fields(arrow, table.where)) for arrow in table.tables("arrow")),
        props=_props(table),
        shows_spine=table.optional_flag("shows_spine"),
        still_at=table.number("still_at") or 0.0,
        ghost_at=table.number("ghost_at"),
    )
    table.end()
    return movement


def _frames(table: Fields, seconds: float, placed: set[str]) -> tuple[Keyframe, ...]:
    frames = tuple(_frame(Fields(frame, table.where)) for frame in table.tables("frame"))
    times = [frame.at for frame in frames]
    if len(times) < 2 or times[0] != 0 or times != sorted(set(times)) or times[-1] >= seconds:
        raise BadField(
            f"{table.where}: needs at least two [[picture.frame]] tables: the first at = 0, each later than the one "
            f"before, all before {seconds:g}"
        )
    later = {name for frame in frames[1:] for name in frame.joints}
    if unsaid := sorted((later | placed) - frames[0].joints.keys()):
        raise BadField(f"{table.where}: the first frame has to say where {unsaid[0]} begins")
    return frames


def _frame(table: Fields) -> Keyframe:
    at = _required(table.number("at"), table.where, "at = seconds in every frame")
    joints = {}
    for name, value in table.rest():
        if name not in NUMBERS or isinstance(value, bool) or not isinstance(value, int | float):
            raise BadField(f"{table.where}: does not know {name} = {value!r}: see docs/howto/pictures.md")
        joints[name] = float(value)
    return Keyframe(at=at, joints=joints)


def _hands(table: Fields) -> tuple[Place, Place]:
    names = table.texts("hands")
    if len(names) != 2 or not set(names) <= set(Place):
        raise BadField(f"{table.where}: hands should be two of {', '.join(Place)}, the left one first")
    return Place(names[0]), Place(names[1])


def _props(table: Fields) -> tuple[Prop, ...]:
    names = table.texts("props")
    if not set(names) <= set(Prop):
        raise BadField(f"{table.where}: props should be some of {', '.join(Prop)}, not {', '.join(names)}")
    return tuple(Prop(name) for name in names)


def _contact(table: Fields) -> Contact:
    contact = Contact(
        part=table.text("part"),
        surface=table.choice("on", Surface),
        start=table.number("start"),
        end=table.number("end"),
        rolls=table.optional_flag("rolls"),
    )
    table.end()
    return contact


def _arrow(table: Fields) -> Arrow:
    start, end = table.number("start") or 0.0, table.number("end") or 0.0
    match dict(table.rest()):
        case {"path": [first, middle, last], **other} if not other:
            path = tuple(_point(table.where, point) for point in (first, middle, last))
            return Arrow(path=path, start=start, end=end)
    raise BadField(
        f"{table.where}: an arrow needs path = three points such as [0.1, 0.5, 0.2], start and end"
    )


def _point(where: str, numbers: object) -> tuple[float, float, float]:
    match numbers:
        case [int() | float() as x, int() | float() as y, int() | float() as z]:
            return float(x), float(y), float(z)
    raise BadField(f"{where}: a point should be three numbers such as [0.1, 0.5, 0.2], not {numbers!r}")


def _required(value: _T | None, where: str, what: str) -> _T:
    if value is None:
        raise BadField(f"{where}: needs {what}")
    return value
