"""The words of a language are read strictly, and the shipped ones mean one thing each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.i18n.registry import load_registry
from bot.search.checks import lexicon_problems
from bot.search.examples import NONE, read_examples
from bot.search.lexicon import SEARCH, Lexicon, Preference, lexicon_of, read_lexicon
from content.errors import ContentError
from content.library import load_library
from tests.search.samples import CARDS, LEXICON

IDS = [card.id for card in CARDS]


def test_the_words_that_ship_hold_together() -> None:
    problems = {
        path.name: lexicon_problems(read_lexicon(path), load_library().cards_by_id)
        for path in SEARCH.glob("*.toml")
    }

    assert not any(problems.values()), problems


@pytest.mark.parametrize("tag", load_registry())
def test_every_registered_language_has_its_words(tag: str) -> None:
    assert lexicon_of(tag) != Lexicon()


def test_a_language_without_a_file_borrows_its_base_or_has_no_words(tmp_path: Path) -> None:
    (tmp_path / "pt.toml").write_text('stemmer = "portuguese"\n', encoding="utf-8")

    assert lexicon_of("pt-BR", tmp_path).stemmer == "portuguese"
    assert lexicon_of("is", tmp_path) == Lexicon()
    assert lexicon_of("../pt", tmp_path) == Lexicon()


@pytest.mark.parametrize(
    "text",
    [
        "stop = [",
        'stemmer = ["the"]',
        "same = [[]]",
        'same = ["heat"]',
        'stemmer = "klingon"',
        'wrods = ["the"]',
        '[[prefer]]\ncard = "walking"',
        '[[prefer]]\nwhen = [["walk"]]',
        '[asking]\nopen = ["is"]',
    ],
)
def test_a_broken_file_is_a_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=r"xx\.toml"):
        read_lexicon(path)


def test_examples_are_read_by_card_beside_the_words(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text("", encoding="utf-8")
    (tmp_path / "asked_xx.txt").write_text(
        "# a remark\n[walking]\n can i walk \n\n[-]\nfootball\n[walking]\nhow far\n", encoding="utf-8"
    )

    assert lexicon_of("xx", tmp_path).asked == {"walking": ("can i walk", "how far"), NONE: ("football",)}


def test_an_example_without_a_card_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "asked_xx.txt"
    path.write_text("# a remark\ncan i walk\n", encoding="utf-8")

    with pytest.raises(ContentError, match=r"asked_xx\.txt: line 2"):
        read_examples(path)


ENOUGH = {card.id: ("one", "two", "three", "four", "five") for card in CARDS} | {NONE: ("tea",) * 300}
WHOLE = replace(LEXICON, asked=ENOUGH, preferences=LEXICON.preferences[:1])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"same": (*LEXICON.same, ("rest", "strolls"))}, "'strolls' of 'rest' stands in 'walk' too"),
        ({"same": (*LEXICON.same, ("?",))}, "'?' of '?' holds no word"),
        ({"asked": {"nobody": ("why",)}}, "asked: no card nobody"),
        ({"asked": ENOUGH | {"warm": ("why",)}}, "asked: [warm] has 1 examples"),
        ({"asked": ENOUGH | {NONE: ()}}, "asked: [-] has 0 examples"),
        ({"preferences": (Preference(card="nobody", when=(("walk",),)),)}, "prefer: no card nobody"),
    ],
)
def test_words_that_mean_two_things_or_nothing_are_found(changes: dict[str, object], problem: str) -> None:
    assert lexicon_problems(WHOLE, IDS) == []

    found = lexicon_problems(replace(WHOLE, **changes), IDS)  # type: ignore[arg-type]

    assert any(problem in each for each in found), found
