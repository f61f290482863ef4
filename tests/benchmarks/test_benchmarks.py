"""The benchmark runs, prints its table, and finds every answer stored; how fast is not judged here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.benchmarks.contenders import ROOT


@pytest.mark.slow
def test_a_short_run_prints_the_table_and_loses_nothing() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--rounds", "1", "--seconds", "0.4", "--people", "4"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    for row in (
        "updates/s, saturated",
        "p99 ms, 20 updates/s",
        "CPU ms per update",
        "RSS MB",
        "API calls per update",
    ):
        assert row in found.stdout
    for name in ("SteadyBack", "python-telegram-bot"):
        assert f"{name}: every answer of" in found.stdout
