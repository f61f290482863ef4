"""Whatever happens, in whatever order: the promises of the relay, tried on invented days."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.pacing import Pacing
from bot.app.ports import (
    SendLater,
    SendUncertain,
)
from bot.messages import Outbound, SendClass
from tests.bot.app.desk import (
    CONTENT,
    NUDGE,
    QUESTION,
    SAFETY,
    Desk,
    ScriptedSender,
    Turn,
    open_desk,
)

TURNS = st.sampled_from(["ok", "ok", "ok", "slow", "uncertain", "bug", "later", "long", "crash"])
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "ben", "cat", "dan"]),
        st.sampled_from([SAFETY, QUESTION, CONTENT, NUDGE]),
        st.lists(TURNS, max_size=3),
        st.floats(0, 3),
    ),
    max_size=25,
)


def script(turns: list[str], desk: Desk, holds: dict[str, float], address: str) -> Iterator[Turn]:
    for turn in turns:
        if turn == "slow":
            yield lambda: desk.world.sleep(2)
        elif turn == "uncertain":
            yield SendUncertain()
        elif turn == "bug":
            yield RuntimeError()
        elif turn in ("later", "long"):
            yield hold(4 if turn == "later" else 31, desk, holds, address)


def hold(seconds: float, desk: Desk, holds: dict[str, float], address: str) -> Callable[[], Awaitable[None]]:
    async def ask_to_wait() -> None:
        whom = address if seconds <= 30 else "everyone"
        holds[whom] = max(holds.get(whom, 0.0), desk.world.seconds + seconds)
        raise SendLater(seconds)

    return ask_to_wait


class Watched(ScriptedSender):
    """Also checks that nobody is asked during a hold."""

    holds: dict[str, float]

    async def send(self, address: str, message: Outbound) -> None:
        for whom in (address, "everyone"):
            if self.world.seconds < self.holds.get(whom, 0.0) - 1e-3:
                self.wrongs.append("asked during a hold")
        await super().send(address, message)


@settings(max_examples=150, deadline=None)
@given(events=EVENTS)
def test_whatever_happens_everything_arrives_in_order_and_nothing_breaks_a_hold(
    events: list[tuple[str, SendClass, list[str], float]],
) -> None:
    asyncio.run(_everything_arrives(events))


async def _everything_arrives(events: list[tuple[str, SendClass, list[str], float]]) -> None:
    desk = await open_desk(Pacing(), concurrency=3)
    holds: dict[str, float] = {}
    sender = Watched(desk.world)
    sender.holds = holds
    desk.sender = sender
    desk.relay = desk.new_relay()
    running = asyncio.create_task(desk.relay.run())
    crashed = False
    for number, (address, send_class, turns, pause) in enumerate(events):
        name = f"{number:03d} {address} {send_class}"
        sender.scripts[name] = list(script(turns, desk, holds, address))
        await desk.say((address, name, send_class))
        await desk.world.advance(pause)
        if "crash" in turns:
            crashed = True
            await desk.crash()
            await running
            holds.clear()  # a new process learns of a hold by asking; the held message itself waits
            running = asyncio.create_task(desk.relay.run())
    await desk.world.advance(600)
    await desk.relay.idle()
    assert desk.relay.failure is None
    assert sender.wrongs == []
    assert await desk.left() == await desk.dropped() == 0
    arrived = sender.arrived
    for number, (address, send_class, _, _) in enumerate(events):
        name = f"{number:03d} {address} {send_class}"
        if send_class in (SAFETY, CONTENT):
            assert arrived.count(name) == 1 or (crashed and name in arrived)
        elif not crashed:
            assert arrived.count(name) <= 1
    if not crashed:  # after one, what was in flight may come again
        for address in ("ann", "ben", "cat", "dan"):
            for chosen in ((SAFETY,), (QUESTION, CONTENT, NUDGE)):
                mine = [name for name in arrived if name.split()[1] == address and name.split()[2] in chosen]
                assert mine == sorted(mine)
    for address in ("ann", "ben", "cat", "dan"):
        questions = [
            f"{n:03d} {who} {kind}"
            for n, (who, kind, _, _) in enumerate(events)
            if (who, kind) == (address, QUESTION)
        ]
        assert not questions or questions[-1] in arrived
    await desk.relay.stop(0)
    await running
