"""Proves over every possible set of answers that no warning sign ends below its tier.

The answers are walked in the order of asking. Two beginnings that leave the same rules open in the same way have the same
future, so they are one class: the walk is exhaustive without being endless. It knows the rules only as conditions and
runs no conversation; `walks` ties it to the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.checks.report import Report
from dialogs.conditions import NO, NOT_SURE, SKIP, YES, AllOf, AnyOf, AtLeast, Condition, Is, facts_of
from dialogs.protocol import Kind, Protocol, Question

#: A condition that is decided, or what is left of it.
Residue = bool | Condition

#: The same by number (see `_Table`): conditions are deep, and numbers are quick to compare.
Left = bool | int


@dataclass(frozen=True, slots=True)
class Class:
    """All beginnings with the same future."""

    #: Rank of the most urgent rule that is already true.
    reached: int
    #: Rank that the red flags raised so far demand.
    demanded: int
    #: (rank, what is left) of rules that could still raise `reached`.
    rules: frozenset[tuple[int, int]]
    #: (rank, what is left) of red flags that could still raise `demanded`.
    flags: frozenset[tuple[int, int]]
    #: What is left of the `ask_when` of the questions still to come.
    asks: tuple[Left, ...]


class _Table:
    """Numbers conditions, and remembers what is left of each once a fact is known."""

    def __init__(self) -> None:
        self._numbers: dict[Condition, int] = {}
        # 0 and 1 are taken: to Python they are False and True.
        self._conditions: list[Condition] = [AnyOf(()), AllOf(())]
        self._facts: list[frozenset[str]] = [frozenset(), frozenset()]
        self._left: dict[tuple[int, str, str], Left] = {}
        self._learned: dict[
            tuple[frozenset[tuple[int, int]], int, str, str], tuple[int, frozenset[tuple[int, int]]]
        ] = {}

    def number(self, condition: Condition) -> int:
        found = self._numbers.get(condition)
        if found is None:
            found = self._numbers[condition] = len(self._conditions)
            self._conditions.append(condition)
            self._facts.append(facts_of(condition))
        return found

    def left(self, number: int, fact: str, value: str) -> Left:
        """What is left of a condition once a fact has a value."""
        if fact not in self._facts[number]:
            return number
        key = (number, fact, value)
        found = self._left.get(key)
        if found is None:
            after = residue(self._conditions[number], fact, value)
            found = self._left[key] = after if isinstance(after, bool) else self.number(after)
        return found

    def learn(self, state: Class, fact: str, value: str) -> Class:
        """The class after one fact is known; the empty value stands for never asked."""
        reached, rules = self._substitute(state.rules, state.reached, fact, value)
        demanded, flags = self._substitute(state.flags, state.demanded, fact, value)
        asks = tuple(a if isinstance(a, bool) else self.left(a, fact, value) for a in state.asks)
        return Class(reached, demanded, rules, flags, asks)

    def _substitute(
        self, conditions: frozenset[tuple[int, int]], top: int, fact: str, value: str
    ) -> tuple[int, frozenset[tuple[int, int]]]:
        key = (conditions, top, fact, value)
        found = self._learned.get(key)
        if found is None:
            found = self._learned[key] = self._substituted(conditions, top, fact, value)
        return found

    def _substituted(
        self, conditions: frozenset[tuple[int, int]], top: int, fact: str, value: str
    ) -> tuple[int, frozenset[tuple[int, int]]]:
        left: list[tuple[int, int]] = []
        for rank, number in conditions:
            after = self.left(number, fact, value)
            if after is True:
                top = max(top, rank)
            elif after is not False:
                left.append((rank, after))
        return top, frozenset(row for row in left if row[0] > top)


@dataclass(slots=True)
class Beginning:
    """How many answer paths lead into a class, and one of them."""

    paths: int
    example: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """One complete or early-ended example, to be replayed by the engine."""

    rank: int
    early: bool
    example: tuple[tuple[str, str], ...]


def check_lattice(protocol: Protocol, report: Report, *, list_mode: bool = False) -> list[Ending]:
    """Walk every answer class; returns one example of each ending."""
    walk = _Walk(protocol, report, list_mode=list_mode)
    walk.run()
    name = "in list mode" if list_mode else "one by one"
    report.cover(f"answer classes ({name})", walk.classes)
    report.cover(f"answer paths ({name})", walk.paths)
    return walk.endings


class _Walk:
    def __init__(self, protocol: Protocol, report: Report, *, list_mode: bool) -> None:
        self._protocol = protocol
        self._report = report
        self._table = _Table()
        self._questions = [q for q in protocol.interview if self._is_asked(q, list_mode)]
        self.classes = 0
        self.paths = 0
        self.endings: list[Ending] = []

    def _is_asked(self, question: Question, list_mode: bool) -> bool:
        if list_mode:
            replaced = {other for q in self._protocol.interview for other in q.stands_for}
            return question.id not in replaced
        return not question.stands_for

    def run(self) -> None:
        front = {self._start(): Beginning(1, ())}
        for index, question in enumerate(self._questions):
            after: dict[Class, Beginning] = {}
            for state, beginning in front.items():
                self._ask(index, question, state, beginning, after)
            front = after
            self.classes += len(front)
        for state, beginning in front.items():
            self._end(state, beginning, early=False)

    def _start(self) -> Class:
        protocol, number = self._protocol, self._table.number
        rules = [(rank, case.when) for rank, rule, case in protocol.ranked_cases if not rule.otherwise]
        flags = [(protocol.rank(flag.tier), flag.raised_by) for flag in protocol.red_flags if flag.tier]
        start = Class(
            reached=0,
            demanded=0,
            rules=frozenset((rank, number(when)) for rank, when in rules),
            flags=frozenset((rank, number(when)) for rank, when in flags),
            asks=tuple(True if q.ask_when is None else number(q.ask_when) for q in self._questions),
        )
        later = {fact for q in self._questions for fact in _facts(q)}
        everywhere = {fact for _, when in (*rules, *flags) for fact in facts_of(when)} - later
        for fact in sorted(
            everywhere
        ):  # raised by typed words or buttons, or replaced by the list: not answers
            start = self._table.learn(start, fact, "")
        return start

    def _ask(
        self,
        index: int,
        question: Question,
        state: Class,
        beginning: Beginning,
        after: dict[Class, Beginning],
    ) -> None:
        ask = state.asks[0]
        state = Class(state.reached, state.demanded, state.rules, state.flags, state.asks[1:])
        if not isinstance(ask, bool):
            self._report.find("lattice", f"{question.id} is asked before what decides it", beginning.example)
            return
        if not ask:
            for fact in _facts(question):
                state = self._table.learn(state, fact, "")
            _add(after, state, beginning.paths, beginning.example)
            return
        if state.reached >= self._protocol.exit_rank and not question.finish_first:
            self._end(state, beginning, early=True)
            return
        for answered, paths, answer in _answers(self._table, question, state):
            _add(after, answered, beginning.paths * paths, (*beginning.example, (question.id, answer)))

    def _end(self, state: Class, beginning: Beginning, *, early: bool) -> None:
        self.paths += beginning.paths
        self.endings.append(Ending(state.reached, early, beginning.example))
        if state.demanded > state.reached:
            wanted = next(d.id for d in self._protocol.dispositions if d.rank == state.demanded)
            given = next((d.id for d in self._protocol.dispositions if d.rank == state.reached), "self_care")
            self._report.find("lattice", f"a red flag of tier {wanted} ends in {given}", beginning.example)


def _facts(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.CHECKLIST:
        return tuple(option.id for option in question.options)
    return (question.id,)


def _answers(table: _Table, question: Question, state: Class) -> Iterator[tuple[Class, int, str]]:
    """(class, number of answers that lead there, one of them) for every way to answer a question."""
    if question.kind is Kind.CHECKLIST:
        yield from _ticks(table, question, state, NO)
        if NOT_SURE in question.values():
            yield from _ticks(table, question, state, NOT_SURE)
        return
    found: dict[Class, tuple[int, str]] = {}
    for value in _values(question):
        answered = table.learn(state, question.id, value)
        for other in question.stands_for:
            answered = table.learn(answered, other, NO if value == NO else "")
        count, example = found.get(answered, (0, value))
        found[answered] = (count + 1, example)
    yield from ((answered, count, example) for answered, (count, example) in found.items())


def _ticks(table: _Table, question: Question, state: Class, rest: str) -> Iterator[tuple[Class, int, str]]:
    """Every set of ticks, item by item, merging equal classes after each item."""
    front: dict[Class, tuple[int, tuple[str, ...]]] = {state: (1, ())}
    for option in question.options:
        after: dict[Class, tuple[int, tuple[str, ...]]] = {}
        for current, (count, ticks) in front.items():
            for value, now in ((YES, (*ticks, option.id)), (rest, ticks)):
                answered = table.learn(current, option.id, value)
                known, example = after.get(answered, (0, now))
                after[answered] = (known + count, example)
        front = after
    for answered, (count, ticks) in front.items():
        words = list(ticks) + ([NOT_SURE] if rest == NOT_SURE else [])
        yield answered, count, ", ".join(words) or "none"


def _values(question: Question) -> tuple[str, ...]:
    if question.id == "consent":
        return ("agree",)
    if question.id == "country":
        return ("GB",)
    if question.kind is Kind.YES_NO:
        return (YES, NO, NOT_SURE, SKIP) if question.skippable else (YES, NO, NOT_SURE)
    return question.values()


def _add(
    front: dict[Class, Beginning], state: Class, paths: int, example: tuple[tuple[str, str], ...]
) -> None:
    known = front.get(state)
    if known is None:
        front[state] = Beginning(paths, example)
    else:
        known.paths += paths


_cache: dict[tuple[Condition, str, str], Residue] = {}


def residue(condition: Condition, fact: str, value: str) -> Residue:
    """What is left of a condition once a fact has a value."""
    key = (condition, fact, value)
    found = _cache.get(key)
    if found is None:
        found = _cache[key] = _residue(condition, fact, value)
    return found


def _residue(condition: Condition, fact: str, value: str) -> Residue:
    if isinstance(condition, Is):
        return condition if condition.fact != fact else value in condition.values
    if fact not in facts_of(condition):
        return condition
    parts = [residue(part, fact, value) for part in condition.parts]
    true = sum(part is True for part in parts)
    open_ = tuple(dict.fromkeys(part for part in parts if not isinstance(part, bool)))
    match condition:
        case AnyOf():
            return True if true else _one(open_, AnyOf) if open_ else False
        case AllOf():
            return False if any(part is False for part in parts) else _one(open_, AllOf) if open_ else True
        case AtLeast(count):
            still = tuple(part for part in parts if not isinstance(part, bool))
            if true >= count:
                return True
            return AtLeast(count - true, still) if true + len(still) >= count else False


def _one(parts: tuple[Condition, ...], kind: type[AnyOf] | type[AllOf]) -> Condition:
    return parts[0] if len(parts) == 1 else kind(parts)
