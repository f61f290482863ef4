"""An approval holds for one text and for a time; what is retired or unapproved can be left out without a loose end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.checks.references import dead_references
from content.errors import BadField, ContentError
from content.ledger import LEDGER, Ledger, read_ledger
from content.library import Library
from content.medicines import OTHER
from content.model import Period, Review, RiskClass, Status, Topic
from content.review import (
    Item,
    Kind,
    Standing,
    approved_only,
    card_item,
    library_items,
    not_retired,
    overdue_problems,
)
from tests.content.samples import (
    APPROVED,
    DRAFT,
    EXERCISE,
    MEDICINE_CARD,
    STEP,
    card,
    dose,
    full_library,
    library,
    shelf,
)

NOTHING = Ledger(author="A writer", reviews={})


def item(review: Review = APPROVED, *, yearly: bool = False, text: str = "0123456789abcdef") -> Item:
    return Item(id="rule.R1", kind=Kind.RULE, hash=text, citations=(), review=review, yearly=yearly)


def retired(review: Review) -> Review:
    return replace(review, status=Status.RETIRED)


# -- where an item stands --------------------------------------------------------------------------------------
def test_an_item_is_approved_as_long_as_its_text_is_the_one_that_was_approved() -> None:
    assert item().standing is Standing.ACTIVE
    assert item(text="another").standing is Standing.LAPSED


def test_a_text_that_changes_back_is_approved_again() -> None:
    assert replace(item(text="another"), hash="0123456789abcdef").standing is Standing.ACTIVE


def test_drafts_retired_items_and_claims_without_a_name_are_not_approved() -> None:
    assert item(DRAFT).standing is Standing.DRAFT
    assert item(retired(APPROVED)).standing is Standing.RETIRED
    assert item(replace(APPROVED, endorser=None)).standing is Standing.DRAFT
    assert item(replace(APPROVED, approved_hash=None)).standing is Standing.DRAFT


def test_reviews_are_due_after_twelve_months_or_thirty_six() -> None:
    assert item(yearly=True).review_by == date(2027, 11, 1)
    assert item(yearly=False).review_by == date(2029, 11, 1)
    assert item(DRAFT).review_by is None
    assert item(text="another").review_by is None


def test_only_what_is_approved_can_be_overdue_and_only_after_the_day() -> None:
    late = date(2027, 11, 2)

    assert item(yearly=True).is_overdue(late)
    assert not item(yearly=True).is_overdue(date(2027, 11, 1))
    assert not item(yearly=True, text="another").is_overdue(late)
    assert not item(retired(APPROVED), yearly=True).is_overdue(late)
    [problem] = overdue_problems([item(yearly=True), item(DRAFT), item(yearly=False)], late)
    assert "rule.R1: review was due on 2027-11-01" in problem


def test_an_approval_may_be_renewed_two_months_before_it_is_due() -> None:
    assert not item(yearly=True).may_be_renewed(date(2027, 9, 1))
    assert item(yearly=True).may_be_renewed(date(2027, 9, 2))
    assert item(yearly=True).may_be_renewed(date(2030, 1, 1))


# -- items of the library --------------------------------------------------------------------------------------
def test_every_card_dose_and_step_is_an_item_with_its_sources() -> None:
    items = {each.id: each for each in library_items(full_library(), NOTHING)}

    assert list(items) == [
        "card.short_walks",
        "card.march",
        "card.balmex",
        "dose.balmex.other",
        "plan.walk_today",
    ]
    assert all(each.citations == ("a_trial",) for each in items.values())
    assert all(each.review.author == "A writer" for each in items.values())


def test_doses_and_red_flag_cards_are_reviewed_every_year() -> None:
    danger = replace(DRAFT, risk_class=RiskClass.RED_FLAG)

    assert {each.id for each in library_items(full_library(), NOTHING) if each.yearly} == {
        "dose.balmex.other"
    }
    assert card_item(card(review=danger)).yearly


@pytest.mark.parametrize(
    "changed",
    [
        {"medicines": shelf(dose(text="Take more."))},
        {"medicines": shelf(dose(most=2))},
        {"plan": (replace(STEP, text="Run."),)},
        {"plan": (replace(STEP, text_caregiver="Run."),)},
        {"plan": (replace(STEP, card=None),)},
        {"plan": (replace(STEP, only=("older",)),)},
        {"plan": (replace(STEP, not_for=("older",)),)},
        {"plan": (replace(STEP, gated=True),)},
        {"plan": (replace(STEP, citations=("a_trial", "another")),)},
    ],
)
def test_whatever_changes_what_is_said_or_to_whom_changes_the_hash(changed: dict[str, object]) -> None:
    before = {each.id: each.hash for each in library_items(full_library(), NOTHING)}
    after = {each.id: each.hash for each in library_items(full_library(**changed), NOTHING)}

    assert len(before.items() - after.items()) == 1


# -- the ledger ------------------------------------------------------------------------------------------------
def test_the_ledger_that_ships_approves_nothing() -> None:
    assert read_ledger().reviews == {}
    assert read_ledger().author


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_text(
        'author = "A writer"\n\n[reviews."rule.R1"]\nstatus = "retired"\nreviewer = "Dr B, GP"\nendorser = "Dr B, GP"\n'
        'approval_date = 2026-11-01\nlast_review_date = 2026-11-01\napproved_hash = "0123"\nretired_on = 2026-11-20\n',
        encoding="utf-8",
    )
    found = read_ledger(tmp_path / LEDGER).review("rule.R1")

    assert found.status is Status.RETIRED
    assert (found.reviewer, found.endorser, found.author) == ("Dr B, GP", "Dr B, GP", "A writer")
    assert (found.approval_date, found.approved_hash) == (date(2026, 11, 1), "0123")
    assert found.effective_period == Period(start=None, end=date(2026, 11, 20))


@pytest.mark.parametrize(
    "text",
    [
        "",
        'author = "A writer"\n[reviews."rule.R1"]\nstatus = "approved"\n',
        'author = "A writer"\n[reviews."rule.R1"]\nstatus = "active"\nendorsed = "Dr B"\n',
        'author = "A writer"\n[review."rule.R1"]\nstatus = "active"\n',
    ],
)
def test_a_ledger_that_says_something_else_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_text(text, encoding="utf-8")

    with pytest.raises(BadField, match=LEDGER):
        read_ledger(tmp_path / LEDGER)


def test_a_missing_ledger_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="restore it"):
        read_ledger(tmp_path / LEDGER)


# -- what is shown ---------------------------------------------------------------------------------------------
def test_where_nothing_is_retired_the_library_stays_as_it_is() -> None:
    whole = full_library()

    assert not_retired(whole, NOTHING) is whole


def test_a_retired_card_is_on_no_shelf_and_nothing_leads_to_it() -> None:
    gone, other = card(review=retired(DRAFT)), card(id="other", related=("short_walks", "balmex"))
    left = not_retired(
        full_library(cards_by_id={"short_walks": gone, "other": other, "balmex": MEDICINE_CARD}), NOTHING
    )

    assert set(left.cards_by_id) == {"other", "balmex"}
    assert left.card("other").related == ("balmex",)
    assert all("short_walks" not in topic.cards for topic in left.topics)
    assert [step.card for step in left.plan] == [None]


def test_a_retired_exercise_takes_its_pictures_along() -> None:
    card_ = replace(EXERCISE.card, review=retired(DRAFT))
    left = not_retired(full_library(cards_by_id={"march": card_}), NOTHING)

    assert left.exercises_by_id == {}


def test_strict_keeps_what_is_approved_and_leaves_no_loose_end() -> None:
    approved = card(review=APPROVED, related=("other",), hash=APPROVED.approved_hash)
    draft = card(id="other", topic="rest")
    shelves = (
        Topic(id="moving", title="Moving", cards=("short_walks",)),
        Topic(id="rest", title="Rest", cards=("other",)),
    )
    steps = (STEP, replace(STEP, id="draft_step"), replace(STEP, id="to_a_draft", card="other"))
    whole = full_library(cards_by_id={"short_walks": approved, "other": draft}, topics=shelves, plan=steps)
    ledger = approving(whole, "plan.walk_today", "plan.to_a_draft")

    left = approved_only(whole, ledger)

    assert set(left.cards_by_id) == {"short_walks"}
    assert left.card("short_walks").is_approved
    assert [topic.cards for topic in left.topics] == [("short_walks",), ()]
    assert [(step.id, step.card) for step in left.plan] == [
        ("walk_today", "short_walks"),
        ("to_a_draft", None),
    ]
    assert dead_references(left) == []


def test_a_lapsed_card_is_withheld_as_a_draft_is() -> None:
    lapsed = card(review=APPROVED, hash="another")

    assert approved_only(library(lapsed), NOTHING).cards == ()


def test_where_the_label_of_a_country_is_withheld_the_packet_is_left() -> None:
    whole = full_library(medicines=shelf(dose(), dose("uk", "Take 1.", one=1)))
    left = approved_only(whole, approving(whole, "dose.balmex.other"))

    assert left.medicines.dose("balmex", "GB").group == OTHER


def test_a_medicine_without_even_that_is_gone() -> None:
    whole = full_library(medicines=shelf(dose(), dose("uk", "Take 1.", one=1)))
    left = approved_only(whole, approving(whole, "dose.balmex.uk"))

    assert left.medicines.medicines == {}


def test_who_gets_no_card_in_its_place_gets_no_other_one_by_accident() -> None:
    gated = replace(MEDICINE_CARD, not_for=("pregnant",), instead="other")
    whole = library(gated, card(id="other", review=retired(DRAFT)))

    assert not_retired(whole, NOTHING).card("balmex").instead == "other"


def approving(whole: Library, *item_ids: str) -> Ledger:
    """A ledger in which these items of a library are approved as they stand."""
    found = {each.id: each for each in library_items(whole, NOTHING)}
    reviews = {id_: replace(APPROVED, approved_hash=found[id_].hash) for id_ in item_ids}
    return replace(NOTHING, reviews=reviews)
