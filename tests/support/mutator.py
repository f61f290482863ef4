"""Breaks the protocol's data on purpose, one small way at a time, to show that the tests would notice.

It changes the parsed tables and knows what each change means, not whether anybody notices. Mutants are written as JSON:
it says the same and is read a hundred times as fast as TOML.
"""

from __future__ import annotations

import copy
import json
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dialogs.loader import PROTOCOLS

Tables = dict[str, Any]
Change = Callable[[Tables], None]

FOLDER = PROTOCOLS / "low_back_pain"
#: Where the item lives among the tables: keys and indices.
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutant:
    """One broken protocol."""

    #: What was done, such as "drop a part".
    kind: str
    #: Where, such as "rules.toml R04 case 1: any[2]".
    where: str
    #: True when it may lower a tier, hide a sign or tell somebody the wrong thing to do.
    safety: bool
    change: Change
    #: The one file that it changes.
    file: str
    #: Facts that it touches, so that the likeliest situations are tried first.
    facts: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}"


def originals() -> dict[str, Tables]:
    """The protocol's files as tables."""
    return {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}


def write(mutant: Mutant | None, tables: dict[str, Tables], root: Path) -> None:
    """Write the mutant as a protocol folder under `root`, over any other one there; None = unchanged."""
    folder = root / FOLDER.name
    folder.mkdir(exist_ok=True)
    broken = {mutant.file: copy.deepcopy(tables[mutant.file])} if mutant is not None else {}
    if mutant is not None:
        mutant.change(broken)
    for name, table in (tables | broken).items():
        path = folder / name
        if name in broken or not path.exists() or path.stat().st_mtime == _BROKEN:
            path.write_text(json.dumps(table), encoding="utf-8")
        if name in broken:
            os.utime(path, (_BROKEN, _BROKEN))


#: The time of change of broken files, by which they are known and written anew.
_BROKEN = 1.0


def mutants(tables: dict[str, Tables]) -> list[Mutant]:
    """Every mutant, each under a name of its own."""
    return [
        *_questions(tables["questions.toml"]["question"]),
        *_rules(tables),
        *_flags(tables),
        *_results(tables),
        *_exits(tables),
    ]


# -- questions -------------------------------------------------------------------------------------------------
def _questions(questions: list[Tables]) -> Iterator[Mutant]:
    numbers = {
        q["id"]: {o["id"]: o["at_least"] for o in q.get("option", []) if "at_least" in o} for q in questions
    }
    values = _values(questions)
    for index, question in enumerate(questions):
        at: Path_ = ("questions.toml", "question", index)
        name, facts = question["id"], _facts_of_question(question)
        yield _drop("drop a question", name, at, facts)
        for key in (
            "clarify",
            "clarify_caregiver",
            "prompt",
            "prompt_caregiver",
            "why",
            "because",
            "citations",
        ):
            if key in question:
                safety = key not in ("why", "because", "citations")
                yield _drop(f"drop {key}", name, (*at, key), facts, safety=safety)
        for key in ("danger", "finish_first", "sensitive", "skippable", "stands_for"):
            if question.get(key):
                safety = key in ("danger", "finish_first")
                yield _drop(f"drop {key}", name, (*at, key), facts, safety=safety)
        for number in range(len(question.get("stands_for", []))):
            yield _drop(
                "drop one that the list stands for", f"{name}[{number}]", (*at, "stands_for", number), facts
            )
        yield _set("cite another source", name, (*at, "citations"), ["no_such_source"], facts, safety=False)
        if "ask_when" in question:
            never = {"fact": "consent", "equals": "decline"}
            yield _set("never ask", name, (*at, "ask_when"), never, facts)
            yield _drop("always ask", name, (*at, "ask_when"), facts, safety=False)
            yield from _conditions(
                question["ask_when"], (*at, "ask_when"), f"{name} ask_when", values, numbers
            )
        yield from _options(question, at)
        if index + 1 < len(questions):
            other: Path_ = ("questions.toml", "question", index + 1)
            if question.get("danger") and questions[index + 1].get("danger"):
                for key in ("prompt", "prompt_caregiver"):
                    where = f"{name} and {questions[index + 1]['id']}"
                    yield _swap(f"swap two {key}s", where, (*at, key), (*other, key), facts)


def _options(question: Tables, at: Path_) -> Iterator[Mutant]:
    options = question.get("option", [])
    safety = bool(question.get("danger")) or question["part"] == "medicine"
    for number, option in enumerate(options):
        here: Path_ = (*at, "option", number)
        where = f"{question['id']}.{option['id']}"
        facts = frozenset({option["id"], question["id"]})
        yield _drop("drop an option", where, here, facts, safety=safety)
        yield _drop("drop a label", where, (*here, "label"), facts, safety=safety)
        if number + 1 < len(options):
            next_: Path_ = (*at, "option", number + 1)
            yield _swap("swap two labels", where, (*here, "label"), (*next_, "label"), facts, safety=safety)
            if question["id"].endswith("timing"):
                yield _swap("swap two targets", where, (*here, "id"), (*next_, "id"), facts)


# -- rules and flags -------------------------------------------------------------------------------------------
def _rules(tables: dict[str, Tables]) -> Iterator[Mutant]:
    questions = tables["questions.toml"]["question"]
    values, numbers, lower = _values(questions), _numbers(questions), _lower(tables)
    for index, rule in enumerate(tables["rules.toml"]["rule"]):
        at: Path_ = ("rules.toml", "rule", index)
        facts = frozenset().union(*(_facts_of(case["when"], tables) for case in rule["case"]))
        yield _drop("drop a rule", rule["id"], at, facts)
        yield _drop("drop citations", rule["id"], (*at, "citations"), facts, safety=False)
        yield _set(
            "cite another source", rule["id"], (*at, "citations"), ["no_such_source"], facts, safety=False
        )
        if not rule.get("otherwise"):
            yield _set("make it the last resort", rule["id"], (*at, "otherwise"), True, facts)
        for number, case in enumerate(rule["case"]):
            here: Path_ = (*at, "case", number)
            where, own = f"{rule['id']} case {number + 1}", _facts_of(case["when"], tables)
            yield _drop("drop a case", where, here, own, safety=case["disposition"] != "self_care")
            if case["disposition"] in lower:
                yield _set("lower a case", where, (*here, "disposition"), lower[case["disposition"]], own)
            if not rule.get("otherwise"):
                safety = case["disposition"] != "self_care"
                yield from _conditions(case["when"], (*here, "when"), where, values, numbers, safety=safety)
    for name, when in tables["rules.toml"]["groups"].items():
        yield from _conditions(when, ("rules.toml", "groups", name), f"group {name}", values, numbers)


def _flags(tables: dict[str, Tables]) -> Iterator[Mutant]:
    questions = tables["questions.toml"]["question"]
    values, numbers, lower = _values(questions), _numbers(questions), _lower(tables)
    flags = tables["red_flags.toml"]["red_flag"]
    for index, flag in enumerate(flags):
        at: Path_ = ("red_flags.toml", "red_flag", index)
        name, facts = flag["id"], _facts_of(flag["raised_by"], tables)
        yield _drop("drop a red flag", name, at, facts)
        yield _set(
            "cite another source", f"flag {name}", (*at, "citations"), ["no_such_source"], facts, safety=False
        )
        if flag.get("tier") in lower:
            yield _set("lower a flag", name, (*at, "tier"), lower[flag["tier"]], facts)
            yield _drop("drop a flag's tier", name, (*at, "tier"), facts)
        if "sign" in flag:
            yield _drop("drop a sign from the card", name, (*at, "sign"), facts)
            if index + 1 < len(flags) and "sign" in flags[index + 1]:
                other: Path_ = ("red_flags.toml", "red_flag", index + 1, "sign")
                yield _swap("swap two signs", name, (*at, "sign"), other, facts)
        yield from _conditions(flag["raised_by"], (*at, "raised_by"), f"flag {name}", values, numbers)


# -- results ---------------------------------------------------------------------------------------------------
def _results(tables: dict[str, Tables]) -> Iterator[Mutant]:
    questions = tables["questions.toml"]["question"]
    values, numbers = _values(questions), _numbers(questions)
    results = tables["dispositions.toml"]["disposition"]
    for index, result in enumerate(results):
        at: Path_ = ("dispositions.toml", "disposition", index)
        yield _drop("drop a result", result["id"], at, frozenset())
        if result["escalation"]:
            yield _set("take away the urgency", result["id"], (*at, "escalation"), False)
        if not result["self_care_allowed"]:
            yield _set("allow care at home", result["id"], (*at, "self_care_allowed"), True)
        if index + 1 < len(results):
            other: Path_ = ("dispositions.toml", "disposition", index + 1)
            where = f"{result['id']} and {results[index + 1]['id']}"
            yield _swap("swap two ranks", where, (*at, "rank"), (*other, "rank"))
            yield _swap("swap two results' texts", where, (*at, "text"), (*other, "text"))
        for number, text in enumerate(result["text"]):
            here: Path_ = (*at, "text", number)
            where = f"{result['id']}.{text['id']}"
            yield _drop("drop a text", where, here, frozenset())
            for key in ("do", "do_caregiver", "say", "say_caregiver", "avoid", "avoid_caregiver"):
                if text.get(key):
                    yield _set("blank a text", f"{where}.{key}", (*here, key), "")
            if number + 1 < len(result["text"]):
                yield from _swapped_words(
                    where, here, (*at, "text", number + 1), text, result["text"][number + 1]
                )
            if "when" in text:
                when: Path_ = (*here, "when")
                yield from _conditions(text["when"], when, f"{where} when", values, numbers, safety=False)


def _swapped_words(where: str, here: Path_, other: Path_, one: Tables, two: Tables) -> Iterator[Mutant]:
    for key in ("do", "do_caregiver", "say", "say_caregiver"):
        if one.get(key) == two.get(key):
            continue
        yield _swap("swap two texts", f"{where}.{key}", (*here, key), (*other, key))


def _exits(tables: dict[str, Tables]) -> Iterator[Mutant]:
    for tier in ("emergency_now", "urgent_same_day", "see_clinician_soon"):
        yield _set("end the questions elsewhere", tier, ("protocol.toml", "exit_at"), tier)


# -- conditions ------------------------------------------------------------------------------------------------
def _conditions(
    when: Any,
    at: Path_,
    where: str,
    values: dict[str, list[str]],
    numbers: dict[str, dict[str, int]],
    *,
    safety: bool = True,
) -> Iterator[Mutant]:
    """Every way to break one condition a little."""
    facts = frozenset(_leaf_facts(when))
    for label, place, broken in _broken(when, values, numbers):
        tightens = label not in _LOOSENING
        yield _set(label, f"{where}: {place}", at, broken, facts, safety=safety and tightens)


def _broken(
    when: Any, values: dict[str, list[str]], numbers: dict[str, dict[str, int]]
) -> Iterator[tuple[str, str, Any]]:
    """(what was done, where in the condition, the broken condition)."""
    if isinstance(when, str):
        yield "negate a leaf", when, {"fact": when, "equals": "no"}
        return
    key = next(key for key in _KEYS if key in when)
    if key in ("any", "all", "of"):
        yield from _broken_list(when, key, values, numbers)
    elif key in ("maybe", "unknown"):
        fact = when[key]
        yield f"{key} to yes", fact, fact
        yield "negate a leaf", fact, {"fact": fact, "equals": "no"}
    elif key == "equals":
        others = [value for value in values[when["fact"]] if value != when["equals"]]
        yield "negate a leaf", f"{when['fact']} = {when['equals']}", {"fact": when["fact"], "in": others}
    elif key == "in":
        for value in when["in"]:
            rest = [other for other in when["in"] if other != value]
            yield "drop a value", f"{when['fact']} = {value}", {"fact": when["fact"], "in": rest}
    elif key == "at_or_over":
        steps = sorted(numbers[when["fact"]].values())
        place = steps.index(when["at_or_over"])
        for other in (place - 1, place + 1):
            if 0 <= other < len(steps):
                where = f"{when['fact']} {when['at_or_over']} to {steps[other]}"
                yield (
                    f"{'raise' if other > place else 'lower'} a threshold",
                    where,
                    {**when, "at_or_over": steps[other]},
                )


#: Breaks that can only make a condition true more often: they may send somebody too high, never too low.
_LOOSENING = ("all to any", "drop a part of all", "lower a threshold", "lower a count")

_KEYS = ("any", "all", "of", "maybe", "unknown", "equals", "in", "at_or_over", "group")


def _broken_list(
    when: Any, key: str, values: dict[str, list[str]], numbers: dict[str, dict[str, int]]
) -> Iterator[tuple[str, str, Any]]:
    parts = when[key]
    if key == "of":
        for count in (when["at_least"] - 1, when["at_least"] + 1):
            label = f"{'raise' if count > when['at_least'] else 'lower'} a count"
            yield label, f"to {count}", {**when, "at_least": count}
    elif len(parts) > 1:
        other = "all" if key == "any" else "any"
        yield f"{key} to {other}", f"of {len(parts)}", {other: parts}
    for number, part in enumerate(parts):
        rest = [*parts[:number], *parts[number + 1 :]]
        if rest:
            yield f"drop a part of {key}", f"[{number}] {_short(part)}", {**when, key: rest}
        for label, place, broken in _broken(part, values, numbers):
            yield label, f"[{number}] {place}", {**when, key: [*parts[:number], broken, *parts[number + 1 :]]}


def _short(part: Any) -> str:
    return part if isinstance(part, str) else " ".join(dict.fromkeys((*part, *_leaf_facts(part))))


def _leaf_facts(when: Any) -> Iterator[str]:
    if isinstance(when, str):
        yield when
    elif isinstance(when, dict):
        for key in ("maybe", "unknown", "fact"):
            if key in when:
                yield when[key]
        for key in ("any", "all", "of"):
            for part in when.get(key, []):
                yield from _leaf_facts(part)


def _facts_of(when: Any, tables: dict[str, Tables]) -> frozenset[str]:
    return frozenset(_leaf_facts(when))


def _facts_of_question(question: Tables) -> frozenset[str]:
    return frozenset({question["id"], *(option["id"] for option in question.get("option", []))})


def _values(questions: list[Tables]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for question in questions:
        options = [option["id"] for option in question.get("option", [])]
        if question["kind"] == "choice":
            found[question["id"]] = options
        elif question["kind"] == "checklist":
            found |= {option: ["yes", "no", "not_sure"] for option in options}
        else:
            found[question["id"]] = ["yes", "no", "not_sure"]
    return found


def _numbers(questions: list[Tables]) -> dict[str, dict[str, int]]:
    return {
        q["id"]: {o["id"]: o["at_least"] for o in q.get("option", []) if "at_least" in o} for q in questions
    }


def _lower(tables: dict[str, Tables]) -> dict[str, str]:
    """Result -> the next milder one."""
    ranks = sorted((d["rank"], d["id"]) for d in tables["dispositions.toml"]["disposition"])
    return {upper: lower for (_, lower), (_, upper) in pairwise(ranks)}


# -- changes ---------------------------------------------------------------------------------------------------
def _drop(
    kind: str, where: str, at: Path_, facts: frozenset[str] = frozenset(), *, safety: bool = True
) -> Mutant:
    def change(tables: Tables) -> None:
        parent, key = _parent(tables, at)
        del parent[key]

    return Mutant(kind, where, safety, change, str(at[0]), facts)


def _set(
    kind: str, where: str, at: Path_, value: Any, facts: frozenset[str] = frozenset(), *, safety: bool = True
) -> Mutant:
    def change(tables: Tables) -> None:
        parent, key = _parent(tables, at)
        parent[key] = value

    return Mutant(kind, where, safety, change, str(at[0]), facts)


def _swap(
    kind: str,
    where: str,
    one: Path_,
    other: Path_,
    facts: frozenset[str] = frozenset(),
    *,
    safety: bool = True,
) -> Mutant:
    def change(tables: Tables) -> None:
        first, a = _parent(tables, one)
        second, b = _parent(tables, other)
        first[a], second[b] = second[b], first[a]

    return Mutant(kind, where, safety, change, str(one[0]), facts)


def _parent(tables: Tables, at: Path_) -> tuple[Any, Any]:
    parent: Any = tables
    for step in at[:-1]:
        parent = parent[step]
    return parent, at[-1]
