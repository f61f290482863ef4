"""A Bot API on loopback, so that the whole bot can be run, talked to and tormented without Telegram.

In process: `async with FakeBotApi() as telegram: telegram.say(7, "/start")`. As a program:
`python -m tests.support.fake_bot_api --port 8081`, then `POST /_fake/say {"chat": 7, "text": "/start"}`
(see `fake_bot_api_play`). Every call is judged by `referee`. Faults are scripted; there is no flood logic.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from tests.support.fake_bot_api_chats import Chat, RefusalError, Sent
from tests.support.fake_bot_api_files import Files
from tests.support.fake_bot_api_http import HttpServer, Reply, Request, Silence
from tests.support.fake_bot_api_people import People
from tests.support.fake_bot_api_updates import Update, UpdateQueue, Webhook
from tests.support.referee import Referee, parsed_words
from tests.support.referee_html import ParsedText
from tests.support.referee_spec import decoded

TOKEN = "123456789:TEST-token_of_the_fake_Bot_API_12345"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that arrived."""

    method: str
    params: dict[str, Any]
    #: HTTP status of the answer; 0 when there was none.
    status: int


class FakeBotApi(People):
    """One bot's Bot API server, and the people who talk to the bot."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        referee: Referee | None = None,
        judge: bool = True,
        username: str = "steadyback_test_bot",
        first_update: int = 1000,
        webhook_retry_seconds: float = 1.0,
    ) -> None:
        """`judge=False` switches the referee off, for load tests."""
        self.token = token
        self.referee: Referee = referee or Referee()
        bot = {"id": 123456789, "is_bot": True, "first_name": "SteadyBack", "username": username}
        super().__init__(bot, UpdateQueue(first_update, self._changed))
        self.calls: list[Call] = []
        #: Calls per method as they arrive, refused and unanswered ones included.
        self.count: Counter[str] = Counter()
        self.files = Files()
        self.webhook: Webhook | None = None
        #: What setMy… left behind, by (method without "set", language, scope).
        self.surface: dict[tuple[str, str, str], Any] = {}
        self._judge = judge
        self._poll = 0
        self._retry_seconds = webhook_retry_seconds
        self._reply_tasks: set[asyncio.Task[None]] = set()
        self._server = HttpServer(self._handle)
        self._watchers: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen."""
        await self._server.start(host, port)
        self.base_url = f"http://{host}:{self._server.port}"

    async def stop(self) -> None:
        """Stop, breaking what is under way."""
        if self.webhook is not None:
            await self.webhook.stop()
        await self._server.stop()

    def drop_idle_connections(self) -> None:
        """Close every connection that has no request under way."""
        self._server.drop_idle()

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something is true of this object; looked at after every call and confirmation."""
        if condition():
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchers.append((condition, future))
        async with asyncio.timeout(seconds):  # wait_for swallows a cancellation that meets a result
            await future

    @property
    def is_drained(self) -> bool:
        """True when every update was confirmed."""
        return not self.updates.pending

    # Requests.

    async def _handle(self, request: Request) -> Reply | Silence:
        if request.path.startswith("/_fake/"):
            return self._play(request.path.removeprefix("/_fake/"), request)
        path = request.path.partition("?")[0]
        prefix, _, method = path.rpartition("/")
        if not prefix.startswith("/bot") or ":" not in prefix:
            return _failure(404, "Not Found")
        if prefix != f"/bot{self.token}":
            return _failure(401, "Unauthorized")
        try:
            params = request.params()
        except ValueError:
            return _failure(400, "Bad Request: can't parse request body")
        self.count[method] += 1
        self._changed()
        reply = await self._perform(method, params)
        self.calls.append(Call(method, params, reply.status if isinstance(reply, Reply) else 0))
        self._changed()
        return reply

    async def _perform(self, method: str, params: dict[str, Any]) -> Reply | Silence:
        fault = self.faults.take(method, params)
        if fault is not None:
            early = await fault.before()
            if early is not None:
                return early
        reply = await self._execute(method, params)
        late = None if fault is None else await fault.after()
        return reply if late is None else late

    async def _execute(self, method: str, params: dict[str, Any]) -> Reply:
        if self._judge:
            refused = self.referee.review(method, params)
            if refused is not None:
                return _failure(refused.code, refused.description)
        handler = _HANDLERS.get(method)
        if handler is None:
            return _failure(404, "Not Found: method not found")
        try:
            result = handler(self, decoded(method, params))
            if asyncio.iscoroutine(result):
                result = await result
        except RefusalError as refusal:
            return _failure(refusal.code, refusal.description)
        return Reply(200, json.dumps({"ok": True, "result": result}).encode())

    # Methods.

    async def _get_updates(self, params: dict[str, Any]) -> list[Update]:
        if self.webhook is not None:
            raise RefusalError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        poll = self._poll
        self.updates.wake()
        self._allow(params)
        if "offset" in params:
            self.updates.confirm_before(params["offset"])
        batch = await self.updates.fetch(
            params.get("limit", 100), params.get("timeout", 0), lambda: poll == self._poll
        )
        if poll != self._poll:
            raise RefusalError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return batch

    async def _set_webhook(self, params: dict[str, Any]) -> bool:
        await self._delete_webhook({})
        self._allow(params)
        if params["url"]:
            self.webhook = Webhook(
                params["url"],
                params.get("secret_token", ""),
                self.updates,
                on_reply=self._webhook_reply,
                connections=params.get("max_connections", 40),
                retry_seconds=self._retry_seconds,
            )
            self.webhook.start()
        return True

    async def _delete_webhook(self, params: dict[str, Any]) -> bool:
        if params.get("drop_pending_updates"):
            self.updates.pending.clear()
        webhook, self.webhook = self.webhook, None
        if webhook is not None:
            await webhook.stop()
        return True

    def _webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        url = "" if self.webhook is None else self.webhook.url
        return {
            "url": url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }

    def _send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        words = self._words(params, "text")
        return self._add(params, Sent(0, by_bot=True, text=words.text, entities=words.entities))

    def _send_file(self, kind: str, params: dict[str, Any]) -> dict[str, Any]:
        words = self._words(params, "caption")
        self._reachable(params)
        file = self.files.take(kind, params[kind])
        return self._add(params, Sent(0, by_bot=True, text=words.text, entities=words.entities, file=file))

    def _edit_text(self, params: dict[str, Any]) -> dict[str, Any]:
        room = self._reachable(params)
        edited = room.edit(params.get("message_id"), self._words(params, "text"), params.get("reply_markup"))
        return self._message_json(room, edited)

    def _edit_markup(self, params: dict[str, Any]) -> dict[str, Any]:
        room = self._reachable(params)
        edited = room.edit(params.get("message_id"), None, params.get("reply_markup"))
        return self._message_json(room, edited)

    def _delete_message(self, params: dict[str, Any]) -> bool:
        room = self._reachable(params)
        if room.messages.pop(params["message_id"], None) is None:
            raise RefusalError(400, "Bad Request: message to delete not found")
        return True

    def _answer_query(self, params: dict[str, Any]) -> bool:
        query = params["callback_query_id"]
        if self.queries.get(query, True):
            raise RefusalError(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.queries[query] = True
        return True

    # Help for the methods.

    def _add(self, params: dict[str, Any], message: Sent) -> dict[str, Any]:
        room = self._reachable(params)
        message.id, message.markup = self._message_id(), params.get("reply_markup")
        return self._message_json(room, room.add(message))

    def _reachable(self, params: dict[str, Any]) -> Chat:
        room = self.chats.get(params.get("chat_id", 0))
        if room is None:
            raise RefusalError(400, "Bad Request: chat not found")
        if room.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        return room

    def _words(self, params: dict[str, Any], name: str) -> ParsedText:
        if not self._judge:
            return ParsedText(str(params.get(name, "")), ())
        return parsed_words(params, name)

    def _allow(self, params: dict[str, Any]) -> None:
        if params.get("allowed_updates"):
            self.allowed = set(params["allowed_updates"])

    def _webhook_reply(self, call: dict[str, Any]) -> None:
        params = {name: value for name, value in call.items() if name != "method"}
        task = asyncio.get_running_loop().create_task(self._reply_call(call["method"], params))
        self._reply_tasks.add(task)
        task.add_done_callback(self._reply_tasks.discard)

    async def _reply_call(self, method: str, params: dict[str, Any]) -> None:
        reply = await self._execute(method, params)
        self.count[method] += 1
        self.calls.append(Call(method, params, reply.status))
        self._changed()

    def _changed(self) -> None:
        for condition, future in list(self._watchers):
            if future.done():
                self._watchers.remove((condition, future))
            elif condition():
                self._watchers.remove((condition, future))
                future.set_result(None)

    # Playing over HTTP.

    def _play(self, command: str, request: Request) -> Reply:
        from tests.support.fake_bot_api_play import COMMANDS

        try:
            result = COMMANDS[command](self, request.params())
        except Exception as error:
            return _failure(400, f"{type(error).__name__}: {error}")
        self._changed()
        return Reply(200, json.dumps({"ok": True, "result": result}, default=str).encode())


def _set_surface(name: str, fake: FakeBotApi, params: dict[str, Any]) -> bool:
    fake.surface[_surface_key(name, params)] = params
    return True


def _get_surface(name: str, fake: FakeBotApi, params: dict[str, Any]) -> Any:
    empty = {"MyCommands": {"commands": []}, "ChatMenuButton": {"menu_button": {"type": "default"}}}
    stored = fake.surface.get(_surface_key(name, params), empty.get(name, {}))
    if name == "MyCommands":
        return stored["commands"]
    if name == "ChatMenuButton":
        return stored.get("menu_button", {"type": "default"})
    field = {"MyName": "name", "MyDescription": "description", "MyShortDescription": "short_description"}[
        name
    ]
    return {field: stored.get(field, "")}


def _surface_key(name: str, params: dict[str, Any]) -> tuple[str, str, str]:
    scope = params.get("scope") or {}
    return name, params.get("language_code") or "", scope.get("type", "default")


def _failure(code: int, description: str) -> Reply:
    return Reply(code, json.dumps({"ok": False, "error_code": code, "description": description}).encode())


Method = Callable[[FakeBotApi, dict[str, Any]], Any]
_SURFACES = ("MyCommands", "MyName", "MyDescription", "MyShortDescription", "ChatMenuButton")


def _handlers() -> dict[str, Method]:
    api = FakeBotApi
    handlers: dict[str, Method] = {
        "getMe": lambda fake, _: fake.bot,
        "getUpdates": api._get_updates,
        "setWebhook": api._set_webhook,
        "deleteWebhook": api._delete_webhook,
        "getWebhookInfo": api._webhook_info,
        "sendMessage": api._send_message,
        "sendPhoto": lambda fake, params: fake._send_file("photo", params),
        "sendDocument": lambda fake, params: fake._send_file("document", params),
        "sendAnimation": lambda fake, params: fake._send_file("animation", params),
        "sendChatAction": lambda fake, params: fake._reachable(params) is not None,
        "leaveChat": lambda fake, params: fake.chats.pop(params["chat_id"], None) is not None,
        "editMessageText": api._edit_text,
        "editMessageReplyMarkup": api._edit_markup,
        "deleteMessage": api._delete_message,
        "answerCallbackQuery": api._answer_query,
    }
    for name in _SURFACES:
        handlers[f"set{name}"] = partial(_set_surface, name)
        handlers[f"get{name}"] = partial(_get_surface, name)
    return handlers


_HANDLERS = _handlers()


if __name__ == "__main__":
    from tests.support.fake_bot_api_play import main

    main()
