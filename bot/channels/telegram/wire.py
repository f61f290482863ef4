"""Turns the bytes of an update into an `Inbound`, because only a handful of Telegram's fields matter.

It never raises for a strange update, keeps no name and no raw payload, and knows nothing of the conversation.

    private chat   text -> TEXT, button -> PRESS, anything else -> UNREADABLE, bot stopped or started again ->
                   BLOCKED or UNBLOCKED
    anywhere else  NOT_PRIVATE
    the rest       nothing to hand in (it is still acknowledged)

An edited or forwarded message and the caption of a picture are UNREADABLE: none of them is an answer. Their
words are in `Inbound.text` all the same, so that a warning sign in them can be seen.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple, TypeGuard

import msgspec

from bot.channels.telegram.lenient_json import dumps, loads
from bot.channels.telegram.updates import CallbackQuery, Chat, MemberChange, Message, Update, User
from bot.messages import Inbound, InboundKind

CHANNEL: Final = "telegram"
#: The update types that `getUpdates` and `setWebhook` ask for.
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")

_TEXT_LIMIT: Final = 4096
_FIELD_LIMIT: Final = 256


class Received(NamedTuple):
    """One decoded update."""

    #: None when not even the id could be read.
    update_id: int | None
    #: None when there is nothing to hand in.
    inbound: Inbound | None


class NotABatchError(ValueError):
    """The answer to getUpdates is JSON, but not a list."""


def decode_update(raw: bytes | msgspec.Raw, at: datetime) -> Received:
    """One update, received `at`. A malformed one is UNREADABLE where its private chat is known."""
    try:
        return _received(_UPDATE.decode(raw), at)
    except _DECODE_ERRORS:
        return _decode_tolerantly(bytes(raw), at)


def split_batch(result: bytes | msgspec.Raw) -> list[msgspec.Raw]:
    """The elements of a getUpdates result, undecoded, so that a bad one cannot spoil the others."""
    try:
        return _BATCH.decode(result)
    except _DECODE_ERRORS:
        raise NotABatchError("getUpdates answered with something that is not a list of updates") from None


def find_update_ids(body: bytes) -> list[int]:
    """The ids in a getUpdates answer that is not JSON."""
    return [int(found) for found in re.findall(rb'"update_id"\s*:\s*(\d{1,18})', body)]


_UPDATE = msgspec.json.Decoder(Update)
_BATCH = msgspec.json.Decoder(list[msgspec.Raw])
_DECODE_ERRORS = (msgspec.DecodeError, ValueError, RecursionError)


def _received(update: Update, at: datetime) -> Received:
    return Received(update.update_id, _inbound(update, at))


def _inbound(update: Update, at: datetime) -> Inbound | None:
    if update.message is not None:
        return _from_message(update, update.message, at)
    if update.callback_query is not None:
        return _from_press(update, update.callback_query, at)
    if update.edited_message is not None:
        return _from_edit(update, update.edited_message, at)
    if update.my_chat_member is not None:
        return _from_membership(update, update.my_chat_member, at)
    elsewhere = (
        update.channel_post
        or update.edited_channel_post
        or update.business_message
        or update.edited_business_message
        or update.guest_message
    )
    if elsewhere is not None:
        return _make(update, elsewhere.chat, InboundKind.NOT_PRIVATE, at, elsewhere.sender)
    return None


def _from_message(update: Update, message: Message, at: datetime) -> Inbound | None:
    if message.sender is not None and message.sender.is_bot:
        return None  # two bots must not talk to each other for ever
    if message.chat.type != "private":
        return _make(update, message.chat, InboundKind.NOT_PRIVATE, at, message.sender)
    is_answer = bool(message.text) and not bytes(message.forward_origin)
    kind = InboundKind.TEXT if is_answer else InboundKind.UNREADABLE
    return _make(update, message.chat, kind, at, message.sender, text=_words(message))


def _from_edit(update: Update, message: Message, at: datetime) -> Inbound | None:
    if message.sender is not None and message.sender.is_bot:
        return None
    if message.chat.type != "private":
        return _make(update, message.chat, InboundKind.NOT_PRIVATE, at, message.sender)
    words = _words(message)
    if not words:
        return None  # a shared live location edits itself every few seconds
    return _make(update, message.chat, InboundKind.UNREADABLE, at, message.sender, text=words)


def _from_press(update: Update, query: CallbackQuery, at: datetime) -> Inbound | None:
    message = query.message
    if message is None:
        return None
    if message.chat.type != "private":
        return _make(update, message.chat, InboundKind.NOT_PRIVATE, at, query.sender, callback=query.id)
    return _make(
        update,
        message.chat,
        InboundKind.UNREADABLE if query.data is None else InboundKind.PRESS,
        at,
        query.sender,
        press=_clean(query.data or "", _FIELD_LIMIT),
        message=message.message_id,
        callback=query.id,
    )


def _from_membership(update: Update, change: MemberChange, at: datetime) -> Inbound | None:
    status = change.new_chat_member.status
    if change.chat.type != "private":
        is_inside = status in ("member", "administrator", "restricted", "creator")
        return _make(update, change.chat, InboundKind.NOT_PRIVATE, at, change.sender) if is_inside else None
    kind = {"kicked": InboundKind.BLOCKED, "member": InboundKind.UNBLOCKED}.get(status)
    return None if kind is None else _make(update, change.chat, kind, at, change.sender)


def _make(
    update: Update,
    chat: Chat,
    kind: InboundKind,
    at: datetime,
    sender: User | None,
    *,
    text: str = "",
    press: str = "",
    message: int | None = None,
    callback: str | None = None,
) -> Inbound:
    language = sender.language_code if sender is not None else None
    return Inbound(
        channel=CHANNEL,
        update=str(update.update_id),
        address=str(chat.id),
        kind=kind,
        at=at,
        text=text,
        press=press,
        message=message,
        callback=callback,
        language=_clean(language, _FIELD_LIMIT) if language else None,
    )


def _words(message: Message) -> str:
    return _clean(message.text or message.caption or "", _TEXT_LIMIT)


def _clean(text: str, limit: int) -> str:
    return text[:limit].replace("\0", "\N{REPLACEMENT CHARACTER}")


def _decode_tolerantly(raw: bytes, at: datetime) -> Received:
    """Second try for broken text encoding and for fields of the wrong type."""
    value = loads(raw)
    if not isinstance(value, dict):
        return Received(None, None)
    try:
        return _received(_UPDATE.decode(dumps(value)), at)
    except _DECODE_ERRORS:
        return _skeleton(value, at)


def _skeleton(value: dict[str, object], at: datetime) -> Received:
    """What can be saved of an update whose fields have the wrong types: its id and, if private, its chat."""
    update_id = value.get("update_id")
    if not _is_int(update_id):
        return Received(None, None)
    press = value.get("callback_query")
    holder = press if isinstance(press, dict) else value
    message = holder.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private" or not _is_int(chat.get("id")):
        return Received(update_id, None)
    callback = holder.get("id")
    return Received(
        update_id,
        Inbound(
            channel=CHANNEL,
            update=str(update_id),
            address=str(chat["id"]),
            kind=InboundKind.UNREADABLE,
            at=at,
            callback=callback if isinstance(callback, str) else None,
        ),
    )


def _is_int(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
