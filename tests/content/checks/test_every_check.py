"""Every check passes what ships, counts what it looked at, and is part of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from content.checks import CHECKS, Check, library_problems
from content.library import Library, load_library
from tests.content.samples import APPROVED, TODAY, card, full_library, library


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])
def test_what_ships_passes(check: Check, shipped: Library) -> None:
    assert check.problems(shipped, shipped.numbers_as_of) == []


@pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])
def test_each_check_looks_at_something_in_a_full_library(check: Check) -> None:
    assert check.count(full_library()) > 0


def test_good_content_has_no_problems() -> None:
    assert library_problems(library(), TODAY) == []
    assert library_problems(full_library(), TODAY) == []


def test_all_checks_together_leave_none_out() -> None:
    bad = card(
        title="A title that goes on and on until no button holds it",
        body="Don't worry. Anticoagulation necessitates individualised consultation. " + "go " * 300,
        citations=("no_trial",),
        related=("no_card",),
        claims=(("walking", "heals"),),
        review=replace(APPROVED, endorser=None),
    )
    careless = card(id="careless", citations=(), body="Take a painkiller. It helps.")
    found = library_problems(library(bad, careless, checked=date(2020, 1, 1), topics=()), TODAY)

    for sign in [
        "a title of",
        "characters: keep to",
        "reading grade",
        "worry",
        "knows only helps",
        "no_trial",
        "no_card",
        "cites nothing",
        "stands on no shelf",
        "suggests a medicine",
        "is active without",
        "was checked on",
    ]:
        assert any(sign in problem for problem in found), sign
