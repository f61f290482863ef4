"""One update of every kind that the Bot API can deliver, and what it must become (None = nothing)."""

from __future__ import annotations

from typing import Any

from bot.messages import InboundKind

PERSON: dict[str, Any] = {
    "id": 77,
    "is_bot": False,
    "first_name": "Canary",
    "last_name": "Canary",
    "username": "Canary",
    "language_code": "de-AT",
}
PRIVATE: dict[str, Any] = {"id": 77, "type": "private", "first_name": "Canary"}
GROUP: dict[str, Any] = {"id": -100500, "type": "supergroup", "title": "Canary"}
CHANNEL: dict[str, Any] = {"id": -100700, "type": "channel", "title": "Canary"}


def message(**fields: Any) -> dict[str, Any]:
    """A message in a private chat."""
    return {"message_id": 11, "from": PERSON, "chat": PRIVATE, "date": 1763800000, **fields}


def press(data: str, **fields: Any) -> dict[str, Any]:
    """A tap on a button of message 12."""
    carrier = {
        **message(message_id=12, text="Question?"),
        "from": {"id": 1, "is_bot": True, "first_name": "B"},
    }
    return {"id": "99", "from": PERSON, "chat_instance": "1", "message": carrier, "data": data, **fields}


def member(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    """The bot's own membership changed."""
    bot = {"id": 1, "is_bot": True, "first_name": "B"}
    return {
        "chat": chat,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status},
    }


_FILE = {"file_id": "f", "file_unique_id": "f"}
_THINGS: dict[str, Any] = {
    "animation": {**_FILE, "width": 1, "height": 1, "duration": 1},
    "audio": {**_FILE, "duration": 1},
    "checklist": {"title": "t", "tasks": []},
    "contact": {"phone_number": "1", "first_name": "Canary"},
    "dice": {"emoji": "🎲", "value": 3},
    "document": _FILE,
    "game": {"title": "g", "description": "d", "photo": []},
    "gift": {"gift": {}},
    "invoice": {"title": "t"},
    "live_photo": _FILE,
    "location": {"latitude": 1.5, "longitude": 2.5},
    "new_kind_of_2027": {"anything": [1, 2, 3]},
    "paid_media": {"star_count": 1, "paid_media": []},
    "photo": [{**_FILE, "width": 1, "height": 1}],
    "pinned_message": {"message_id": 1, "chat": PRIVATE, "date": 0},
    "poll": {"id": "1", "question": "?"},
    "rich_message": {"blocks": []},
    "sticker": {**_FILE, "width": 1, "height": 1},
    "story": {"chat": PRIVATE, "id": 1},
    "successful_payment": {"currency": "XTR"},
    "users_shared": {"request_id": 1},
    "venue": {"title": "v"},
    "video": {**_FILE, "duration": 1},
    "video_note": {**_FILE, "duration": 1},
    "voice": {**_FILE, "duration": 1},
    "web_app_data": {"data": "x", "button_text": "y"},
}
_T, _U, _N = InboundKind.TEXT, InboundKind.UNREADABLE, InboundKind.NOT_PRIVATE

CORPUS: dict[str, tuple[dict[str, Any], InboundKind | None]] = {
    **{f"message.{name}": ({"message": message(**{name: thing})}, _U) for name, thing in _THINGS.items()},
    "message.text": ({"message": message(text="hello")}, _T),
    "message.command": (
        {"message": message(text="/start x", entities=[{"type": "bot_command", "offset": 0, "length": 6}])},
        _T,
    ),
    "message.reply": ({"message": message(text="hello", reply_to_message=message(text="before"))}, _T),
    "message.quote": ({"message": message(text="hello", quote={"text": "before", "position": 0})}, _T),
    "message.via_bot": ({"message": message(text="hello", via_bot=PERSON)}, _T),
    "message.forwarded": ({"message": message(text="hello", forward_origin={"type": "user", "date": 1})}, _U),
    "message.in_group": ({"message": message(text="hello", chat=GROUP)}, _N),
    "message.in_topic": ({"message": message(text="hello", chat=GROUP, message_thread_id=4)}, _N),
    "edited_message.text": ({"edited_message": message(text="hello", edit_date=2)}, _U),
    "edited_message.location": ({"edited_message": message(location={"latitude": 1, "longitude": 1})}, None),
    "edited_message.in_group": ({"edited_message": message(text="hello", chat=GROUP)}, _N),
    "callback_query": ({"callback_query": press("v1.x")}, InboundKind.PRESS),
    "callback_query.in_group": (
        {"callback_query": press("v1.x", message={"message_id": 1, "chat": GROUP, "date": 0})},
        _N,
    ),
    "callback_query.game": (
        {"callback_query": {k: v for k, v in press("").items() if k != "data"} | {"game_short_name": "g"}},
        _U,
    ),
    "callback_query.inline": (
        {
            "callback_query": {
                "id": "1",
                "from": PERSON,
                "inline_message_id": "i",
                "data": "x",
                "chat_instance": "1",
            }
        },
        None,
    ),
    "my_chat_member.kicked": ({"my_chat_member": member("kicked")}, InboundKind.BLOCKED),
    "my_chat_member.member": ({"my_chat_member": member("member")}, InboundKind.UNBLOCKED),
    "my_chat_member.other": ({"my_chat_member": member("left")}, None),
    "my_chat_member.into_group": ({"my_chat_member": member("member", GROUP)}, _N),
    "my_chat_member.out_of_group": ({"my_chat_member": member("left", GROUP)}, None),
    "channel_post": ({"channel_post": {"message_id": 1, "chat": CHANNEL, "date": 1, "text": "x"}}, _N),
    "edited_channel_post": (
        {"edited_channel_post": {"message_id": 1, "chat": CHANNEL, "date": 1, "text": "x"}},
        _N,
    ),
    "business_message": ({"business_message": message(text="x", business_connection_id="b")}, _N),
    "edited_business_message": (
        {"edited_business_message": message(text="x", business_connection_id="b")},
        _N,
    ),
    "guest_message": ({"guest_message": message(text="x", chat=GROUP)}, _N),
    **{
        name: ({name: {"id": "1", "from": PERSON, "chat": PRIVATE, "date": 1}}, None)
        for name in (
            "business_connection",
            "deleted_business_messages",
            "message_reaction",
            "message_reaction_count",
            "inline_query",
            "chosen_inline_result",
            "shipping_query",
            "pre_checkout_query",
            "purchased_paid_media",
            "poll",
            "poll_answer",
            "chat_member",
            "chat_join_request",
            "chat_boost",
            "removed_chat_boost",
            "managed_bot",
            "subscription",
            "stopped_message_generation",
            "widget_query",
            "shared_widget_query",
            "an_update_of_2027",
        )
    },
}
