"""Where the time comes from: the system, or a run that moves its own clock.

It schedules nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """The computer's clock, moved by as much as was asked for; never back."""

    def __init__(self) -> None:
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, by: timedelta) -> None:
        """Move on. Raises ValueError for a negative step."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        self._offset += by
