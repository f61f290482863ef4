"""The update queue of the fake Bot API: kept until confirmed, fetched by long poll or delivered to a webhook.

Order, confirmation by offset and repetition follow the open-source Bot API server. It knows nothing of chats.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.fake_bot_api_http import HttpCaller, Reply

Update = dict[str, Any]
#: An offset this far beyond the newest id is from before the ids began anew.
_FUTURE = 10


class UpdateQueue:
    """Updates that nobody has confirmed yet."""

    def __init__(self, first_id: int, changed: Callable[[], None]) -> None:
        self.next_id = first_id
        self.pending: deque[Update] = deque()
        #: Every update ever put in, for duplicates.
        self.history: list[Update] = []
        self._changed = changed
        self._arrival = asyncio.Event()

    def put(self, update: Update, *, again: bool = False) -> None:
        """Append; `again` = an update that was there before."""
        self.pending.append(update)
        if not again:
            self.history.append(update)
        self.wake()

    def take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self._arrival.set()
        self._arrival = asyncio.Event()

    def confirm_before(self, offset: int) -> None:
        """Forget what is before the offset, unless the offset is from an earlier numbering."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset <= self.next_id + _FUTURE:
            self.pending = deque(update for update in self.pending if update["update_id"] >= offset)
        self._changed()

    def confirm(self, update: Update) -> None:
        """Forget one delivered update."""
        if update in self.pending:
            self.pending.remove(update)
        self._changed()

    async def fetch(self, limit: int, seconds: float, is_wanted: Callable[[], bool]) -> list[Update]:
        """The oldest updates, after waiting for the first at most `seconds`, or until nobody wants them."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not self.pending and is_wanted() and loop.time() < end:
            try:
                await asyncio.wait_for(self._arrival.wait(), end - loop.time())
            except TimeoutError:
                break
        return list(self.pending)[: max(1, min(limit, 100))]

    async def arrival(self) -> None:
        """Wait until something is put in or `wake` is called."""
        await self._arrival.wait()


@dataclass
class Webhook:
    """Delivers updates to an address until it answers 2xx: in order per person, people in parallel."""

    url: str
    secret: str
    queue: UpdateQueue
    #: Executes a method call in an answer's body.
    on_reply: Callable[[dict[str, Any]], None]
    connections: int = 40
    retry_seconds: float = 1.0
    #: (update id, status or 0 when there was no answer) of every attempt.
    attempts: list[tuple[int, int]] = field(default_factory=list)

    def start(self) -> None:
        """Begin delivering what is pending."""
        self._caller = HttpCaller(self.url)
        self._slots = asyncio.Semaphore(self.connections)
        self._lanes: dict[Any, deque[Update]] = {}
        self._seen: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._spawn(self._distribute())

    async def stop(self) -> None:
        """Stop; what is not delivered stays pending."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._caller.close()

    async def _distribute(self) -> None:
        while True:
            for update in list(self.queue.pending):
                if id(update) not in self._seen:
                    self._seen.add(id(update))
                    self._enqueue(update)
            await self.queue.arrival()

    def _enqueue(self, update: Update) -> None:
        key = _lane(update)
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[key] = deque([update])
        self._spawn(self._work(key))

    async def _work(self, key: Any) -> None:
        lane = self._lanes[key]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[key]

    async def _deliver(self, update: Update) -> None:
        while True:
            async with self._slots:
                reply = await self._attempt(update)
            self.attempts.append((update.get("update_id", -1), reply.status))
            if 200 <= reply.status < 300:
                self._seen.discard(id(update))
                self.queue.confirm(update)
                self._execute(reply.body)
                return
            self.queue.confirm_before(0)
            await asyncio.sleep(self.retry_seconds)

    async def _attempt(self, update: Update) -> Reply:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            return await self._caller.post(json.dumps(update).encode(), headers)
        except (OSError, EOFError):
            return Reply(0, b"")

    def _execute(self, body: bytes) -> None:
        if body:
            call = json.loads(body)
            if isinstance(call, dict) and "method" in call:
                self.on_reply(call)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _lane(update: Update) -> Any:
    """Telegram keeps taps and messages of one person in two separate orders."""
    press = update.get("callback_query")
    if press is not None:
        return "press", press["from"]["id"]
    for value in update.values():
        if isinstance(value, dict) and isinstance(value.get("chat"), dict):
            return "chat", value["chat"].get("id")
    return "other", None
