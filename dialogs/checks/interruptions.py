"""What a person may do between two questions, none of which may make a sign disappear.

They are played by `walker` and judged by `walks`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dialogs.checks.walker import Interruption, Run, Stuck
from dialogs.conditions import NO, YES
from dialogs.events import Action, Commanded, Pressed, Returned, Stale, Started, Typed, Unreadable


def interruptions() -> tuple[Interruption, ...]:
    """All of them, each under its name."""
    return (
        *(Interruption(play.__name__.strip("_"), play) for play in _HARMLESS),
        *(Interruption(play.__name__.strip("_"), play, may_raise=True) for play in _TELLING),
    )


def _back(run: Run) -> None:
    run.act(Action.BACK)


def _twice_back(run: Run) -> None:
    run.act(Action.BACK)
    run.act(Action.BACK)


def _old_button(run: Run) -> None:
    session = run.session
    old = Pressed(
        interview=session.interview, ask=max(session.ask - 1, 0), question="danger_now", value="none"
    )
    run.play(Stale())
    run.play(old)


def _button_of_another(run: Run) -> None:
    """A forwarded button: unreadable where it is signed, and of another conversation where it is not."""
    run.play(Stale())
    session, question = run.session, run.open
    other = Pressed(interview=session.interview + 1, ask=session.ask, question="danger_now", value="none")
    run.play(other)
    run.play(replace(other, interview=session.interview, ask=session.ask + 7))
    if question is not None and question.id != "danger_now":
        run.play(replace(other, interview=session.interview, ask=run.session.ask))


def _double_tap(run: Run) -> None:
    if run.last is not None:
        run.play(run.last, after=timedelta(milliseconds=30))
        run.play(replace(run.last, racing=True), after=timedelta(milliseconds=30))


def _noise(run: Run) -> None:
    for event in (Unreadable(), Typed(text="hmm"), Returned(), Commanded(action=Action.WHY)):
        run.play(event)


def _look_around(run: Run) -> None:
    looks = (
        Action.WARNING,
        Action.HELP,
        Action.ANSWERS,
        Action.CARE,
        Action.PLAN,
        Action.TOPICS,
        Action.PRIVACY,
    )
    run.play(Typed(text="how long does it last", cards=("how_long_it_lasts",), asks=True))
    for action in (*looks, Action.LANGUAGE, Action.UNKNOWN, Action.STOP, Action.CONTINUE):
        run.command(action)
    run.command(Action.SOURCES)


def _next_day(run: Run) -> None:
    run.play(Returned(), after=timedelta(hours=25))


def _come_back(run: Run) -> None:
    run.play(Started(), after=timedelta(hours=2))
    if run.open is None and run.outcome is None:
        run.act(Action.CONTINUE)


def _start_over(run: Run) -> None:
    run.command(Action.CHECK)
    run.done.clear()


def _change_first(run: Run) -> None:
    run.command(Action.ANSWERS)
    run.act(Action.CHANGE, "danger_now")


def _change_country(run: Run) -> None:
    run.plan["country"] = ("other",)
    run.command(Action.COUNTRY)


def _change_voice(run: Run) -> None:
    run.plan["voice"] = ("caregiver",)
    run.command(Action.ANSWERS)
    run.act(Action.CHANGE, "voice")


def _type_the_rest(run: Run) -> None:
    run.typing = True
    run.play(Typed(text="hello"))


def _crisis_by_button(run: Run) -> None:
    run.command(Action.STRUGGLING)
    _after_crisis(run)


def _crisis_in_words(run: Run) -> None:
    run.play(Typed(text="I want to kill myself"))
    _after_crisis(run)


def _after_crisis(run: Run) -> None:
    if run.outcome is None or run.outcome.disposition != "crisis_support":
        raise Stuck("a cry for help is not answered")
    run.outcome = None
    run.act(Action.CONTINUE)


def _list_from_here(run: Run) -> None:
    """Ask for the list of private signs; what has been told one by one stays told."""
    if run.open is None or not run.open.sensitive:
        run.answer()
        return
    run.act(Action.LIST)
    if run.open is not None:
        run.tell_as_list(run.open)


def _opposite_at_once(run: Run) -> None:
    """Two fingers: the other answer of the same question before the next one can have been read."""
    last = run.last
    if last is None or last.value not in (YES, NO, "none"):
        run.answer()
        return
    options = run.protocol.question(last.question).options
    other = f"+{options[0].id}" if last.value == "none" else YES if last.value == NO else NO
    run.play(replace(last, value=other, racing=True), after=timedelta(milliseconds=30))


_HARMLESS: tuple[Callable[[Run], None], ...] = (
    _back,
    _twice_back,
    _old_button,
    _button_of_another,
    _double_tap,
    _noise,
    _look_around,
    _next_day,
    _come_back,
    _start_over,
    _change_first,
    _change_country,
    _change_voice,
    _type_the_rest,
    _crisis_by_button,
    _crisis_in_words,
)
_TELLING: tuple[Callable[[Run], None], ...] = (_list_from_here, _opposite_at_once)
