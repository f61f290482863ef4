"""Buttons of ours are read back as they were made; nothing else is ever accepted."""

from __future__ import annotations

import string

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.messages import PersonKey
from bot.rendering.tokens import MAX_BYTES, Signer
from dialogs.events import Action, Pressed
from tests.bot.rendering.pages import PERSON, PROTOCOL, SIGNER, session

QUESTIONS = st.sampled_from([question.id for question in PROTOCOL.questions])
ACTIONS = st.sampled_from([action.value for action in Action])
COUNTS = st.integers(0, 99_999)
OTHERS = st.binary(min_size=16, max_size=16).map(PersonKey)


def _answer(talk, ask, question, value, *, person=PERSON, signer=SIGNER):
    """The id of one button."""
    return signer.pen(person, talk, ask, question).answer(value)


@st.composite
def values(draw):
    question = PROTOCOL.question(draw(QUESTIONS))
    value = draw(st.sampled_from(question.values()) if question.values() else st.just("GB"))
    return question.id, draw(st.sampled_from(["", "+", "-"])) + value if question.option(value) else value


@given(values(), COUNTS)
def test_an_answer_is_read_back_as_it_was_made(made, ask):
    question, value = made
    talk = session(state=question, interview=3)
    data = _answer(talk, ask, question, value)
    pressed = Pressed(interview=3, ask=ask, question=question, value=value)
    assert len(data.encode()) <= MAX_BYTES
    assert SIGNER.read(PERSON, talk, data, racing=False) == pressed


@given(ACTIONS, COUNTS, st.one_of(st.just(""), QUESTIONS))
def test_an_action_is_read_back_as_it_was_made(action, ask, argument):
    talk = session(interview=3)
    data = SIGNER.pen(PERSON, talk, ask).action(action, argument)
    pressed = Pressed(interview=3, ask=ask, action=Action(action), argument=argument)
    assert len(data.encode()) <= MAX_BYTES
    assert SIGNER.read(PERSON, talk, data, racing=False) == pressed


@given(values(), OTHERS)
def test_another_persons_button_is_not_accepted(made, other):
    question, value = made
    talk = session(state=question)
    data = _answer(talk, 1, question, value, person=other)
    assert other == PERSON or SIGNER.read(PERSON, talk, data, racing=False) is None


@given(values(), st.text(string.ascii_letters, min_size=8))
def test_a_button_of_another_conversation_is_not_accepted(made, nonce):
    question, value = made
    talk = session(state=question)
    data = _answer(replace(talk, nonce=nonce), 1, question, value)
    assert nonce == talk.nonce or SIGNER.read(PERSON, talk, data, racing=False) is None


@given(values(), st.binary(min_size=32, max_size=32))
def test_a_button_signed_with_another_key_is_not_accepted(made, secret):
    question, value = made
    talk = session(state=question)
    data = _answer(talk, 1, question, value, signer=Signer(secret))
    assert secret == SIGNER.secret or SIGNER.read(PERSON, talk, data, racing=False) is None


@given(values(), QUESTIONS, QUESTIONS)
def test_an_answer_counts_for_its_own_question_only(made, opened, closed):
    question, value = made
    data = _answer(session(), 1, question, value)
    pressed = SIGNER.read(PERSON, session(state=opened, closed_question=closed), data, racing=False)
    if question in (opened, closed):
        assert isinstance(pressed, Pressed)
        assert pressed.question == question
    else:
        assert pressed is None


@given(values(), COUNTS, st.integers(0, 200), st.characters(codec="utf-8"))
def test_a_button_with_one_other_character_is_not_accepted(made, ask, place, character):
    question, value = made
    talk = session(state=question, closed_question=question)
    data = _answer(talk, ask, question, value)
    place %= len(data)
    forged = data[:place] + character + data[place + 1 :]
    assert forged == data or SIGNER.read(PERSON, talk, forged, racing=False) is None


@given(values(), st.data())
def test_a_value_cannot_be_swapped_for_another(made, data):
    question, value = made
    other = data.draw(st.sampled_from(["yes", "no", "none", "done", "not_sure", "agree"]))
    talk = session(state=question)
    forged = _answer(talk, 1, question, value).replace(f".a.{value}.", f".a.{other}.")
    assert other == value or SIGNER.read(PERSON, talk, forged, racing=False) is None


@given(st.text(max_size=80))
@example("")
@example(".")
@example("1.1.1.a.yes.")
@example("1.1.1.x.deleteme.AAAAAAAA")
@example("1.1.1.a.yes.AAAAAAAA")
@example("2.1.1.a.yes.AAAAAAAA")
@example("1.-1.1.a.yes.AAAAAAAA")
@example("1.١.1.a.yes.AAAAAAAA")
@example("1." * 40)
@example("\x00" * 64)
@example("😀" * 16)
def test_anything_else_is_not_accepted_and_raises_nothing(data):
    talk = session(state="ces_urinary", closed_question="danger_now")
    assert SIGNER.read(PERSON, talk, data, racing=False) is None


@given(values(), st.booleans())
def test_racing_is_passed_on_and_changes_nothing_else(made, racing):
    question, value = made
    talk = session(state=question)
    pressed = SIGNER.read(PERSON, talk, _answer(talk, 1, question, value), racing=racing)
    assert pressed is not None
    assert pressed.racing is racing
