"""Reads a protocol's TOML files into typed values once, and refuses anything that it does not understand.

It does not judge whether the protocol is safe: `checks` does.

Errors::

    ProtocolError        names the file, the id and what would mend it
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from content.errors import ContentError
from content.fields import Fields
from content.loader import read_review
from dialogs.conditions import NOT_SURE, YES, AllOf, AnyOf, AtLeast, Condition, Is, facts_of
from dialogs.protocol import (
    Case,
    Disposition,
    Kind,
    Option,
    Part,
    Protocol,
    Question,
    RedFlag,
    ResultText,
    Rule,
)

PROTOCOLS = Path(__file__).parent / "protocols"

#: Facts that are raised by a button or by typed words instead of a question.
RAISED_ELSEWHERE = frozenset(
    {"self_harm", "typed_emergency_now", "typed_emergency_today", "typed_urgent_same_day"}
)

Table = Mapping[str, Any]


class ProtocolError(Exception):
    """A protocol file cannot be used; the text names the file, the id and the mend."""


def load_protocol(name: str = "low_back_pain", root: Path = PROTOCOLS) -> Protocol:
    """The protocol in `root/name`; raises ProtocolError."""
    return _Reader(root / name).protocol()


class _Reader:
    """Reads one folder; keeps the named groups and the questions' numbers while it does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = ""
        self._thresholds: dict[str, dict[str, int]] = {}
        self._groups: dict[str, Condition] = {}
        self._known: set[str] = set(RAISED_ELSEWHERE)

    def protocol(self) -> Protocol:
        questions = self._questions()
        head = self._read("protocol.toml")
        self._learn_groups()
        dispositions = self._dispositions()
        names = {disposition.id: disposition for disposition in dispositions}
        rules = self._rules(names, head["categories"])
        flags = self._flags(names)
        self._file = "protocol.toml"
        exit_at = self._text(head, "exit_at", "the protocol")
        if exit_at not in names:
            raise self._error("the protocol", f"exit_at names {exit_at!r}, which is not in dispositions.toml")
        try:
            review = read_review(Fields(head.get("review", {}), str(self._folder / self._file)))
        except ContentError as error:
            raise ProtocolError(str(error)) from None
        return Protocol(
            id=self._text(head, "id", "the protocol"),
            version=self._text(head, "version", "the protocol"),
            review=review,
            questions=questions,
            red_flags=flags,
            rules=rules,
            dispositions=dispositions,
            categories=tuple(head["categories"]),
            exit_rank=names[exit_at].rank,
        )

    # -- files -------------------------------------------------------------------------------------------------
    def _read(self, name: str) -> Table:
        self._file = name
        path = self._folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ProtocolError(f"{path} is missing; restore it from the repository") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ProtocolError(f"{path} is not valid TOML: {error}") from None

    def _error(self, where: str, problem: str) -> ProtocolError:
        return ProtocolError(f"{self._folder / self._file}: {where}: {problem}")

    def _text(self, table: Table, key: str, where: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self._error(where, f"{key!r} must be a text")
        return value.strip()

    def _strings(self, table: Table, key: str, where: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(where, f"{key!r} must be a list of texts")
        return tuple(value)

    def _refuse_unknown(self, table: Table, known: Iterable[str], where: str) -> None:
        if unknown := sorted(set(table) - set(known)):
            raise self._error(where, f"does not know {', '.join(unknown)}; remove or correct it")

    # -- questions ---------------------------------------------------------------------------------------------
    def _questions(self) -> tuple[Question, ...]:
        tables = self._read("questions.toml").get("question", [])
        for table in tables:
            self._learn_facts(table)
        questions = tuple(self._question(table) for table in tables)
        ids = [question.id for question in questions]
        if doubles := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            raise self._error(doubles[0], "this id is used twice; ids are unique")
        return questions

    def _learn_facts(self, table: Table) -> None:
        where = self._text(table, "id", "a question without id")
        options = table.get("option", [])
        if table.get("kind") == Kind.CHECKLIST:
            self._known.update(self._text(option, "id", where) for option in options)
            return
        self._known.add(where)
        self._thresholds[where] = {
            option["id"]: option["at_least"] for option in options if "at_least" in option
        }

    def _question(self, table: Table) -> Question:
        where = self._text(table, "id", "a question without id")
        self._refuse_unknown(table, _QUESTION_KEYS, where)
        try:
            kind, part = Kind(table["kind"]), Part(table["part"])
        except (KeyError, ValueError):
            raise self._error(where, f"kind is one of {_words(Kind)}, part one of {_words(Part)}") from None
        when = table.get("ask_when")
        danger = bool(table.get("danger", False))
        question = Question(
            id=where,
            name=self._required(table, "name", where),
            kind=kind,
            part=part,
            prompt=self._required(table, "prompt", where),
            prompt_caregiver=self._required(table, "prompt_caregiver", where),
            why=self._text(table, "why", where, ""),
            clarify=self._required(table, "clarify", where) if danger else "",
            clarify_caregiver=self._required(table, "clarify_caregiver", where) if danger else "",
            because=self._text(table, "because", where) if "because" in table else None,
            options=tuple(self._option(option, where) for option in table.get("option", [])),
            danger=danger,
            sensitive=bool(table.get("sensitive", False)),
            skippable=bool(table.get("skippable", False)),
            finish_first=bool(table.get("finish_first", False)),
            stands_for=self._strings(table, "stands_for", where),
            ask_when=None if when is None else self.condition(when, where),
            citations=self._strings(table, "citations", where),
            note=self._text(table, "note", where, ""),
            hash=_meaning(table),
        )
        if part is Part.TRIAGE and not question.why:
            raise self._error(where, "needs `why`: one sentence for 'Why are you asking?'")
        return question

    def _required(self, table: Table, key: str, where: str) -> str:
        text = self._text(table, key, where, "")
        if not text:
            raise self._error(where, f"needs {key!r}")
        return text

    def _option(self, table: Table, where: str) -> Option:
        option_id = self._text(table, "id", where)
        self._refuse_unknown(
            table, ("id", "label", "label_caregiver", "because", "at_least"), f"{where}.{option_id}"
        )
        return Option(
            id=option_id,
            label=self._required(table, "label", f"{where}.{option_id}"),
            label_caregiver=self._text(table, "label_caregiver", where)
            if "label_caregiver" in table
            else None,
            because=self._text(table, "because", where) if "because" in table else None,
            at_least=table.get("at_least"),
        )

    # -- results -----------------------------------------------------------------------------------------------
    def _dispositions(self) -> tuple[Disposition, ...]:
        return tuple(
            self._disposition(table) for table in self._read("dispositions.toml").get("disposition", [])
        )

    def _disposition(self, table: Table) -> Disposition:
        where = self._text(table, "id", "a disposition without id")
        self._refuse_unknown(table, ("id", "rank", "escalation", "self_care_allowed", "text"), where)
        if not isinstance(table.get("rank"), int):
            raise self._error(where, "'rank' must be a whole number")
        texts = tuple(self._result_text(text, where) for text in table.get("text", []))
        if not texts or texts[-1].when is not None:
            raise self._error(where, "the last text must have no `when`, so that there is always one")
        return Disposition(
            id=where,
            rank=table["rank"],
            escalation=bool(table.get("escalation", False)),
            self_care_allowed=bool(table.get("self_care_allowed", False)),
            texts=texts,
        )

    def _result_text(self, table: Table, where: str) -> ResultText:
        here = f"{where}.{self._text(table, 'id', where)}"
        self._refuse_unknown(table, ("id", "when", *_RESULT_FIELDS), here)
        words = {key: self._text(table, key, here, "") for key in _RESULT_FIELDS}
        if not words["do"] or not words["do_caregiver"]:
            raise self._error(here, "needs 'do' and 'do_caregiver'")
        when = table.get("when")
        return ResultText(id=table["id"], when=None if when is None else self.condition(when, here), **words)

    # -- rules -------------------------------------------------------------------------------------------------
    def _rules(self, dispositions: Mapping[str, Disposition], categories: list[str]) -> tuple[Rule, ...]:
        tables = self._read("rules.toml").get("rule", [])
        return tuple(self._rule(table, dispositions, categories) for table in tables)

    def _learn_groups(self) -> None:
        for name, table in self._read("rules.toml").get("groups", {}).items():
            self._groups[name] = self.condition(table, f"group {name}")

    def _rule(self, table: Table, dispositions: Mapping[str, Disposition], categories: list[str]) -> Rule:
        where = self._text(table, "id", "a rule without id")
        self._refuse_unknown(table, ("id", "title", "citations", "otherwise", "case"), where)
        cases = []
        for case in table.get("case", []):
            self._refuse_unknown(case, ("when", "disposition", "category"), where)
            if case.get("disposition") not in dispositions:
                raise self._error(
                    where, f"disposition {case.get('disposition')!r} is not in dispositions.toml"
                )
            if case.get("category") not in categories:
                raise self._error(where, f"category {case.get('category')!r} is not in protocol.toml")
            when = self.condition(case.get("when"), where)
            cases.append(Case(when=when, disposition=case["disposition"], category=case["category"]))
        if not cases:
            raise self._error(where, "needs at least one [[rule.case]]")
        return Rule(
            id=where,
            title=self._required(table, "title", where),
            cases=tuple(cases),
            citations=self._strings(table, "citations", where),
            otherwise=bool(table.get("otherwise", False)),
        )

    def _flags(self, dispositions: Mapping[str, Disposition]) -> tuple[RedFlag, ...]:
        flags = []
        for table in self._read("red_flags.toml").get("red_flag", []):
            where = self._text(table, "id", "a red flag without id")
            self._refuse_unknown(table, ("id", "name", "raised_by", "tier", "sign", "citations"), where)
            if "tier" in table and table["tier"] not in dispositions:
                raise self._error(where, f"tier {table['tier']!r} is not in dispositions.toml")
            flags.append(
                RedFlag(
                    id=where,
                    name=self._required(table, "name", where),
                    raised_by=self.condition(table.get("raised_by"), where),
                    tier=table.get("tier"),
                    sign=table.get("sign"),
                    citations=self._strings(table, "citations", where),
                )
            )
        return tuple(flags)

    # -- conditions --------------------------------------------------------------------------------------------
    def condition(self, data: object, where: str) -> Condition:
        """One condition of the vocabulary in `dialogs.conditions`."""
        condition = self._parse(data, where)
        if unknown := sorted(facts_of(condition) - self._known):
            raise self._error(where, f"{', '.join(unknown)} is not a question or an item of questions.toml")
        return condition

    def _parse(self, data: object, where: str) -> Condition:
        if isinstance(data, str):
            return Is(data, frozenset({YES}))
        if not isinstance(data, dict):
            raise self._error(where, f"{data!r} is not a condition")
        table = cast("dict[str, Any]", data)
        match sorted(table):
            case ["any"]:
                return AnyOf(self._parts(table["any"], where))
            case ["all"]:
                return AllOf(self._parts(table["all"], where))
            case ["at_least", "of"]:
                return AtLeast(int(table["at_least"]), self._parts(table["of"], where))
            case ["maybe"]:
                return Is(table["maybe"], frozenset({YES, NOT_SURE}))
            case ["unknown"]:
                return Is(table["unknown"], frozenset({NOT_SURE}))
            case ["equals", "fact"]:
                return Is(table["fact"], frozenset({table["equals"]}))
            case ["fact", "in"]:
                return Is(table["fact"], frozenset(table["in"]))
            case ["at_or_over", "fact"]:
                return self._at_or_over(table["fact"], table["at_or_over"], where)
            case ["group"] if table["group"] in self._groups:
                return self._groups[table["group"]]
        raise self._error(
            where, f"{table!r} is not a condition; see dialogs/conditions.py for the vocabulary"
        )

    def _parts(self, data: object, where: str) -> tuple[Condition, ...]:
        if not isinstance(data, list) or not data:
            raise self._error(where, "any, all and of take a list that is not empty")
        return tuple(self._parse(part, where) for part in data)

    def _at_or_over(self, fact: str, least: int, where: str) -> Is:
        numbers = self._thresholds.get(fact, {})
        if least not in numbers.values():
            raise self._error(
                where, f"no option of {fact} begins at {least}: the comparison would cut through an option"
            )
        return Is(fact, frozenset(option for option, number in numbers.items() if number >= least))


_QUESTION_KEYS = (
    "id name kind part danger sensitive skippable finish_first stands_for ask_when citations note prompt prompt_caregiver "
    "why clarify clarify_caregiver because option"
).split()
_RESULT_FIELDS = ("do", "do_caregiver", "say", "say_caregiver", "avoid", "avoid_caregiver")


def _words(kind: type[Kind] | type[Part]) -> str:
    return ", ".join(kind)


def _meaning(table: Table) -> str:
    options = [(option.get("id"), option.get("label")) for option in table.get("option", [])]
    meaning = repr((table.get("kind"), table.get("prompt"), options))
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]
