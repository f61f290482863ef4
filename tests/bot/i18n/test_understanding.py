"""Typed answers are read as whole messages; no sentence is ever taken for "no"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.understanding import NOTHING, Understood, command_word, understand
from bot.i18n.words import Words, words_of
from dialogs.events import Action
from dialogs.protocol import Kind
from dialogs.session import Voice
from tests.bot.i18n.samples import LIST, YES_NO, protocol

QUESTIONS = [question.id for question in protocol().questions]


def said(typed: str, question_id: str, *, voice: Voice = Voice.SELF, numbered: bool = False) -> Understood:
    labels = {**YES_NO, **LIST, "other": "Another country"}
    return understand(typed, protocol().question(question_id), voice, "en", labels, numbered=numbered)


def values(typed: str, question_id: str) -> tuple[str, ...]:
    return said(typed, question_id).values


@pytest.mark.parametrize("typed", ["yes", "Yes", "YES!", "y", "yeah", "Yep.", "yes I do", " yes\n", "ｙｅｓ"])
def test_yes_is_understood(typed: str) -> None:
    assert values(typed, "ces_bowel") == ("yes",)


@pytest.mark.parametrize(
    "typed", ["no", "No.", "NO", "n", "nope", "No, I don't", "no, I do not", "not at all"]
)
def test_no_is_understood(typed: str) -> None:
    assert values(typed, "ces_bowel") == ("no",)


@pytest.mark.parametrize(
    "typed",
    ["not sure", "Not sure.", "dont know", "I don’t know", "?", "??", "؟", "maybe", "no idea", "not sure?"],
)
def test_not_sure_is_understood(typed: str) -> None:
    assert values(typed, "ces_bowel") == ("not_sure",)


@pytest.mark.parametrize(
    "typed",
    [
        "I have no feeling", "no feeling in my leg", "no control", "no, but my leg is numb",
        "no\nmy leg is numb",
        "no?", "no...?", "no way to hold it", "not that I noticed, no", "nothing comes out", "no pee",
        "no poo since monday",
        "yes but only at night", "know", "now", "on", "none", "no 💩", "no/yes", "0", "1", "2", "2.",
        "option 2",
        "skip", "prefer not to say", "", " ", "...", "-", "🙂", "no " * 500,
    ],
)  # fmt: skip
def test_sentences_and_doubtful_words_are_no_answer(typed: str) -> None:
    assert said(typed, "ces_bowel") is NOTHING


def test_skipping_is_understood_only_where_it_is_offered() -> None:
    assert (
        values("Prefer not to say", "ces_sexual_change") == values("skip", "ces_sexual_change") == ("skip",)
    )
    assert values("prefer not to say", "ces_urinary") == ()


@pytest.mark.parametrize(
    ("typed", "ticks"),
    [
        ("1", ("+trauma_minor",)),
        ("2.", ("+fever_chills",)),
        ("option 2", ("+fever_chills",)),
        ("٢", ("+fever_chills",)),
        ("1, 3", ("+trauma_minor", "+recent_infection_or_line")),
        ("1,3", ("+trauma_minor", "+recent_infection_or_line")),
        ("1 and 3", ("+trauma_minor", "+recent_infection_or_line")),
        ("2\n2\n4", ("+fever_chills", "+recent_spinal_procedure")),
        ("Fever or shivers now", ("+fever_chills",)),
        ("fever or shivrs now", ("+fever_chills",)),
        ("Fever or shivers now\n1", ("+fever_chills", "+trauma_minor")),
    ],
)
def test_ticks_are_understood_and_nothing_is_closed_by_them(typed: str, ticks: tuple[str, ...]) -> None:
    assert values(typed, "recent_events") == ticks


@pytest.mark.parametrize(
    ("typed", "value"),
    [("none", "none"), ("None of these", "none"), ("no", "none"), ("No.", "none"), ("done", "done"),
    ("not sure", "not_sure")],
)  # fmt: skip
def test_the_buttons_of_a_list_can_be_typed(typed: str, value: str) -> None:
    assert values(typed, "recent_events") == (value,)


@pytest.mark.parametrize(
    "typed",
    ["yes", "5", "0", "1 5", "1 and fever", "none?", "no?", "done?", "1-3", "-1", "no fever",
    "none but fever", "all",
     "that is all", "fever or shivers never", "½", "1/2", "ok"],
)  # fmt: skip
def test_a_list_is_not_answered_by_half_understood_words(typed: str) -> None:
    assert said(typed, "recent_events") is NOTHING


def test_not_sure_is_no_answer_to_a_list_that_does_not_offer_it() -> None:
    assert values("not sure", "long_lasting") == ()
    assert values("no", "long_lasting") == ("none",)


@pytest.mark.parametrize(
    ("typed", "option", "years"),
    [
        ("45", "18_49", 45), ("I'm 45", "18_49", 45), ("45 years old", "18_49", 45), ("45y", "18_49", 45),
        ("٤٥", "18_49", 45), ("४५", "18_49", 45), ("17", "under_18", 17), ("18", "18_49", 18),
        ("64", "60_64", 64),
        ("65", "65_69", 65), ("70", "70_plus", 70), ("103", "70_plus", 103), ("8 months", "under_18", 0.67),
        ("18-49", "18_49", None), ("18 to 49", "18_49", None), ("under 18", "under_18", None),
        ("over 70", "70_plus", None), ("70+", "70_plus", None), ("option 2", "18_49", None),
        ("she is 71", "70_plus", 71),
    ],
)  # fmt: skip
def test_an_age_finds_its_option(typed: str, option: str, years: float | None) -> None:
    assert said(typed, "age_band") == Understood((option,), years)


@pytest.mark.parametrize(
    "typed", ["-3", "121", "1974", "2026", "over 50", "40-60", "1½", "a", "45 and 50", "45 kg", "45%",
        "forty-ish", "not sure"]
)  # fmt: skip
def test_what_is_no_age_is_not_understood(typed: str) -> None:
    assert said(typed, "age_band") is NOTHING


@pytest.mark.parametrize(
    ("typed", "option", "weeks"),
    [
        ("3 weeks", "2_4w", 3), ("3", "2_4w", 3), ("10 days", "under_2w", 1.43), ("2 months", "6_12w", 8.7),
        ("half a year", "over_12w", 26.09), ("since yesterday", "under_2w", 0.14),
        ("a year", "over_12w", 52.18),
        ("about 3 weeks ago", "2_4w", 3), ("3wks", "2_4w", 3), ("12", "6_12w", 12), ("13", "over_12w", 13),
        ("3 months", "over_12w", 13.04), ("1,5 months", "6_12w", 6.52), ("20 years", "over_12w", 1043.57),
        ("two weeks", "2_4w", 2), ("a couple of weeks", "2_4w", 2), ("today", "under_2w", 0),
        ("٣ weeks", "2_4w", 3),
        ("2-3 weeks", "2_4w", None), ("less than a week", "under_2w", None), ("< 2 weeks", "under_2w", None),
        ("more than 3 months", "over_12w", None), ("over 12 weeks", "over_12w", None),
        ("years", "over_12w", None),
        ("More than 12 weeks", "over_12w", None), ("not sure", "not_sure", None), ("option 2", "2_4w", None),
    ],
)  # fmt: skip
def test_a_length_of_time_finds_its_option(typed: str, option: str, weeks: float | None) -> None:
    assert said(typed, "duration") == Understood((option,), weeks)


@pytest.mark.parametrize(
    "typed",
    ["2019", "since 2019", "4-6 weeks", "½ year", "1/2 year", "a few weeks", "3 weeks?", "12/3", "5:30",
    "-2 weeks",
     "3 weeks but worse today", "200 years", "1,000", "last summer", "weeks", "since 3 pm"],
)  # fmt: skip
def test_what_is_no_clear_length_of_time_is_not_understood(typed: str) -> None:
    assert said(typed, "duration") is NOTHING


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Over 2 weeks ago, not getting worse", "older"),
        ("over 2 weeks ago not geting worse", "older"),
        ("option 3", "long_checked"),
        ("not sure", "not_sure"),
        ("?", "not_sure"),
    ],
)
def test_an_option_is_understood_by_its_words(typed: str, value: str) -> None:
    assert values(typed, "ces_bowel_timing") == (value,)


@pytest.mark.parametrize(
    "typed",
    ["over 3 weeks ago, not getting worse", "over 2 weeks ago, now getting worse",
    "over 2 weeks ago, getting worse",
     "over 3 months, changed and checked", "2", "3", "3 months", "yes", "no", "getting worse"],
)  # fmt: skip
def test_near_words_with_another_meaning_are_not_understood(typed: str) -> None:
    assert said(typed, "ces_bowel_timing") is NOTHING


def test_bare_numbers_choose_a_dangerous_option_only_when_the_screen_shows_them() -> None:
    assert said("2", "ces_bowel_timing", numbered=True).values == ("older",)
    assert said("2", "ces_bowel", numbered=True).values == ("no",)
    assert said("4", "ces_bowel", numbered=True).values == ()
    assert said("2", "trend").values == ("same",)


@pytest.mark.parametrize("typed", ["None of thesse", "none off these", "Prefre not to say", "Doen"])
def test_a_slip_never_rules_anything_out(typed: str) -> None:
    assert not {"none", "done", "no", "skip"} & {
        *values(typed, "recent_events"),
        *values(typed, "ces_sexual_change"),
    }


def test_the_caregivers_words_are_the_ones_on_the_screen() -> None:
    typed = "Stops most things that matter to them"

    assert said(typed, "long_lasting", voice=Voice.CAREGIVER).values == ("+life_impact",)
    assert said(typed, "long_lasting", voice=Voice.SELF).values == ()


def test_words_of_another_language_are_read_from_the_buttons() -> None:
    question = protocol().question("ces_bowel")
    labels = {"yes": "Sí", "no": "No", "not_sure": "No lo sé"}

    read = [
        understand(typed, question, Voice.SELF, "es", labels).values
        for typed in ("si", "SÍ", "no", "no lo se", "yes")
    ]
    assert read == [("yes",), ("yes",), ("no",), ("not_sure",), ()]


def test_a_label_that_two_values_share_says_nothing() -> None:
    question = protocol().question("trend")
    labels = {"better": "Same words", "worse": "Same words"}

    assert understand("same words", question, Voice.SELF, "en", labels) is NOTHING


@pytest.mark.parametrize(
    ("typed", "question_id", "value"),
    [
        ("yes", "consent", "agree"), ("no", "consent", "decline"), ("I agree", "consent", "agree"),
        ("me", "voice", "self"), ("my mum", "voice", "caregiver"), ("worse", "trend", "worse"),
        ("France", "country", "FR"), ("uk", "country", "GB"), ("another country", "country", "other"),
        ("somewhere else", "country", "other"),
    ],
)  # fmt: skip
def test_everyday_words_answer_the_first_questions(typed: str, question_id: str, value: str) -> None:
    assert values(typed, question_id) == (value,)


@pytest.mark.parametrize("typed", ["Congo", "no", "yes", "not sure", "?", "2", "I do not want to say"])
def test_a_doubtful_country_is_not_understood(typed: str) -> None:
    assert said(typed, "country") is NOTHING


@pytest.mark.parametrize("question_id", QUESTIONS)
def test_every_label_answers_its_question(question_id: str) -> None:
    question = protocol().question(question_id)
    tick = "+" if question.kind is Kind.CHECKLIST else ""

    for option in question.options:
        assert values(option.label, question_id) == (f"{tick}{option.id}",)
        assert values(option.label.upper() + "!", question_id) == (f"{tick}{option.id}",)


@given(st.text(), st.sampled_from(QUESTIONS), st.booleans())
def test_reading_never_raises_and_gives_the_questions_own_values(
    typed: str, question_id: str, numbered: bool
) -> None:
    question = protocol().question(question_id)

    for value in said(typed, question_id, numbered=numbered).values:
        assert value.removeprefix("+") in question.values() or question_id == "country"


@given(
    st.sampled_from([q.id for q in protocol().questions if q.kind is not Kind.CHOICE]),
    st.sampled_from(["no", "none", "nope", "not", "No,"]),
    st.text(alphabet="abcdefghijklmnoprstuvwxyz ", min_size=3).filter(lambda rest: len(rest.split()) > 0),
)
def test_words_after_a_no_never_make_it_a_no(question_id: str, no: str, rest: str) -> None:
    typed = f"{no} {rest}"
    answers = words_of("en").answers
    whole = " ".join(typed.lower().replace(",", "").split())

    if whole not in answers["no"] | answers["none"]:
        assert not {"no", "none"} & set(values(typed, question_id))


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("back", "back"), ("Go back!", "back"), ("why?", "why"), ("HELP", "help"), ("stop", "stop"),
    ("start over", "check"),
     ("Start again.", "check"), ("what helps", "care")],
)  # fmt: skip
def test_a_command_may_be_typed(typed: str, slug: str) -> None:
    assert command_word(typed, "en") == slug


@pytest.mark.parametrize(
    "typed", ["", "my back", "back pain", "why does it hurt", "stopped peeing", "no", "x" * 5000]
)
def test_a_sentence_is_no_command(typed: str) -> None:
    assert command_word(typed, "en") is None


def test_every_command_word_leads_to_an_action() -> None:
    assert set(words_of("en").actions) <= {action.value for action in Action}


def test_a_language_without_a_file_knows_no_words() -> None:
    assert words_of("xx") == words_of("../en") == Words()
    assert words_of("en-GB") == words_of("en")
    assert command_word("back", "xx") is None
