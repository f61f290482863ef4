"""What people may read about doses: nothing above a label, no number unaccounted for, and nothing without its gate."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import phonenumbers
import pytest

from content import markup
from content.errors import BadField
from content.library import ROOT, Library, load_library
from content.medicines import OTHER, Dose, read_medicines
from content.readability import grade, sentences, words

MEDICINES = ("ibuprofen", "naproxen", "paracetamol", "painkiller_gels")
GROUPS = ("us_ca", "uk", "eu", OTHER)
PAIRS = [(medicine, group) for medicine in MEDICINES for group in GROUPS]

MOST_CHARACTERS = 380
HARDEST_GRADE = 6.0

#: What labels allow an adult without a prescription, written from the sources and not from `medicines.toml`.
#: `at_once` in mg, `hours` the shortest gap, `mg` and `tablets` in 24 hours, `days` in a row. No entry = no dose is shown.
LABEL: dict[tuple[str, str], dict[str, float]] = {
    # DailyMed, ibuprofen 200 mg Drug Facts: 1 every 4 to 6 hours, 2 if 1 does not work, 6 in 24 hours, 10 days.
    ("ibuprofen", "us_ca"): {"tablet": 200, "at_once": 400, "hours": 4, "tablets": 6, "mg": 1200, "days": 10},
    # nhs.uk, ibuprofen for adults: 1 or 2 of 200 mg 3 times a day, 6 hours apart, 1,200 mg, 10 days.
    ("ibuprofen", "uk"): {"tablet": 200, "at_once": 400, "hours": 6, "tablets": 6, "mg": 1200, "days": 10},
    # Leaflets in the EU: 200 to 400 mg, 1,200 mg; 4 days (others 5) for pain; the hours are those of nhs.uk. Unconfirmed.
    ("ibuprofen", "eu"): {"at_once": 400, "hours": 6, "mg": 1200, "days": 4},
    # DailyMed, naproxen sodium 220 mg Drug Facts: 8 to 12 hours, 3 (660 mg) in 24 hours, 10 days.
    ("naproxen", "us_ca"): {"tablet": 220, "at_once": 440, "hours": 8, "tablets": 3, "mg": 660, "days": 10},
    # US brands stop at 3,000 mg; the warnings of both countries are at 4,000 mg (Health Canada poster). 10 days (US).
    ("paracetamol", "us_ca"): {"mg": 3000, "days": 10},
    # nhs.uk, paracetamol for adults: 1 or 2 of 500 mg 4 times in 24 hours, 4 hours apart, 8 tablets.
    ("paracetamol", "uk"): {"tablet": 500, "at_once": 1000, "hours": 4, "tablets": 8, "mg": 4000},
    # The usual limit without a prescription in France. Unconfirmed.
    ("paracetamol", "eu"): {"mg": 3000},
    # Diclofenac gel 7 days, ibuprofen gel 14. Unconfirmed which a person has, so the shorter.
    ("painkiller_gels", "uk"): {"days": 7},
}
#: Doses of which every figure was read on a label; spelt by hand, so that a word in a data file makes no fact.
VERIFIED = {("ibuprofen", "us_ca"), ("ibuprofen", "uk"), ("paracetamol", "uk")}

#: Names in `numbers` that only say in which words a limit is put.
WORDING = {
    "tablets_min",
    "single_mg_min",
    "hours_between_max",
    "period_hours",
    "max_times_24h",
    "min_weight_kg",
}
LIMITS = {
    "tablet_mg",
    "tablets_max",
    "single_mg_max",
    "hours_between_min",
    "max_tablets_24h",
    "max_mg_24h",
    "max_days",
}

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(params=PAIRS, ids=lambda pair: ".".join(pair))
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


def dose(library: Library, pair: tuple[str, str]) -> Dose:
    medicine, group = pair
    return library.medicines.medicines[medicine].doses[group]


def plain(text: str) -> str:
    return markup.plain(markup.to_html(text))


def test_every_medicine_says_something_in_every_group(shipped: Library) -> None:
    assert {id_: set(found.doses) for id_, found in shipped.medicines.medicines.items()} == {
        medicine: set(GROUPS) for medicine in MEDICINES
    }


def test_every_number_of_a_text_is_named_and_every_named_number_is_in_the_text(
    shipped: Library, pair: tuple[str, str]
) -> None:
    found = dose(shipped, pair)
    said = {float(number.replace(",", "")) for number in _NUMBER.findall(plain(found.text))}

    assert said == set(found.numbers.values())
    assert found.numbers.keys() <= WORDING | LIMITS


def test_no_figure_goes_beyond_the_label(shipped: Library, pair: tuple[str, str]) -> None:
    numbers, label = dose(shipped, pair).numbers, LABEL.get(pair)
    if label is None:
        assert numbers == {}
        return

    for name, most in (("max_tablets_24h", "tablets"), ("max_mg_24h", "mg"), ("max_days", "days")):
        assert numbers.get(name, 0) <= label.get(most, 0), name
    assert at_once(numbers) <= label.get("at_once", 0)
    assert numbers.get("hours_between_min", 24) >= label.get("hours", 0)
    assert numbers.get("tablet_mg") == label.get("tablet")


def test_a_verified_dose_is_the_label_itself(shipped: Library) -> None:
    assert {pair for pair in PAIRS if dose(shipped, pair).verified} == VERIFIED
    for pair in VERIFIED:
        numbers, label = dose(shipped, pair).numbers, LABEL[pair]
        assert at_once(numbers) == label["at_once"], pair
        assert numbers["hours_between_min"] == label["hours"], pair
        assert (numbers["max_tablets_24h"], numbers["max_mg_24h"]) == (label["tablets"], label["mg"]), pair


def at_once(numbers: Mapping[str, float]) -> float:
    """The most mg at one time."""
    tablets = numbers.get("tablets_max", numbers.get("tablets_min", 0))
    return numbers.get("single_mg_max", tablets * numbers.get("tablet_mg", 0))


def test_tablets_and_milligrams_agree(shipped: Library, pair: tuple[str, str]) -> None:
    numbers = dose(shipped, pair).numbers
    if "max_tablets_24h" in numbers:
        assert numbers["max_tablets_24h"] * numbers["tablet_mg"] == numbers["max_mg_24h"]
    if "max_times_24h" in numbers:
        assert numbers["max_times_24h"] * at_once(numbers) <= numbers["max_mg_24h"]
    if "max_mg_24h" in numbers:
        assert numbers["period_hours"] == 24


@pytest.mark.parametrize("medicine", MEDICINES)
def test_where_the_country_is_unknown_or_in_no_group_no_number_is_shown(
    shipped: Library, medicine: str
) -> None:
    for country in (None, "BR", "XX", ""):
        found = shipped.medicines.dose(medicine, country)

        assert found.group == OTHER
        assert not re.search(r"\d", found.text)
        assert found.numbers == {}


@pytest.mark.parametrize(
    "pair", [("naproxen", "uk"), ("naproxen", "eu"), ("painkiller_gels", "us_ca"), ("painkiller_gels", "eu")]
)
def test_what_is_not_sold_for_backs_everywhere_shows_no_dose_and_a_pharmacist(
    shipped: Library, pair: tuple[str, str]
) -> None:
    found = dose(shipped, pair)

    assert found.numbers == {}
    assert "pharmacist" in found.text
    assert "no dose here" in found.text


def test_every_text_is_short_and_plain_and_leaves_the_last_word_to_the_packet(
    shipped: Library, pair: tuple[str, str]
) -> None:
    found = dose(shipped, pair)
    text = plain(found.text)
    lengths = [len(words(said)) for said in sentences(text)]

    assert len(found.text) <= MOST_CHARACTERS
    assert grade(text) <= HARDEST_GRADE
    assert max(lengths) <= 25
    assert re.search(r"ollow your own packet; it wins", found.text)


def test_every_source_is_listed(shipped: Library, pair: tuple[str, str]) -> None:
    found = dose(shipped, pair)

    assert found.citations
    assert set(found.citations) <= shipped.citations_by_key.keys()


@pytest.mark.parametrize("medicine", MEDICINES)
def test_the_card_of_each_medicine_is_behind_the_safety_questions_and_never_for_pregnancy(
    shipped: Library, medicine: str
) -> None:
    card = shipped.card(medicine)

    assert card.gate == "medicine_safety"
    assert {"pregnant", "med_pregnant"} <= set(card.not_for)
    assert card.instead == "painkillers_pregnancy"
    assert not card.anytime


@pytest.mark.parametrize(
    "card_id",
    [
        "painkiller_mixing",
        "opioids",
        "muscle_relaxants",
        "nerve_pain_pills",
        "painkillers_ask_first",
        "painkillers_pregnancy",
        "too_many_painkillers",
    ],
)
def test_warnings_about_medicines_may_always_be_read(shipped: Library, card_id: str) -> None:
    card = shipped.card(card_id)

    assert card.anytime
    assert card.not_for == ()
    assert card.gate is None


@pytest.mark.parametrize("card_id", ["opioids", "nerve_pain_pills", "muscle_relaxants"])
def test_nobody_is_told_to_stop_such_a_medicine_alone(shipped: Library, card_id: str) -> None:
    assert "do not stop alone" in shipped.card(card_id).body


@pytest.mark.parametrize("card_id", ["paracetamol", "painkiller_mixing", "painkillers_ask_first"])
def test_too_much_of_a_painkiller_means_help_even_when_well(shipped: Library, card_id: str) -> None:
    body = shipped.card(card_id).body

    assert "Get help now" in body
    assert "too m" in body.lower()
    assert "even if well" in body


def test_the_groups_hold_known_countries_once_each() -> None:
    groups = tomllib.loads((ROOT / "medicines.toml").read_text(encoding="utf-8"))["groups"]
    countries = Counter(country for listed in groups.values() for country in listed)

    assert set(groups) == set(GROUPS) - {OTHER}
    assert set(countries.values()) == {1}
    assert countries.keys() <= phonenumbers.SUPPORTED_REGIONS


def test_people_find_their_group_by_country(shipped: Library) -> None:
    shelf = shipped.medicines

    assert [shelf.group(country) for country in ("US", "CA", "GB", "DE", "IE", "IN", None)] == [
        *("us_ca", "us_ca", "uk", "eu", "eu"),
        *(OTHER, OTHER),
    ]


def test_an_unknown_medicine_has_no_dose(shipped: Library) -> None:
    with pytest.raises(KeyError):
        shipped.medicines.dose("aspirin", "US")


#: One medicine that is in order, for the tests below to spoil.
GROUPS_TABLE = '[groups]\nuk = ["GB"]\n'
MEDICINE = """
[[medicine]]
id = "ibuprofen"
kind = "anti_inflammatory"
names = ["ibuprofen"]
[medicine.doses.other]
text = "Follow your own packet."
citations = ["a_label"]
verified = false
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MEDICINE, "needs a \\[groups\\] table"),
        (GROUPS_TABLE + MEDICINE.replace("doses.other", "doses.uk"), "needs doses for `other`"),
        (GROUPS_TABLE + MEDICINE + MEDICINE.split("names")[0].replace("ibuprofen", "naproxen"), "doses"),
        (GROUPS_TABLE + MEDICINE.replace("verified = false", "verifed = false"), "needs verified"),
        (GROUPS_TABLE + MEDICINE + "dose = 1\n", "does not know dose"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "medicines.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadField, match=message):
        read_medicines(path)


def test_a_dose_has_another_hash_when_its_words_change(tmp_path: Path) -> None:
    path = tmp_path / "medicines.toml"
    path.write_text(GROUPS_TABLE + MEDICINE, encoding="utf-8")
    before = read_medicines(path).dose("ibuprofen", "GB")
    path.write_text(GROUPS_TABLE + MEDICINE.replace("your own packet", "the packet"), encoding="utf-8")
    after = read_medicines(path).dose("ibuprofen", "GB")

    assert before.id == after.id == "ibuprofen.other"
    assert before.hash != after.hash
