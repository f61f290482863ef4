"""One round of one bot, the numbers it gave, and the table of all of them."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.contenders import Contender, Process, WrongError
from tests.benchmarks.fake_api import FakeApi
from tests.benchmarks.people import Crowd

#: Updates a second at the low rate.
LOW_RATE = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")
_STARTING = 30.0
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round of one bot gave."""

    updates_per_second: float
    #: Seconds, sorted.
    saturated: list[float]
    low: list[float]
    cpu_ms: float
    #: Share of its core that the bot used at saturation, and the same of the harness.
    bot_share: float
    harness_share: float
    rss_mb: float
    calls: float
    answers_in_webhook: float
    interviews: int
    updates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a round goes."""

    seconds: float
    people: int
    bot_core: int


async def run_round(contender: Contender, plan: Plan) -> Round:
    """Start the bot, load it, stop it, and check what it stored. Raises WrongError or LostError."""
    crowd = Crowd(plan.people, contender.choose)
    api = FakeApi(crowd.see)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        process = Process(contender, folder, await api.open(), plan.bot_core)
        try:
            await _started(contender, process, api, plan)
            found = await _load(process, api, crowd, plan)
            process.stop()
        except BaseException:
            process.kill()
            raise
        finally:
            api.close()
        if crowd.failure:
            raise WrongError(crowd.failure)
        # In a thread: the check may run a loop of its own.
        await asyncio.to_thread(contender.check, folder, crowd.interviews, crowd.delivered)
    return found


async def _started(contender: Contender, process: Process, api: FakeApi, plan: Plan) -> None:
    """Wait until the bot receives, and (not for long in a short run) until it has finished starting."""
    until = time.monotonic() + _STARTING
    while not api.webhook:
        if not process.is_running or time.monotonic() > until:
            raise WrongError(f"the bot did not start:\n{process.said()}")
        await asyncio.sleep(0.02)
    until = time.monotonic() + (10.0 if plan.seconds >= 1 else 0.0)
    while not api.calls[contender.settled_by] and time.monotonic() < until:  # noqa: ASYNC110 - no cost when loaded
        await asyncio.sleep(0.02)


async def _load(process: Process, api: FakeApi, crowd: Crowd, plan: Plan) -> Round:
    await crowd.connect(api.webhook["url"], api.webhook.get("secret_token", ""))
    crowd.start()
    await asyncio.sleep(min(1.5, plan.seconds))  # warm-up

    crowd.is_recording = True
    before = _Snapshot(process.pid, api, crowd)
    await asyncio.sleep(plan.seconds)
    after = _Snapshot(process.pid, api, crowd)
    saturated, crowd.latencies = sorted(crowd.latencies), []
    rss = _rss_mb(process.pid)

    crowd.is_recording = False
    await crowd.calm_down(_PATIENCE)
    crowd.is_recording = True
    await crowd.keep_pace(LOW_RATE, plan.seconds)
    crowd.is_recording = False
    low = sorted(crowd.latencies)
    await crowd.finish(_PATIENCE)

    updates = max(1, after.answered - before.answered)
    wall = after.at - before.at
    return Round(
        updates_per_second=updates / wall,
        saturated=saturated,
        low=low,
        cpu_ms=(after.cpu - before.cpu) / updates * 1000,
        bot_share=(after.cpu - before.cpu) / wall,
        harness_share=(after.own_cpu - before.own_cpu) / wall,
        rss_mb=rss,
        calls=(after.calls - before.calls) / updates,
        answers_in_webhook=(after.in_webhook - before.in_webhook) / updates,
        interviews=len(crowd.interviews),
        updates=crowd.delivered,
    )


class _Snapshot:
    """Everything that is counted, at one moment."""

    def __init__(self, pid: int, api: FakeApi, crowd: Crowd) -> None:
        self.at = time.perf_counter()
        self.answered = crowd.answered
        self.cpu = _cpu_seconds(pid)
        self.own_cpu = time.process_time()
        self.calls = api.calls.total()
        self.in_webhook = crowd.answers_in_webhook


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise WrongError("the bot has no memory any more")


# -- the table -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The medians of several rounds; latencies at the low rate are those of all rounds together."""

    updates_per_second: float
    p50: float
    p99: float
    low_p50: float
    low_p99: float
    cpu_ms: float
    rss_mb: float
    calls: float


def summary(rounds: Sequence[Round]) -> Summary:
    """Several rounds as one."""
    low = sorted(latency for each in rounds for latency in each.low)
    return Summary(
        updates_per_second=median(each.updates_per_second for each in rounds),
        p50=median(_percentile(each.saturated, 0.5) for each in rounds),
        p99=median(_percentile(each.saturated, 0.99) for each in rounds),
        low_p50=_percentile(low, 0.5),
        low_p99=_percentile(low, 0.99),
        cpu_ms=median(each.cpu_ms for each in rounds),
        rss_mb=median(each.rss_mb for each in rounds),
        calls=median(each.calls for each in rounds),
    )


_ROWS = (
    ("updates/s, saturated", "updates_per_second", "{:,.0f}"),
    ("p50 ms, saturated", "p50", "{:.1f}"),
    ("p99 ms, saturated", "p99", "{:.1f}"),
    (f"p50 ms, {LOW_RATE:.0f} updates/s", "low_p50", "{:.1f}"),
    (f"p99 ms, {LOW_RATE:.0f} updates/s", "low_p99", "{:.1f}"),
    ("CPU ms per update", "cpu_ms", "{:.3f}"),
    ("RSS MB", "rss_mb", "{:.0f}"),
    ("API calls per update", "calls", "{:.2f}"),
)


def table(found: Sequence[tuple[str, Summary]]) -> str:
    """The bots side by side, and the first as a multiple of the second."""
    lines = [
        f"{'':24}" + "".join(f"{name:>22}" for name, _ in found) + ("   ratio" if len(found) == 2 else "")
    ]
    for title, field, shape in _ROWS:
        values = [getattr(each, field) for _, each in found]
        ratio = f"{values[0] / values[1]:8.2f}" if len(values) == 2 and values[1] else ""
        lines.append(f"{title:24}" + "".join(f"{shape.format(value):>22}" for value in values) + ratio)
    return "\n".join(lines)


def _percentile(ordered: Sequence[float], share: float) -> float:
    """In milliseconds; 0 when nothing was measured."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0
