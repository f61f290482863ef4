"""A danger sign in typed words that may not be there now: asked about once, and never passed over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.effects import Alert, Ask, Conclude, Say, ShowCard, ShowCareMenu, ShowPlan
from dialogs.events import Action, Commanded, Pressed, Started, Typed
from dialogs.warning_signs import Finding, Level
from tests.support.talk import Talk, make_engine


class Ears:
    """Hears a doubtful sign in "maybe" and a certain one in "surely"."""

    def find(self, text: str) -> tuple[Finding, ...]:
        if "maybe" not in text and "surely" not in text:
            return ()
        return (
            Finding(
                sign="ces_saddle_numbness",
                level=Level.EMERGENCY,
                tier="emergency_today",
                words=text,
                doubtful="maybe" in text,
            ),
        )


ENGINE = make_engine(Ears())


def begun() -> Talk:
    return Talk(ENGINE).begin()


def finished() -> Talk:
    return begun().finish()


def test_the_question_comes_at_once_and_names_the_sign():
    talk = begun().type("maybe numb")
    (ask,) = [effect for effect in talk.effects if isinstance(effect, Ask)]
    assert (ask.question, ask.about) == ("typed_doubt", ("ces_saddle_numbness",))
    assert not talk.has(Alert)


def test_no_leads_back_to_the_question_that_was_open():
    talk = begun().press("none").type("maybe numb").press("no")
    assert talk.asked == "ces_urinary"
    assert talk.session.doubt is None
    assert not talk.has(Alert)


@pytest.mark.parametrize("answers", [("yes",), ("not_sure", "not_sure")])
def test_yes_and_a_lasting_not_sure_mean_that_it_is_there(answers):
    talk = begun().type("maybe numb")
    for value in answers:
        talk.press(value)
    assert talk.has(Alert)
    assert talk.result == "emergency_today"


def test_the_first_not_sure_brings_an_example():
    talk = begun().type("maybe numb").press("not_sure")
    assert [effect.clarify for effect in talk.effects if isinstance(effect, Ask)] == [True]


@pytest.mark.parametrize(
    "event",
    [
        Commanded(action=Action.CARE),
        Commanded(action=Action.PLAN),
        Commanded(action=Action.CONTINUE),
        Commanded(action=Action.CHECK),
        Commanded(action=Action.TOPICS),
        Typed(text="hello"),
        Typed(text="how long does it last", cards=("how_long_it_lasts",), asks=True),
        Pressed(interview=1, ask=0, action=Action.CARD, argument="staying_active"),
        Pressed(interview=1, ask=0, question="danger_now", value="none"),
    ],
    ids=str,
)
def test_nothing_passes_over_an_open_doubt(event):
    for talk in (begun(), finished()):
        talk.type("maybe numb").play(event)
        assert talk.session.doubt is not None
        assert not any(map(talk.has, (ShowCareMenu, ShowPlan, Conclude)))
        assert talk.asked == "typed_doubt"
        assert not talk.has(ShowCard)
        talk.press("yes", "typed_doubt")
        assert talk.result == "emergency_today"


def test_coming_back_and_going_on_asks_the_doubt_first():
    talk = begun().press("none").press("no").type("maybe numb").play(Started(), after=timedelta(hours=30))
    talk.play(Commanded(action=Action.CONTINUE))
    assert talk.asked == "typed_doubt"


def test_after_a_result_no_keeps_the_result_and_says_what_to_watch_for():
    talk = finished().type("maybe numb").press("no")
    assert [effect.phrase for effect in talk.effects if isinstance(effect, Say)] == ["doubt.no"]
    assert talk.session.concluded == "self_care"


def test_after_a_result_yes_ends_in_help():
    talk = finished().type("maybe numb").press("yes")
    assert talk.result == "emergency_today"
    assert [say.phrase for say in talk.play(Commanded(action=Action.CARE)).effects] == ["care.not_now"]


def test_yes_and_no_at_the_same_moment_count_as_yes():
    talk = begun().type("maybe numb")
    ask = talk.session.ask
    talk.press("no").press("yes", "typed_doubt", racing=True, ask=ask)
    assert talk.result == "emergency_today"


def test_a_certain_sign_beside_a_doubt_warns_and_a_second_doubt_widens_it():
    assert begun().type("maybe numb").type("surely numb").has(Alert)
    assert begun().type("maybe numb").type("maybe again").session.doubt is not None


def test_a_doubt_before_consent_keeps_nothing_but_itself():
    talk = Talk(ENGINE).play(Started()).type("maybe numb")
    assert talk.asked == "typed_doubt"
    assert talk.press("no").asked == "consent"
