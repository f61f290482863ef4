"""`steadyback review` shows what stands where, and says in one sentence what it cannot do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main, review
from bot.cli.review import run_approve, run_list, run_retire, run_show
from content.review import Kind, Standing
from tests.bot.review.conftest import TODAY, one_root, root

__all__ = ["one_root", "root"]

DOCTOR = "Dr Ada Example, GP"
Run = Callable[..., Result]


@pytest.fixture
def run(one_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command as from a shell, on a copy of the content."""
    real = review.open_records
    monkeypatch.setattr(review, "open_records", lambda _: real(one_root))
    return lambda *words: CliRunner().invoke(main.cli, ["review", *words])


def listed(capsys: pytest.CaptureFixture[str], root: Path, today: date = TODAY, **filters: object) -> str:
    run_list(
        **{"kind": None, "status": None, "overdue": False, "as_json": False, **filters},
        root=root,
        today=today,
    )  # type: ignore[arg-type]
    return capsys.readouterr().out


# -- list ------------------------------------------------------------------------------------------------------
def test_the_list_has_a_line_for_each_item_and_counts_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = listed(capsys, root)

    assert out.startswith("ID ")
    assert "\nquestion.ces_bowel " in out
    assert "girft_2023, nhs_back_pain" in out
    assert "\nrule         36  36 draft" in out
    assert out.rstrip().splitlines()[-1].startswith("all ")


def test_filters_leave_only_what_was_asked_for(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_approve(["rule.R04", "card.staying_active"], reviewer=DOCTOR, on="2026-11-01", root=root, today=TODAY)
    capsys.readouterr()

    approved = listed(capsys, root, status="active")
    assert [line.split()[0] for line in approved.splitlines()[1:3]] == ["rule.R04", "card.staying_active"]
    assert DOCTOR in approved
    assert "2027-11-01" in approved
    assert "2029-11-01" in approved
    assert "question." not in listed(capsys, root, kind="rule")
    assert listed(capsys, root, status="active", kind="question") == "all           0\n"

    late = listed(capsys, root, today=date(2027, 11, 2), overdue=True)
    assert "rule.R04" in late
    assert "OVERDUE" in late
    assert "card.staying_active" not in late
    assert "1 active, 1 overdue" in late


def test_json_holds_everything_about_an_item(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_approve(["rule.R04"], reviewer=DOCTOR, on=None, root=root, today=TODAY)
    capsys.readouterr()
    found = json.loads(listed(capsys, root, kind="rule", as_json=True))
    rule = next(item for item in found["items"] if item["id"] == "rule.R04")

    assert found["counts"]["rule"] == {"draft": 35, "active": 1}
    assert rule == {
        "id": "rule.R04",
        "kind": "rule",
        "status": "active",
        "citations": ["girft_2023", "csp_2024", "nhs_back_pain", "bnssg_ces_pathway"],
        "hash": rule["hash"],
        "author": "SteadyBack developers",
        "reviewer": DOCTOR,
        "endorser": DOCTOR,
        "approval_date": "2026-11-23",
        "review_by": "2027-11-23",
        "overdue": False,
    }


def test_the_command_offers_exactly_the_kinds_and_states_that_there_are() -> None:
    assert list(Kind) == main._KINDS
    assert list(Standing) == main._STANDINGS


# -- show ------------------------------------------------------------------------------------------------------
def test_a_question_is_shown_in_both_voices_with_sources_and_buttons(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_show("question.ces_bowel", root=root, today=TODAY)
    out = capsys.readouterr().out

    for part in (
        "to the person:",
        "to a caregiver:",
        "you poo",
        "they poo",
        "[Not sure]",
        "why are you asking?",
    ):
        assert part in out
    assert "girft_2023 [seen] " in out
    assert "GIRFT, February 2023" in out
    assert "<b>" not in out


def test_every_item_can_be_shown(run: Run) -> None:
    ids = [item["id"] for item in json.loads(run("list", "--json").output)["items"]]
    by_kind = {id_.partition(".")[0]: id_ for id_ in ids}

    for item_id in by_kind.values():
        result = run("show", item_id)
        assert result.exit_code == 0, result.output
        assert "sources:" in result.output
        assert "history:" in result.output


def test_a_result_shows_its_placeholder_where_the_reason_will_stand(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_show("result.emergency_today", root=root, today=TODAY)

    assert "to a caregiver" in capsys.readouterr().out


def test_history_tells_approval_change_and_withdrawal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_approve(["card.staying_active"], reviewer=DOCTOR, on=None, root=root, today=TODAY)
    path = root / "cards/moving/staying_active.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
    run_show("card.staying_active", root=root, today=TODAY)
    changed = capsys.readouterr().out
    run_retire("card.staying_active", root=root, today=TODAY)
    run_show("card.staying_active", root=root, today=TODAY)
    gone = capsys.readouterr().out

    assert f"2026-11-23  approved by {DOCTOR}" in changed
    assert "so it counts as a draft" in changed
    assert "2026-11-23  retired" in gone


# -- bad input -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "card.nothing_at_all"), "there is no item 'card.nothing_at_all'"),
        (("approve", "rule.R04"), "name the person who approves"),
        (("approve", "--reviewer", DOCTOR), "at least one item"),
        (("approve", "rule.R04", "--reviewer", DOCTOR, "--on", "tomorrow"), "--on should be a day"),
        (("approve", "rule.R04", "--reviewer", DOCTOR, "--on", "2999-01-01"), "in the future"),
        (("retire", "rule.R99"), "there is no item 'rule.R99'"),
        (("retire", "rule.R04"), "cannot be retired"),
        (("list", "--kind", "poem"), "'poem' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_with_an_error(
    words: tuple[str, ...], says: str, run: Run
) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
