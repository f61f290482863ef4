"""What is told to Telegram once per start, by way of python-telegram-bot."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from bot.app.ports import ChannelRefused, SendUncertain
from bot.channels.telegram.logs import quiet_libraries
from bot.channels.telegram.setup import BotSetup, Surface
from bot.channels.telegram.transport import BotApi
from tests.support.fake_bot_api import TOKEN, FakeBotApi
from tests.support.fake_bot_api_faults import broken, flood, refused, unauthorized

ENGLISH = Surface(
    locale="en",
    commands=(("start", "Begin"), ("privacy", "What is stored")),
    description="Checks your back.",
    short_description="Back check",
)
GERMAN = Surface(
    locale="de-AT",
    commands=(("start", "Beginnen"), ("privacy", "Was gespeichert wird")),
    description="Prüft den Rücken.",
    short_description="Rückencheck",
)


class Waits:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def setup(api: BotApi, waits: Waits) -> BotSetup:
    return BotSetup(api, sleep=waits)


async def test_the_token_tells_who_we_are(telegram: FakeBotApi, setup: BotSetup) -> None:
    identity = await setup.identify()

    assert (identity.id, identity.username) == (123456789, "steadyback_test_bot")


async def test_every_language_and_a_default_are_published(telegram: FakeBotApi, setup: BotSetup) -> None:
    await setup.publish([ENGLISH, GERMAN])

    names = [
        command["command"]
        for command in telegram.surface["MyCommands", "de", "all_private_chats"]["commands"]
    ]
    assert names == ["start", "privacy"]
    descriptions = {
        language: params["description"]
        for (name, language, _), params in telegram.surface.items()
        if name == "MyDescription"
    }
    assert descriptions == {
        "": "Checks your back.",
        "en": "Checks your back.",
        "de": "Prüft den Rücken.",
    }
    assert telegram.surface["ChatMenuButton", "", "default"]["menu_button"]["type"] == "commands"


async def test_what_is_unchanged_is_not_set_again(telegram: FakeBotApi, setup: BotSetup) -> None:
    await setup.publish([ENGLISH, GERMAN])
    before = sum(count for method, count in telegram.count.items() if method.startswith("set"))

    await setup.publish([ENGLISH, GERMAN])

    assert sum(count for method, count in telegram.count.items() if method.startswith("set")) == before


async def test_a_flood_pause_is_respected(telegram: FakeBotApi, setup: BotSetup, waits: Waits) -> None:
    telegram.fail("setMyCommands", flood(9))

    await setup.publish([ENGLISH])

    assert waits.seconds == [9]
    assert telegram.surface["MyDescription", "", "default"]["description"] == "Checks your back."


@pytest.mark.parametrize(
    "fault", [flood(4000), refused(400, "Bad Request: x"), refused(500, "x"), broken()], ids=str
)
async def test_a_failure_is_logged_and_never_fatal(
    telegram: FakeBotApi, setup: BotSetup, caplog: pytest.LogCaptureFixture, fault: object
) -> None:
    telegram.fail("getMyCommands", fault)  # type: ignore[arg-type]

    await setup.publish([ENGLISH])

    assert "not all published" in caplog.text


async def test_a_wrong_token_is_told_in_one_sentence(
    telegram: FakeBotApi, setup: BotSetup, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    quiet_libraries()
    for fault in (unauthorized(), refused(404, "Not Found")):
        telegram.fail("getMe", fault)
        with pytest.raises(ChannelRefused) as caught:
            await setup.identify()
        error: BaseException | None = caught.value
        assert "TELEGRAM_TOKEN" in str(error)
        while error is not None:
            assert TOKEN not in repr(error)
            error = error.__cause__ or error.__context__
    telegram.fail("getMyCommands", unauthorized())
    with pytest.raises(ChannelRefused):
        await setup.publish([ENGLISH])
    assert TOKEN not in caplog.text


async def test_an_unreachable_telegram_is_uncertain_not_refused(
    telegram: FakeBotApi, setup: BotSetup
) -> None:
    telegram.fail("getMe", broken())

    with pytest.raises(SendUncertain):
        await setup.identify()


async def test_a_webhook_address_that_telegram_refuses_is_told(telegram: FakeBotApi, setup: BotSetup) -> None:
    telegram.fail("setWebhook", refused(400, "Bad Request: bad webhook: HTTPS url needed"))

    with pytest.raises(ChannelRefused, match="WEBHOOK_URL"):
        await setup.set_webhook("http://x", "secret")


async def test_the_webhook_is_set_with_its_secret_and_removed(telegram: FakeBotApi, setup: BotSetup) -> None:
    await setup.set_webhook("http://127.0.0.1:1/hook", "secret")
    [call] = [call for call in telegram.calls if call.method == "setWebhook"]
    assert call.params["secret_token"] == "secret"
    assert call.params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]

    await setup.delete_webhook()
    assert telegram.webhook is None


async def test_a_file_goes_out_through_ptb(telegram: FakeBotApi, setup: BotSetup) -> None:
    telegram.chat(7)
    bot = await setup._ptb()

    sent = await bot.send_document(
        7, b"%PDF-1.7\r\nbytes\x00\xff", filename="summary.pdf", caption="<b>Yours</b>", parse_mode="HTML"
    )

    assert sent.document is not None
    assert telegram.chat(7).said[0].text == "Yours"


async def test_libraries_are_quiet_at_debug(
    telegram: FakeBotApi, setup: BotSetup, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    quiet_libraries()

    await setup.set_webhook("http://127.0.0.1:1/hook", "canary-secret")
    await setup.publish([ENGLISH])

    assert "canary-secret" not in caplog.text
    assert TOKEN not in caplog.text


def test_starting_does_not_import_the_heavy_library() -> None:
    program = (
        "import sys, bot.channels.telegram.setup, bot.channels.telegram.polling; "
        "import bot.channels.telegram.webhook, bot.channels.telegram.sender; "
        "sys.exit('telegram' in sys.modules or 'aiohttp' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
