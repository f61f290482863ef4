"""Stops the spinner of a pressed button, so that people see at once that their tap arrived.

Best effort: nothing waits for it, nothing is repeated, and a failure changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from bot.app.ports import SendError
from bot.channels.telegram.transport import Transport

#: More than this many at once and the spinners stop by themselves after a while.
_AT_ONCE: Final = 64


class CallbackAnswers:
    """Answers callback queries in the background."""

    def __init__(self, api: Transport) -> None:
        self._api = api
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, callback: str) -> None:
        """Stop one spinner soon, or never when too many are under way."""
        if len(self._tasks) >= _AT_ONCE:
            return
        task = asyncio.create_task(self._call(callback))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Forget those under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _call(self, callback: str) -> None:
        with contextlib.suppress(SendError):
            await self._api.call("answerCallbackQuery", {"callback_query_id": callback}, seconds=5.0)
