"""The closed vocabulary in which the protocol says "when", so that every condition can be checked, drawn and proved.

It does not evaluate expressions: what cannot be said with these five shapes becomes a named group in the rules file.

In TOML::

    "fever_chills"                                   the answer is yes
    { maybe = "immunosuppressed" }                   yes or not sure
    { unknown = "ces_bowel" }                        not sure
    { fact = "duration", equals = "over_12w" }       one answer
    { fact = "duration", in = ["4_6w", "6_12w"] }    one of several
    { fact = "age_band", at_or_over = 65 }           by the option's number
    { any = [...] }  { all = [...] }  { at_least = 2, of = [...] }
    { group = "neuro" }                              a named condition
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

#: What is known about a person: fact id -> value. A fact that was never asked is absent.
Facts = Mapping[str, str]

YES = "yes"
NO = "no"
NOT_SURE = "not_sure"
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Is:
    """True when the fact has one of the values."""

    fact: str
    values: frozenset[str]

    def holds(self, facts: Facts) -> bool:
        return facts.get(self.fact) in self.values


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is true."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        for part in self.parts:  # noqa: SIM110 - a plain loop is a third faster on the hot path
            if part.holds(facts):
                return True
        return False


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is true."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        for part in self.parts:  # noqa: SIM110
            if not part.holds(facts):
                return False
        return True


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when `count` or more parts are true."""

    count: int
    parts: tuple[Condition, ...] = field(default=())

    def holds(self, facts: Facts) -> bool:
        return sum(part.holds(facts) for part in self.parts) >= self.count


Condition = Is | AnyOf | AllOf | AtLeast


def leaves(condition: Condition) -> Iterator[Is]:
    """Every `Is` of a condition, in reading order."""
    if isinstance(condition, Is):
        yield condition
        return
    for part in condition.parts:
        yield from leaves(part)


def facts_of(condition: Condition) -> frozenset[str]:
    """The ids of all facts that a condition looks at."""
    return frozenset(leaf.fact for leaf in leaves(condition))


def true_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The facts that make a true condition true, in reading order, each once."""
    return tuple(dict.fromkeys(_support(condition, facts)))


def _support(condition: Condition, facts: Facts) -> Iterator[str]:
    if isinstance(condition, Is):
        if condition.holds(facts):
            yield condition.fact
        return
    for part in condition.parts:
        if part.holds(facts):
            yield from _support(part, facts)


def compiled(*conditions: Condition) -> Callable[[Facts], bool]:
    """One fast function that is true when any of the conditions is.

    Conditions are data of a closed shape, so the whole of them becomes a single Python expression: about ten times as
    fast as walking the tree, which every step of every conversation would otherwise do.
    """
    source = " or ".join(_expression(condition) for condition in conditions) or "False"
    return eval(f"lambda f: {source}", {"__builtins__": {}, "sum": sum})  # type: ignore[no-any-return]  # noqa: S307


def _expression(condition: Condition) -> str:
    match condition:
        case Is(fact, values) if len(values) == 1:
            return f"f.get({fact!r}) == {next(iter(values))!r}"
        case Is(fact, values):
            return f"f.get({fact!r}) in {tuple(sorted(values))!r}"
        case AnyOf(parts):
            return "(" + " or ".join(_expression(part) for part in parts) + ")"
        case AllOf(parts):
            return "(" + " and ".join(_expression(part) for part in parts) + ")"
        case AtLeast(count, parts):
            return "(sum((" + ", ".join(_expression(part) for part in parts) + f",)) >= {count})"


def describe(condition: Condition) -> str:
    """A condition in words, for the protocol page and for counter-examples."""
    match condition:
        case Is(fact, values):
            return _describe_leaf(fact, values)
        case AnyOf(parts):
            return "(" + " or ".join(describe(part) for part in parts) + ")"
        case AllOf(parts):
            return "(" + " and ".join(describe(part) for part in parts) + ")"
        case AtLeast(count, parts):
            return f"at least {count} of (" + ", ".join(describe(part) for part in parts) + ")"


def _describe_leaf(fact: str, values: frozenset[str]) -> str:
    if values == {YES}:
        return f"`{fact}`"
    if values == {YES, NOT_SURE}:
        return f"`{fact}` (or not sure)"
    return f"`{fact}` = " + " / ".join(sorted(values))
