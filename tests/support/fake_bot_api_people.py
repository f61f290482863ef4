"""What people, the network and the clock do to the fake Bot API: each becomes an update in its queue.

It answers no calls (that is `fake_bot_api`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tests.support.fake_bot_api_chats import Chat, Sent
from tests.support.fake_bot_api_faults import Fault, Faults
from tests.support.fake_bot_api_updates import Update, UpdateQueue


class People:
    """The people who talk to one bot."""

    def __init__(self, bot: Mapping[str, Any], updates: UpdateQueue) -> None:
        self.bot = bot
        self.updates = updates
        self.chats: dict[int, Chat] = {}
        self.faults = Faults()
        #: Callback queries by id: answered or not.
        self.queries: dict[str, bool] = {}
        #: The update types the bot asked for; None = it never asked.
        self.allowed: set[str] | None = None
        self._next_message = 1

    # People. Each of these puts one update in the queue and returns its id.

    def chat(self, chat: int, *, type: str = "private", language: str | None = "en") -> Chat:  # noqa: A002
        """The chat with this id, made when new."""
        return self.chats.setdefault(chat, Chat(chat, type, language))

    def say(self, chat: int, text: str, **more: Any) -> int:
        """A person writes; `more` are further fields of the message."""
        room = self.chat(chat)
        message = room.add(Sent(self._message_id(), by_bot=False, text=text))
        return self.push({"message": {**self._message_json(room, message), **more}})

    def send_thing(self, chat: int, **fields: Any) -> int:
        """A person sends something that is not text, such as `voice={…}`."""
        room = self.chat(chat)
        message = room.add(Sent(self._message_id(), by_bot=False, text=""))
        built = self._message_json(room, message)
        del built["text"]
        return self.push({"message": {**built, **fields}})

    def press(self, chat: int, button: str, message: int | None = None) -> int:
        """A person taps the newest button with this label or data."""
        room = self.chat(chat)
        carrier, found = room.find_button(button, message)
        room.transcript.append(f"* {found['text']}")
        return self.press_data(chat, found["callback_data"], carrier.id)

    def press_data(self, chat: int, data: str, message: int) -> int:
        """A tap with any data, also such as was never sent."""
        room = self.chat(chat)
        query = str(len(self.queries) + 1)
        self.queries[query] = False
        carrier = room.messages.get(message) or Sent(message, by_bot=True, text="?")
        pressed = {
            "id": query,
            "from": room.person(),
            "chat_instance": "1",
            "message": self._message_json(room, carrier),
            "data": data,
        }
        return self.push({"callback_query": pressed})

    def edit(self, chat: int, message: int, text: str) -> int:
        """A person edits their message."""
        room = self.chat(chat)
        edited = room.messages[message]
        edited.text, edited.edits = text, edited.edits + 1
        return self.push({"edited_message": self._message_json(room, edited)})

    def block(self, chat: int) -> int:
        """A person stops the bot; sends to them are refused from now on."""
        self.chat(chat).blocked = True
        return self.push(self._membership(chat, "member", "kicked"))

    def unblock(self, chat: int) -> int:
        """A person starts the bot again."""
        self.chat(chat).blocked = False
        return self.push(self._membership(chat, "kicked", "member"))

    def push(self, update: Mapping[str, Any]) -> int:
        """Any update; its id is added when it has none."""
        built: Update = dict(update)
        built = built if "update_id" in built else {"update_id": self.updates.take_id(), **built}
        kinds = built.keys() - {"update_id"}
        if self.allowed is None or not kinds or kinds & self.allowed:
            self.updates.put(built)
        return int(built["update_id"]) if isinstance(built["update_id"], int) else -1

    # What a network and a server can do to updates.

    def duplicate(self, update_id: int | None = None) -> None:
        """Deliver an update (the last by default) once more."""
        found = [u for u in self.updates.history if update_id in (None, u["update_id"])]
        self.updates.put(dict(found[-1]), again=True)

    def swap(self) -> None:
        """Exchange the two newest updates that are not confirmed."""
        newest = self.updates.pending.pop()
        self.updates.pending.insert(len(self.updates.pending) - 1, newest)

    def restart_ids(self, first: int) -> None:
        """Number updates anew, as Telegram does after a week without any."""
        self.updates.next_id = first

    def fail(self, method: str, fault: Fault, *, times: int = 1, chat: int | None = None) -> Fault:
        """Let the next calls of a method ("*" = any) fail; see `fake_bot_api_faults`."""
        return self.faults.add(method, fault, times=times, chat=chat)

    def _message_json(self, room: Chat, message: Sent) -> dict[str, Any]:
        return room.message_json(message, self.bot, int(time.time()))

    def _message_id(self) -> int:
        self._next_message += 1
        return self._next_message - 1

    def _membership(self, chat: int, old: str, new: str) -> Update:
        room = self.chat(chat)
        change = {
            "chat": room.as_json(),
            "from": room.person(),
            "date": int(time.time()),
            "old_chat_member": {"user": self.bot, "status": old},
            "new_chat_member": {"user": self.bot, "status": new},
        }
        return {"my_chat_member": change}
