"""A store, a scripted sender and a time that only moves when it is told to, for tests of the relay."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from bot.app.pacing import Pacing
from bot.app.ports import (
    Person,
    QueuedOutbound,
    UnitOfWork,
)
from bot.app.relay import Relay
from bot.messages import MessageKind, Outbound, PersonKey, SendClass
from bot.storage.memory import MemoryStore

SAFETY, QUESTION, CONTENT, NUDGE = SendClass.SAFETY, SendClass.QUESTION, SendClass.CONTENT, SendClass.NUDGE
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


class World:
    """The clock, the monotonic seconds and the sleep of a test; nothing in it waits for real."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        #: How far the wall clock was set, besides the time that passed.
        self.shift = timedelta(0)
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._ties = count()

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1_000.0) + self.shift

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.seconds + seconds, next(self._ties), awake))
        await awake

    async def settle(self) -> None:
        for _ in range(40):
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        end = self.seconds + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, awake = heappop(self._sleepers)
            if awake.cancelled():
                continue
            self.seconds = max(self.seconds, at)
            awake.set_result(None)
            await self.settle()
        self.seconds = end
        await self.settle()


#: What happens on one try: nothing (it arrives), an error, or something to wait for first.
Turn = BaseException | Callable[[], Awaitable[None]] | None


@dataclass
class ScriptedSender:
    """Answers each try with the next turn of the message's script, then with success."""

    world: World
    scripts: dict[str, list[Turn]] = field(default_factory=dict)
    #: What happens when there is no script.
    always: Turn = None
    tries: list[tuple[float, str, str]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    #: What no relay may do, seen here; an exception would only be taken for a failed send.
    wrongs: list[str] = field(default_factory=list)
    _in_flight: set[str] = field(default_factory=set)

    async def send(self, address: str, message: Outbound) -> None:
        if address in self._in_flight:
            self.wrongs.append("two messages of one person at the same time")
        self._in_flight.add(address)
        try:
            self.tries.append((self.world.seconds, address, message.id))
            script = self.scripts.get(message.id)
            turn = script.pop(0) if script else self.always
            if isinstance(turn, BaseException):
                raise turn
            if turn is not None:
                await turn()
            self.arrived.append(message.id)
        finally:
            self._in_flight.discard(address)

    def times(self, message: str) -> list[float]:
        return [at - 1_000.0 for at, _, name in self.tries if name == message]


class Desk:
    """A store, a sender and a relay, and short words for what tests do with them."""

    def __init__(self, pacing: Pacing | None = None, concurrency: int = 256) -> None:
        self.world = World()
        self.store = MemoryStore(key=b"k" * 32)
        self.sender = ScriptedSender(self.world)
        self._pacing = pacing
        self._concurrency = concurrency
        self.relay = self.new_relay()

    def new_relay(self) -> Relay:
        return Relay(
            self.store,
            {"test": self.sender},
            self.world,
            pacing=self._pacing,
            monotonic=self.world.monotonic,
            sleep=self.world.sleep,
            concurrency=self._concurrency,
            rng=Random(7),
        )

    async def crash(self) -> None:
        """The process dies without a word and another one starts."""
        notes, self.store._notes = self.store._notes, type(self.store._notes)()
        await self.relay.stop(0)
        self.store._notes.clear()
        notes.clear()
        self.relay = self.new_relay()

    async def commit(self, *messages: tuple[str, str, SendClass], after: float = 0.0) -> list[QueuedOutbound]:
        """Queue (address, id, class) messages, as the conversation would."""
        due = self.world.now() + timedelta(seconds=after)

        def work(uow: UnitOfWork) -> list[QueuedOutbound]:
            return [
                uow.enqueue(self.key(address), "test", address, message(name, send_class), due)
                for address, name, send_class in messages
            ]

        return await self.store.transact(work)

    async def say(self, *messages: tuple[str, str, SendClass]) -> None:
        self.relay.offer(await self.commit(*messages))

    def key(self, address: str) -> PersonKey:
        return self.store.person_key("test", address)

    async def meet(self, address: str) -> None:
        person = Person(
            key=self.key(address),
            channel="test",
            address=address,
            session=b"",
            revision=0,
            reachable=True,
            waiting=False,
            updated_at=self.world.now(),
        )
        await self.store.transact(lambda uow: uow.save_person(person))

    async def person(self, address: str) -> Person:
        person = await self.store.transact(lambda uow: uow.person(self.key(address)))
        assert person is not None
        return person

    async def left(self) -> int:
        return (await self.store.transact(lambda uow: uow.counts()))["unsent"]

    async def dropped(self) -> int:
        return (await self.store.transact(lambda uow: uow.counts()))["dropped"]


def message(name: str, send_class: SendClass) -> Outbound:
    return Outbound(
        kind=MessageKind.MESSAGE, id=name, text="private words", locale="en", send_class=send_class
    )


async def open_desk(pacing: Pacing | None = None, concurrency: int = 256) -> Desk:
    desk = Desk(pacing, concurrency)
    await desk.store.open()
    return desk
