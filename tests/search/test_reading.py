"""Synonyms become one, empty words disappear, and slips of the finger are forgiven where that is safe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.search.lexicon import Lexicon
from bot.search.reading import AnyOf, Reader
from bot.search.spelling import Speller
from tests.search.samples import LEXICON


def reader(**changes: object) -> Reader:
    made = Reader(replace(LEXICON, **changes))  # type: ignore[arg-type]
    made.learn("paracetamol massage needles stretching", likely=True)
    made.learn("whereabouts of the towel")
    return made


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("heat", ("warmth+", "heat")),
        ("one hot water bottle", ("one", "warmth+", "hot", "water", "bottl")),
        ("hot bottle", ("hot", "bottl")),
        ("spine is back", ("back+", "is", "spine", "back")),
        ("stretches", ("stretch",)),
        ("i am 84", ("older+", "i", "am", "#old")),
        ("?", ()),
        ("soooo maaassage", ("soo", "massag")),
    ],
)
def test_a_text_is_read_as_its_stems_and_the_names_of_its_phrases(text: str, terms: tuple[str, ...]) -> None:
    assert reader().read(text).terms == terms


def test_a_phrase_means_its_groups_whichever_word_was_typed() -> None:
    found = reader()
    either = AnyOf(found, ("hot water bottle", "bad towel"))

    assert either.holds(found.read("is heat ok").terms)
    assert either.holds(found.read("the towel is bad").terms)
    assert not either.holds(found.read("a towel").terms)
    assert not AnyOf(found, ("?",)).holds(found.read("a towel").terms)


def test_what_was_corrected_and_what_is_unknown_is_told() -> None:
    reading = reader().read("paracetemol xyzzy massage")

    assert reading.corrected == (("paracetemol", "paracetamol"),)
    assert reading.unknown == ("xyzzy",)


def test_words_that_are_known_are_left_alone() -> None:
    assert reader().read("towels whereabouts massages").corrected == ()


def test_typed_words_are_not_kept() -> None:
    found = reader()
    before = set(vars(found)["_stems"])

    found.read("my secret is arachnophobia")

    assert set(vars(found)["_stems"]) == before


def test_without_a_lexicon_words_are_compared_as_they_are() -> None:
    found = Reader(Lexicon())
    found.learn("walking", likely=True)

    assert found.read("walking").terms == ("walking",)
    assert found.read("walks").unknown == ("walks",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("masage", "massage"),
        ("massagge", "massage"),
        ("amssage", "massage"),
        ("mussage", "massage"),
        ("paracatemol", "paracetamol"),
        ("accupunture", "acupuncture"),
        ("bakc", "back"),
        ("bach", None),
        ("hap", None),
        ("hpi", None),
        ("message1", None),
        ("passage", None),
        ("mussagge", None),
        ("x" * 100, None),
        ("back", "back"),
    ],
)
def test_a_slip_is_forgiven_by_the_length_of_the_word(typed: str, meant: str | None) -> None:
    speller = Speller(("massage", "paracetamol", "acupuncture", "back", "hip"))

    assert speller.nearest(typed) == meant
