"""What recognising typed text ends in: a sign, how urgent it is, and the words that fired.

It does not know how a sign is recognised.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a finding interrupts the conversation; most urgent first."""

    SELF_HARM = "self_harm"
    EMERGENCY = "emergency"
    URGENT = "urgent"


#: Every tier that typed text can raise, most urgent first, with its level.
LEVEL_OF_TIER = {
    "crisis_support": Level.SELF_HARM,
    "emergency_now": Level.EMERGENCY,
    "emergency_today": Level.EMERGENCY,
    "urgent_same_day": Level.URGENT,
}

TIERS = tuple(LEVEL_OF_TIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One warning sign that a message asserts about a living person now."""

    #: An id of the master table, such as `ces_saddle_numbness`.
    sign: str
    level: Level
    #: One of `TIERS`.
    tier: str
    #: The part of the message that fired; the whole of it where the learnt weights alone raised the sign. Never log it.
    words: str
    #: True when it is not clear that the sign is there now: the person is asked once instead of warned.
    doubtful: bool = False
