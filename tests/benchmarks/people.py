"""Simulated people who hold whole interviews at the same time, each pressing real buttons as soon as they are shown.

Closed loop: everybody waits for an answer before the next tap, and begins anew in a new chat after the last one. It does
not judge what a bot says.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httptools
import orjson

from tests.benchmarks.fake_api import Shown, as_message

#: Which button somebody presses: its data and what it answers; None = the interview is over.
Choose = Callable[[Shown], tuple[str, str] | None]


class LostError(Exception):
    """An update was refused or never answered."""


class Crowd:
    """All people of one run."""

    def __init__(self, number: int, choose: Choose) -> None:
        self.choose = choose
        #: Chat -> what was answered in it, for every interview that was begun.
        self.interviews: dict[int, list[str]] = {}
        self.delivered = 0
        self.answered = 0
        #: Spinners stopped in the webhook's own answer.
        self.answers_in_webhook = 0
        #: Seconds from delivery to answer, while `is_recording`.
        self.latencies: list[float] = []
        self.is_recording = False
        self.webhook = b""
        self._chats = 1_000_000
        self._updates = 1_000
        self._people = [_Person(self) for _ in range(number)]
        self._by_chat: dict[int, _Person] = {}
        #: People who wait for the ticker; None = nobody waits.
        self._queue: deque[_Person] | None = None
        #: When the bot wrote last.
        self._seen_at = 0.0
        self._is_ending = False
        self._resting: set[_Person] = set()
        self._all_rest = asyncio.Event()
        self.failure: str | None = None

    # -- what the run does -------------------------------------------------------------------------------------
    async def connect(self, url: str, secret: str) -> None:
        """Open one connection a person to the webhook."""
        parts = urlsplit(url)
        header = f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n" if secret else ""
        self.webhook = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"{header}Content-Length: "
        ).encode()
        loop = asyncio.get_running_loop()
        until = time.monotonic() + _LISTENING
        for person in self._people:
            while person.is_offline:
                try:
                    await loop.create_connection(lambda person=person: person, parts.hostname, parts.port)  # type: ignore[misc]
                except ConnectionRefusedError:  # a bot may name its webhook before it listens
                    if time.monotonic() > until:
                        raise LostError("nobody listens at the webhook") from None
                    await asyncio.sleep(0.05)

    def start(self) -> None:
        """Everybody begins, as fast as answers come."""
        for person in self._people:
            person.go()

    async def calm_down(self, patience: float) -> None:
        """Let everybody wait once they have their answer. Raises LostError when somebody waits in vain."""
        queue = self._queue = deque()
        until = time.perf_counter() + patience
        while len(queue) < len(self._people):
            if time.perf_counter() > until:
                raise LostError(f"{len(self._people) - len(queue)} people wait in vain for an answer")
            await asyncio.sleep(0.01)

    async def keep_pace(self, rate: float, seconds: float) -> None:
        """For a while after `calm_down`, only so many updates a second altogether; then as fast as answers come."""
        queue = self._queue
        assert queue is not None
        due = time.perf_counter()
        end = due + seconds
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if queue:
                queue.popleft().go()
            due += 1 / rate
        self._queue = None
        for person in queue:
            person.go()

    async def finish(self, patience: float) -> None:
        """Let everybody finish their interview. Raises LostError when somebody waits in vain."""
        self._is_ending = True
        try:
            await asyncio.wait_for(self._all_rest.wait(), patience)
        except TimeoutError:
            waiting = len(self._people) - len(self._resting)
            raise LostError(f"{waiting} people wait in vain for an answer") from None
        else:
            await self._quiet()
        finally:
            for person in self._people:
                person.close()

    async def _quiet(self) -> None:
        """Let the bot finish: after the last answer it may still clear the buttons of the last question."""
        while time.perf_counter() - self._seen_at < _QUIET:  # noqa: ASYNC110 - an event a message would cost more
            await asyncio.sleep(_QUIET)

    # -- what people do ----------------------------------------------------------------------------------------
    def see(self, shown: Shown) -> None:
        """A message appeared in a chat (for `FakeApi`)."""
        self._seen_at = time.perf_counter()
        person = self._by_chat.get(shown.chat)
        if person is not None:
            person.see(shown)

    def new_chat(self, person: _Person) -> int:
        self._chats += 1
        self._by_chat[self._chats] = person
        self.interviews[self._chats] = []
        return self._chats

    def leave(self, chat: int) -> None:
        self._by_chat.pop(chat, None)

    def next_update(self) -> int:
        self._updates += 1
        self.delivered += 1
        return self._updates

    def ready(self, person: _Person) -> None:
        """Somebody has their answer and could go on."""
        if self._is_ending and person.is_between:
            self._resting.add(person)
            if len(self._resting) == len(self._people):
                self._all_rest.set()
        elif self._queue is not None:
            self._queue.append(person)
        else:
            person.go()


class _Person(asyncio.Protocol):
    """One person, and the connection on which Telegram delivers what they do."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._parser: Any = None
        self._transport: Any = None
        self._status = b""
        self._body = b""
        self._chat = 0
        self._next: tuple[str, str] | None = None
        self._shown: Shown | None = None
        self._sent_at = 0.0
        self._is_waiting = False
        self._is_acknowledged = True

    @property
    def is_offline(self) -> bool:
        """True before the connection is made."""
        return self._transport is None

    @property
    def is_between(self) -> bool:
        """True when no interview is under way."""
        return self._next is None

    def go(self) -> None:
        """Press the chosen button, or begin an interview in a new chat."""
        if self._next is None or self._shown is None:
            self._chat = self._crowd.new_chat(self)
            update = {"message": {**self._about(), "text": "/start", "entities": [_START]}}
        else:
            data, answer = self._next
            self._crowd.interviews[self._chat].append(answer)
            update = {"callback_query": self._tap(data, self._shown)}
        self._deliver(update)

    def see(self, shown: Shown) -> None:
        """The bot has written."""
        if not self._is_waiting:
            return
        self._is_waiting = False
        crowd = self._crowd
        crowd.answered += 1
        if crowd.is_recording:
            crowd.latencies.append(time.perf_counter() - self._sent_at)
        self._shown = shown
        self._next = crowd.choose(shown)
        if self._next is None:
            crowd.leave(self._chat)
        if self._is_acknowledged:
            crowd.ready(self)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _about(self) -> dict[str, Any]:
        return {
            "message_id": 1,
            "from": self._sender(),
            "chat": {"id": self._chat, "type": "private", "first_name": "Somebody"},
            "date": int(time.time()),
        }

    def _sender(self) -> dict[str, Any]:
        return {"id": self._chat, "is_bot": False, "first_name": "Somebody", "language_code": "en"}

    def _tap(self, data: str, shown: Shown) -> dict[str, Any]:
        return {
            "id": str(self._chat * 1_000_003 + self._crowd.delivered),
            "from": self._sender(),
            "message": as_message(shown),
            "chat_instance": "-3141592653589793238",
            "data": data,
        }

    def _deliver(self, update: dict[str, Any]) -> None:
        body = orjson.dumps({"update_id": self._crowd.next_update(), **update})
        self._is_waiting = True
        self._is_acknowledged = False
        self._sent_at = time.perf_counter()
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._crowd.webhook, len(body), body))

    # Called by asyncio.
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    # Called by the parser.
    def on_message_begin(self) -> None:
        self._body = b""

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        crowd = self._crowd
        if self._parser.get_status_code() != 200:
            crowd.failure = f"the webhook answered {self._parser.get_status_code()}"
            return
        if b"answerCallbackQuery" in self._body:
            crowd.answers_in_webhook += 1
        self._is_acknowledged = True
        if not self._is_waiting:
            crowd.ready(self)


#: Seconds that a bot may take from naming its webhook to listening.
_LISTENING = 10.0
#: Seconds without a message after which a bot has said everything.
_QUIET = 0.3
_START = {"type": "bot_command", "offset": 0, "length": 6}
