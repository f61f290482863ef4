"""Whether the running bot grows with the number of people it knows: `python -m tests.benchmarks.memory`.

Sessions are stored in bulk through the store; then the bot is started and serves some people, and its resident memory is
read. It asserts nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bot.app.ports import Person
from tests.faults.patients import Patient, dialog, hold_interview, stored_session
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi

_SERVED = 40
_PAGE = 5_000


async def measure(folder: Path, people: int) -> float:
    """Resident MiB with so many stored sessions, after serving some people."""
    async with FakeBotApi() as telegram:
        bot = BotProcess(telegram.base_url, folder, settings={"LOG_LEVEL": "WARNING"})
        await bot.start()
        await hold_interview(telegram, Patient(1))
        await bot.stop()
        _store(bot, people)
        await bot.start()
        await asyncio.gather(*(hold_interview(telegram, Patient(chat)) for chat in range(2, 2 + _SERVED)))
        await telegram.until(lambda: telegram.count["getChatMenuButton"] >= 1, 30)
        used = bot.memory() / 2**20
        await bot.stop()
        return used


def _store(bot: BotProcess, people: int) -> None:
    """The session of the first person, for so many others."""
    now = datetime.now(UTC)
    with bot.store() as unit:
        session, _ = stored_session(bot, unit, 1) or (None, 0)
        assert session is not None
        body = msgspec.msgpack.encode(session)
    for first in range(0, people, _PAGE):
        with bot.store() as unit:
            for number in range(first, min(first + _PAGE, people)):
                address = str(1_000_000_000 + number)
                key = bot.keyring.person_key("telegram", address)
                unit.key_of(key)
                unit.save_person(
                    Person(
                        key=key, channel="telegram", address=address, session=body, revision=0,
                        reachable=True, waiting=number % 3 == 0, updated_at=now,
                    )
                )  # fmt: skip


def main() -> None:
    """Print both figures and how they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[1_000, 100_000])
    given = parser.parse_args()
    dialog()
    found = []
    for people in given.people:
        with tempfile.TemporaryDirectory() as name:
            found.append(asyncio.run(measure(Path(name), people)))
        print(f"{people:>9,} stored sessions: {found[-1]:.1f} MiB", flush=True)
    print(f"difference: {(found[-1] / found[0] - 1) * 100:+.1f} %")


if __name__ == "__main__":
    main()
