"""What a message looks like on the wire, and what is done when Telegram does not take it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.app.ports import PersonUnreachable, SendRefused
from bot.channels.telegram.sender import TelegramSender, plain_text
from bot.channels.telegram.transport import BotApi
from bot.messages import Button, ButtonStyle, MessageKind, Outbound, SendClass
from tests.support.fake_bot_api import FakeBotApi
from tests.support.fake_bot_api_faults import refused


def question(text: str = "<b>Numbness</b> when you wipe?", **more: Any) -> Outbound:
    return Outbound(
        kind=MessageKind.QUESTION,
        id="question.ces_saddle_numbness",
        text=text,
        locale="en",
        send_class=SendClass.QUESTION,
        **more,
    )


YES = Button(id="v1.abc.yes", label="Yes", answer=("q", "yes"), style=ButtonStyle.DANGER)
NO = Button(id="v1.abc.no", label="No", answer=("q", "no"))


@pytest.fixture
def sender(telegram: FakeBotApi, api: BotApi) -> TelegramSender:
    telegram.chat(7)
    return TelegramSender(api)


async def test_a_question_arrives_with_its_buttons(telegram: FakeBotApi, sender: TelegramSender) -> None:
    await sender.send("7", question(buttons=((YES, NO),)))

    [call] = telegram.calls
    assert call.method == "sendMessage"
    assert call.params == {
        "chat_id": 7,
        "text": "<b>Numbness</b> when you wipe?",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [
                    {"text": "Yes", "callback_data": "v1.abc.yes", "style": "danger"},
                    {"text": "No", "callback_data": "v1.abc.no"},
                ]
            ]
        },
    }
    assert telegram.chat(7).said[0].text == "Numbness when you wipe?"


async def test_an_edit_replaces_words_and_buttons(telegram: FakeBotApi, sender: TelegramSender) -> None:
    await sender.send("7", question(buttons=((YES, NO),)))
    shown = telegram.chat(7).said[0]

    await sender.send("7", question("Next?", edit=shown.id))

    assert (shown.text, shown.labels, len(telegram.chat(7).said)) == ("Next?", [], 1)


async def test_an_edit_that_changes_nothing_is_delivered(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", question(buttons=((YES, NO),)))
    shown = telegram.chat(7).said[0]

    await sender.send("7", question(buttons=((YES, NO),), edit=shown.id))

    assert len(telegram.chat(7).said) == 1


@pytest.mark.parametrize("gone", [4711, 1])
async def test_what_cannot_be_edited_is_sent_anew(
    telegram: FakeBotApi, sender: TelegramSender, gone: int
) -> None:
    telegram.say(7, "a message of the person, number 1")

    await sender.send("7", question("Next?", edit=gone))

    assert [message.text for message in telegram.chat(7).said] == ["Next?"]


async def test_broken_html_goes_out_as_plain_words_at_once(
    sender: TelegramSender, telegram: FakeBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    await sender.send("7", question("<b>Call 112</i> now &amp; wait. Pain < 3 or > 5", buttons=((YES,),)))

    [said] = telegram.chat(7).said
    assert (said.text, said.labels) == ("Call 112 now & wait. Pain < 3 or > 5", ["Yes"])
    assert "question.ces_saddle_numbness (en)" in caplog.text
    assert "112" not in caplog.text
    assert len(telegram.referee.violations) == 1
    telegram.referee.violations.clear()


async def test_broken_html_in_a_lost_message_still_arrives(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", question("<b>Next", edit=4711))

    assert [message.text for message in telegram.chat(7).said] == ["Next"]
    telegram.referee.violations.clear()


async def test_other_refusals_are_reported(telegram: FakeBotApi, sender: TelegramSender) -> None:
    telegram.fail("sendMessage", refused(400, "Bad Request: BUTTON_DATA_INVALID"))

    with pytest.raises(SendRefused, match="BUTTON_DATA_INVALID"):
        await sender.send("7", question())


async def test_a_person_who_blocked_the_bot_is_unreachable(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    telegram.block(7)

    for address in ("7", "8"):
        with pytest.raises(PersonUnreachable):
            await sender.send(address, question())


async def test_an_address_of_another_channel_is_refused(sender: TelegramSender) -> None:
    with pytest.raises(SendRefused):
        await sender.send("p1", question())


async def test_sending_logs_nothing(
    telegram: FakeBotApi, sender: TelegramSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await sender.send("7", question(buttons=((YES,),)))

    assert caplog.text == ""


def test_plain_words_keep_what_is_not_a_tag() -> None:
    assert plain_text('<a href="x">Read</a> 2 < 3 &lt;b&gt; <weird>') == "Read 2 < 3 <b> <weird>"
