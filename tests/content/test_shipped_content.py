"""What ships: cards read well and cite, numbers are as they were found, and nothing claims approval."""

from __future__ import annotations

import ast
import time
from datetime import date
from pathlib import Path

import pytest
from phonenumbers import shortnumberinfo

import content
from content.library import Library, load_library
from content.model import Confidence, NumberKind, Status

ROOT = Path(content.__file__).parent

CARDS = {
    "staying_active",
    "heat_and_cold",
    "gentle_movement",
    "painkillers",
    "painkillers_ask_first",
    "painkillers_pregnancy",
    "what_back_pain_is",
    "how_long_it_lasts",
    "leg_nerve_pain",
    "walking_narrowing",
    "long_lasting_pain",
    "pregnancy_back_pain",
    "when_to_get_help",
}

#: Every number that counts as checked: libphonenumber lists it as an emergency number, or its official page
#: was seen. Spelt by hand, so that nobody turns a guess into a fact by one word in a data file.
VERIFIED_EMERGENCY = """
GB 999 112 | IE 112 999 | US 911 | CA 911 | AU 000 112 | NZ 111 | IN 112 108 102 | CN 120 | JP 119 | KR 119
BR 192 | MX 911 | AR 107 | CO 123 | CL 131 | FR 15 112 | DE 112 | ES 112 | IT 112 118 | PT 112 | NL 112
BE 112 | AT 144 | CH 144 | PL 112 | RO 112 | SE 112 | DK 112 | FI 112 | NO 113 | CZ 155 112 | HU 104 112
GR 166 112 | UA 103 112 | RU 103 112 | TR 112 | ZA 10177 112 | KE 999 | EG 123 | SA 997 | AE 998 | IL 101
IR 115 | PK 1122 | BD 999 | ID 119 118 112 | PH 911 | TH 1669 | VN 115 | MY 999 | SG 995 | HK 999 | TW 119
"""
VERIFIED_OTHER = {
    ("GB", NumberKind.URGENT_LINE, "111"),
    ("US", NumberKind.CRISIS, "988"),
    ("US", NumberKind.POISON, "1-800-222-1222"),
    ("CA", NumberKind.CRISIS, "988"),
}
#: Right although libphonenumber does not list them, each with a reason beside it in the file.
EXCEPTIONS = {("NG", "112"), ("PE", "106")}
EMERGENCY = {NumberKind.AMBULANCE, NumberKind.GENERAL}


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


def test_the_cards_that_other_rooms_show_are_there(shipped: Library) -> None:
    assert {card.id for card in shipped.cards} >= CARDS


def test_nothing_ships_as_approved(shipped: Library) -> None:
    for card in shipped.cards:
        assert card.review.status is Status.DRAFT, card.id
        assert (card.review.reviewer, card.review.endorser, card.review.approval_date) == (None, None, None)


def test_the_card_about_painkillers_is_behind_its_questions_and_never_for_pregnancy(shipped: Library) -> None:
    card = shipped.card("painkillers")

    assert card.gate == "medicine_safety"
    assert "pregnant" in card.not_for


@pytest.mark.parametrize("card_id", ["painkillers_ask_first", "painkillers_pregnancy", "when_to_get_help"])
def test_cautions_are_never_withheld(shipped: Library, card_id: str) -> None:
    card = shipped.card(card_id)

    assert card.gate is None
    assert card.not_for == ()


def test_gentle_movement_asks_nothing_that_could_harm_a_reader(shipped: Library) -> None:
    card = shipped.card("gentle_movement")

    assert card.not_for == ()
    assert "do not bend far" in card.body
    assert "further down the leg" in card.body
    for move in ["knee to chest", "touch your toes", "lean back", "sit-up", "lie flat"]:
        assert move not in card.body.lower()


@pytest.mark.parametrize("card_id", ["painkillers_ask_first", "heat_and_cold", "staying_active"])
def test_only_the_gated_card_names_a_medicine_to_take(shipped: Library, card_id: str) -> None:
    body = shipped.card(card_id).body.lower()

    for name in ["ibuprofen", "naproxen", "paracetamol", "acetaminophen", "aspirin"]:
        assert name not in body


def test_the_special_sources_say_what_they_are(shipped: Library) -> None:
    assert shipped.citation("design_decision").confidence is Confidence.DESIGN
    assert shipped.citation("general_ed_practice").confidence is Confidence.UNCONFIRMED


def test_there_are_at_least_45_countries_by_iso_code(shipped: Library) -> None:
    assert len(shipped.countries) >= 45
    assert all(len(code) == 2 and code.isupper() for code in shipped.countries)
    assert all(code in shortnumberinfo.SUPPORTED_SHORT_REGIONS for code in shipped.countries)


def test_every_emergency_number_is_one_or_says_why_it_is_not_listed(shipped: Library) -> None:
    unlisted = {
        (code, entry.number)
        for code in shipped.countries
        for entry in shipped.numbers_by_country[code].entries
        if entry.kind in EMERGENCY and not shortnumberinfo.is_emergency_number(entry.number, code)
    }
    excused = {
        (code, entry.number)
        for code in shipped.countries
        for entry in shipped.numbers_by_country[code].entries
        if entry.exception and entry.source_url
    }

    assert unlisted == excused == EXCEPTIONS


def test_an_invented_emergency_number_would_be_noticed() -> None:
    assert not shortnumberinfo.is_emergency_number("111", "GB")


def test_exactly_the_numbers_that_were_checked_are_verified(shipped: Library) -> None:
    rows = [row.split() for row in VERIFIED_EMERGENCY.replace("\n", "|").split("|") if row.strip()]
    expected = {(code, number) for code, *numbers in rows for number in numbers}
    verified = {
        (code, entry.kind, entry.number)
        for code in shipped.countries
        for entry in shipped.numbers_by_country[code].entries
        if entry.verified
    }

    assert {(code, number) for code, kind, number in verified if kind in EMERGENCY} == expected
    assert {row for row in verified if row[1] not in EMERGENCY} == VERIFIED_OTHER


def test_what_is_verified_says_where_and_when_and_the_rest_claims_no_day(shipped: Library) -> None:
    for code in shipped.countries:
        for entry in shipped.numbers_by_country[code].entries:
            assert (entry.verified_on == date(2026, 11, 22)) == entry.verified, (code, entry.number)
            assert entry.source_url or not entry.verified, (code, entry.number)


def test_the_first_number_is_the_one_to_say(shipped: Library) -> None:
    first = {code: shipped.numbers_by_country[code].ambulance[0] for code in shipped.countries}

    assert first["GB"] == "999"
    assert first["IN"] == "112"
    assert first["ZA"] == "10177"
    assert first["FR"] == "15"


def test_content_imports_nothing_that_touches_the_world() -> None:
    allowed = {"__future__", "collections", "content", "dataclasses", "datetime", "enum", "functools", "hashlib",
               "html", "pathlib", "re", "tomllib", "typing"}  # fmt: skip
    imported = {
        name.split(".")[0]
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= allowed


def test_loading_leaves_room_in_the_second_that_a_cold_start_has() -> None:
    def seconds() -> float:
        begun = time.process_time()
        load_library()
        return time.process_time() - begun

    assert min(seconds() for _ in range(3)) < 0.2
