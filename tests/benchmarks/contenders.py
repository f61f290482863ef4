"""The two bots: how each is started as a process of its own, which buttons are pressed, and what must be stored at the end.

It measures nothing.
"""

from __future__ import annotations

import asyncio
import base64
import os
import pickle
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from bot.app.ports import UnitOfWork
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore
from dialogs.session import Session
from tests.benchmarks.fake_api import TOKEN, Shown

ROOT = Path(__file__).parents[2]


class WrongError(Exception):
    """A bot did not start, or did not store what it was told."""


class Contender(Protocol):
    """One bot that can be measured."""

    name: str
    #: How updates reach it.
    receives_by: str
    #: The call that ends its start, after which nothing runs beside the conversation.
    settled_by: str

    def command(self) -> list[str]: ...

    def environment(self, folder: Path) -> dict[str, str]:
        """What it needs besides the address of the API and its own."""

    def choose(self, shown: Shown) -> tuple[str, str] | None: ...

    def check(self, folder: Path, interviews: Mapping[int, list[str]], updates: int) -> None:
        """Read the store of the stopped bot; raises WrongError."""


class SteadyBack:
    """The real `python -m bot run`. One warning sign is ticked, so that the result is never held back for pacing."""

    name = "SteadyBack"
    receives_by = "webhook, uvicorn"
    settled_by = "getChatMenuButton"

    #: The buttons that are pressed, the first that is there.
    _PRESSED = ("agree", "self", "GB", "18_49", "+cancer_history", "done", "none", "no", "under_2w")

    def __init__(self) -> None:
        self._rank = {value: rank for rank, value in enumerate(self._PRESSED)}
        self._key = base64.b64encode(secrets.token_bytes(32)).decode()

    def command(self) -> list[str]:
        return [sys.executable, "-m", "bot", "run"]

    def environment(self, folder: Path) -> dict[str, str]:
        return {"DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "ENCRYPTION_KEY": self._key}

    def choose(self, shown: Shown) -> tuple[str, str] | None:
        best, found = len(self._rank), None
        for row in shown.keyboard:
            for button in row:
                data: str = button["callback_data"]
                parts = data.split(".", 4)
                value = parts[4].rpartition(".")[0]
                rank = self._rank.get(value, best)
                if rank < best and parts[3] == "a":
                    best, found = rank, (data, value)
        return found

    def check(self, folder: Path, interviews: Mapping[int, list[str]], updates: int) -> None:
        asyncio.run(self._check(folder, interviews, updates))

    async def _check(self, folder: Path, interviews: Mapping[int, list[str]], updates: int) -> None:
        store = SqliteStore(folder / "bot.db", Keyring.from_text(self._key))
        await store.open()
        try:
            counts = await store.transact(lambda unit: unit.counts())
            expected = {"people": len(interviews), "postponed": 0, "set_aside": 0, "unsent": 0, "dropped": 0}
            if counts != expected:
                raise WrongError(f"the store counts {counts}, not {expected}")

            def check(unit: UnitOfWork) -> None:
                for chat, pressed in interviews.items():
                    person = unit.person(store.person_key("telegram", str(chat)))
                    if person is None or _stored(person.session) != _meant(pressed):
                        raise WrongError(f"of {pressed} not all answers are stored")

            await store.transact(check)
        finally:
            await store.close()
        noted = _sqlite_count(folder / "bot.db")
        if noted != updates:
            raise WrongError(f"{noted} of {updates} updates are noted")


class Peer:
    """python-telegram-bot as its examples use it (`peer.py`)."""

    name = "python-telegram-bot"
    settled_by = "setWebhook"

    @property
    def receives_by(self) -> str:
        from tests.benchmarks.peer import HAS_TORNADO

        return (
            "webhook, PTB's own (tornado)"
            if HAS_TORNADO
            else "webhook, update_queue fed by uvicorn (no tornado here)"
        )

    def command(self) -> list[str]:
        return [sys.executable, "-m", "tests.benchmarks.peer"]

    def environment(self, folder: Path) -> dict[str, str]:
        return {"PICKLE_FILE": str(folder / "bot.pickle")}

    def choose(self, shown: Shown) -> tuple[str, str] | None:
        return ("no", "no") if shown.keyboard else None

    def check(self, folder: Path, interviews: Mapping[int, list[str]], updates: int) -> None:
        stored = pickle.loads((folder / "bot.pickle").read_bytes())["user_data"]
        for chat, pressed in interviews.items():
            if stored.get(chat, {}).get("answers") != pressed:
                raise WrongError(f"of {pressed} not all answers are stored")


class Process:
    """One running bot, alone on its core."""

    def __init__(self, contender: Contender, folder: Path, api: str, core: int) -> None:
        port = _free_port()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": api,
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            **contender.environment(folder),
        }
        self._log = folder / "stderr"
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(
                contender.command(),
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=log,
                preexec_fn=lambda: os.sched_setaffinity(0, {core}),
            )
        self.pid = self._child.pid

    @property
    def is_running(self) -> bool:
        return self._child.poll() is None

    def said(self) -> str:
        """The end of what it wrote to the console."""
        return self._log.read_text(errors="replace")[-2000:]

    def stop(self) -> None:
        """Ask it to end; raises WrongError when it fails to, or wrote of errors."""
        self._child.send_signal(signal.SIGTERM)
        try:
            status = self._child.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise WrongError("the bot did not stop within 20 seconds") from None
        if status != 0 or " ERROR " in self.said() or " CRITICAL " in self.said():
            raise WrongError(f"the bot ended with {status}:\n{self.said()}")

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()


_decode = msgspec.msgpack.Decoder(Session).decode


def _stored(session: bytes) -> list[str]:
    return [",".join(answer.values) for answer in _decode(session).answers.values() if answer.settled]


def _meant(pressed: list[str]) -> list[str]:
    return ["" if value == "none" else value.lstrip("+") for value in pressed if value != "done"]


def _sqlite_count(path: Path) -> int:
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        found: tuple[int] = connection.execute("select count(*) from known_update").fetchone()
        return found[0]
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
