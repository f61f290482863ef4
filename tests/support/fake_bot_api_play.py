"""The fake Bot API as a program, played over HTTP: `POST /_fake/<command>` with the arguments as JSON.

It adds no behaviour; every command is a method of `FakeBotApi`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_faults import Fault

Command = Callable[[FakeBotApi, dict[str, Any]], Any]


def main() -> None:
    """Run until interrupted; the address is printed first."""
    parser = argparse.ArgumentParser(description="A Bot API look-alike on loopback.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 = any; the address is printed")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-referee", action="store_true", help="do not judge calls (load tests)")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(given.host, given.port, given.token, not given.no_referee))


async def _serve(host: str, port: int, token: str, judge: bool) -> None:
    fake = FakeBotApi(token=token, judge=judge)
    await fake.start(port, host)
    print(fake.base_url, flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await fake.stop()


def _screen(fake: FakeBotApi, chat: int) -> dict[str, Any]:
    """The newest message of the bot."""
    said = fake.chat(chat).said
    return asdict(said[-1]) if said else {}


COMMANDS: dict[str, Command] = {
    "say": lambda fake, p: fake.say(**p),
    "send_thing": lambda fake, p: fake.send_thing(**p),
    "press": lambda fake, p: fake.press(**p),
    "press_data": lambda fake, p: fake.press_data(**p),
    "edit": lambda fake, p: fake.edit(**p),
    "block": lambda fake, p: fake.block(**p),
    "unblock": lambda fake, p: fake.unblock(**p),
    "push": lambda fake, p: fake.push(p),
    "duplicate": lambda fake, p: fake.duplicate(**p),
    "swap": lambda fake, _: fake.swap(),
    "restart_ids": lambda fake, p: fake.restart_ids(**p),
    "fail": lambda fake, p: bool(
        fake.fail(p.pop("method"), Fault(**p.pop("fault")), times=p.pop("times", 1), chat=p.pop("chat", None))
    ),
    "transcript": lambda fake, p: fake.chat(p["chat"]).transcript,
    "screen": lambda fake, p: _screen(fake, p["chat"]),
    "calls": lambda fake, _: dict(fake.count),
    "pending": lambda fake, _: len(fake.updates.pending),
    "violations": lambda fake, _: [asdict(violation) for violation in fake.referee.violations],
}
