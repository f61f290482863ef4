"""A question is told from an answer; in doubt it is an answer, because an answer must never be lost."""

from __future__ import annotations

import pytest

from bot.search import CardSearch
from bot.search.asking import AskingWords
from bot.search.lexicon import lexicon_of
from content.library import load_library
from tests.search.samples import catalogs

SEARCH = CardSearch(load_library(), catalogs())


@pytest.mark.parametrize(
    "text",
    [
        "can I drive", "should i stay in bed?", "Is heat good for it", "heat or ice?", "what is sciatica",
        "I'm pregnant, can I take ibuprofen", "any tips for sleeping", "tell me about scans", "does massage help",
        "what helps", "do belts help", "why does it hurt", "i'd like to know if i can run", "best mattress",
        "how long does it take", "is it serious",
    ],
)  # fmt: skip
def test_a_question_or_request_is_known(text: str) -> None:
    assert SEARCH.is_question(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "since tuesday", "about 3 weeks", "yes", "no", "not sure", "none of these", "it got worse",
        "when i cough it hurts", "do not know", "cant say", "a bit better", "65", "im not pregnant", "can not walk",
        "is worse at night", "will do", "both legs", "only when i walk", "have had it for years", "could be",
        "does not hurt now", "no i can feel everything", "which is worse in the morning", "under 2 weeks",
        "my left leg", "i fell down the stairs", "Germany", "1 and 3",
    ],
)  # fmt: skip
def test_an_answer_is_not_taken_for_a_question(text: str) -> None:
    assert not SEARCH.is_question(text, "en")


def test_a_question_mark_is_enough_in_any_script() -> None:
    asking = AskingWords(lexicon_of("none"))

    assert asking.asks("腰痛？")
    assert asking.asks("ألم الظهر؟")
    assert not asking.asks("腰痛")
