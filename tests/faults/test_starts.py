"""A bot that cannot start, or may not go on, says why in one sentence, ends with an error, and leaves nothing half-made."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.faults.conftest import MakeBot
from tests.faults.patients import Patient, stored_session, walk_to
from tests.support.bot_process import SECRET, BotProcess, free_port
from tests.support.fake_bot_api import FakeBotApi
from tests.support.fake_bot_api_faults import conflict, refused, unauthorized

CHAT = 5_000_001
OTHER_KEY = "ffeeddccbbaa99887766554433221100" * 2


def said(bot: BotProcess) -> str:
    """The one sentence for the operator; log lines beside it are for the log."""
    assert "Traceback" not in bot.log
    lines = [line for line in bot.log.splitlines() if line.startswith("steadyback: ")]
    assert len(lines) == 1, bot.log
    return lines[0]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TELEGRAM_TOKEN": "secret-but-wrong"}, ["TELEGRAM_TOKEN", "@BotFather"]),
        ({"DATABASE_URL": "mysql://somewhere"}, ["DATABASE_URL", "sqlite:///"]),
        ({"DATABASE_URL": "sqlite:///"}, ["DATABASE_URL", "sqlite:///"]),
        ({"DATABASE_URL": "postgresql://somewhere/db"}, ["DATABASE_URL", "PostgreSQL"]),
        ({"DATABASE_URL": "sqlite:////proc/nothing/here.db"}, ["/proc/nothing", "write"]),
        ({"DATABASE_URL": "sqlite:////dev/null"}, ["/dev/null"]),
        ({"ENCRYPTION_KEY": "short"}, ["ENCRYPTION_KEY", "32 bytes"]),
        ({"WEBHOOK_SECRET": "not allowed!"}, ["WEBHOOK_SECRET"]),
        ({"WEBHOOK_URL": "somewhere"}, ["WEBHOOK_URL", "https://"]),
        ({"PORT": "eighty"}, ["PORT", "65535"]),
        ({"LOG_LEVEL": "LOUD"}, ["LOG_LEVEL", "DEBUG"]),
        ({"TELEGRAM_API_BASE_URL": "http://:80"}, ["TELEGRAM_API_BASE_URL"]),
        ({"TELEGRAM_API_BASE_URL": "http://127.0.0.1:99999"}, ["TELEGRAM_API_BASE_URL"]),
        ({"HOST": "not.a.host.invalid", "WEBHOOK_URL": "http://127.0.0.1/x"}, ["HOST"]),
        ({"DEFAULT_COUNTRY": "England"}, ["DEFAULT_COUNTRY"]),
        ({"DEFAULT_LOCALE": "xx-nowhere"}, ["DEFAULT_LOCALE"]),
    ],
    ids=lambda value: "=".join(next(iter(value.items()))) if isinstance(value, dict) else "",
)
async def test_a_setting_that_cannot_be_used_is_named(
    make_bot: MakeBot, settings: dict[str, str], words: list[str]
) -> None:
    bot = make_bot(**settings)

    assert await bot.run(10) != 0

    sentence = said(bot)
    assert all(word in sentence for word in words), sentence
    assert "secret-but-wrong" not in sentence


@pytest.mark.parametrize("fault", [unauthorized, lambda: refused(404, "Not Found")], ids=["401", "404"])
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_refused_token_ends_it(
    telegram: FakeBotApi, make_bot: MakeBot, webhook: bool, fault: object
) -> None:
    telegram.fail("*", fault(), times=1000)  # type: ignore[operator]
    bot = make_bot(webhook=webhook)

    assert await bot.run() != 0

    assert "TELEGRAM_TOKEN" in said(bot)


@pytest.mark.parametrize("fault", [unauthorized, conflict], ids=["401", "409"])
async def test_a_token_that_is_revoked_while_it_runs_ends_it(
    telegram: FakeBotApi, poller: BotProcess, fault: object
) -> None:
    await poller.start()
    await walk_to(telegram, Patient(CHAT), "age_band")
    telegram.fail("getUpdates", fault(), times=1000)  # type: ignore[operator]
    telegram.updates.wake()
    telegram.say(CHAT, "33")

    assert await poller.wait() != 0

    assert "token" in said(poller).lower()


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_telegram_that_cannot_be_reached_is_waited_for(
    telegram: FakeBotApi, make_bot: MakeBot, webhook: bool
) -> None:
    port = free_port()
    bot = make_bot(webhook=webhook, TELEGRAM_API_BASE_URL=f"http://127.0.0.1:{port}")
    await bot.start()
    while "trying again" not in bot.log:
        assert bot.is_running, bot.log
        await asyncio.sleep(0.02)

    async with FakeBotApi() as later:
        await later.stop()
        await later.start(port)
        later.say(CHAT, "/start")
        await later.until(lambda: later.chat(CHAT).said != [], 15)
    await bot.close()


async def test_a_data_folder_that_cannot_be_written_is_named(make_bot: MakeBot, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, where a folder should be")
    bot = make_bot(DATABASE_URL=f"sqlite:///{blocked}/data/bot.db")

    assert await bot.run() != 0

    assert str(blocked) in said(bot)


async def test_a_file_of_another_program_is_left_as_it_was(make_bot: MakeBot, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("create table precious (x)")
    connection.close()
    before = foreign.read_bytes()
    bot = make_bot(DATABASE_URL=f"sqlite:///{foreign}")

    assert await bot.run() != 0

    assert "another program" in said(bot)
    assert foreign.read_bytes() == before


async def test_a_port_in_use_is_named(make_bot: MakeBot) -> None:
    bot = make_bot(webhook=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", bot.port))
        taken.listen()

        assert await bot.run() != 0

    assert str(bot.port) in said(bot)


async def test_another_key_opens_nothing_and_changes_nothing(
    telegram: FakeBotApi, poller: BotProcess
) -> None:
    await poller.start()
    patient = Patient(CHAT)
    await walk_to(telegram, patient, "age_band")
    assert await poller.stop() == 0
    before = poller.stored_bytes()
    key = poller.settings["ENCRYPTION_KEY"]
    poller.change({"ENCRYPTION_KEY": OTHER_KEY})

    assert await poller.run() != 0

    assert "key" in said(poller)
    poller.change({"ENCRYPTION_KEY": key})
    assert poller.stored_bytes()[: len(before)] == before
    with poller.copy_of_store() as unit:
        assert stored_session(poller, unit, CHAT) is not None


async def test_a_second_process_on_the_same_data_is_refused(
    telegram: FakeBotApi, poller: BotProcess, make_bot: MakeBot
) -> None:
    await poller.start()
    await walk_to(telegram, Patient(CHAT), "age_band")
    second = make_bot(name="second", DATABASE_URL=poller.settings["DATABASE_URL"])

    assert await second.run() != 0

    assert "Another process" in said(second)
    telegram.say(CHAT + 1, "/start")
    await telegram.until(lambda: bool(telegram.chat(CHAT + 1).said))


async def test_a_key_is_made_once_when_none_is_given(telegram: FakeBotApi, make_bot: MakeBot) -> None:
    bot = make_bot(ENCRYPTION_KEY=None)
    config = bot.folder / "config"
    bot.change({"XDG_CONFIG_HOME": str(config)})
    await bot.start()
    await walk_to(telegram, Patient(CHAT), "age_band")
    await bot.kill()
    key = config / "steadyback" / "encryption.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert str(key) in bot.log
    assert key.read_text("ascii").strip() not in bot.log

    await bot.start()
    telegram.say(CHAT, "33")
    await telegram.until(lambda: "Danger signs" in telegram.chat(CHAT).said[-1].text)

    await bot.stop()
    key.write_text("lost")
    assert await bot.run() != 0
    assert str(key) in said(bot)


async def test_a_forged_webhook_stores_nothing(telegram: FakeBotApi, make_bot: MakeBot) -> None:
    bot = make_bot(webhook=True)
    await bot.start()
    telegram.say(CHAT, "/start")
    await telegram.until(lambda: telegram.is_drained and bool(telegram.chat(CHAT).said))
    room = telegram.chat(CHAT + 1).as_json()
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": room, "text": "/start"}}
    statuses = [
        await _post(bot.port, path, secret, json.dumps(update).encode())
        for path, secret in (("/telegram", ""), ("/telegram", SECRET[:-1]), ("/elsewhere", SECRET))
    ]
    statuses.append(await _post(bot.port, "/telegram", SECRET, b" " * 300_000))
    statuses.append(await _post(bot.port, "/telegram", SECRET, b"{"))

    assert statuses == [403, 403, 404, 413, 200]
    await bot.stop()
    with bot.copy_of_store() as unit:
        assert stored_session(bot, unit, CHAT + 1) is None


async def _post(port: int, path: str, secret: str, body: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    line = await reader.readline()
    writer.transport.abort()
    return int(line.split()[1])
