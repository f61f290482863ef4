"""The real bot, as a process: a picture is drawn and uploaded once, and its id outlives the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.messages import MessageKind, Outbound, SendClass
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

PICTURE = Outbound(
    kind=MessageKind.PICTURE,
    id="card.knee_roll",
    text="<b>Knee rolls</b>",
    locale="en",
    send_class=SendClass.CONTENT,
    picture="knee_roll.png",
    alt="A person on their back.",
)


@pytest.fixture
async def bot(telegram: FakeBotApi, tmp_path: Path) -> AsyncIterator[BotProcess]:
    made = BotProcess(telegram.base_url, tmp_path, settings={"PICTURES_DIR": str(tmp_path / "pictures")})
    made.database.parent.mkdir()
    yield made
    await made.close()


def commit(bot: BotProcess, person: int) -> None:
    """Put the picture in the outbox while the bot is down."""
    key = bot.keyring.person_key("telegram", str(person))
    with bot.store() as unit:
        unit.enqueue(key, "telegram", str(person), PICTURE, datetime.now(UTC))


async def test_a_picture_is_uploaded_once_by_all_lives_of_the_bot(
    telegram: FakeBotApi, bot: BotProcess
) -> None:
    for person in (7, 8):
        room = telegram.chat(person)
        commit(bot, person)
        await bot.start()
        await telegram.until(lambda room=room: bool(room.said), 20)  # type: ignore[misc]
        await bot.stop()

    [upload] = telegram.files.uploads
    assert upload.name.startswith("knee_roll")
    assert upload.content.startswith(b"\x89PNG")
    assert [file.name for file in (bot.folder / "pictures").iterdir()] == [upload.name]
    assert [telegram.chat(person).transcript for person in (7, 8)] == [["< Knee rolls"]] * 2
    assert telegram.count["sendPhoto"] == 2
