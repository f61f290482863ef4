"""How long `steadyback run` takes from nothing to the first answer: `python -m tests.benchmarks.cold_start`.

Wall time and processor time of the process; on a busy machine only the latter says anything. It asserts nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi


async def measure(folder: Path, *, webhook: bool) -> tuple[float, float]:
    """(wall seconds, processor seconds) until the first message has been answered."""
    async with FakeBotApi(webhook_retry_seconds=0.01) as telegram:
        bot = BotProcess(telegram.base_url, folder, webhook=webhook, settings={"LOG_LEVEL": "WARNING"})
        telegram.say(1, "/start")
        start = time.perf_counter()
        await bot.start()
        await telegram.until(lambda: bool(telegram.chat(1).said), 60)
        wall = time.perf_counter() - start
        used = bot.processor_seconds()
        assert await bot.stop() == 0
        return wall, used


def main() -> None:
    """Print each start; the first fills the cache of compiled modules and does not count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--webhook", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = [
            asyncio.run(measure(Path(name) / str(number), webhook=given.webhook))
            for number in range(given.starts + 1)
        ][1:]
    for wall, used in found:
        print(f"first answer after {wall:.2f} s, of which {used:.2f} s processor")
    wall, used = (min(each) for each in zip(*found, strict=True))
    print(f"best: {wall:.2f} s, {used:.2f} s processor (load average {os.getloadavg()[0]:.1f})")


if __name__ == "__main__":
    main()
