"""Wakes whatever waits for a moment, with one sleeping task for all, because most messages never wait at all.

It does not know what it wakes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


class Alarm(Generic[T]):
    """Moments are monotonic seconds. `ring` gets what is due, with the moment that was set for it."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        ring: Callable[[list[tuple[T, float]]], None],
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._ring = ring
        self._heap: list[tuple[float, int, T]] = []
        self._ties = count()
        self._task: asyncio.Task[None] | None = None
        self._at = 0.0

    def wake(self, sleeper: T, at: float) -> None:
        """Ring for `sleeper` at `at`."""
        heappush(self._heap, (at, next(self._ties), sleeper))
        self.ring_by(at)

    def ring_by(self, at: float) -> None:
        """Ring at `at` or before, even for nobody."""
        if self._task is not None:
            if self._at <= at:
                return
            self._task.cancel()
        self._at = at
        self._task = asyncio.get_running_loop().create_task(self._wait())

    def stop(self) -> None:
        """Ring no more."""
        self._heap.clear()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _wait(self) -> None:
        await self._sleep(max(0.0, self._at - self._monotonic()))
        self._task = None
        self._ring(self._due())
        if self._heap:
            self.ring_by(self._heap[0][0])

    def _due(self) -> list[tuple[T, float]]:
        now = self._monotonic()
        due = []
        while self._heap and self._heap[0][0] <= now:
            at, _, sleeper = heappop(self._heap)
            due.append((sleeper, at))
        return due
