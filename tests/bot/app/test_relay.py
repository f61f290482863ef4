"""What the relay sends, in which order, how fast, and what it does with failures."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.app.pacing import Pacing, Rate
from bot.app.ports import (
    ChannelRefused,
    SendLater,
    SendRefused,
    SendUncertain,
)
from bot.messages import SendClass
from tests.bot.app.desk import (
    CONTENT,
    NUDGE,
    QUESTION,
    SAFETY,
    Desk,
    open_desk,
)

# -- order ---------------------------------------------------------------------------------------------------


async def test_what_is_offered_is_sent_at_once_and_forgotten(desk: Desk) -> None:
    await desk.say(("ann", "one", CONTENT), ("ann", "two", QUESTION), ("ben", "three", CONTENT))
    await desk.relay.idle()
    assert desk.sender.times("one") == desk.sender.times("two") == desk.sender.times("three") == [0.0]
    assert [name for _, address, name in desk.sender.tries if address == "ann"] == ["one", "two"]
    assert await desk.left() == 0
    assert desk.relay.numbers().sent == 3
    assert desk.relay.numbers().waiting == 0


async def test_an_offer_twice_is_sent_once(desk: Desk) -> None:
    queued = await desk.commit(("ann", "one", CONTENT))
    desk.relay.offer(queued)
    desk.relay.offer(queued)
    await desk.relay.idle()
    desk.relay.offer(queued)
    await desk.relay.sweep()
    await desk.relay.idle()
    assert desk.sender.arrived == ["one"]


async def test_safety_goes_before_everything_else_of_the_person(desk: Desk) -> None:
    await desk.say(("ann", "card", CONTENT), ("ann", "question", QUESTION), ("ann", "warning", SAFETY))
    await desk.relay.idle()
    assert desk.sender.arrived == ["warning", "card", "question"]


async def test_a_safety_message_overtakes_ten_thousand_others_within_two_seconds() -> None:
    desk = await open_desk(Pacing(everyone=Rate(1_000, 1_000)))
    flood = [(f"p{number % 2_500}", f"m{number}", CONTENT) for number in range(10_000)]
    await desk.say(*flood)
    await desk.world.advance(0.5)
    await desk.say(("p7", "warning for one in the queue", SAFETY), ("new", "warning for another", SAFETY))
    await desk.world.advance(0.01)
    assert {"warning for one in the queue", "warning for another"} <= set(desk.sender.arrived)
    assert len(desk.sender.arrived) < 2_000
    await desk.world.advance(20)
    await desk.relay.idle()
    assert len(desk.sender.arrived) == 10_002
    assert await desk.left() == 0


async def test_a_wall_of_slow_sends_does_not_stand_before_safety() -> None:
    desk = await open_desk(concurrency=4)
    desk.sender.always = lambda: desk.world.sleep(30)
    desk.sender.scripts["warning"] = [lambda: desk.world.sleep(0)]
    await desk.say(*[(f"p{number}", f"m{number}", CONTENT) for number in range(50)])
    await desk.world.settle()
    await desk.say(("ann", "warning", SAFETY))
    await desk.world.settle()
    assert desk.relay.numbers().in_flight == 5
    await desk.world.advance(0)
    assert desk.sender.arrived == ["warning"]
    assert desk.relay.numbers().in_flight == 4
    assert desk.sender.times("warning") == [0.0]
    await desk.relay.stop(0)


async def test_a_person_with_a_long_queue_does_not_delay_others() -> None:
    desk = await open_desk(concurrency=1)
    await desk.say(*[("ann", f"m{number}", CONTENT) for number in range(100)])
    await desk.say(("ben", "hello", CONTENT))
    await desk.relay.idle()
    assert desk.sender.arrived.index("hello") <= 2


async def test_different_people_are_served_side_by_side_up_to_the_limit() -> None:
    desk = await open_desk(concurrency=3)
    desk.sender.always = lambda: desk.world.sleep(1)
    await desk.say(*[(f"p{number}", f"m{number}", CONTENT) for number in range(7)])
    await desk.world.settle()
    assert desk.relay.numbers().in_flight == 3
    await desk.world.advance(3)
    assert len(desk.sender.arrived) == 7


async def test_a_newer_question_takes_the_place_of_one_that_still_waits(desk: Desk) -> None:
    desk.sender.scripts["card"] = [lambda: desk.world.sleep(1)]
    await desk.say(("ann", "card", CONTENT))
    await desk.world.settle()
    await desk.say(("ann", "old question", QUESTION))
    await desk.say(("ann", "new question", QUESTION))
    await desk.world.advance(1)
    assert desk.sender.arrived == ["card", "new question"]


async def test_a_question_that_failed_is_not_tried_again_when_there_is_a_newer_one(desk: Desk) -> None:
    async def fail_slowly() -> None:
        await desk.world.sleep(1)
        raise SendUncertain

    desk.sender.scripts["old question"] = [fail_slowly]
    await desk.say(("ann", "old question", QUESTION))
    await desk.world.settle()
    await desk.say(("ann", "new question", QUESTION))
    await desk.world.advance(100)
    assert [name for *_, name in desk.sender.tries] == ["old question", "new question"]


async def test_a_newer_question_does_not_wait_for_the_rest_of_an_older_one(desk: Desk) -> None:
    desk.sender.scripts["old question"] = [SendUncertain()]
    await desk.say(("ann", "old question", QUESTION))
    await desk.relay.idle()
    await desk.say(("ann", "new question", QUESTION))
    await desk.relay.idle()
    assert desk.sender.arrived == ["new question"]


async def test_what_stood_behind_a_replaced_question_goes_on_at_once(desk: Desk) -> None:
    desk.sender.scripts["old question"] = [SendUncertain()]
    await desk.say(("ann", "old question", QUESTION))
    await desk.relay.idle()
    await desk.say(("ann", "card", CONTENT))
    await desk.say(("ann", "new question", QUESTION))
    await desk.world.settle()
    assert desk.sender.arrived == ["card", "new question"]


# -- pacing and holds ----------------------------------------------------------------------------------------


async def test_one_person_gets_three_at_once_and_then_one_a_second() -> None:
    desk = await open_desk(Pacing(replies=Rate(1, 3)))
    await desk.say(*[("ann", f"m{number}", CONTENT) for number in range(5)], ("ben", "hello", CONTENT))
    await desk.world.advance(5)
    assert [at - 1_000 for at, address, _ in desk.sender.tries if address == "ann"] == pytest.approx(
        [0, 0, 0, 1, 2]
    )
    assert desk.sender.times("hello") == [0.0]


async def test_nudges_are_spread_and_replies_pass_them() -> None:
    desk = await open_desk(Pacing())
    await desk.say(*[(f"p{number}", f"n{number}", NUDGE) for number in range(100)])
    await desk.world.advance(1)
    assert 24 <= len(desk.sender.arrived) <= 27
    await desk.say(("p99", "reply", QUESTION), ("ann", "hello", CONTENT))
    await desk.world.advance(0.001)
    assert desk.sender.times("reply") == desk.sender.times("hello") == [1.0]
    assert desk.sender.arrived.index("n99") < desk.sender.arrived.index("reply")
    await desk.world.advance(4)
    assert len(desk.sender.arrived) == 102


async def test_nothing_is_asked_during_a_hold_and_others_go_on() -> None:
    desk = await open_desk(Pacing())
    desk.sender.scripts["one"] = [SendLater(20)]
    await desk.say(("ann", "one", CONTENT))
    await desk.world.settle()
    await desk.say(("ann", "two", CONTENT), ("ann", "warning", SAFETY), ("ben", "hello", CONTENT))
    await desk.world.advance(19.9)
    assert desk.sender.arrived == ["hello"]
    await desk.world.advance(5)
    assert desk.sender.arrived == ["hello", "warning", "one", "two"]
    assert desk.sender.times("warning")[0] >= 20.0


async def test_a_long_hold_stops_everyone_even_safety() -> None:
    desk = await open_desk(Pacing())
    desk.sender.scripts["one"] = [SendLater(40)]
    await desk.say(("ann", "one", CONTENT))
    await desk.world.settle()
    await desk.say(
        *[(f"p{number}", f"m{number}", CONTENT) for number in range(500)], ("ben", "warning", SAFETY)
    )
    await desk.world.advance(39.9)
    assert len(desk.sender.tries) == 1
    await desk.world.advance(1)
    assert len(desk.sender.arrived) == 502
    assert desk.sender.arrived[0] == "warning"


async def test_after_a_hold_for_everyone_people_are_served_side_by_side() -> None:
    desk = await open_desk(Pacing())
    desk.sender.scripts["one"] = [SendLater(2, everyone=True)]
    await desk.say(("ann", "one", CONTENT))
    await desk.world.settle()
    for number in range(9):
        await desk.say((f"p{number}", f"m{number}", CONTENT))
        await desk.world.settle()
    desk.sender.always = lambda: desk.world.sleep(10)
    await desk.world.advance(3)
    assert desk.relay.numbers().in_flight == 10
    await desk.relay.stop(0)


async def test_a_hold_outlives_a_crash(desk: Desk) -> None:
    desk.sender.scripts["one"] = [SendLater(20)]
    await desk.say(("ann", "one", CONTENT))
    await desk.world.settle()
    await desk.crash()
    await desk.relay.sweep()
    await desk.world.advance(19.9)
    assert desk.sender.arrived == []
    await desk.world.advance(0.2)
    assert desk.sender.arrived == ["one"]


async def test_the_wall_clock_may_jump_during_a_hold(desk: Desk) -> None:
    desk.sender.scripts["one"] = [SendLater(20)]
    desk.sender.scripts["two"] = [SendUncertain()]
    await desk.say(("ann", "one", CONTENT), ("ben", "two", CONTENT))
    await desk.world.settle()
    desk.world.shift = timedelta(hours=-1)
    await desk.world.advance(19.9)
    assert desk.sender.arrived == ["two"]
    await desk.world.advance(0.2)
    assert desk.sender.arrived == ["two", "one"]


# -- failures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("send_class", [SAFETY, QUESTION, CONTENT])
@pytest.mark.parametrize("error", [SendUncertain(), ValueError("private words"), asyncio.CancelledError()])
async def test_a_doubtful_message_is_sent_again(
    desk: Desk, send_class: SendClass, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    desk.sender.scripts["one"] = [error, error, error]
    await desk.say(("ann", "one", send_class))
    await desk.world.advance(120)
    assert desk.sender.arrived == ["one"]
    assert len(desk.sender.times("one")) == 4
    gaps = [later - earlier for earlier, later in pairwise(desk.sender.times("one"))]
    assert all(1 <= gap <= 60 for gap in gaps)
    assert await desk.left() == 0
    assert "private" not in caplog.text
    assert type(error).__name__ in caplog.text


async def test_an_outage_of_ten_minutes_keeps_the_order_and_loses_nothing(desk: Desk) -> None:
    desk.sender.always = SendUncertain()
    names = [f"m{number}" for number in range(5)]
    await desk.say(*[("ann", name, CONTENT) for name in names], ("ben", "warning", SAFETY))
    await desk.world.advance(600)
    assert len(desk.sender.tries) < 100
    desk.sender.always = None
    await desk.world.advance(61)
    assert [name for name in desk.sender.arrived if name != "warning"] == names
    assert "warning" in desk.sender.arrived


async def test_a_warning_does_not_wait_for_the_rest_of_another_message(desk: Desk) -> None:
    desk.sender.scripts["card"] = [SendUncertain()]
    await desk.say(("ann", "card", CONTENT))
    await desk.relay.idle()
    await desk.say(("ann", "warning", SAFETY))
    await desk.relay.idle()
    assert desk.sender.arrived == ["warning"]


async def test_content_is_given_up_after_six_hours_of_outage(desk: Desk) -> None:
    desk.sender.always = SendUncertain()
    await desk.say(("ann", "card", CONTENT), ("ben", "question", QUESTION))
    await desk.world.advance(6 * 3_600 - 1)
    assert await desk.left() == 2
    await desk.world.advance(62)
    assert (await desk.left(), await desk.dropped()) == (0, 2)
    assert desk.relay.numbers().dropped == 2


async def test_a_broken_message_is_given_up_after_ten_tries_while_others_arrive(desk: Desk) -> None:
    desk.sender.scripts["broken"] = [KeyError()] * 100
    await desk.say(("ann", "broken", CONTENT), ("ann", "next", QUESTION))
    for number in range(600):
        await desk.say(("ben", f"m{number}", CONTENT))
        await desk.world.advance(1)
    assert len(desk.sender.times("broken")) == 10
    assert "next" in desk.sender.arrived
    assert await desk.dropped() == 1


async def test_a_broken_warning_lets_others_pass_and_is_tried_on(desk: Desk) -> None:
    desk.sender.scripts["warning"] = [KeyError()] * 15
    await desk.say(("ann", "warning", SAFETY), ("ann", "next", QUESTION))
    for number in range(1_200):
        await desk.say(("ben", f"m{number}", CONTENT))
        await desk.world.advance(1)
    assert [name for name in desk.sender.arrived if not name.startswith("m")] == ["next", "warning"]
    assert len(desk.sender.times("warning")) == 16


async def test_safety_is_tried_for_a_day_and_then_rings_the_alarm(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    desk.sender.always = SendUncertain()
    await desk.say(("ann", "warning", SAFETY))
    await desk.world.advance(24 * 3_600 - 1)
    assert await desk.left() == 1
    assert desk.relay.numbers().oldest_safety_age == pytest.approx(24 * 3_600 - 1)
    assert not caplog.records
    await desk.world.advance(62)
    assert (await desk.left(), await desk.dropped()) == (0, 1)
    assert [record.getMessage() for record in caplog.records] == [
        "message 1 (safety) is given up: SendUncertain"
    ]


async def test_a_refused_message_is_set_aside_and_the_next_goes_on(desk: Desk) -> None:
    desk.sender.scripts["bad"] = [SendRefused("button too long")]
    await desk.say(("ann", "bad", CONTENT), ("ann", "good", CONTENT))
    await desk.relay.idle()
    assert desk.sender.arrived == ["good"]
    assert (await desk.left(), await desk.dropped()) == (0, 1)


async def test_a_refused_channel_stops_the_relay_and_leaves_the_rest_in_the_store(desk: Desk) -> None:
    running = asyncio.create_task(desk.relay.run())
    await desk.world.settle()
    desk.sender.scripts["one"] = [ChannelRefused()]
    await desk.say(("ann", "one", CONTENT), ("ann", "two", CONTENT))
    with pytest.raises(ChannelRefused):
        await running
    assert isinstance(desk.relay.failure, ChannelRefused)
    await desk.say(("ben", "three", CONTENT))
    await desk.relay.idle()
    await desk.world.advance(60)
    assert len(desk.sender.tries) == 1
    assert await desk.left() == 3


# -- nudges --------------------------------------------------------------------------------------------------


async def test_a_nudge_is_marked_before_it_is_sent(desk: Desk) -> None:
    seen: list[bool] = []

    async def look() -> None:
        rows = await desk.store.transact(lambda uow: uow.unsent(desk.world.now(), 9))
        seen.extend(row.started for row in rows)

    desk.sender.scripts["nudge"] = [look]
    await desk.say(("ann", "nudge", NUDGE))
    await desk.relay.idle()
    assert seen == [True]


async def test_a_doubtful_nudge_is_not_sent_again(desk: Desk) -> None:
    desk.sender.scripts["nudge"] = [SendUncertain()]
    await desk.say(("ann", "nudge", NUDGE))
    await desk.relay.idle()
    await desk.world.advance(300)
    await desk.relay.sweep()
    assert len(desk.sender.tries) == 1
    assert (await desk.left(), desk.relay.numbers().assumed) == (0, 1)


async def test_a_nudge_that_was_asked_to_wait_is_sent_after_the_hold(desk: Desk) -> None:
    desk.sender.scripts["nudge"] = [SendLater(5)]
    await desk.say(("ann", "nudge", NUDGE))
    await desk.world.advance(5)
    assert desk.sender.arrived == ["nudge"]


async def test_a_nudge_that_cannot_be_marked_is_not_sent(desk: Desk) -> None:
    queued = await desk.commit(("ann", "nudge", NUDGE))
    await desk.store.close()
    desk.relay.offer(queued)
    await desk.world.settle()
    assert desk.sender.tries == []
    await desk.store.open()
    await desk.world.advance(60)
    assert desk.sender.arrived == ["nudge"]
