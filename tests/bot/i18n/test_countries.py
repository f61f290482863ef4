"""People type countries in many ways; only real countries are found, and doubt gives several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.countries import MAX_BUTTONS, country_name, find_country, is_country, likely_countries
from bot.i18n.words import words_of
from content.library import load_library


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UK", "GB"), ("uk", "GB"), ("GB", "GB"), ("England", "GB"), ("scotland", "GB"), ("WALES", "GB"),
        ("Northern Ireland", "GB"), ("Ireland", "IE"), ("usa", "US"), ("U.S.A.", "US"), ("us", "US"),
        ("the States", "US"), ("America", "US"), ("Holland", "NL"), ("the Netherlands", "NL"),
        ("Emirates", "AE"),
        ("UAE", "AE"), ("in France", "FR"), ("I'm in the UK", "GB"), ("Côte d'Ivoire", "CI"),
        ("cote divoire", "CI"),
        ("Turkey", "TR"), ("Türkiye", "TR"), ("turkiye", "TR"), ("Swizerland", "CH"), ("Germny", "DE"),
        ("Austalia", "AU"), ("phillippines", "PH"), ("Equador", "EC"), ("Bosnia", "BA"), ("Papua", "PG"),
        ("Guinea", "GN"), ("Niger", "NE"), ("Dominica", "DM"), ("Hong Kong", "HK"), ("Norway", "NO"),
        ("IN", "IN"),
        ("  new   zealand ", "NZ"), ("ＧＢ", "GB"), ("Bali", "ID"),
    ],
)  # fmt: skip
def test_a_country_is_found(typed: str, code: str) -> None:
    assert find_country(typed, "en") == (code,)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Congo", {"CD", "CG"}),
        ("korea", {"KR", "KP"}),
        ("Nigera", {"NE", "NG"}),
        ("Slovania", {"SI", "SK"}),
        ("virgin islands", {"VG", "VI"}),
        ("United", {"AE", "GB", "US"}),
    ],
)
def test_doubt_gives_several(typed: str, codes: set[str]) -> None:
    assert set(find_country(typed, "en")) == codes


@pytest.mark.parametrize(
    "typed",
    ["", " ", "?", "no", "NO", "No", "yes", "it", "in", "is", "me", "xx", "EU", "ZZ", "XA", "UN", "001",
    "world",
     "Europe", "Antarctica", "islands", "Lagos", "timbuktu", "back pain", "I do not know", "🇬🇧", "a" * 5000],
)  # fmt: skip
def test_what_is_no_country_is_not_found(typed: str) -> None:
    assert find_country(typed, "en") == ()


def test_names_in_the_language_and_in_english_both_work() -> None:
    assert find_country("Österreich", "de") == find_country("Austria", "de") == ("AT",)
    assert find_country("ألمانيا", "ar") == find_country("Germany", "ar") == ("DE",)
    assert find_country("日本", "ja") == ("JP",)


def test_every_country_is_found_by_its_own_name_and_code() -> None:
    codes = [code for code in load_library().countries if code != "NO"]

    assert [code for code in codes if find_country(country_name(code, "en"), "en") != (code,)] == []
    assert [code for code in codes if find_country(code, "en") != (code,)] == []


@given(st.text(), st.sampled_from(["en", "de", "ar"]))
def test_finding_never_raises_and_finds_real_countries_only(typed: str, locale: str) -> None:
    assert all(is_country(code) for code in find_country(typed, locale))


def test_the_likely_countries_begin_with_the_operators_own() -> None:
    assert likely_countries("en") == ("GB", "US", "CA", "AU", "IE", "NZ", "IN", "ZA")
    assert likely_countries("en", "US")[:2] == ("US", "GB")
    assert likely_countries("en", "fr")[0] == "FR"
    assert likely_countries("en", "nonsense")[0] == "GB"
    assert len(likely_countries("en", "FR")) == len(likely_countries("xx", "FR")) == MAX_BUTTONS


def test_names_follow_the_language() -> None:
    assert (country_name("DE", "en"), country_name("DE", "fr")) == ("Germany", "Allemagne")
    assert country_name("ZZ", "en") == "ZZ"


def test_every_other_name_leads_to_a_country() -> None:
    names = words_of("en").countries.names

    assert [name for name, codes in names.items() if not codes or not all(map(is_country, codes))] == []
    assert all(map(is_country, words_of("en").countries.likely))
