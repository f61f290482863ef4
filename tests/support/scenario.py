"""Reads conversations that a nurse can review, and refuses what it does not know with file and line.

It plays nothing: `scenario_player` does. The format is described in `tests/scenarios/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.channels.terminal.jsonlines import BadLine, duration
from dialogs.events import Action
from dialogs.protocol import Kind, Question
from tests.support.conversation import dialog

FOLDER = Path(__file__).parents[1] / "scenarios"

#: At most this many lines below the title; longer ones are two scenarios.
MOST_LINES = 12

_PRESSES = ("press", "press first", "press foreign", "press forged", "press raw")
_ANSWER = re.compile(r"(?P<key>[a-z0-9_]+): *(?P<rest>.+)")
_STEP = re.compile(r"(?P<key>[a-z ]+|=>):? *(?P<rest>.*)")


class BadScenario(Exception):
    """A file says something that the format does not know; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the title."""

    number: int
    #: A verb (`press`, `until`, `=>` …), or `answer`.
    verb: str
    #: What follows the verb, in parts.
    parts: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One conversation."""

    path: Path
    title: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return (
            str(self.path.relative_to(FOLDER).with_suffix(""))
            if FOLDER in self.path.parents
            else self.path.stem
        )

    def expected(self) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
        """(disposition, category, rules) of every result it expects."""
        for line in self.lines:
            if line.verb == "=>":
                category = None if line.parts[1] == "-" else line.parts[1]
                yield line.parts[0], category, line.parts[2:]


def scenario_paths() -> list[Path]:
    return sorted(FOLDER.rglob("*.txt"))


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All that ship. Raises BadScenario."""
    return tuple(read_scenario(path) for path in scenario_paths())


def read_scenario(path: Path) -> Scenario:
    """One file. Raises BadScenario."""
    return parse_scenario(path.read_text(encoding="utf-8"), path)


def parse_scenario(text: str, path: Path) -> Scenario:
    """The same for a text; `path` is only named. Raises BadScenario."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), 1)]
    rows = [(number, row) for number, row in rows if row and not row.startswith("#")]
    if len(rows) < 2:
        raise BadScenario(f"{path}: needs a title and at least one line below it")
    if len(rows) - 1 > MOST_LINES:
        raise BadScenario(f"{path}: {len(rows) - 1} lines: keep to {MOST_LINES} or make two scenarios")
    lines = tuple(_line(row, number, f"{path}:{number}") for number, row in rows[1:])
    if not any(line.verb in _EXPECTS for line in lines):
        raise BadScenario(f"{path}: expects nothing: end with a line such as => self_care nonspecific R34")
    return Scenario(path=path, title=rows[0][1], lines=lines)


_EXPECTS = (
    "=>",
    "asks",
    "says",
    "ends with",
    "reads",
    "not read",
    "alert",
    "lead",
    "ticked",
    "not asked",
    "offers",
    "no button",
    "until",
)


def _line(row: str, number: int, where: str) -> Line:
    answer = _ANSWER.fullmatch(row)
    if answer and answer["key"] in _questions():
        parts = tuple(part.strip() for part in answer["rest"].split(","))
        for part in parts:
            _check_value(_questions()[answer["key"]], part, where)
        return Line(number, "answer", (answer["key"], *parts), row)
    step = _STEP.fullmatch(row)
    check = _CHECKS.get(step["key"].strip()) if step else None
    if step is None or check is None:
        raise BadScenario(f"{where}: does not know {row!r}: start with a question's id or one of {_known()}")
    rest = step["rest"].strip()
    if not rest and step["key"] != "type":
        raise BadScenario(f"{where}: {row!r} says nothing after the colon")
    return Line(number, step["key"].strip(), check(rest, where), row)


def _known() -> str:
    return ", ".join(_CHECKS)


@cache
def _questions() -> dict[str, Question]:
    return dict(dialog().words.protocol.question_by_id)


def _check_value(question: Question, value: str, where: str) -> None:
    known = question.values()
    if question.id == "country" and (value == "other" or re.fullmatch("[A-Z]{2}", value)):
        return
    if value not in known or value == "done":
        raise BadScenario(
            f"{where}: {question.id} has no answer {value!r}: use {', '.join(v for v in known if v != 'done')}"
        )


def _one_of(known: object, what: str, value: str, where: str) -> str:
    if value not in known:  # type: ignore[operator]
        raise BadScenario(f"{where}: there is no {what} {value!r}")
    return value


def _question(rest: str, where: str) -> tuple[str, ...]:
    return (_one_of(_questions(), "question", rest, where),)


def _press(rest: str, where: str) -> tuple[str, ...]:
    """`yes`, `yes of ces_urinary`, `change duration`, `card painkillers`."""
    name, _, question = rest.partition(" of ")
    first = name.split(" ")[0]
    values = {value for one in _questions().values() for value in one.values()}
    if first not in values | set(Action) and not re.fullmatch("[A-Z]{2}|other", first):
        raise BadScenario(f"{where}: there is no button {first!r}: use an answer's value or an action")
    if first == "change":
        _one_of(_questions(), "question", name.partition(" ")[2], where)
    if first == "card":
        _one_of(dialog().words.library.cards_by_id, "card", name.partition(" ")[2], where)
    return (name, _one_of(_questions(), "question", question, where)) if question else (name,)


def _raw(rest: str, where: str) -> tuple[str, ...]:
    return (rest,)


def _wait(rest: str, where: str) -> tuple[str, ...]:
    try:
        duration(rest)
    except BadLine as error:
        raise BadScenario(f"{where}: {error}") from None
    return (rest,)


def _content(rest: str, where: str) -> tuple[str, ...]:
    kind, _, slug = rest.partition(".")
    words = dialog().words
    known = {
        "phrase": words.phrases,
        "card": {*words.library.cards_by_id, "warning_signs"},
        "why": _questions(),
        "plan": {"today", "week", "later"},
        "topic": {topic.id for topic in words.library.topics},
        "dose": {d.id for one in words.library.medicines.medicines.values() for d in one.doses.values()},
    }.get(kind, {})
    if slug not in known:
        raise BadScenario(
            f"{where}: there is no content {rest!r}: write phrase.…, card.…, plan.…, topic.…, dose.… or why.…"
        )
    return (rest,)


def _lead(rest: str, where: str) -> tuple[str, ...]:
    _one_of(dialog().words.phrases, "phrase", f"lead.{rest}", where)
    return (rest,)


def _ticked(rest: str, where: str) -> tuple[str, ...]:
    parts = () if rest == "nothing" else tuple(part.strip() for part in rest.split(","))
    values = {value for one in _questions().values() for value in one.values()}
    for part in parts:
        if not re.fullmatch("[A-Z]{2}", part):
            _one_of(values, "value", part, where)
    return parts


def _alert(rest: str, where: str) -> tuple[str, ...]:
    tier, *signs = rest.split()
    protocol = dialog().words.protocol
    _one_of(protocol.disposition_by_id, "tier", tier, where)
    for sign in signs:
        _one_of({flag.id for flag in protocol.red_flags}, "red flag", sign, where)
    return (tier, *signs)


def _result(rest: str, where: str) -> tuple[str, ...]:
    protocol = dialog().words.protocol
    parts = rest.split()
    if len(parts) < 2:
        raise BadScenario(f"{where}: write => disposition category rules, with - for no category")
    _one_of(protocol.disposition_by_id, "disposition", parts[0], where)
    _one_of({*protocol.categories, "-"}, "category", parts[1], where)
    for rule in parts[2:]:
        _one_of({rule.id for rule in protocol.rules}, "rule", rule, where)
    return tuple(parts)


_CHECKS = {
    **dict.fromkeys(_PRESSES[:-1], _press),
    "press raw": _raw,
    "type": _raw,
    "wait": _wait,
    "until": _question,
    "asks": _question,
    "not asked": _question,
    "says": _content,
    "ends with": _content,
    "reads": _raw,
    "not read": _raw,
    "lead": _lead,
    "ticked": _ticked,
    "offers": _press,
    "no button": _press,
    "alert": _alert,
    "=>": _result,
}

#: What a person says to questions that a scenario does not mention; the rest is "no" and "none of these".
HARMLESS = {
    "consent": "agree",
    "voice": "self",
    "country": "GB",
    "age_band": "18_49",
    "duration": "under_2w",
    "trend": "better",
    "walking_seen_before": "yes",
}


def harmless(question_id: str) -> str | None:
    """The answer that leads nowhere; None where every answer means something, so the scenario must say it."""
    question = _questions()[question_id]
    if question_id in HARMLESS:
        return HARMLESS[question_id]
    return {Kind.YES_NO: "no", Kind.CHECKLIST: "none"}.get(question.kind)
