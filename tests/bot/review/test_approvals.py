"""An approval is written beside the words or into the ledger, whole or not at all."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.review import approvals
from bot.review.approvals import approve, retire
from bot.review.errors import Refused, ReviewError, UnknownItem
from bot.review.records import Records, open_records
from content.ledger import LEDGER
from content.library import ROOT, load_library
from content.model import Status
from content.review import Kind, Standing
from tests.bot.review.conftest import TODAY

DOCTOR = "Dr Ada Example, GP"


def standing(root: Path, item_id: str) -> Standing:
    return open_records(root).item(item_id).standing


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def a_step(root: Path) -> str:
    """The id of the first step of a plan."""
    return next(item.id for item in open_records(root).items.values() if item.kind is Kind.STEP)


@pytest.fixture(scope="module")
def records(one_root: Path) -> Records:
    """For what writes nothing."""
    return open_records(one_root)


# -- cards -----------------------------------------------------------------------------------------------------
def test_an_approved_card_says_so_in_its_own_file_and_nowhere_else(root: Path) -> None:
    before = snapshot(root)
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    path = root / "cards/moving/staying_active.md"

    assert {path for path, text in snapshot(root).items() if text != before[path]} == {path}
    review = load_library(root).card("staying_active").review
    assert (review.status, review.reviewer, review.endorser) == (Status.ACTIVE, DOCTOR, DOCTOR)
    assert (review.approval_date, review.last_review_date) == (TODAY, TODAY)
    assert standing(root, "card.staying_active") is Standing.ACTIVE


def test_the_rest_of_a_card_survives_to_the_byte(root: Path) -> None:
    path = root / "cards/moving/staying_active.md"
    change(path, "risk_class", "# A reviewer's comment stays.\nrisk_class")
    before = path.read_text(encoding="utf-8").splitlines()
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    after = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in after if line not in before] == [
        'status = "active"',
        f'reviewer = "{DOCTOR}"',
        f'endorser = "{DOCTOR}"',
        "approval_date = 2026-11-23",
        "last_review_date = 2026-11-23",
        f'approved_hash = "{load_library(root).card("staying_active").hash}"',
    ]
    assert [line for line in before if line not in after] == ['status = "draft"']
    assert [line for line in after if line in before] == [line for line in before if line in after]


def test_a_file_with_other_line_ends_keeps_them(root: Path) -> None:
    path = root / "cards/moving/staying_active.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    body = path.read_bytes().split(b"+++\r\n")[2]

    assert b"\r\n" in body
    assert body.count(b"\n") == body.count(b"\r\n")
    assert standing(root, "card.staying_active") is Standing.ACTIVE


def test_an_approval_lapses_with_the_first_changed_word_and_comes_back_with_it(root: Path) -> None:
    path = root / "cards/moving/staying_active.md"
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    title = load_library(root).card("staying_active").title

    change(path, f'title = "{title}"', 'title = "Move"')
    assert standing(root, "card.staying_active") is Standing.LAPSED

    change(path, 'title = "Move"', f'title = "{title}"')
    assert standing(root, "card.staying_active") is Standing.ACTIVE


def test_a_changed_text_can_be_approved_again_in_the_same_lines(root: Path) -> None:
    path = root / "cards/moving/staying_active.md"
    approve(open_records(root), ["card.staying_active"], DOCTOR, date(2026, 11, 1), TODAY)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    change(path, 'author = "', 'author = "New ')
    change(path, 'title = "', 'title = "New ')
    approve(open_records(root), ["card.staying_active"], "Dr B, physio", TODAY, TODAY)

    assert standing(root, "card.staying_active") is Standing.ACTIVE
    assert len(path.read_text(encoding="utf-8").splitlines()) == lines


def test_an_exercise_is_approved_in_its_toml_file_and_keeps_its_pictures(root: Path) -> None:
    before = load_library(root).exercises_by_id["cat_camel"]
    approve(open_records(root), ["card.cat_camel"], DOCTOR, TODAY, TODAY)
    after = load_library(root).exercises_by_id["cat_camel"]

    assert after.card.is_approved
    assert after.frames == before.frames


# -- the ledger ------------------------------------------------------------------------------------------------
def test_everything_else_is_approved_in_the_ledger_sorted_and_in_one_go(root: Path) -> None:
    ids = ["rule.R04", "question.ces_bowel", "dose.ibuprofen.uk", "phrase.safety_net", "phrases", "locale.en"]
    ids += ["red_flag.ces_bowel_sensation", "result.self_care", "lexicon.en", a_step(root)]
    before = snapshot(root)
    approve(open_records(root), ids, DOCTOR, TODAY, TODAY)
    text = (root / LEDGER).read_text(encoding="utf-8")

    assert {path.name for path, old in before.items() if path.read_bytes() != old} == {LEDGER}
    assert text.startswith((ROOT / LEDGER).read_text(encoding="utf-8").rstrip())
    found = [line for line in text.splitlines() if line.startswith("[reviews")]
    assert [line.split("reviews.")[1].strip('"]') for line in found] == sorted(ids)
    assert all(standing(root, item_id) is Standing.ACTIVE for item_id in ids)


def test_a_second_approval_keeps_the_first(root: Path) -> None:
    approve(open_records(root), ["rule.R04"], DOCTOR, date(2026, 11, 1), TODAY)
    approve(open_records(root), ["rule.R05"], "Dr B, physio", TODAY, TODAY)
    records = open_records(root)

    assert records.item("rule.R04").review.endorser == DOCTOR
    assert records.item("rule.R05").review.endorser == "Dr B, physio"
    assert (root / LEDGER).read_text(encoding="utf-8").count("# Who approved") == 1


def test_an_approved_phrase_lapses_when_it_changes(root: Path) -> None:
    approve(open_records(root), ["phrase.button.yes"], DOCTOR, TODAY, TODAY)
    change(root / "phrases.toml", '"button.yes" = { text = "Yes"', '"button.yes" = { text = "Yep"')

    assert standing(root, "phrase.button.yes") is Standing.LAPSED


def test_a_quote_in_a_name_is_kept(root: Path) -> None:
    name = 'Dr "Q" \\ Ünal, GP'
    approve(open_records(root), ["rule.R04", "card.staying_active"], name, TODAY, TODAY)
    records = open_records(root)

    assert records.item("rule.R04").review.endorser == name
    assert records.item("card.staying_active").review.endorser == name


# -- what is refused -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ids", "reviewer", "on", "says"),
    [
        (["card.staying_activ"], DOCTOR, TODAY, "did you mean card.staying_active?"),
        (["zzz"], DOCTOR, TODAY, "review list"),
        (["rule.R04", "zzz"], DOCTOR, TODAY, "no item 'zzz'"),
        ([], DOCTOR, TODAY, "at least one"),
        (["rule.R04"], "", TODAY, "name the person"),
        (["rule.R04"], " \n ", TODAY, "name the person"),
        (["rule.R04"], "12", TODAY, "name the person"),
        (["rule.R04"], "Dr\x1b[31m A", TODAY, "name the person"),
        (["rule.R04"], DOCTOR, date(2026, 11, 24), "in the future"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_nothing_is_written(
    ids: list[str], reviewer: str, on: date, says: str, records: Records
) -> None:
    before = snapshot(records.root)

    with pytest.raises(ReviewError, match=says) as error:
        approve(records, ids, reviewer, on, TODAY)

    assert "\n" not in str(error.value)
    assert snapshot(records.root) == before


def test_what_has_not_changed_is_not_approved_again_until_its_review_is_due(root: Path) -> None:
    approve(open_records(root), ["rule.R04"], DOCTOR, TODAY, TODAY)
    before = snapshot(root)

    with pytest.raises(Refused, match="has not changed since Dr Ada Example, GP approved it on 2026-11-23"):
        approve(open_records(root), ["rule.R05", "rule.R04"], DOCTOR, TODAY, TODAY)
    assert snapshot(root) == before

    late = date(2027, 12, 1)
    assert open_records(root).item("rule.R04").is_overdue(late)
    approve(open_records(root), ["rule.R04"], DOCTOR, late, late)
    assert not open_records(root).item("rule.R04").is_overdue(late)


def test_an_approval_cannot_be_older_than_the_one_before(root: Path) -> None:
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    change(root / "cards/moving/staying_active.md", 'author = "SteadyBack writers"', 'author = "Others"')
    change(root / "cards/moving/staying_active.md", 'title = "', 'title = "X')

    with pytest.raises(Refused, match="before the last review"):
        approve(open_records(root), ["card.staying_active"], DOCTOR, date(2026, 11, 22), TODAY)


def test_one_request_for_a_card_and_a_rule_writes_both_or_neither(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)

    def broken(*_: object) -> str:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(approvals, "_ledger_text", broken)
        with pytest.raises(OSError, match="no space"):
            approve(open_records(root), ["card.staying_active", "rule.R04"], DOCTOR, TODAY, TODAY)

    assert snapshot(root) == before


def test_a_write_that_fails_leaves_the_old_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(root)

    def broken(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="no space"):
        approve(open_records(root), ["rule.R04"], DOCTOR, TODAY, TODAY)

    assert snapshot(root) == before


# -- retiring --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "item_id", ["card.staying_active", "card.cat_camel", "dose.ibuprofen.uk", "plan.move_today"]
)
def test_what_is_retired_says_when_and_cannot_be_approved_or_retired_again(item_id: str, root: Path) -> None:
    item_id = a_step(root) if item_id == "plan" else item_id
    retire(open_records(root), item_id, TODAY)
    item = open_records(root).item(item_id)

    assert item.standing is Standing.RETIRED
    assert item.review.effective_period is not None
    assert item.review.effective_period.end == TODAY
    with pytest.raises(Refused, match="is retired"):
        approve(open_records(root), [item_id], DOCTOR, TODAY, TODAY)
    with pytest.raises(Refused, match="retired already"):
        retire(open_records(root), item_id, TODAY)


def test_an_approved_card_that_is_retired_still_says_who_had_approved_it(root: Path) -> None:
    approve(open_records(root), ["card.staying_active"], DOCTOR, TODAY, TODAY)
    retire(open_records(root), "card.staying_active", TODAY)

    assert open_records(root).item("card.staying_active").review.endorser == DOCTOR


INDISPENSABLE = """
question.ces_bowel rule.R04 red_flag.ces_bowel_sensation result.self_care phrase.safety_net phrases lexicon.en
lexicon.signs locale.en card.when_to_get_help card.painkillers_ask_first card.painkillers_pregnancy card.painkillers
card.too_many_painkillers
""".split()


@pytest.mark.parametrize("item_id", INDISPENSABLE)
def test_what_no_conversation_is_safe_without_cannot_be_retired(item_id: str, records: Records) -> None:
    before = snapshot(records.root)

    with pytest.raises(Refused, match="no conversation is safe without it"):
        retire(records, item_id, TODAY)

    assert snapshot(records.root) == before


def test_an_unknown_item_cannot_be_retired(root: Path) -> None:
    with pytest.raises(UnknownItem, match="no item"):
        retire(open_records(root), "card.nothing", TODAY)
