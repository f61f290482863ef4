"""`kill -9` in mid-load: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

from bot.app.ports import UnitOfWork
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore
from tests.bot.storage.examples import MASTER, NOW, inbound

KILLS = 25


async def acknowledged_before_the_kill(victim: Process, acks: int) -> list[str]:
    """Let the next child work, kill it after about this many acknowledgements, return all it gave."""
    assert victim.stdin is not None
    assert victim.stdout is not None
    victim.stdin.write(b"next\n")
    child, names = 0, list[str]()
    while (line := (await victim.stdout.readline()).decode().split()) != ["dead"]:
        kind, value = line
        if kind == "pid":
            child = int(value)
        else:
            names.append(value)
        if len(names) == acks:
            os.kill(child, signal.SIGKILL)
    return names


async def test_each_acknowledged_transaction_survives_kill_9_and_none_is_torn(tmp_path: Path) -> None:
    path, chance = tmp_path / "data.db", random.Random(5)
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.storage.victim", str(path), stdin=-1, stdout=-1
    )
    store = SqliteStore(path, Keyring(MASTER))

    def missing(unit: UnitOfWork, names: list[str]) -> list[str]:
        key = store.person_key("test", "0")
        return [name for name in names if unit.note_update(inbound(name), key)]

    def halves(unit: UnitOfWork) -> tuple[set[str], set[str]]:
        queued = unit.unsent(NOW, 100_000)
        for message in queued:
            unit.mark_sent(message.seq)
        texts = [message.message.text.split() for message in queued]
        return {name for name, half in texts if half == "a"}, {name for name, half in texts if half == "b"}

    for _ in range(KILLS):
        names = await acknowledged_before_the_kill(victim, chance.randint(1, 150))
        await store.open()
        first, second = await store.transact(halves)
        assert first == second
        assert set(names) <= first
        assert await store.transact(lambda unit, names=names: missing(unit, names)) == []  # type: ignore[misc]
        await store.close()

    victim.stdin.close()  # type: ignore[union-attr]
    assert await victim.wait() == 0
