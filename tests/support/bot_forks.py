"""A process that has loaded everything, and forks a bot for each line on standard input; see `bot_process.Forks`.

It is single-threaded until it forks, and holds no connection, database or event loop.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve until standard input ends; then kill what still runs."""
    _load()
    gc.collect()
    gc.freeze()
    wakeup, bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(bell)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ)
    waiting.register(wakeup, selectors.EVENT_READ)
    children: dict[int, int] = {}
    rest = b""
    while True:
        for key, _ in waiting.select():
            if key.fd == wakeup:
                os.read(wakeup, 4096)
                _bury(children)
                continue
            read = os.read(0, 65536)
            if not read:
                for pid in children:
                    os.kill(pid, signal.SIGKILL)
                return
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                order = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    _become_bot(order)
                children[pid] = order["number"]
                _tell(number=order["number"], pid=pid)


def _load() -> None:
    """Everything that `steadyback run` imports and reads before it opens the store."""
    import httptools  # noqa: F401
    import telegram  # noqa: F401
    import uvicorn.protocols.http.httptools_impl  # noqa: F401
    import uvloop  # noqa: F401

    import bot.channels.telegram.ptb_request
    import bot.channels.telegram.server
    import bot.channels.telegram.service
    import bot.cli.main
    import bot.cli.run
    import bot.storage.sqlite.store

    dialog = bot.cli.run.load_dialog()
    bot.cli.run.load_dialog = lambda *_: dialog


def _become_bot(order: dict[str, Any]) -> None:
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((null, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        os.closerange(3, 64)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        sys.argv = ["steadyback", "run"]
        code = _run()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run() -> int:
    from bot.cli.main import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _bury(children: dict[int, int]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        _tell(number=children.pop(pid), code=os.waitstatus_to_exitcode(status))


def _tell(**facts: int) -> None:
    os.write(1, json.dumps(facts).encode() + b"\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
