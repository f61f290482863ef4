"""kill -9 at random moments while many people answer: nothing lost, nothing doubled, every warning delivered.

After each kill the store is read as the process left it and held against what Telegram was told is done. The seed is
fixed; `STEADYBACK_KILLS` and `STEADYBACK_SEED` run more or other kills.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from random import Random

import pytest

from tests.faults.conftest import MakeBot
from tests.faults.crowd import Crowd
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

KILLS = int(os.environ.get("STEADYBACK_KILLS", "100"))
SEED = int(os.environ.get("STEADYBACK_SEED", "1"))

#: Requests of one life before it is killed, at most.
_LONGEST_LIFE = 100


@pytest.mark.slow
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_killing_it_at_any_moment_loses_and_doubles_nothing(
    telegram: FakeBotApi, make_bot: MakeBot, webhook: bool
) -> None:
    random = Random(f"{SEED} {webhook}")
    bot = make_bot(webhook=webhook)
    crowd = Crowd(telegram, random)
    living = asyncio.create_task(crowd.live())
    try:
        for _ in range(KILLS):
            await bot.start()
            await _some_moment(telegram, random)
            await bot.kill()
            with bot.copy_of_store() as unit:
                crowd.compare(bot, unit)

        await bot.start()
        await crowd.all_done(60)
        assert await bot.stop() == 0
    finally:
        living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await living

    assert len(crowd.done) > KILLS / 4
    with bot.copy_of_store() as unit:
        crowd.compare(bot, unit, is_final=True)
        _assert_said_once(bot, unit, crowd)
        assert unit.counts() | {"people": 0} == {
            "people": 0, "postponed": 0, "set_aside": 0, "unsent": 0, "dropped": 0,
        }  # fmt: skip
    _assert_warned(telegram, crowd)
    assert "Traceback" not in bot.log


async def test_a_stop_in_the_middle_of_the_load_is_quick_and_loses_nothing(
    telegram: FakeBotApi, bot: BotProcess
) -> None:
    crowd = Crowd(telegram, Random(SEED), size=60)
    living = asyncio.create_task(crowd.live())
    try:
        for _ in range(5):
            calls = len(telegram.calls)
            await telegram.until(lambda calls=calls: len(telegram.calls) > calls + 200)  # type: ignore[misc]
            assert await bot.stop(5) == 0
            with bot.copy_of_store() as unit:
                crowd.compare(bot, unit)
            await bot.start()
        await crowd.all_done(60)
    finally:
        living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await living


async def _some_moment(telegram: FakeBotApi, random: Random) -> None:
    """After so many requests, and then a few milliseconds more or less."""
    requests, pause = random.randrange(_LONGEST_LIFE), random.uniform(0, 0.006)
    start = telegram.count.total()
    with contextlib.suppress(TimeoutError):
        await telegram.until(lambda: telegram.count.total() >= start + requests, 0.3)
    await asyncio.sleep(pause)


def _assert_said_once(bot: BotProcess, unit: object, crowd: Crowd) -> None:
    """The audit holds one result for each interview: none was concluded twice."""
    for patient in crowd.done:
        key = bot.keyring.person_key("telegram", str(patient.chat))
        rows = unit.run("select count(*) from audit where person = ? and rules <> ''", (key,))  # type: ignore[attr-defined]
        assert rows.fetchone() == (1,)


def _assert_warned(telegram: FakeBotApi, crowd: Crowd) -> None:
    """Whoever reported danger signs has the emergency advice on their screen, in words."""
    warned = [patient for patient in crowd.done if patient.facts]
    assert warned
    for patient in warned:
        said = [message.text for message in telegram.chat(patient.chat).said]
        assert any("Call 999" in text or "emergency department" in text for text in said), said
