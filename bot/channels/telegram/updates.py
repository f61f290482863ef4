"""The few fields of an update that are read, as structs, so that decoding is fast and keeps nothing else.

It decides nothing (that is `wire`).
"""

from __future__ import annotations

import msgspec


class User(msgspec.Struct):
    language_code: str | None = None
    is_bot: bool = False


class Chat(msgspec.Struct):
    id: int
    type: str


class Message(msgspec.Struct, rename={"sender": "from"}):
    message_id: int
    chat: Chat
    sender: User | None = None
    text: str | None = None
    caption: str | None = None
    #: Present on forwarded messages; only its presence matters.
    forward_origin: msgspec.Raw = msgspec.Raw()


class CallbackQuery(msgspec.Struct, rename={"sender": "from"}):
    id: str
    sender: User
    #: None for buttons of inline messages, which we never send.
    message: Message | None = None
    data: str | None = None


class Membership(msgspec.Struct):
    status: str


class MemberChange(msgspec.Struct, rename={"sender": "from"}):
    chat: Chat
    new_chat_member: Membership
    sender: User | None = None


class Update(msgspec.Struct):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: MemberChange | None = None
    channel_post: Message | None = None
    edited_channel_post: Message | None = None
    business_message: Message | None = None
    edited_business_message: Message | None = None
    guest_message: Message | None = None
