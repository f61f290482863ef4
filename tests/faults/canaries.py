"""What must never be written down: the token, the key, the webhook's secret, and what people typed or answered."""

from __future__ import annotations

from functools import cache

from tests.faults.patients import dialog
from tests.support.bot_process import KEY, SECRET, BotProcess
from tests.support.fake_bot_api import TOKEN, FakeBotApi

#: Words that people type in these tests; each is unlike any word of the program.
TYPED = ("quixotic marmalade", "zanzibar teapot", "ocelot umbrella", "flamingo trombone")


def assert_nothing_leaked(bot: BotProcess, telegram: FakeBotApi) -> None:
    """Nothing of it in the log of any start, nor readable in the data folder."""
    log, stored = bot.log, bot.stored_bytes()
    chats = [str(chat) for chat in telegram.chats if chat > 100_000]
    for word in (TOKEN.partition(":")[2], KEY, SECRET, *TYPED, *_answers(), *chats):
        assert word not in log, f"{word!r} is in the log"
    for word in (TOKEN, KEY, *TYPED, *chats, *_sealed()):
        assert word.encode() not in stored, f"{word!r} is readable in the data folder"


@cache
def _answers() -> tuple[str, ...]:
    """Slugs that would say in a log what somebody was asked, answered or told."""
    protocol = dialog().words.protocol
    options = [
        option.id for question in protocol.interview for option in question.options if "_" in option.id
    ]
    return (*(question.id for question in protocol.interview if "_" in question.id), *options)


@cache
def _sealed() -> tuple[str, ...]:
    """Answers as a stored session would hold them."""
    protocol = dialog().words.protocol
    named = {question.id for question in protocol.interview}
    return tuple(
        option.id
        for question in protocol.interview
        for option in question.options
        if "_" in option.id and option.id not in named
    )
