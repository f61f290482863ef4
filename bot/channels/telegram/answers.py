"""Turns an answer of the Bot API into a result or an error: the only place that knows Telegram's error texts.

It sends nothing and repeats no part of a message: an error holds no more than Telegram's own fixed words.

    SendRefused
      CannotEditError      the message to edit is gone or no longer editable: send a new one
      CannotParseError     the HTML is broken: send the same words as plain text
    SendUncertain
      UnreadableAnswerError  a success, says its status, but not in JSON
    ChannelRefused
      SecondReceiverError  another process receives with the same token
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bot.app.ports import (
    ChannelRefused,
    PersonUnreachable,
    SendError,
    SendLater,
    SendRefused,
    SendUncertain,
)
from bot.channels.telegram.lenient_json import dumps, loads

#: The result of a call whose effect was there already.
UNCHANGED: Final = msgspec.Raw(b"true")


class CannotEditError(SendRefused):
    """The message to edit is gone or too old."""


class CannotParseError(SendRefused):
    """Telegram does not understand the HTML."""


class UnreadableAnswerError(SendUncertain):
    """The status tells of success and the body is not JSON."""

    def __init__(self, body: bytes) -> None:
        super().__init__("the answer is not JSON")
        #: Holds people's words: never to be logged.
        self.body = body


class SecondReceiverError(ChannelRefused):
    """Another process receives updates with the same token."""


def read_answer(status: int, body: bytes) -> msgspec.Raw:
    """The JSON of `result`, or the error that this answer means."""
    answer = _decode(body)
    if answer is None:
        if 200 <= status < 300:
            raise UnreadableAnswerError(body)
        answer = _Answer(ok=False)
    if answer.ok and 200 <= status < 300:
        return answer.result
    if answer.error_code == 0:
        answer.error_code = status
    if answer.error_code == 400 and "message is not modified" in answer.description:
        return UNCHANGED
    raise _error(answer)


class _Parameters(msgspec.Struct):
    retry_after: float | None = None


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


_ANSWER = msgspec.json.Decoder(_Answer)


def _decode(body: bytes) -> _Answer | None:
    return _decode_strictly(body) or _decode_strictly(dumps(loads(body)))


def _decode_strictly(body: bytes) -> _Answer | None:
    try:
        return _ANSWER.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


_CANNOT_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)
_UNREACHABLE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")


def _error(answer: _Answer) -> SendError:
    code = answer.error_code
    if code == 429:
        return SendLater(max(answer.parameters.retry_after or 0.0, 1.0))
    if code in (401, 404):
        return ChannelRefused(
            f"Telegram refused the token ({code}): set TELEGRAM_TOKEN to the token that @BotFather gave you"
        )
    if code == 409:
        return _second_receiver(answer.description)
    if code == 403:
        return PersonUnreachable("the person cannot be reached (403)")
    if 400 <= code < 500 and code != 408:
        return _refused(code, answer.description)
    return SendUncertain(f"Telegram answered {code}")


def _refused(code: int, description: str) -> SendError:
    said = description.lower()
    if any(text in said for text in _CANNOT_EDIT):
        return CannotEditError("the message cannot be edited any more")
    if "can't parse entities" in said:
        return CannotParseError("Telegram cannot parse the HTML of the message")
    if any(text in said for text in _UNREACHABLE):
        return PersonUnreachable("the person cannot be reached (400)")
    return SendRefused(f"Telegram refused the message ({code} {_fixed_words(description)})")


def _second_receiver(description: str) -> SecondReceiverError:
    if "webhook" in description.lower():
        return SecondReceiverError(
            "a webhook was set for this token while we poll (409): stop the other process or set WEBHOOK_URL"
        )
    return SecondReceiverError(
        "another process polls with this token (409): stop it, or give each its own token"
    )


def _fixed_words(description: str) -> str:
    """Telegram's words up to the first quotation or number, which might be a piece of the message."""
    return re.split(r'["<«“\d]', description.removeprefix("Bad Request: "), maxsplit=1)[0].strip()[:80]
