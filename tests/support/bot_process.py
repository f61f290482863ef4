"""The real bot as a process, so that tests can kill it, stop it, start it again and read what it logged.

A cold start is `python -m bot run`. A warm start forks from a server that has imported everything and read the dialog, and
then runs the same command; it exists because a test that kills 200 times cannot load 200 times. Nothing else differs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.storage.encryption import Keyring
from bot.storage.sqlite.file import DatabaseFile
from bot.storage.sqlite.unit import SqliteUnit
from tests.support.fake_bot_api import TOKEN

ROOT = Path(__file__).parents[2]
KEY = "00112233445566778899aabbccddeeff" * 2
SECRET = "webhook_SECRET-of_the_tests"  # only ever sent on loopback


class Forks:
    """A server from which warm processes are forked; one per test run is enough."""

    def __init__(self) -> None:
        self._server: asyncio.subprocess.Process | None = None
        self._started: dict[int, asyncio.Future[int]] = {}
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._count = 0

    async def open(self) -> None:
        """Load once. Safe to call from every test: a server of an event loop that is gone is replaced."""
        environment = _environment(Path(tempfile.gettempdir()))
        self._server = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.bot_forks", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment, cwd=ROOT,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        """End the server; it kills what it forked and still runs."""
        assert self._server is not None
        assert self._server.stdin is not None
        self._server.stdin.close()
        await self._server.wait()
        await self._reader

    async def fork(self, order: dict[str, Any]) -> tuple[int, asyncio.Future[int]]:
        """Start one process; returns its id and the future of its exit code."""
        assert self._server is not None
        assert self._server.stdin is not None
        self._count += 1
        number = self._count
        loop = asyncio.get_running_loop()
        self._started[number] = loop.create_future()
        self._ended[number] = loop.create_future()
        self._server.stdin.write(json.dumps({"number": number, **order}).encode() + b"\n")
        ended = self._ended[number]
        return await self._started[number], ended

    async def _read(self) -> None:
        assert self._server is not None
        assert self._server.stdout is not None
        async for line in self._server.stdout:
            told = json.loads(line)
            if "pid" in told:
                self._started.pop(told["number"]).set_result(told["pid"])
            else:
                self._ended.pop(told["number"]).set_result(told["code"])


class BotProcess:
    """One bot: its folder, its settings, and the process that runs now, if any.

    `settings` are environment variables; None removes one that is given by default.
    """

    def __init__(
        self,
        base_url: str,
        folder: Path,
        *,
        forks: Forks | None = None,
        webhook: bool = False,
        settings: dict[str, str | None] | None = None,
    ) -> None:
        """`forks` makes the starts warm."""
        self.folder = folder
        self.database = folder / "data" / "bot.db"
        self.port = free_port()
        self.settings: dict[str, str] = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": base_url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ENCRYPTION_KEY": KEY,
            "LOG_LEVEL": "DEBUG",
        }
        if webhook:
            url = f"http://127.0.0.1:{self.port}/telegram"
            self.settings |= {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET, "PORT": str(self.port)}
        self.change(settings or {})
        self.starts = 0
        self._forks = forks
        self._process: asyncio.subprocess.Process | None = None
        self._pid = 0
        self._end: asyncio.Future[int] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def change(self, settings: dict[str, str | None]) -> None:
        """Change variables of the environment for the next start."""
        merged = {**self.settings, **settings}
        self.settings = {name: value for name, value in merged.items() if value is not None}

    # -- the process -------------------------------------------------------------------------------------------
    @property
    def is_running(self) -> bool:
        return self._end is not None and not self._end.done()

    async def start(self) -> None:
        """Start; returns as soon as the process exists, long before it serves."""
        assert not self.is_running, "it runs already"
        self.starts += 1
        environment = {**_environment(self.folder), **self.settings}
        if self._forks is not None:
            order = {"environment": environment, "folder": str(self.folder), "log": str(self.log_file)}
            self._pid, self._end = await self._forks.fork(order)
            return
        with self.log_file.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._process = process
        self._pid = process.pid
        self._end = asyncio.ensure_future(process.wait())

    async def wait(self, seconds: float = 20.0) -> int:
        """The exit code, once it has ended by itself; negative = the signal that ended it."""
        assert self._end is not None, "it was never started"
        return await asyncio.wait_for(asyncio.shield(self._end), seconds)

    async def run(self, seconds: float = 20.0) -> int:
        """Start and wait for the end: for starts that must fail."""
        await self.start()
        return await self.wait(seconds)

    async def kill(self) -> None:
        """kill -9."""
        if self.is_running:
            os.kill(self._pid, signal.SIGKILL)
        await self.wait()

    async def stop(self, seconds: float = 20.0) -> int:
        """SIGTERM; the exit code."""
        if self.is_running:
            os.kill(self._pid, signal.SIGTERM)
        return await self.wait(seconds)

    async def close(self) -> None:
        """Leave nothing running."""
        if self._end is not None:
            await self.kill()

    def memory(self) -> int:
        """Resident memory in bytes."""
        status = Path(f"/proc/{self._pid}/status").read_text("ascii", "replace")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def processor_seconds(self) -> float:
        """Processor time of the process until now."""
        fields = Path(f"/proc/{self._pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # -- what it leaves behind ---------------------------------------------------------------------------------
    @property
    def log_file(self) -> Path:
        return self.folder / "log.txt"

    @property
    def log(self) -> str:
        """Everything it wrote to standard output and standard error, over all starts."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def stored_bytes(self) -> bytes:
        """Every byte in the data folder: database, write-ahead log, lock."""
        files = sorted(self.database.parent.iterdir()) if self.database.parent.exists() else []
        return b"".join(file.read_bytes() for file in files)

    @contextlib.contextmanager
    def store(self) -> Iterator[SqliteUnit]:
        """The real database, for changing it while the bot is down."""
        file = DatabaseFile(self.database, self.keyring)
        try:
            file.unit.begin()
            yield file.unit
            file.unit.commit()
        finally:
            file.close()

    @contextlib.contextmanager
    def copy_of_store(self) -> Iterator[SqliteUnit]:
        """A copy as the dead process left it, so that looking does not repair anything; integrity is checked first."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            copy = Path(name) / "copy.db"
            for suffix in ("", "-wal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(f"{self.database}{suffix}", f"{copy}{suffix}")
            _check_integrity(copy)
            file = DatabaseFile(copy, self.keyring)
            try:
                yield file.unit
            finally:
                file.close()

    @property
    def keyring(self) -> Keyring:
        return Keyring.from_text(self.settings["ENCRYPTION_KEY"])


def free_port() -> int:
    """A port of loopback on which nothing listens now.

    It lies below those that the system gives to clients: whoever calls a port of theirs again and again while nobody
    listens there is at some time connected to itself, and then the port is taken.
    """
    while True:
        port = secrets.randbelow(20_000) + 10_000
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _check_integrity(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the settings of whoever runs the tests; compiled modules are kept outside the project."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "steadyback-test-pycache"),
        "PYTHONWARNINGS": "error",
    }
