"""A typed question finds its card, whatever else is typed; nothing typed can break the search."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n.errors import UnknownLocale
from bot.search import Answerable, CardSearch
from bot.search.card_search import LONGEST, MOST
from bot.search.lexicon import Lexicon
from content.library import load_library
from tests.search.samples import CARDS, LEXICON, card, catalogs, library, search


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("walking", "walking"),
        ("do you walk", "walking"),
        ("is a stroll ok", "walking"),
        ("should I use a hot-water bottle?", "warm"),
        ("ADVIL", "pills"),
        ("nurofen for my spine", "pills"),
        ("ibuprofin", "pills"),
        ("treadmlil", "walking"),
        ("how far should I march", "walking"),
        ("w\u0430rmth warmth", "warm"),
        ("wármth", "warm"),
    ],
)
def test_a_question_finds_its_card(question: str, wanted: str) -> None:
    assert search().find(question, "en").cards[:1] == (wanted,)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   \n\t",
        "?",
        "🙂🔥👍",
        "\u200b\u202e\ufeff",
        "football",
        "who won the football stroll",
        "knee pain",
        "diabetes",
        "zqxjk wvut",
        "12345",
    ],
)
def test_what_the_library_does_not_answer_is_declined(question: str) -> None:
    assert search().find(question, "en") == Answerable()


def test_words_about_the_back_outweigh_words_from_elsewhere() -> None:
    assert search().find("football and my back, is a stroll ok", "en").cards[0] == "walking"


@pytest.mark.parametrize(
    "question",
    [
        '"', "'", "''; DROP TABLE card; --", '"walk', "walk*", "walk NEAR heat", "NEAR(walk heat, 2)",
        "(walk", "walk)", "walk AND",
        "OR", "NOT walk", "walk OR", "title:walk", "{title keywords}: walk", "-walk", "^walk",
        "walk + heat", "walk\x00heat", "%s %d {}",
        "\\", "n0 OR n1", "card MATCH walk", "rowid:1", "\ud800 walk",
    ],
)  # fmt: skip
def test_the_signs_of_a_query_language_mean_nothing(question: str) -> None:
    cards = search().find(question, "en").cards

    assert cards == () or "walking" in cards


def test_nothing_typed_reaches_the_table_but_numbers_of_known_terms() -> None:
    assert search().explain("n0", "en").ranked == ()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    _SHARED.find(text, "en")
    _SHARED.is_question(text, "en")


def test_a_long_text_is_read_to_its_limit_and_no_further() -> None:
    filler = "hmm mm " * 50

    assert search().find(f"{filler[: LONGEST - 5]} walk", "en").cards
    assert not search().find(f"{filler[:LONGEST]} walk", "en").cards


def test_a_word_without_end_is_no_trouble() -> None:
    assert search().find("w" + "a" * 100_000 + "lk", "en") == Answerable()


def test_equally_good_cards_come_in_the_order_of_the_menu() -> None:
    twins = [card(id_, "Same title", "Same body.") for id_ in ("b", "c", "a")]

    assert search(*twins, order=("c", "a", "b")).find("title same", "en").cards == ("c", "a", "b")
    assert search(*twins, order=("a",)).find("title same", "en").cards == ("a", "b", "c")


def test_at_most_five_cards_are_offered() -> None:
    many = [card(f"c{n}", f"Warmth {'x' * n}", "Body.") for n in range(9)]

    assert len(search(*many).find("warmth", "en").cards) == MOST


def test_the_same_question_has_the_same_answer_every_time() -> None:
    asked = [_SHARED.find("heat or a walk for my spine", "en") for _ in range(3)]

    assert len(set(asked)) == 1
    assert asked[0] == search().find("heat or a walk for my spine", "en")


def test_who_asks_comes_first() -> None:
    found = search().explain("im expecting, can i take advil", "en")

    assert found.preferred == "pregnancy"
    assert found.ranked[0][0] == "pregnancy"


def test_a_typed_title_is_that_card_whatever_its_words() -> None:
    found = search(*CARDS, card("odd", "Is it for you?", "Football.")).explain("is it for you", "en")

    assert found.verdict == "answered"
    assert found.ranked[0][0] == "odd"


def test_a_typed_example_is_answered_as_it_was_given() -> None:
    found = search()

    assert found.explain("Can I take ibuprofen for it??", "en").ranked[0][0] == "pills"
    assert found.find("what is a diabetic person", "en") == Answerable()


def test_a_preference_has_its_exceptions_and_needs_its_card() -> None:
    assert search().explain("pregnant advil spine", "en").preferred is None
    assert search().explain("walk heat", "en").preferred is None


def test_nothing_is_built_before_the_first_question() -> None:
    asked: list[str] = []

    def lexicon(locale: str) -> Lexicon:
        asked.append(locale)
        return LEXICON

    found = CardSearch(library(), catalogs(), lexicon)
    assert asked == []

    found.find("walk", "en")
    found.is_question("walk", "en")
    found.find("heat", "en")
    assert asked == ["en"]


def test_a_language_can_be_made_ready_beforehand() -> None:
    asked: list[str] = []
    found = CardSearch(library(), catalogs(), lambda locale: asked.append(locale) or LEXICON)

    found.prepare("en")

    assert asked == ["en"]


def test_an_unknown_language_is_a_clear_error() -> None:
    with pytest.raises(UnknownLocale, match="xx"):
        search().find("walk", "xx")


def test_every_card_of_the_library_is_found_by_its_title() -> None:
    found = CardSearch(load_library(), catalogs())
    missed = {
        each.id: cards
        for each in load_library().cards
        if each.id not in (cards := found.find(each.title, "en").cards[:1])
    }

    assert missed == {}


def test_medicines_are_found_by_their_names_in_shops() -> None:
    found = CardSearch(load_library(), catalogs())
    missed = {
        name: cards
        for medicine in load_library().medicines.medicines.values()
        for name in medicine.names
        if medicine.id not in (cards := found.find(f"can i take {name} for my back", "en").cards[:1])
    }

    assert missed == {}


@pytest.mark.slow
def test_long_nonsense_is_answered_in_time() -> None:
    import time

    letters = random.Random(1).choices(string.ascii_lowercase + " ", k=3000)
    began = time.process_time()
    for start in range(0, 3000, 300):
        _SHARED.find("".join(letters[start : start + 300]), "en")

    assert time.process_time() - began < 1


_SHARED = search(*CARDS)
