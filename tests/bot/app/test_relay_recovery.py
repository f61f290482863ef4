"""What the relay finds after crashes, for people who left and return, and at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from bot.app.ports import (
    PersonUnreachable,
    SendUncertain,
    StoreUnavailable,
    UnitOfWork,
)
from bot.messages import SendClass
from bot.storage.memory import MemoryStore
from tests.bot.app.desk import (
    CONTENT,
    NUDGE,
    QUESTION,
    SAFETY,
    Desk,
)

# -- crashes and sweeps --------------------------------------------------------------------------------------


async def test_what_was_committed_before_a_crash_is_sent_on_start(desk: Desk) -> None:
    await desk.commit(("ann", "card", CONTENT), ("ann", "question", QUESTION), ("ben", "warning", SAFETY))
    await desk.relay.sweep()
    await desk.relay.idle()
    assert desk.sender.arrived == ["warning", "card", "question"]
    assert await desk.left() == 0


@pytest.mark.parametrize(("send_class", "sends"), [(SAFETY, 2), (QUESTION, 2), (CONTENT, 2), (NUDGE, 1)])
async def test_after_a_crash_between_sending_and_noting(
    desk: Desk, send_class: SendClass, sends: int
) -> None:
    died = asyncio.get_running_loop().create_future()
    desk.sender.scripts["one"] = [lambda: died]
    await desk.say(("ann", "one", send_class))
    await desk.world.settle()
    await desk.crash()
    await desk.relay.sweep()
    await desk.relay.idle()
    assert len(desk.sender.tries) == sends
    assert await desk.left() == 0


async def test_a_rest_keeps_its_place_after_a_crash(desk: Desk) -> None:
    desk.sender.scripts["first"] = [SendUncertain()]
    await desk.say(("ann", "first", CONTENT), ("ann", "second", CONTENT))
    await desk.relay.idle()
    await desk.crash()
    await desk.relay.sweep()
    await desk.world.advance(60)
    assert desk.sender.arrived == ["first", "second"]


async def test_a_large_outbox_is_taken_up_whole_and_in_order(desk: Desk) -> None:
    await desk.commit(*[(f"p{number % 10}", f"m{number}", CONTENT) for number in range(2_500)])
    await desk.relay.sweep()
    await desk.relay.idle()
    for person in range(10):
        mine = [name for _, address, name in desk.sender.tries if address == f"p{person}"]
        assert mine == [f"m{number}" for number in range(2_500) if number % 10 == person]
    assert len(desk.sender.arrived) == 2_500


async def test_run_finds_what_nobody_offered_and_what_is_due_later(desk: Desk) -> None:
    running = asyncio.create_task(desk.relay.run())
    await desk.world.settle()
    await desk.commit(("ann", "lost", CONTENT))
    desk.relay.offer(await desk.commit(("ben", "scheduled", CONTENT), after=12.3))
    await desk.world.advance(5)
    assert desk.sender.arrived == ["lost"]
    await desk.world.advance(10)
    assert desk.sender.times("scheduled") == pytest.approx([12.3])
    await desk.relay.stop(0)
    await running


async def test_a_message_for_later_does_not_stand_before_one_for_now(desk: Desk) -> None:
    await desk.commit(("ann", "later", CONTENT), after=30)
    await desk.relay.sweep()
    await desk.say(("ann", "now", CONTENT))
    await desk.relay.idle()
    assert desk.sender.arrived == ["now"]


class ForgetfulStore(MemoryStore):
    """A full disk: what is only noted is lost."""

    def later(self, work: Callable[[UnitOfWork], None]) -> None:
        raise StoreUnavailable


async def test_while_the_store_takes_no_notes_nothing_is_sent_twice(desk: Desk) -> None:
    desk.store = ForgetfulStore(key=b"k" * 32)
    await desk.store.open()
    desk.relay = desk.new_relay()
    await desk.say(("ann", "warning", SAFETY))
    for _ in range(5):
        await desk.relay.sweep()
        await desk.relay.idle()
    assert desk.sender.arrived == ["warning"]
    assert await desk.left() == 1


class SlowStore(MemoryStore):
    """Answers a while after the transaction, as a store in another thread does."""

    gate: asyncio.Event | None = None

    async def transact(self, work):  # type: ignore[no-untyped-def]
        value = await super().transact(work)
        if self.gate is not None:
            await self.gate.wait()
        return value


async def test_what_is_sent_while_a_sweep_reads_is_not_sent_again(desk: Desk) -> None:
    desk.store = store = SlowStore(key=b"k" * 32)
    await store.open()
    desk.relay = desk.new_relay()
    await desk.commit(("ann", "orphan question", QUESTION))
    queued = await desk.commit(("ben", "offered", CONTENT))
    store.gate = gate = asyncio.Event()
    sweep = asyncio.create_task(desk.relay.sweep())
    await desk.world.settle()
    store.gate = None
    desk.relay.offer(queued)
    await desk.say(("ann", "newer question", QUESTION))
    await desk.relay.idle()
    gate.set()
    await sweep
    await desk.relay.idle()
    assert sorted(desk.sender.arrived) == ["newer question", "offered"]


async def test_an_unreadable_outbox_does_not_end_the_run(desk: Desk) -> None:
    await desk.store.close()
    running = asyncio.create_task(desk.relay.run())
    await desk.world.advance(6)
    await desk.store.open()
    await desk.commit(("ann", "one", CONTENT))
    await desk.world.advance(6)
    assert desk.sender.arrived == ["one"]
    await desk.relay.stop(0)
    await running


async def test_messages_of_other_channels_stay_in_the_store(desk: Desk) -> None:
    foreign = [replace(one, channel="web") for one in await desk.commit(("ann", "one", CONTENT))]
    desk.relay.offer(foreign)
    await desk.relay.idle()
    assert desk.sender.tries == []


# -- people who leave and return -----------------------------------------------------------------------------


async def test_an_unreachable_person_loses_all_but_safety_and_gets_it_first_on_return(desk: Desk) -> None:
    await desk.meet("ann")
    desk.sender.scripts["card"] = [PersonUnreachable()]
    async with asyncio.timeout(5):
        desk.relay.offer(await desk.commit(("ann", "card", CONTENT)))
        desk.relay.offer(await desk.commit(("ann", "question", QUESTION), ("ann", "nudge", NUDGE)))
        await desk.relay.idle()
        desk.sender.scripts["warning"] = [PersonUnreachable()]
        await desk.say(("ann", "warning", SAFETY))
        await desk.relay.idle()
    assert desk.sender.arrived == []
    assert not (await desk.person("ann")).reachable
    assert await desk.left() == 1
    await desk.world.advance(3_600)
    await desk.relay.sweep()
    await desk.relay.idle()
    assert len(desk.sender.tries) == 2

    person = replace(await desk.person("ann"), reachable=True)
    await desk.store.transact(lambda uow: uow.save_person(person))
    desk.relay.revive(desk.key("ann"))
    await desk.say(("ann", "welcome back", QUESTION))
    await desk.relay.idle()
    assert desk.sender.arrived == ["warning", "welcome back"]
    assert await desk.left() == 0


async def test_revive_works_in_a_new_process(desk: Desk) -> None:
    await desk.meet("ann")
    desk.sender.scripts["warning"] = [PersonUnreachable()]
    await desk.say(("ann", "warning", SAFETY))
    await desk.relay.idle()
    await desk.crash()
    await desk.relay.sweep()
    desk.relay.revive(desk.key("ann"))
    desk.relay.revive(desk.key("nobody"))
    await desk.relay.idle()
    assert desk.sender.arrived == ["warning"]


async def test_safety_kept_for_somebody_who_stays_away_is_given_up_after_a_day(desk: Desk) -> None:
    await desk.meet("ann")
    desk.sender.always = PersonUnreachable()
    await desk.say(("ann", "warning", SAFETY))
    await desk.relay.idle()
    for hours in (1, 24, 24):
        await desk.world.advance(hours * 3_600)
        await desk.relay.sweep()
        await desk.relay.idle()
        await desk.world.advance(61)
    assert len(desk.sender.tries) == 2
    assert (await desk.left(), await desk.dropped()) == (0, 1)


# -- idle and stop -------------------------------------------------------------------------------------------


async def test_idle_returns_at_once_when_there_is_nothing(desk: Desk) -> None:
    await desk.relay.idle()


async def test_idle_does_not_wait_for_a_rest(desk: Desk) -> None:
    desk.sender.always = SendUncertain()
    await desk.say(("ann", "one", CONTENT))
    await desk.relay.idle()
    assert desk.relay.numbers().waiting == 1


async def test_stop_waits_for_what_is_in_flight_and_takes_nothing_new(desk: Desk) -> None:
    go = asyncio.Event()

    async def wait() -> None:
        await go.wait()

    desk.sender.scripts["one"] = [wait]
    await desk.say(("ann", "one", CONTENT), ("ann", "two", CONTENT))
    await desk.world.settle()
    stopping = asyncio.create_task(desk.relay.stop(60))
    await desk.world.settle()
    assert not stopping.done()
    go.set()
    await stopping
    assert desk.sender.arrived == ["one"]
    assert await desk.left() == 1


async def test_stop_gives_up_on_a_send_that_hangs(desk: Desk) -> None:
    desk.sender.scripts["one"] = [lambda: desk.world.sleep(1_000)]
    await desk.say(("ann", "one", CONTENT))
    await desk.world.settle()
    await desk.relay.stop(0)
    await desk.relay.idle()
    assert await desk.left() == 1
