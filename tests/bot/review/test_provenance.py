"""A reader is told where any sentence comes from and who stands behind it, and never more than is true."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from bot.bootstrap import load_dialog
from bot.review.provenance import provenance
from bot.review.records import Records
from content.ledger import Ledger
from content.model import Status
from content.review import Standing
from tests.bot.review import approved


def with_ledger(records: Records, ledger: Ledger) -> Records:
    return replace(records, ledger=ledger)


@pytest.mark.parametrize(
    ("content_id", "item"),
    [
        ("question.ces_bowel", "question.ces_bowel"),
        ("question.ces_bowel.prompt", "question.ces_bowel"),
        ("why.ces_bowel", "question.ces_bowel"),
        ("result.self_care.default", "result.self_care"),
        ("rule.R04", "rule.R04"),
        ("card.staying_active", "card.staying_active"),
        ("dose.ibuprofen.uk", "dose.ibuprofen.uk"),
        ("phrase.safety_net", "phrase.safety_net"),
        ("phrase.button.back", "phrases"),
        ("phrases", "phrases"),
        ("locale.en", "locale.en"),
    ],
)
def test_a_message_leads_to_the_item_that_holds_its_words(
    content_id: str, item: str, shipped: Records
) -> None:
    found = provenance(content_id, shipped)

    assert found is not None
    assert found.item == item
    assert found.standing is Standing.DRAFT


@pytest.mark.parametrize("unknown", ["", "card.nothing", "nothing", "question.", "."])
def test_what_is_not_under_review_has_no_provenance(unknown: str, shipped: Records) -> None:
    assert provenance(unknown, shipped) is None


def test_sources_come_with_what_finds_them_again(shipped: Records) -> None:
    found = provenance("question.ces_bowel", shipped)

    assert found is not None
    assert [source.key for source in found.citations] == ["girft_2023", "nhs_back_pain"]
    assert all(source.identifier for source in found.citations)


def test_an_approval_is_told_with_name_days_and_version(shipped: Records) -> None:
    records = with_ledger(shipped, approved.ledger(shipped.items.values()))
    found = provenance("question.ces_bowel", records)

    assert found is not None
    assert (found.standing, found.endorser) == (Standing.ACTIVE, "Dr Example, GP")
    assert (found.approval_date, found.review_by) == (date(2026, 11, 23), date(2027, 11, 23))
    assert found.hash == shipped.item("question.ces_bowel").hash


@pytest.mark.parametrize("change", [{"approved_hash": "another"}, {"status": Status.RETIRED}])
def test_an_approval_that_no_longer_holds_is_not_told_as_one(
    change: dict[str, object], shipped: Records
) -> None:
    ledger = approved.ledger(shipped.items.values())
    review = replace(ledger.reviews["question.ces_bowel"], **change)  # type: ignore[arg-type]
    records = with_ledger(shipped, replace(ledger, reviews={"question.ces_bowel": review}))
    found = provenance("question.ces_bowel", records)

    assert found is not None
    assert found.standing in (Standing.LAPSED, Standing.RETIRED)
    assert (found.endorser, found.approval_date, found.review_by) == (None, None, None)


def test_a_running_chat_can_tell_where_its_words_come_from() -> None:
    found = provenance("card.staying_active", load_dialog().records)

    assert found is not None
    assert found.citations


def test_telling_where_words_come_from_needs_nothing_that_writes() -> None:
    command = "import sys, bot.bootstrap, bot.review.provenance; sys.exit('tomlkit' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
