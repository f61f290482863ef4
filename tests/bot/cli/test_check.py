"""`steadyback check` says what it did, and fails loudly when something does not hold."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pytest

from bot.cli import check
from content.checks import CHECKS
from dialogs.checks import PROOFS, Report
from tests.bot.review import approved


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
    for group in CHECKS:
        assert re.search(rf"holds  content: {re.escape(group.name)} \(\d+ {group.of}\)", out), group.name
    assert re.search(r"name people who can be known \(\d+ traits\)", out)
    assert "reviews: none is overdue (0 approved)" in out
    assert re.search(r"holds  search: .* \(\d+ examples\)", out)


def spoilt(records):
    """The records with five cards that are each wrong in another way, and an approval that is late."""
    library = records.words.library
    spoil = {
        "staying_active": {"claims": (("bed_rest", "keep_short"), ("bed_rest", "stay_in_bed"))},
        "bed_rest": {"citations": ()},
        "what_back_pain_is": {
            "body": "Anticoagulation necessitates individualised pharmaceutical consultation."
        },
        "heat_and_cold": {"body": "Take ibuprofen twice a day."},
        "pacing": {"not_for": ("pregnent",)},
    }
    cards = {id_: replace(card, **spoil.get(id_, {})) for id_, card in library.cards_by_id.items()}
    words = replace(records.words, library=replace(library, cards_by_id=cards))
    review = approved.approval(records.item("rule.R04"))
    late = replace(review, approval_date=date(2020, 1, 1), last_review_date=date(2020, 1, 1))
    return replace(records, words=words, ledger=replace(records.ledger, reviews={"rule.R04": late}))


def test_a_spoilt_card_fails_the_check_that_is_there_for_it(pool, monkeypatch, capsys):
    records = spoilt(check.open_records())
    monkeypatch.setattr(check, "open_records", lambda: records)
    monkeypatch.setattr(check, "_MOST", 1000)
    assert not check.run_checks()
    out = capsys.readouterr().out
    for problem in [
        "claims about bed_rest contradict each other",
        "moving/bed_rest.md: cites nothing",
        "understanding/what_back_pain_is.md: reading grade",
        "warmth/heat_and_cold.md: suggests a medicine without its gate",
        "moving/pacing: not_for names pregnent",
        "rule.R04: review was due on 2021-01-01",
    ]:
        assert problem in out, problem


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
