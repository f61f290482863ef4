"""A process to be killed: forks a child that works on a store and says what was acknowledged; and again.

Lines on standard output: `pid N` when a child has begun, `ack K` after unit K became durable, `dead` when the
child has ended. A line on standard input asks for the next child.
"""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

from bot.app.ports import UnitOfWork
from bot.messages import PersonKey
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore
from tests.bot.storage.examples import MASTER, NOW, inbound, outbound, person, said

IN_FLIGHT = 16


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def unit_of(name: str, key: PersonKey, unit: UnitOfWork) -> None:
    """Everything that one update changes, with two messages that must never be seen apart."""
    unit.note_update(inbound(name), key)
    stored = unit.person(key)
    unit.save_person(person(key, session=name.encode(), revision=stored.revision if stored else 0))
    unit.record(said(key))
    unit.enqueue(key, "test", "anna", outbound(f"{name} a"), NOW)
    unit.enqueue(key, "test", "anna", outbound(f"{name} b"), NOW)


async def work_until_killed(path: Path) -> None:
    store = SqliteStore(path, Keyring(MASTER))
    await store.open()
    numbers = count()

    async def work(worker: int) -> None:
        key = store.person_key("test", str(worker))
        for number in numbers:
            name = f"{os.getpid()}-{number}"
            await store.transact(lambda unit, name=name: unit_of(name, key, unit))  # type: ignore[misc]
            say(f"ack {name}")

    await asyncio.gather(*(work(worker) for worker in range(IN_FLIGHT)))


def main() -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say(f"pid {os.getpid()}")
            asyncio.run(work_until_killed(Path(sys.argv[1])))
            os._exit(1)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
