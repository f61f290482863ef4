"""Every registered language is whole: finished safety texts, sound translations, typed words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.i18n.catalogs import load_catalogs
from bot.i18n.checks import translation_problems
from bot.i18n.errors import BadWords
from bot.i18n.locale_data import SOURCE, babel_locale
from bot.i18n.registry import load_registry
from bot.i18n.sources import shipped_sources
from bot.i18n.template import is_stale
from bot.i18n.words import WORDS, Words, read_words, word_problems, words_of
from dialogs.loader import load_protocol

TAGS = tuple(load_registry())


def test_the_template_is_fresh() -> None:
    assert is_stale() == [], "run: python -m bot.i18n.template"


@pytest.mark.parametrize("tag", TAGS)
def test_babel_knows_the_language(tag: str) -> None:
    assert babel_locale(tag)


@pytest.mark.parametrize("tag", TAGS)
def test_people_can_type_in_the_language(tag: str) -> None:
    assert (WORDS / f"{tag}.toml").is_file()
    assert word_problems(words_of(tag)) == []


@pytest.mark.parametrize("tag", TAGS)
def test_typed_option_words_name_real_options(tag: str) -> None:
    protocol = load_protocol()
    known = {f"{question.id}.{value}" for question in protocol.questions for value in question.values()}

    assert set(words_of(tag).options) <= known | {"country.other"}


@pytest.mark.parametrize("tag", TAGS)
def test_a_question_reads_each_typed_word_one_way(tag: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    for slug, messages in words_of(tag).options.items():
        question = slug.split(".")[0]
        for message in messages:
            assert seen.setdefault((question, message), slug) == slug


@pytest.mark.parametrize("tag", TAGS)
def test_no_safety_text_is_missing(tag: str) -> None:
    assert load_catalogs().withheld(tag) == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_translation_keeps_what_its_source_holds(tag: str) -> None:
    catalogs = load_catalogs()
    said = {s: catalogs.text(s.context, s.text, tag) for s in shipped_sources() if s.one is None}

    assert {s.context: found for s, words in said.items() if (found := translation_problems(s, words))} == {}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"no": frozenset[str]()}, "answers.no is missing"),
        ({"yes": frozenset({"no"})}, "'no' stands in"),
        ({"yes": frozenset({""})}, "no letters"),
    ],
)
def test_words_that_could_be_read_two_ways_are_found(
    answers: Mapping[str, frozenset[str]], problem: str
) -> None:
    words = Words(answers={**words_of(SOURCE).answers, **answers})

    assert any(problem in found for found in word_problems(words))


@pytest.mark.parametrize(
    "text", ["[answers", '[answers]\nyes = "yes"', "[numbers.units]\nfortnight = ['x']", "answers = 3",
    "[numbers.words]\na = 'b'"]
)  # fmt: skip
def test_a_broken_file_of_words_is_a_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(text)

    with pytest.raises(BadWords, match=r"xx\.toml"):
        read_words(path)
