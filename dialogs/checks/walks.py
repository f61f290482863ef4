"""Proves by walking the real engine that every sign, alone and with every other, ends at its tier, whatever is done on the way.

It knows the rules only through the engine; `lattice` covers what is too many to walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dialogs.checks.lattice import Ending, check_lattice
from dialogs.checks.report import Report
from dialogs.conditions import NO, NOT_SURE, YES
from dialogs.decision import decide, raised_flags
from dialogs.effects import Ask, Conclude
from dialogs.engine import Engine
from dialogs.events import Action, Commanded, Event, Pressed, Returned, Stale, Started, Typed, Unreadable
from dialogs.protocol import Kind, Part, Protocol, Question

#: Question id -> the answer as one would press it: a value, or the ticks of a checklist.
Plan = Mapping[str, tuple[str, ...]]

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

#: More prompts than any interview has; a longer one is a loop.
_TOO_LONG = 120

_PREFACE: dict[str, tuple[str, ...]] = {
    "consent": ("agree",),
    "voice": ("self",),
    "country": ("GB",),
    "age_band": ("18_49",),
    "duration": ("under_2w",),
    "trend": ("better",),
    "pregnancy_status": ("recent_birth",),
    "leg_timing": ("long_checked",),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a walk ended."""

    disposition: str
    facts: Mapping[str, str]
    conversation: tuple[tuple[str, str], ...]


class Stuck(Exception):
    """A conversation that neither asks nor concludes, or never ends."""


class Walker:
    """Plays a plan through the engine, with an interruption if wanted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._protocol = engine.protocol

    def walk(
        self, plan: Plan, *, interrupt: Interruption | None = None, at: int = 0, list_mode: bool = False
    ) -> Outcome:
        """Play a plan to its result. `interrupt` happens before the question with number `at`. Raises Stuck."""
        run = _Run(self._engine, plan, list_mode)
        for number in range(_TOO_LONG):
            if run.outcome is not None:
                return run.outcome
            if interrupt is not None and number == at:
                interrupt.play(run)
            else:
                run.answer()
        raise Stuck(f"no result after {_TOO_LONG} prompts")


class _Run:
    def __init__(self, engine: Engine, plan: Plan, list_mode: bool) -> None:
        self.engine = engine
        self._protocol = engine.protocol
        self._plan = plan
        self._list_mode = list_mode
        self.now = _START
        self.session = engine.begin(nonce="walk", locale="en", now=self.now)
        self.outcome: Outcome | None = None
        self.done: list[tuple[str, str]] = []
        self.open: Question | None = None
        self.play(Started())

    def play(self, event: Event, after: timedelta = timedelta(seconds=4)) -> None:
        self.now += after
        step = self.engine.step(self.session, event, self.now)
        self.session = step.session
        self.open = None
        for effect in step.effects:
            if isinstance(effect, Ask):
                self.open = self._protocol.question(effect.question)
            elif isinstance(effect, Conclude):
                self.outcome = Outcome(effect.decision.disposition, effect.facts, tuple(self.done))

    def press(self, value: str) -> None:
        assert self.open is not None  # noqa: S101
        self.play(
            Pressed(
                interview=self.session.interview, ask=self.session.ask, question=self.open.id, value=value
            )
        )

    def act(self, action: Action, argument: str = "") -> None:
        self.play(
            Pressed(interview=self.session.interview, ask=self.session.ask, action=action, argument=argument)
        )

    def answer(self) -> None:
        """Answer the open question as the plan says."""
        question = self.open
        if question is None:
            raise Stuck(f"nothing is asked in state {self.session.state}")
        if self._list_mode and question.sensitive and not self.session.list_mode:
            self.act(Action.LIST)
            return
        self._answer(question)

    def _answer(self, question: Question) -> None:
        wanted = self._plan.get(question.id) or default(question)
        self.done.append((question.id, ", ".join(wanted)))
        if question.kind is not Kind.CHECKLIST:
            self._press_until_settled(question, wanted[0])
            return
        draft = self.session.answers.get(question.id)
        ticked = set(draft.values) if draft is not None and not draft.settled else set()
        items = [value for value in wanted if question.option(value) is not None]
        for item in (item for item in ticked if item not in items and item != NOT_SURE):
            self.press(f"-{item}")
        for item in items:
            self.press(f"+{item}")
        if NOT_SURE in wanted:
            self._press_until_settled(question, NOT_SURE)
        else:
            self.press("done" if items else "none")

    def _press_until_settled(self, question: Question, value: str) -> None:
        self.press(value)
        if value == NOT_SURE and self.open is question and self.outcome is None:
            answer = self.session.answers.get(question.id)
            if answer is not None and not answer.settled:
                self.press(value)


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something a person may do in the middle."""

    name: str
    play: Callable[[_Run], None]


def default(question: Question) -> tuple[str, ...]:
    """The harmless answer."""
    if question.id in _PREFACE:
        return _PREFACE[question.id]
    if question.kind is Kind.CHECKLIST:
        return ()
    if question.kind is Kind.YES_NO:
        return (NO,)
    return ("long_checked",) if question.id.endswith("_timing") else (question.values()[0],)


def single_answers(protocol: Protocol) -> Iterator[dict[str, tuple[str, ...]]]:
    """One plan for each answer that can be given, with the answers that make its question appear."""
    for question in protocol.interview:
        if question.id in ("consent", "voice", "country"):
            continue
        opener = _opener(protocol, question)
        if question.kind is Kind.CHECKLIST:
            values = [(option.id,) for option in question.options] + [(NOT_SURE,)] * (
                NOT_SURE in question.values()
            )
        else:
            values = [(value,) for value in question.values()]
        for value in values:
            yield {**opener, question.id: value}


def _opener(protocol: Protocol, question: Question) -> dict[str, tuple[str, ...]]:
    """Answers because of which a conditional question is asked."""
    if question.ask_when is None:
        return {}
    for plan in _single_shallow(protocol):
        if question.ask_when.holds(_facts(protocol, plan)):
            return plan
    for one in _single_shallow(protocol):
        for other in _single_shallow(protocol):
            plan = {**one, **other}
            if question.ask_when.holds(_facts(protocol, plan)):
                return plan
    return {}


def _single_shallow(protocol: Protocol) -> Iterator[dict[str, tuple[str, ...]]]:
    for question in protocol.interview:
        deeper = (
            {}
            if question.ask_when is None
            else {"leg_symptoms": (YES,)}
            if question.id == "leg_signs"
            else None
        )
        if deeper is None and question.id != "pregnancy_status":
            continue
        before = {"belly_signs": ("pregnant",)} if question.id == "pregnancy_status" else (deeper or {})
        if question.kind is Kind.CHECKLIST:
            for option in question.options:
                yield {**before, question.id: (option.id,)}
        else:
            for value in question.values():
                yield {**before, question.id: (value,)}


def _facts(protocol: Protocol, plan: Plan) -> dict[str, str]:
    facts: dict[str, str] = {}
    for question_id, values in plan.items():
        question = protocol.question(question_id)
        if question.kind is Kind.CHECKLIST:
            facts |= dict.fromkeys(values, YES)
        else:
            facts[question_id] = values[0]
    return facts


def interruptions() -> tuple[Interruption, ...]:
    """What a person may do between two questions, none of which may make a sign disappear."""

    def back_and_forth(run: _Run) -> None:
        run.act(Action.BACK)

    def twice_back(run: _Run) -> None:
        run.act(Action.BACK)
        run.act(Action.BACK)

    def stale(run: _Run) -> None:
        run.play(Stale())
        run.play(
            Pressed(
                interview=run.session.interview,
                ask=max(run.session.ask - 1, 0),
                question="danger_now",
                value="none",
            )
        )

    def noise(run: _Run) -> None:
        for event in (Unreadable(), Typed(text="hmm"), Returned(), Commanded(action=Action.WHY)):
            run.play(event)

    def look_around(run: _Run) -> None:
        for action in (Action.WARNING, Action.HELP, Action.ANSWERS, Action.CARE, Action.PRIVACY, Action.STOP):
            run.play(Commanded(action=action))
        run.play(Commanded(action=Action.CONTINUE))

    def next_day(run: _Run) -> None:
        run.play(Returned(), after=timedelta(hours=25))

    def come_back(run: _Run) -> None:
        run.play(Started(), after=timedelta(hours=2))
        if run.open is None and run.outcome is None:
            run.act(Action.CONTINUE)

    def start_over(run: _Run) -> None:
        run.play(Commanded(action=Action.CHECK))
        run.done.clear()

    def change_first(run: _Run) -> None:
        run.play(Commanded(action=Action.ANSWERS))
        run.act(Action.CHANGE, "danger_now")

    plays = (
        back_and_forth,
        twice_back,
        stale,
        noise,
        look_around,
        next_day,
        come_back,
        start_over,
        change_first,
    )
    return tuple(Interruption(play.__name__, play) for play in plays)


def check_lattice_endings(engine: Engine, report: Report, *, list_mode: bool) -> None:
    """Walk the lattice, then let the engine end each class as the lattice does: this ties the two together."""
    endings = check_lattice(engine.protocol, report, list_mode=list_mode)
    _check_endings(Walker(engine), engine.protocol, report, endings, list_mode=list_mode)


def _check_endings(
    walker: Walker, protocol: Protocol, report: Report, endings: list[Ending], *, list_mode: bool
) -> None:
    """The engine must end each class of the lattice as the lattice does: this ties the two together."""
    for ending in endings:
        plan = {question: _values(answer) for question, answer in ending.example}
        try:
            outcome = walker.walk(plan, list_mode=list_mode)
        except Stuck as stuck:
            report.find("walks", str(stuck), ending.example)
            continue
        least = ending.rank or protocol.rank("self_care")
        if protocol.rank(outcome.disposition) != least:
            report.find(
                "walks",
                f"the engine says {outcome.disposition}, the lattice rank {ending.rank}",
                ending.example,
            )
    report.cover("lattice endings walked" + (" in list mode" if list_mode else ""), len(endings))


def _values(answer: str) -> tuple[str, ...]:
    return () if answer == "none" else tuple(answer.split(", "))


def check_pairs(engine: Engine, report: Report, *, part: int = 0, parts: int = 1) -> None:
    """Every answer with every other, in both voices; `part` of `parts` shares the work out."""
    walker, protocol = Walker(engine), engine.protocol
    singles = list(single_answers(protocol))
    plans = [
        {**one, **{k: _both(one.get(k), v) for k, v in other.items()}} for one in singles for other in singles
    ]
    distinct = {repr(sorted(plan.items())): plan for plan in plans}
    count = 0
    for plan in list(distinct.values())[part::parts]:
        results = []
        for voice in ("self", "caregiver"):
            count += 1
            outcome = _safely(walker, {**plan, "voice": (voice,)}, report)
            if outcome is not None:
                results.append(outcome.disposition)
                _check_outcome(protocol, outcome, report, "pairs")
        if len(set(results)) > 1:
            report.find(
                "pairs", f"the voices disagree: {results}", tuple((k, ", ".join(v)) for k, v in plan.items())
            )
    report.cover("pairs of answers walked", count)


def _both(one: tuple[str, ...] | None, other: tuple[str, ...]) -> tuple[str, ...]:
    return other if one is None else tuple(dict.fromkeys((*one, *other)))


def _safely(walker: Walker, plan: Plan, report: Report) -> Outcome | None:
    try:
        return walker.walk(plan)
    except Stuck as stuck:
        report.find("walks", str(stuck), tuple((k, ", ".join(v)) for k, v in plan.items()))
        return None


def _check_outcome(protocol: Protocol, outcome: Outcome, report: Report, proof: str) -> None:
    """No red flag that is up ends below its tier, and the engine says what the rules say."""
    rank = protocol.rank(outcome.disposition)
    tiers = {flag.id: protocol.rank(flag.tier) for flag in protocol.red_flags}
    for flag in raised_flags(protocol, outcome.facts):
        if tiers[flag] > rank:
            report.find(proof, f"{flag} ends in {outcome.disposition}", outcome.conversation)
    decision = decide(protocol, outcome.facts, complete=True)
    if decision is None or decision.disposition != outcome.disposition:
        report.find(
            proof, f"the engine says {outcome.disposition}, the rules {decision}", outcome.conversation
        )


def check_interruptions(engine: Engine, report: Report, *, part: int = 0, parts: int = 1) -> None:
    """Every single sign, with every interruption at every place, ends exactly as without it."""
    walker = Walker(engine)
    count = 0
    for plan in list(single_answers(engine.protocol))[part::parts]:
        plain = _safely(walker, plan, report)
        if plain is None:
            continue
        for interruption in interruptions():
            for at in range(1, len(plain.conversation)):
                count += 1
                try:
                    outcome = walker.walk(plan, interrupt=interruption, at=at)
                except Stuck as stuck:
                    report.find(
                        "interruptions",
                        f"{interruption.name} before question {at}: {stuck}",
                        plain.conversation,
                    )
                    continue
                if outcome.disposition != plain.disposition:
                    problem = f"{interruption.name} before question {at} turns {plain.disposition} into {outcome.disposition}"
                    report.find("interruptions", problem, outcome.conversation)
    report.cover("interrupted interviews", count)


def check_corrections(engine: Engine, report: Report) -> None:
    """After urgent advice, correcting or starting over cannot reach self-care without the danger questions again."""
    protocol = engine.protocol
    danger = {q.id for q in protocol.interview if q.danger and q.part is Part.TRIAGE and q.ask_when is None}
    danger -= protocol.lists
    count = 0
    for plan in single_answers(protocol):
        run = _Run(engine, plan, list_mode=False)
        _finish(run)
        shown = run.outcome
        if shown is None or not protocol.disposition(shown.disposition).escalation:
            continue
        for question in plan:
            count += 1
            again = _corrected(run, engine, question)
            if again is None:
                continue
            outcome, asked = again
            milder = protocol.rank(outcome.disposition) < protocol.rank(shown.disposition)
            if milder and not danger <= asked and protocol.rank(outcome.disposition) < protocol.exit_rank:
                missing = ", ".join(sorted(danger - asked))
                report.find(
                    "corrections",
                    f"{shown.disposition} became {outcome.disposition} without {missing}",
                    shown.conversation,
                )
    report.cover("corrected results", count)


def _finish(run: _Run) -> None:
    for _ in range(_TOO_LONG):
        if run.outcome is not None:
            return
        run.answer()
    raise Stuck("no result")


def _corrected(run: _Run, engine: Engine, question: str) -> tuple[Outcome, set[str]] | None:
    """Change one answer to the harmless one and go on harmlessly; the result and the questions asked for it."""
    copy = _Run(engine, {}, list_mode=False)
    copy.session, copy.now, copy.outcome, copy.open = run.session, run.now, None, None
    copy.act(Action.CHANGE, question)
    if copy.open is None or copy.open.id != question:
        return None
    copy.done.clear()
    _finish(copy)
    assert copy.outcome is not None  # noqa: S101
    return copy.outcome, {asked for asked, _ in copy.done}
