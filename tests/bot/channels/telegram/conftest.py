"""A fake Telegram, a transport to it, a store that can fail, and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.app.ports import StoreUnavailable
from bot.channels.telegram.transport import BotApi
from bot.messages import Inbound
from tests.support.fake_bot_api import FakeBotApi

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class StillClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


class RecordingIntake:
    """Stores updates in a list, once each; can refuse and can be held."""

    def __init__(self) -> None:
        self.stored: list[Inbound] = []
        #: Every call, in the order they began.
        self.began: list[str] = []
        self.refusals = 0
        #: Clear it to let every call wait.
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = asyncio.Event()

    async def receive(self, inbound: Inbound) -> None:
        self.began.append(inbound.update)
        if self.refusals:
            self.refusals -= 1
            raise StoreUnavailable("disk full")
        if not self.gate.is_set():
            self.waiting.set()
            await self.gate.wait()
        if inbound.update not in {known.update for known in self.stored}:
            self.stored.append(inbound)

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.stored]


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def intake() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeBotApi]:
    """A fake Telegram; a call that Telegram would not take fails the test at its end."""
    async with FakeBotApi(webhook_retry_seconds=0) as fake:
        yield fake
    assert fake.referee.violations == []


@pytest.fixture
async def api(telegram: FakeBotApi) -> AsyncIterator[BotApi]:
    made = BotApi(telegram.token, telegram.base_url)
    yield made
    await made.close()
