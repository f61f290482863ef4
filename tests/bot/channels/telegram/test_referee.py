"""The referee sees the classic mistakes, and lets good calls pass."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.transport import BotApi
from tests.support.fake_bot_api import FakeBotApi
from tests.support.fake_bot_api_http import Upload
from tests.support.referee import check_call, check_html


def send(text: Any = "Hello", **more: Any) -> tuple[str, dict[str, Any]]:
    return "sendMessage", {"chat_id": 7, "text": text, **more}


def keyboard(*buttons: Any, per_row: int = 1) -> dict[str, Any]:
    rows = [list(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row)]
    return {"reply_markup": {"inline_keyboard": rows}}


def button(data: str = "x", **more: Any) -> dict[str, Any]:
    return {"text": "Yes", "callback_data": data, **more}


def commands(name: str = "start", description: str = "Begin") -> tuple[str, dict[str, Any]]:
    return "setMyCommands", {"commands": [{"command": name, "description": description}]}


MISTAKES: dict[str, tuple[tuple[str, dict[str, Any]], str]] = {
    "unknown method": (("sendMesage", {"chat_id": 7, "text": "x"}), "method not found"),
    "missing text": (("sendMessage", {"chat_id": 7}), "message text is empty"),
    "empty text": (send(""), "message text is empty"),
    "only tags": (send("<b> </b>", parse_mode="HTML"), "message text is empty"),
    "long text": (send("x" * 4097), "message is too long"),
    "4096 emoji": (send("😀" * 4096), "message is too long"),
    "65 byte callback": (send(**keyboard(button("x" * 65))), "BUTTON_DATA_INVALID"),
    "33 two-byte characters": (send(**keyboard(button("ä" * 33))), "BUTTON_DATA_INVALID"),
    "empty callback": (send(**keyboard(button(""))), "BUTTON_DATA_INVALID"),
    "button without action": (send(**keyboard({"text": "Yes"})), "text buttons are unallowed"),
    "button with two actions": (send(**keyboard(button(url="https://x.at"))), "exactly one action"),
    "101 buttons": (send(**keyboard(*[button()] * 101, per_row=8)), "reply markup is too long"),
    "9 in a row": (send(**keyboard(*[button()] * 9, per_row=9)), "reply markup is too long"),
    "html paragraph": (send("<p>x</p>", parse_mode="HTML"), 'Unsupported start tag "p"'),
    "html not closed": (send("<b>x", parse_mode="HTML"), "Can't find end tag"),
    "html bare less-than": (send("pain < 3", parse_mode="HTML"), "Unsupported start tag"),
    "markdown not escaped": (send("a.b", parse_mode="MarkdownV2"), "is reserved"),
    "bogus parse mode": (send(parse_mode="HTM"), "unsupported parse_mode"),
    "201 character answer": (
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        "MESSAGE_TOO_LONG",
    ),
    "broken json": (send(reply_markup="{"), "can't parse reply keyboard markup"),
    "bad style": (send(**keyboard(button(style="red"))), "not one of danger, success, primary"),
    "long caption": (
        ("sendPhoto", {"chat_id": 7, "photo": "id", "caption": "x" * 1025}),
        "caption is too long",
    ),
    "long caption of an animation": (
        ("sendAnimation", {"chat_id": 7, "animation": "id", "caption": "😀" * 513}),
        "caption is too long",
    ),
    "broken caption": (
        ("sendPhoto", {"chat_id": 7, "photo": "id", "caption": "<b>x", "parse_mode": "HTML"}),
        "Can't find end tag",
    ),
    "no animation": (("sendAnimation", {"chat_id": 7}), "there is no animation in the request"),
    "a file where words belong": (send(parse_mode=Upload("x", "x/x", b"x")), "not a string"),
    "bad command name": (commands("Start!"), "BOT_COMMAND_INVALID"),
    "long command description": (commands(description="x" * 257), "BOT_COMMAND_DESCRIPTION_INVALID"),
    "long description": (("setMyDescription", {"description": "x" * 513}), "length 513"),
    "unknown parameter": (send(disable_web_page_preview=True), "unknown parameter"),
    "unknown field of a rich message": (
        ("sendRichMessage", {"chat_id": 7, "rich_message": {"html": "x", "colour": "red"}}),
        "unknown field",
    ),
    "chat id that is no number": (
        ("editMessageText", {"chat_id": 7, "message_id": "x", "text": "x"}),
        "not a number",
    ),
    "bad secret": (("setWebhook", {"url": "https://x", "secret_token": "ä b"}), "unallowed characters"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_classic_mistake_is_caught(name: str) -> None:
    (method, params), expected = MISTAKES[name]

    found = [violation.description for violation in check_call(method, params)]

    assert any(expected in description for description in found), found


GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": send(),
    "longest": send("x" * 4096),
    "longest emoji": send("😀" * 2048),
    "tags do not count": send("<b>" + "x" * 4096 + "</b>", parse_mode="HTML"),
    "blockquote": send("<blockquote expandable>why</blockquote>", parse_mode="HTML"),
    "buttons": send(**keyboard(*[button("x" * 64, style="danger")] * 8, per_row=8)),
    "form values": ("sendMessage", {"chat_id": "7", "text": "5", "reply_markup": '{"inline_keyboard": []}'}),
    "photo by id": ("sendPhoto", {"chat_id": 7, "photo": "AgACAgQAAxk", "caption": "x" * 1024}),
    "new animation": (
        "sendAnimation",
        {"chat_id": "7", "animation": Upload("x.gif", "image/gif", b"GIF89a")},
    ),
    "commands": (
        "setMyCommands",
        {"commands": [{"command": "start", "description": "Begin"}], "language_code": "de"},
    ),
    "menu": ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
    "rich": (
        "sendRichMessage",
        {"chat_id": 7, "rich_message": {"blocks": [{"type": "paragraph", "text": "x"}]}},
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_passes(name: str) -> None:
    assert check_call(*GOOD[name]) == []


def test_html_is_checked_alone() -> None:
    assert check_html("<b>Call 112</b> &amp; wait") == []
    assert check_html("<i>x") == ["can't parse entities: Can't find end tag corresponding to start tag \"i\""]
    assert check_html("x" * 4097) == ["message is too long: 4097 of 4096 UTF-16 units"]
    assert check_html("  ") == ["message text is empty"]


async def test_a_mistake_is_answered_as_telegram_does_and_remembered() -> None:
    async with FakeBotApi() as telegram:
        telegram.chat(7)
        api = BotApi(telegram.token, telegram.base_url)

        status, body = await api.exchange("sendMessage", b'{"chat_id":7,"text":"<p>","parse_mode":"HTML"}')
        await api.close()

    assert status == 400
    assert b"can't parse entities" in body
    assert [violation.method for violation in telegram.referee.violations] == ["sendMessage"]
    assert telegram.chat(7).said == []
