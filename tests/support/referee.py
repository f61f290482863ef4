"""Judges every call we make to the Bot API, so that a mistake fails a test and not a patient.

The words are parsed by Telegram's own parser and the parameters held against the published specification; the
few rules that Telegram states only in prose are here. It keeps no state of chats (that is `fake_bot_api`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support import referee_spec
from tests.support.referee_html import (
    TEXT_LIMIT,
    CannotParseError,
    ParsedText,
    check_html,
    parse_text,
    utf16_units,
)

__all__ = ["Referee", "Violation", "check_call", "check_html"]

_CAPTION_LIMIT = 1024
_BUTTONS = 100
_BUTTONS_PER_ROW = 8
_NOT_ACTIONS = {"text", "style", "icon_custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One mistake in one call."""

    method: str
    #: Telegram's wording where it is known.
    description: str
    #: 0 for a mistake that Telegram lets pass in silence.
    code: int = 400


class Referee:
    """Remembers every violation; tests assert that there is none."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []

    def review(self, method: str, params: Mapping[str, Any]) -> Violation | None:
        """Note all mistakes of a call and return the first that Telegram refuses, if any."""
        found = check_call(method, params)
        self.violations.extend(found)
        return next((violation for violation in found if violation.code), None)


def check_call(method: str, params: Mapping[str, Any]) -> list[Violation]:
    """Everything that is wrong with this call; empty when Telegram takes it."""
    if not referee_spec.is_method(method):
        return [Violation(method, "Not Found: method not found", 404)]
    values = referee_spec.decoded(method, params)
    return [
        *(Violation(method, f"Bad Request: {text}") for text in _refused(method, values)),
        *(Violation(method, text, 0 if "unknown" in text else 400) for text in _unlike_spec(method, values)),
    ]


def _refused(method: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Mistakes for which Telegram's wording is known."""
    for name in referee_spec.missing(method, values):
        yield _missing(name)
    for name, limit in (("text", TEXT_LIMIT), ("caption", _CAPTION_LIMIT)):
        if isinstance(values.get(name), str) and method != "answerCallbackQuery":
            yield from _text(name, values[name], values.get("parse_mode"), limit)
    if method == "answerCallbackQuery" and utf16_units(str(values.get("text", ""))) > 200:
        yield "MESSAGE_TOO_LONG"
    if values.get("reply_markup") is not None:
        yield from _keyboard(values["reply_markup"])
    if method == "setMyCommands" and isinstance(values.get("commands"), list):
        yield from _commands(values["commands"])
    if (
        method == "setWebhook"
        and re.fullmatch(r"[A-Za-z0-9_-]*", str(values.get("secret_token", ""))) is None
    ):
        yield "secret token contains unallowed characters"


def _missing(name: str) -> str:
    if name in ("animation", "document", "photo"):
        return f"there is no {name} in the request"
    return "message text is empty" if name == "text" else f"{name} is empty"


def _text(name: str, text: str, parse_mode: str | None, limit: int) -> Iterator[str]:
    try:
        parsed = parse_text(text, parse_mode)
    except CannotParseError as error:
        yield str(error)
        return
    if name == "text" and not parsed.text.strip():
        yield "message text is empty"
    if parsed.units > limit:
        yield "message is too long" if name == "text" else "message caption is too long"


def _keyboard(markup: Any) -> Iterator[str]:
    if not isinstance(markup, dict):
        yield "can't parse reply keyboard markup JSON object"
        return
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        yield "can't parse inline keyboard: expected an array of arrays of buttons"
        return
    buttons = [button for row in rows for button in row]
    if len(buttons) > _BUTTONS or any(len(row) > _BUTTONS_PER_ROW for row in rows):
        yield "reply markup is too long"
    for button in buttons:
        yield from _button(button)


def _button(button: Any) -> Iterator[str]:
    if not isinstance(button, dict):
        yield "can't parse inline keyboard button: expected an object"
        return
    if not str(button.get("text", "")).strip():
        yield 'can\'t parse inline keyboard button: field "text" must not be empty'
    actions = [name for name in button if name not in _NOT_ACTIONS]
    if not actions:
        yield "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
    if len(actions) > 1:
        yield "can't parse inline keyboard button: exactly one action must be used"
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        yield "BUTTON_DATA_INVALID"


def _commands(commands: list[Any]) -> Iterator[str]:
    if len(commands) > 100:
        yield "BOT_COMMANDS_TOO_MUCH"
    for command in commands:
        if not isinstance(command, dict):
            yield "can't parse BotCommand: expected an object"
            continue
        if re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))) is None:
            yield "BOT_COMMAND_INVALID"
        if not 1 <= utf16_units(str(command.get("description", ""))) <= 256:
            yield "BOT_COMMAND_DESCRIPTION_INVALID"


def _unlike_spec(method: str, values: Mapping[str, Any]) -> Iterator[str]:
    for path, problem in referee_spec.differences(method, values):
        if path not in ("text", "caption"):  # their length counts after parsing, see _text
            yield f"{path}: {problem}"


def parsed_words(params: Mapping[str, Any], name: str = "text") -> ParsedText:
    """The text of an accepted call as people see it."""
    return parse_text(str(params.get(name, "")), params.get("parse_mode"))
