"""Each check passes a good translation and fails on the one thing it is there for."""

from __future__ import annotations

import pytest

from bot.i18n.checks import source_problems, translation_problems
from bot.i18n.pseudo import pseudo
from tests.bot.i18n.samples import source, sources

CALL = source("phrase.call.known", "Call {number}")
LIST = source("question.x.prompt", "<b>Any</b> of these?\n• Fever of 38°C (100.4°F)\n• Pain")
HELP = source("phrase.help", "Send /check or see findahelpline.com.")
CARD = source("card.x.body", "Warmth **helps**.\n\n- For 10 minutes.")
TITLE = source("card.x.title", "Warmth")
BUTTON = source("option.q.x.label", "A leg getting weaker")


@pytest.mark.parametrize(
    ("english", "said"),
    [
        (CALL, "Rufen Sie {number} an"),
        (LIST, "Etwas <b>davon</b>?\n• Fieber von 38°C (100,4°F)\n• Schmerz"),
        (LIST, "أي <b>من</b> هذه؟\n• حمى ٣٨°م (١٠٠٫٤°ف)\n• ألم"),
        (HELP, "Schicken Sie /check oder lesen Sie findahelpline.com."),
        (CARD, "Wärme **hilft**.\n\n- 10 Minuten lang."),
        (TITLE, "Wärme"),
        (BUTTON, "Ein Bein wird schwächer"),
    ],
)
def test_a_good_translation_has_no_problems(english: object, said: str) -> None:
    assert translation_problems(english, said) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("english", "said", "problem"),
    [
        (CALL, "", "is empty"),
        (CALL, " \n", "is empty"),
        (CALL, "Rufen Sie an", "{number} is missing"),
        (CALL, "Rufen Sie {nummer} an", "{nummer} is not filled"),
        (CALL, "Rufen Sie {number an", "brace"),
        (CALL, "Rufen Sie {number} {an", "brace"),
        (CALL, "Rufen Sie {{number}} an", "brace"),
        (CALL, "Rufen Sie {number} & warten", "outside a tag"),
        (CALL, "Rufen Sie < {number} an", "outside a tag"),
        (CALL, "Rufen Sie 112 oder {number} an", "number '112' is not in the English"),
        (CALL, "Rufen\u202e Sie {number} an", "U+202E"),
        (CALL, "Rufen \u2068Sie {number} an", "isolates"),
        (LIST, "Etwas davon?\n• Fieber von 38°C (100,4°F)\n• Schmerz", "tag 'b' is missing"),
        (LIST, "Etwas <b>davon</i>?\n• Fieber von 38°C (100,4°F)\n• Schmerz", "closes what is not open"),
        (LIST, "Etwas <b>davon?\n• Fieber von 38°C (100,4°F)\n• Schmerz", "<b> is not closed"),
        (LIST, "Etwas <big>davon</big>?\n• Fieber von 38°C (100,4°F)\n• Schmerz", "not a tag"),
        (LIST, "Etwas <b>davon</b>?\n• Fieber von 39°C (100,4°F)\n• Schmerz", "number '38' is missing"),
        (LIST, "Etwas <b>davon</b>?\n• Fieber von 38°C (100,4°F), Schmerz", "list mark '•' is missing"),
        (HELP, "Schicken Sie /prüfen oder lesen Sie findahelpline.com.", "'/check' is missing"),
        (HELP, "Schicken Sie /check oder lesen Sie findehilfe.com.", "'findahelpline.com' is missing"),
        (CARD, "Wärme *hilft*.\n\n- 10 Minuten lang.", "without its partner"),
        (CARD, "# Wärme **hilft**.\n\n- 10 Minuten lang.", "headings"),
        (CARD, "Wärme **hilft**.\n\n10 Minuten lang.", "list mark"),
        (CARD, "Wärme hilft.\n\n- 10 Minuten lang.", "tag '**' is missing"),
        (TITLE, "**Wärme**", "a title"),
        (BUTTON, "Ein Bein " * 8, "keep to 64"),
    ],
)
def test_a_bad_translation_is_found(english: object, said: str, problem: str) -> None:
    assert any(problem in found for found in translation_problems(english, said))  # type: ignore[arg-type]


def test_lengths_count_as_telegram_counts() -> None:
    assert translation_problems(source("phrase.button.x", "Go"), "😀" * 33)
    assert not translation_problems(source("phrase.button.x", "Go"), "😀" * 32)
    assert translation_problems(source("phrase.surface.short_description", "Go"), "a" * 121)


@pytest.mark.parametrize("context", ["option.q.x.label", "phrase.button.x", "card.x.title", "topic.x.title"])
def test_what_stands_on_a_button_is_short(context: str) -> None:
    assert not translation_problems(source(context, "Go"), "a" * 64)
    assert translation_problems(source(context, "Go"), "a" * 65) == ["65 characters: keep to 64"]


def test_keywords_of_another_language_have_numbers_of_their_own() -> None:
    assert not translation_problems(source("card.x.keywords", "cushion, call 911"), "Kissen, 90 90")
    assert translation_problems(source("card.x.body", "Cushion."), "Kissen 90.")


def test_the_english_itself_passes_its_own_checks() -> None:
    assert {s.context: found for s in sources() if (found := source_problems(s))} == {}


def test_both_forms_of_a_counted_text_are_checked() -> None:
    assert source_problems(source("phrase.days", "{n} days", one="{m} day"))


def test_every_source_survives_the_pseudo_language() -> None:
    broken = {s.context: found for s in sources() if (found := translation_problems(s, pseudo(s.text)))}

    assert broken == {}


def test_the_pseudo_language_leaves_no_english_behind() -> None:
    same = [s.context for s in sources() if pseudo(s.text) == s.text or not pseudo(s.text).count("⟦")]

    assert same == []
    assert (
        pseudo("• Call <b>{number}</b>, /check &amp; 3")
        == "• ⟦Çáļļ <b>{number}</b>, /check &amp; 3~~~~~~~~~~⟧"
    )
