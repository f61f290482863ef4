"""`steadyback check` says what it did, and fails loudly when something does not hold."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from bot.cli import check
from dialogs.checks import PROOFS, Report


class Pool:
    """Runs nothing: every proof answers with the same report."""

    report = Report()

    def __init__(self, *_, **__):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, _, number):
        future: Future = Future()
        report = Report()
        report.findings = list(self.report.findings) if number == 0 else []
        report.cover("walks", 10)
        future.set_result((report, 0.1))
        return future


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setattr(Pool, "report", Report())
    monkeypatch.setattr(check, "ProcessPoolExecutor", Pool)
    return Pool


def test_everything_holds_on_the_repository_as_it_is(pool, capsys):
    assert check.run_checks(), capsys.readouterr().out
    out = capsys.readouterr().out
    assert all(f"holds  proof: {name}" in out for name in PROOFS)
    assert f"{10 * len(PROOFS)}" in out


def test_a_counter_example_is_shown_as_a_conversation(pool, capsys):
    pool.report.find("walks", "ces_urinary ends in self_care", (("ces_urinary", "yes"), ("duration", "2_4w")))
    assert not check.run_checks()
    out = capsys.readouterr().out
    assert "ces_urinary ends in self_care" in out
    assert "    ces_urinary: yes" in out
    assert "NOT EVERYTHING HOLDS" in out


def test_a_stale_page_fails_the_check(pool, monkeypatch, capsys):
    monkeypatch.setattr(check, "stale_pages", lambda _: ["docs/clinical/protocol.md: +new word"])
    assert not check.run_checks()
    assert "FAILS  docs/clinical/ is current" in capsys.readouterr().out


def test_a_proof_runs_in_a_process_of_its_own():
    report, seconds = check._prove(len(PROOFS) - 1)
    assert report.holds
    assert seconds >= 0
