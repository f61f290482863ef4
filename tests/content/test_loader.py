"""A mistake in a file is refused with the file, the id and what would mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import (
    BadField,
    BadMarkup,
    ContentError,
    DuplicateId,
    MissingFile,
    UnknownCard,
    UnknownCitation,
    UnreadableFile,
)
from content.library import load_library
from content.loader import read_card, read_citations, read_numbers
from content.model import Confidence, NumberKind, Period, Status
from tests.content.samples import library

HEADER = 'title = "T"\nstatus = "draft"\nauthor = "A"\nrisk_class = "general"\ncitations = ["a"]'
NUMBERS = 'as_of = 2026-11-22\n[sources]\nbook = "https://example.org"\n[DE]\n'
CHECKED = 'verified = true, source = "book", checked = 2026-11-22'


def write_card(root: Path, header: str = HEADER, body: str = "Walk.", name: str = "walks") -> Path:
    path = root / "cards" / "moving" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"+++\n{header}\n+++\n\n{body}\n", encoding="utf-8")
    return path


def write_numbers(root: Path, country: str) -> Path:
    path = root / "emergency_numbers.toml"
    path.write_text(NUMBERS + country, encoding="utf-8")
    return path


def write_citations(root: Path, text: str) -> Path:
    path = root / "citations.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_takes_its_id_and_topic_from_where_it_lies(tmp_path: Path) -> None:
    card = read_card(write_card(tmp_path, f'{HEADER}\nrelated = ["b"]\ngate = "g"\nnot_for = ["pregnant"]'))

    assert (card.id, card.topic, card.title, card.body) == ("walks", "moving", "T", "Walk.")
    assert (card.citations, card.related, card.gate, card.not_for) == (("a",), ("b",), "g", ("pregnant",))
    assert card.review.status is Status.DRAFT


def test_a_review_is_read_whole(tmp_path: Path) -> None:
    more = (
        'reviewer = "R"\nendorser = "E"\napproval_date = 2026-01-02\nlast_review_date = 2026-01-03\n'
        'approved_hash = "h"\neffective_period = { start = 2026-01-04 }'
    )
    review = read_card(write_card(tmp_path, f"{HEADER}\n{more}")).review

    assert (review.reviewer, review.endorser, review.approved_hash) == ("R", "E", "h")
    assert (str(review.approval_date), str(review.last_review_date)) == ("2026-01-02", "2026-01-03")
    assert review.effective_period is not None
    assert review.effective_period == Period(start=review.effective_period.start, end=None)


@pytest.mark.parametrize(
    ("old", "new"),
    [('title = "T"', 'title = "U"'), ('["a"]', '["b"]'), ('["a"]', '["a"]\nnot_for = ["x"]'), ("", "")],
)
def test_the_hash_changes_with_whatever_an_approval_covers(tmp_path: Path, old: str, new: str) -> None:
    before = read_card(write_card(tmp_path)).hash
    after = read_card(write_card(tmp_path, HEADER.replace(old, new))).hash

    assert (before == after) == (old == new)
    assert read_card(write_card(tmp_path, body="Sit.")).hash != before


def test_the_hash_does_not_change_with_the_review(tmp_path: Path) -> None:
    before = read_card(write_card(tmp_path)).hash

    assert read_card(write_card(tmp_path, f'{HEADER}\nreviewer = "R"')).hash == before


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (HEADER.replace('title = "T"', ""), "title"),
        (HEADER.replace('"T"', "5"), "title"),
        (HEADER.replace('"draft"', '"done"'), "draft or active or retired"),
        (HEADER.replace('["a"]', '"a"'), "citations"),
        (f"{HEADER}\nnotfor = []", "notfor"),
        (f'{HEADER}\napproval_date = "2026-01-01"', "approval_date"),
        (f"{HEADER}\napproval_date = 2026-01-01T10:00:00", "approval_date"),
        (f"{HEADER}\neffective_period = {{ begin = 2026-01-01 }}", "begin"),
        (f"{HEADER}\neffective_period = 5", "effective_period"),
    ],
)
def test_a_wrong_header_field_is_named_with_its_file(tmp_path: Path, header: str, names: str) -> None:
    with pytest.raises(BadField, match=names) as caught:
        read_card(write_card(tmp_path, header))

    assert "moving/walks.md" in str(caught.value)


def test_a_card_that_is_no_card_is_refused(tmp_path: Path) -> None:
    path = write_card(tmp_path)

    for text in ["", "Walk.", "+++\ntitle = 1\n", "Hello\n+++\n+++\nWalk.", "+++\ntitle = \n+++\nWalk."]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFile, match=r"walks\.md"):
            read_card(path)


def test_a_card_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write_card(tmp_path)
    path.write_bytes(b"+++\n\xff\n+++\n")

    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_card(path)


def test_a_card_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadField, match="no body"):
        read_card(write_card(tmp_path, body=""))


def test_a_card_that_cannot_be_rendered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMarkup, match=r"walks\.md"):
        read_card(write_card(tmp_path, body="**open"))


def test_sources_keep_key_confidence_and_order(tmp_path: Path) -> None:
    entry = 'title = "T"\nidentifier = "I"\nconfidence = "{}"\n'
    path = write_citations(tmp_path, f"[b]\n{entry.format('seen')}year = 2020\n[a]\n{entry.format('design')}")

    first, second = read_citations(path)

    assert (first.key, first.confidence, first.year, first.url) == ("b", Confidence.SEEN, 2020, None)
    assert (second.key, second.confidence, second.note) == ("a", Confidence.DESIGN, "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[a]\nidentifier = "I"\nconfidence = "seen"', "title"),
        ('[a]\ntitle = "T"\nidentifier = "I"\nconfidence = "sure"', "confidence"),
        ('[a]\ntitle = "T"\nidentifier = "I"\nconfidence = "seen"\nyear = "2020"', "year"),
        ('[a]\ntitle = "T"\nidentifier = "I"\nconfidence = "seen"\nlink = "x"', "link"),
        ("a = 5", "table"),
    ],
)
def test_a_wrong_source_is_named_by_its_key(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BadField, match=names) as caught:
        read_citations(write_citations(tmp_path, text))

    assert "citations.toml: a" in str(caught.value)


def test_numbers_keep_their_order_and_their_proof(tmp_path: Path) -> None:
    country = (
        f'ambulance = [{{ number = "112", {CHECKED} }}, {{ number = "110", verified = false }}]\n'
        'crisis = { number = "116 123", verified = false, source = "book" }\nnote = "n"'
    )
    file = read_numbers(write_numbers(tmp_path, country))
    [germany] = file.countries

    assert str(file.as_of) == "2026-11-22"
    assert germany.ambulance == ("112", "110")
    assert (germany.crisis, germany.general, germany.poison) == ("116 123", None, None)
    assert (germany.verified, str(germany.verified_on)) == (True, "2026-11-22")
    assert germany.source_url == "https://example.org"
    assert [entry.verified for entry in germany.entries] == [True, False, False]
    assert germany.entries[2].kind is NumberKind.CRISIS


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("", "ambulance"),
        ("ambulance = []", "ambulance"),
        ('ambulance = ["112"]', "table"),
        ('ambulance = [{ number = "112" }]', "verified"),
        ('ambulance = [{ number = 112, verified = false }]', "number"),
        ('ambulance = [{ number = "112", verified = true, source = "book" }]', "verified"),
        ('ambulance = [{ number = "112", verified = true, checked = 2026-11-22 }]', "source"),
        ('ambulance = [{ number = "112", verified = false, checked = 2026-11-22 }]', "checked"),
        ('ambulance = [{ number = "112", verified = false, source = "friend" }]', "friend"),
        (f'ambulance = [{{ number = "112", {CHECKED} }}]\nfire = "1"', "fire"),
        (f'ambulance = {{ number = "112", {CHECKED} }}\ncrisis = [{{ number = "1", verified = false }}, '
         '{ number = "2", verified = false }]', "crisis"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_named_by_its_country(tmp_path: Path, country: str, names: str) -> None:
    with pytest.raises(BadField, match=names) as caught:
        read_numbers(write_numbers(tmp_path, country))

    assert "emergency_numbers.toml: DE" in str(caught.value)


@pytest.mark.parametrize("text", ["[sources]\n", "as_of = 2026-11-22\n"])
def test_a_numbers_file_needs_its_day_and_its_sources(tmp_path: Path, text: str) -> None:
    path = tmp_path / "emergency_numbers.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadField, match=r"as_of|sources"):
        read_numbers(path)


def test_an_empty_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="cards"):
        load_library(tmp_path)


def test_a_library_needs_its_numbers_and_its_sources(tmp_path: Path) -> None:
    write_card(tmp_path)
    with pytest.raises(MissingFile, match=r"emergency_numbers\.toml"):
        load_library(tmp_path)

    write_numbers(tmp_path, f'ambulance = [{{ number = "112", {CHECKED} }}]')
    with pytest.raises(MissingFile, match=r"citations\.toml"):
        load_library(tmp_path)


def test_two_cards_cannot_share_an_id(tmp_path: Path) -> None:
    first = write_card(tmp_path)
    other = tmp_path / "cards" / "legs" / first.name
    other.parent.mkdir()
    other.write_text(first.read_text(encoding="utf-8"), encoding="utf-8")

    write_numbers(tmp_path, f'ambulance = [{{ number = "112", {CHECKED} }}]')
    with pytest.raises(DuplicateId, match="walks"):
        load_library(tmp_path)


def test_a_country_is_found_in_either_case_and_an_unknown_one_is_not() -> None:
    shelf = library()

    assert shelf.numbers("DE") is shelf.numbers("de")
    assert shelf.numbers("DE") is not None
    assert shelf.numbers("ZZ") is None
    assert shelf.numbers(None) is None
    assert shelf.countries == ("DE",)


def test_an_unknown_card_or_source_is_a_content_error_that_names_it() -> None:
    with pytest.raises(UnknownCard, match="no_card"):
        library().card("no_card")
    with pytest.raises(UnknownCitation, match="no_key"):
        library().citation("no_key")

    assert issubclass(UnknownCard, ContentError)
    assert library().card("short_walks").title == "Short walks"
    assert library().citation("a_trial").year == 2024
