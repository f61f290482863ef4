"""Telegram's own text parser (TDLib, offline), so that no test has to believe our idea of its HTML.

It parses and measures; it does not know methods, keyboards or chats.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

_MODES = {
    "HTML": {"@type": "textParseModeHTML"},
    "MarkdownV2": {"@type": "textParseModeMarkdown", "version": 2},
    "Markdown": {"@type": "textParseModeMarkdown", "version": 1},
}
TEXT_LIMIT = 4096


class CannotParseError(ValueError):
    """What Telegram would say."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """Text as people see it, and its formatting."""

    text: str
    #: (offset, length, type) in UTF-16 units, as TDLib gives them.
    entities: tuple[tuple[int, int, str], ...]

    @property
    def units(self) -> int:
        """The length that Telegram limits."""
        return utf16_units(self.text)


def parse_text(text: str, parse_mode: str | None) -> ParsedText:
    """Parse as Telegram does; raises CannotParseError with its words."""
    if not parse_mode:
        return ParsedText(text, ())
    if parse_mode not in _MODES:
        raise CannotParseError("unsupported parse_mode")
    answer = _td({"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[parse_mode]})
    if answer["@type"] == "error":
        raise CannotParseError(_lower_first(answer["message"]))
    entities = tuple(
        (entity["offset"], entity["length"], entity["type"]["@type"]) for entity in answer["entities"]
    )
    return ParsedText(answer["text"], entities)


def check_html(text: str) -> list[str]:
    """What is wrong with this message text; empty when Telegram takes it."""
    try:
        parsed = parse_text(text, "HTML")
    except CannotParseError as error:
        return [str(error)]
    if not parsed.text.strip():
        return ["message text is empty"]
    if parsed.units > TEXT_LIMIT:
        return [f"message is too long: {parsed.units} of {TEXT_LIMIT} UTF-16 units"]
    return []


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@cache
def _executor() -> Any:
    from tdjson import td_execute

    td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    return td_execute


def _td(request: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_executor()(json.dumps(request).encode()))
    return answer


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
