"""The desk at which the tests of the relay sit."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.app.desk import Desk, open_desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = await open_desk()
    yield desk
    assert desk.sender.wrongs == []
