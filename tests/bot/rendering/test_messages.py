"""Every message that can be sent: short, well formed, without gaps, and with buttons that Telegram takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as changed

import pytest

from bot.messages import MessageKind, SendClass
from content.checks import banned_words
from content.markup import plain
from dialogs.effects import (
    Conclude,
    Explain,
    SafetyNet,
    Say,
    ShowAnswers,
    ShowDose,
    ShowSources,
    ShowWarningCard,
)
from dialogs.protocol import Kind
from tests.bot.rendering.pages import (
    EVERYBODY,
    NAMES,
    PERSON,
    PROTOCOL,
    RENDERER,
    alerts,
    conclusions,
    everything,
    name,
    over,
    questions,
    questions_again,
    rendered,
    says,
    session,
)
from tests.support.referee import check_html

SCREEN = 500
for_everybody = pytest.mark.parametrize(("voice", "country"), EVERYBODY, ids=NAMES)


# -- length ----------------------------------------------------------------------------------------------------
@for_everybody
def test_every_question_fits_on_one_screen(voice, country):
    messages = ((name(ask), rendered(ask, voice, country)) for ask in questions())
    assert over(messages, SCREEN) == []


@for_everybody
def test_every_question_with_its_example_fits_on_one_screen(voice, country):
    with_example = (ask for ask in questions_again() if ask.clarify)
    assert over(((name(ask), rendered(ask, voice, country)) for ask in with_example), SCREEN) == []


@for_everybody
def test_every_question_with_a_line_above_it_fits_on_one_screen(voice, country):
    with_lead = (ask for ask in questions_again() if ask.lead)
    assert over(((name(ask), rendered(ask, voice, country)) for ask in with_lead), SCREEN) == []


@pytest.mark.parametrize("reasons", [0, 1])
@for_everybody
def test_a_result_with_one_reason_fits_on_one_screen(voice, country, reasons):
    messages = [rendered(_with_reasons(one, reasons), voice, country) for one in conclusions()]
    assert over(((one.id, one) for one in messages), SCREEN) == []


@for_everybody
def test_a_result_with_the_longest_reasons_fits_on_one_screen(voice, country):
    messages = [rendered(one, voice, country) for one in conclusions()]
    assert over(((one.id, one) for one in messages), SCREEN) == []


@for_everybody
def test_every_alert_fits_on_one_screen(voice, country):
    assert over(((name(one), rendered(one, voice, country)) for one in alerts()), SCREEN) == []


@for_everybody
def test_every_phrase_and_safety_net_fits_on_one_screen(voice, country):
    effects = [*says(), SafetyNet(ask=1, self_care=True), SafetyNet(ask=1, self_care=False)]
    assert over(((name(one), rendered(one, voice, country)) for one in effects), SCREEN) == []


@for_everybody
def test_the_card_of_warning_signs_fits_in_one_telegram_message(voice, country):
    assert over([("warning", rendered(ShowWarningCard(ask=1), voice, country))], 4096) == []


def _with_reasons(effect: Conclude, count: int) -> Conclude:
    return changed(effect, decision=changed(effect.decision, because=effect.decision.because[:count]))


# -- form ------------------------------------------------------------------------------------------------------
@for_everybody
def test_telegram_takes_the_html_of_every_message(voice, country):
    wrong = [(name(one), check_html(rendered(one, voice, country).text)) for one in everything()]
    assert [found for found in wrong if found[1]] == []


@for_everybody
def test_no_message_has_an_unfilled_gap(voice, country):
    messages = [rendered(one, voice, country) for one in everything()]
    texts = [one.text for one in messages] + [b.label for one in messages for row in one.buttons for b in row]
    assert [text for text in texts if "{" in text or "}" in text] == []


@for_everybody
def test_no_message_uses_a_banned_word(voice, country):
    quotes = (Explain, ShowSources)  # the titles of sources
    doses = ShowDose  # the only place where a dose may stand
    our_words = (one for one in everything() if not isinstance(one, (*quotes, doses)))
    messages = [(name(one), rendered(one, voice, country)) for one in our_words]
    assert [found for who, one in messages for found in banned_words(who, plain(one.text))] == []


@for_everybody
def test_no_message_has_markup_or_escapes_on_a_button(voice, country):
    labels = [b.label for one in everything() for row in rendered(one, voice, country).buttons for b in row]
    assert [
        label for label in labels if "<" in label or "&amp;" in label or "\n" in label or not label.strip()
    ] == []


@for_everybody
def test_no_line_is_empty_at_the_ends_or_doubled(voice, country):
    texts = [rendered(one, voice, country).text for one in everything()]
    assert [text for text in texts if text != text.strip() or "\n\n\n" in text or "  " in text] == []


@for_everybody
def test_a_sentence_that_says_call_does_not_say_it_twice(voice, country):
    texts = [plain(rendered(one, voice, country).text) for one in everything()]
    assert [text for text in texts if "Call Call" in text or "call Call" in text or ".." in text] == []


# -- buttons ---------------------------------------------------------------------------------------------------
@for_everybody
def test_every_button_id_fits_into_64_bytes(voice, country):
    ids = [b.id for one in everything() for row in rendered(one, voice, country).buttons for b in row]
    assert [one for one in ids if not 1 <= len(one.encode()) <= 64] == []


@for_everybody
def test_no_two_buttons_on_a_screen_have_the_same_words(voice, country):
    for effect in everything():
        labels = Counter(b.label.casefold() for row in rendered(effect, voice, country).buttons for b in row)
        assert [label for label, count in labels.items() if count > 1] == [], name(effect)


@for_everybody
def test_every_button_does_exactly_one_thing(voice, country):
    buttons = [b for one in everything() for row in rendered(one, voice, country).buttons for b in row]
    assert [b for b in buttons if (b.answer is None) == (not b.action)] == []


def test_every_value_of_a_question_has_a_button_and_none_other():
    for ask in questions():
        question = PROTOCOL.question(ask.question)
        offered = [b.answer[1] for row in rendered(ask).buttons for b in row if b.answer]
        assert len(offered) == len(set(offered))
        if question.id != "country":
            assert set(offered) == set(question.values()) - {"done"}


def test_a_checklist_offers_done_instead_of_none_once_something_is_ticked():
    ask = next(ask for ask in questions() if ask.question == "recent_events")
    ticked = rendered(changed(ask, chosen=("fever_chills",)))
    values = [b.answer[1] for row in ticked.buttons for b in row if b.answer]
    assert "done" in values
    assert "none" not in values
    assert ticked.selected == ("fever_chills",)


def test_not_sure_is_offered_on_every_danger_question():
    for question in PROTOCOL.questions:
        if question.danger:
            assert "not_sure" in question.values(), question.id


def test_why_is_offered_on_every_question_of_the_interview():
    for ask in questions():
        if ask.progress is not None:
            assert "why" in [b.action for row in rendered(ask).buttons for b in row], ask.question


def test_back_is_offered_only_where_there_is_a_way_back():
    ask = next(questions())
    assert "back" in [b.action for row in rendered(ask).buttons for b in row]
    first = rendered(changed(ask, can_go_back=False))
    assert "back" not in [b.action for row in first.buttons for b in row]


def test_the_earlier_answer_is_shown_ticked():
    for ask in questions():
        question = PROTOCOL.question(ask.question)
        if question.kind is Kind.CHECKLIST or question.id == "country":
            continue
        value = question.values()[0]
        marked = [
            b
            for row in rendered(changed(ask, chosen=(value,))).buttons
            for b in row
            if b.label.startswith("✓ ")
        ]
        assert [b.answer for b in marked] == [(question.id, value)]


# -- what is sent how ------------------------------------------------------------------------------------------
def test_escalations_alerts_and_warnings_go_first_and_are_never_edited_away():
    effects = [*(one for one in conclusions()), *alerts(), ShowWarningCard(ask=1)]
    for effect in effects:
        (message,) = RENDERER.render(PERSON, session(), [effect], edit=7)
        escalates = not message.disposition or PROTOCOL.disposition(message.disposition).escalation
        assert message.edit is None
        assert (message.send_class is SendClass.SAFETY) == escalates, message.id


def test_a_routine_question_replaces_the_last_one_and_an_asked_again_one_does_not():
    ask = next(questions())
    (replacing,) = RENDERER.render(PERSON, session(), [ask], edit=7)
    (new,) = RENDERER.render(PERSON, session(), [changed(ask, in_place=False)], edit=7)
    assert (replacing.edit, new.edit) == (7, None)


def test_only_escalations_speak_of_the_emergency_number_and_every_escalation_does():
    for effect in conclusions():
        message = rendered(effect)
        if message.disposition in ("emergency_now", "emergency_today", "crisis_support", "out_of_scope"):
            assert "999" in message.text, message.id


def test_an_unknown_country_gets_words_instead_of_a_number():
    for effect in conclusions():
        text = rendered(effect, country="other").text
        assert "None" not in text
        assert "999" not in text


def test_every_answer_of_the_list_of_answers_leads_to_its_question():
    asked = tuple(question.id for question in PROTOCOL.interview)
    message = rendered(ShowAnswers(questions=asked, ask=1))
    assert [f"change:{one}" in row[0].id for one, row in zip(asked, message.buttons, strict=True)] == [
        True
    ] * len(asked)


def test_a_caregiver_is_never_spoken_to_as_the_patient():
    """The words of the caregiver's voice differ wherever the words say "your back", "your legs" and the like."""
    body = ("your legs", "your back pain", "your bladder", "your bottom", "your genitals", "do you have")
    texts = [
        (name(one), plain(rendered(one, "caregiver").text).casefold())
        for one in (*questions(), *conclusions())
    ]
    assert [(who, said) for who, text in texts for said in body if said in text] == []


def test_every_kind_of_message_names_its_content():
    for effect in everything():
        message = rendered(effect)
        assert message.id
        assert bool(message.question) == (message.kind is MessageKind.QUESTION)
        assert bool(message.disposition) == (message.kind is MessageKind.DISPOSITION)
        assert bool(message.tier) == (message.kind is MessageKind.ALERT)


def test_no_phrase_is_rendered_with_markup_that_only_telegram_knows():
    for effect in says():
        assert isinstance(effect, Say)
        assert "<" not in plain(rendered(effect).text)
