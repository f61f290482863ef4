"""One event loop and one fork server for the whole folder, and a bot that must leave no secret behind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.canaries import assert_nothing_leaked
from tests.faults.patients import dialog
from tests.support.bot_process import BotProcess, Forks
from tests.support.fake_bot_api import FakeBotApi

MakeBot = Callable[..., BotProcess]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def forks() -> AsyncIterator[Forks]:
    dialog()  # here and there from the same files, even while somebody edits them
    server = Forks()
    await server.open()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="session")
async def telegram() -> AsyncIterator[FakeBotApi]:
    """Every call must be one that Telegram takes."""
    async with FakeBotApi(webhook_retry_seconds=0.02) as fake:
        yield fake
        assert fake.referee.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def make_bot(telegram: FakeBotApi, forks: Forks, tmp_path: Path) -> AsyncIterator[MakeBot]:
    """Makes bots; at the end they are stopped, and nothing they wrote may hold a secret or anybody's words."""
    made: list[BotProcess] = []

    def make(
        *, webhook: bool = False, cold: bool = False, name: str = "bot", **settings: str | None
    ) -> BotProcess:
        bot = BotProcess(
            telegram.base_url,
            tmp_path / name,
            forks=None if cold else forks,
            webhook=webhook,
            settings=settings,
        )
        made.append(bot)
        return bot

    yield make
    for bot in made:
        await bot.close()
        assert_nothing_leaked(bot, telegram)


@pytest_asyncio.fixture(loop_scope="session", params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest, make_bot: MakeBot) -> AsyncIterator[BotProcess]:
    """A running bot, once in each mode of receiving."""
    made = make_bot(webhook=request.param == "webhook")
    await made.start()
    yield made


@pytest.fixture
def poller(make_bot: MakeBot) -> BotProcess:
    """A bot that polls, not started yet."""
    return make_bot()
