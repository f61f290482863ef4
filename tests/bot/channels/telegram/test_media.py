"""A picture is uploaded once, its id serves everybody after, and no card is ever lost because of its picture."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.app.clocks import SystemClock
from bot.app.file_ids import FileIds
from bot.app.ports import PersonUnreachable, PictureError, SendLater, SendUncertain
from bot.app.relay import Relay
from bot.channels.telegram.media import PictureMessages
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.transport import BotApi
from bot.messages import Button, MessageKind, Outbound, SendClass
from bot.storage.encryption import Keyring
from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore
from tests.bot.channels.drawn import DrawnPictures, image
from tests.support.fake_bot_api import FakeBotApi
from tests.support.fake_bot_api_chats import Sent
from tests.support.fake_bot_api_faults import Fault, broken, flood, hanging, held, lost_answer, refused

DONE = Button(id="v1.abc.done", label="Done", action="care")
ROLL = Outbound(
    kind=MessageKind.PICTURE,
    id="exercise.knee_roll",
    text="<b>Knee rolls</b>\nRoll both knees to one side.",
    locale="en",
    send_class=SendClass.CONTENT,
    buttons=((DONE,),),
    picture="knee_roll.gif",
    alt="A person on their back rolls both knees to the left and to the right.",
)
STILL = replace(ROLL, picture="knee_roll.png")
KEY = bytes(32)


@pytest.fixture
def drawn(tmp_path: Path) -> DrawnPictures:
    return DrawnPictures(tmp_path)


@pytest.fixture
async def store() -> AsyncIterator[MemoryStore]:
    opened = MemoryStore(KEY)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def make_sender(
    telegram: FakeBotApi, api: BotApi, drawn: DrawnPictures, store: MemoryStore
) -> Callable[..., TelegramSender]:
    """A sender as after a start; people 7 and 8 have met the bot."""
    telegram.chat(7)
    telegram.chat(8)
    return lambda **more: TelegramSender(api, PictureMessages(api, drawn, FileIds(store, api.bot_id), **more))


@pytest.fixture
def sender(make_sender: Callable[..., TelegramSender]) -> TelegramSender:
    return make_sender()


def said(telegram: FakeBotApi, chat: int = 7) -> list[tuple[str, str]]:
    """What a person sees of each message: the kind of its file and its words."""
    return [(_kind(message), message.text) for message in telegram.chat(chat).said]


def _kind(message: Sent) -> str:
    return "" if message.file is None else message.file.kind


MOVING = ("animation", "Knee rolls\nRoll both knees to one side.")
ALONE = ("", "Knee rolls\nRoll both knees to one side.")


# -- once up, then by id -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("message", "method", "parameter"),
    [(ROLL, "sendAnimation", "animation"), (STILL, "sendPhoto", "photo")],
    ids=["gif", "png"],
)
async def test_a_picture_is_uploaded_once_and_sent_by_its_id_from_then_on(
    telegram: FakeBotApi, sender: TelegramSender, message: Outbound, method: str, parameter: str
) -> None:
    for person in ("7", "8", "7"):
        await sender.send(person, message)

    first, second, third = telegram.calls
    [upload] = telegram.files.uploads
    assert upload.content == image(message.picture[-3:])
    assert upload.name == f"knee_roll.v1.{message.picture[-3:]}"
    assert {call.method for call in telegram.calls} == {method}
    assert second.params == {
        "chat_id": 8,
        "caption": "<b>Knee rolls</b>\nRoll both knees to one side.",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Done", "callback_data": "v1.abc.done"}]]},
        parameter: third.params[parameter],
    }
    assert first.params.keys() == second.params.keys()
    for chat in (7, 8):
        shown = telegram.chat(chat).said[0]
        assert (shown.text, shown.labels, _kind(shown)) == (MOVING[1], ["Done"], parameter)


async def test_the_largest_size_of_a_photo_is_remembered(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", STILL)
    await sender.send("7", STILL)

    shown = telegram.chat(7).said[0].file
    assert shown is not None
    assert [entry["width"] for entry in shown.entries] == [90, 200]
    assert telegram.calls[1].params["photo"] == shown.entries[-1]["file_id"]


async def test_a_changed_picture_is_uploaded_anew(
    telegram: FakeBotApi, sender: TelegramSender, drawn: DrawnPictures
) -> None:
    await sender.send("7", ROLL)
    drawn.version = 2
    await sender.send("7", ROLL)

    assert [upload.name for upload in telegram.files.uploads] == ["knee_roll.v1.gif", "knee_roll.v2.gif"]


async def test_a_restart_keeps_the_ids(
    telegram: FakeBotApi, make_sender: Callable[..., TelegramSender]
) -> None:
    await make_sender().send("7", ROLL)
    await make_sender().send("8", ROLL)

    assert len(telegram.files.uploads) == 1
    assert said(telegram, 8) == [MOVING]


async def test_many_first_sends_at_once_upload_once(telegram: FakeBotApi, sender: TelegramSender) -> None:
    hold = telegram.fail("sendAnimation", held())
    people = [str(person) for person in range(10, 60)]
    for person in people:
        telegram.chat(int(person))
    sends = [asyncio.create_task(sender.send(person, ROLL)) for person in people]
    await hold.hit.wait()
    hold.release.set()  # type: ignore[union-attr]
    await asyncio.gather(*sends)

    assert len(telegram.files.uploads) == 1
    assert {tuple(said(telegram, int(person))) for person in people} == {(MOVING,)}


async def test_nobody_waits_long_for_the_same_picture_on_its_way_to_another(
    telegram: FakeBotApi, make_sender: Callable[..., TelegramSender]
) -> None:
    sender = make_sender(turn_seconds=0)
    hold = telegram.fail("sendAnimation", held())
    first = asyncio.create_task(sender.send("7", ROLL))
    await hold.hit.wait()

    await sender.send("8", ROLL)

    assert said(telegram, 8) == [ALONE]
    hold.release.set()  # type: ignore[union-attr]
    await first
    await sender.send("8", ROLL)
    assert said(telegram, 8) == [ALONE, MOVING]


async def test_a_person_who_left_does_not_keep_the_picture_from_the_next(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    telegram.block(7)

    results = await asyncio.gather(sender.send("7", ROLL), sender.send("8", ROLL), return_exceptions=True)

    assert isinstance(results[0], PersonUnreachable)
    assert said(telegram, 8) == [MOVING]


# -- ids that Telegram does not know any more --------------------------------------------------------------
@pytest.mark.parametrize(
    "answer",
    [
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
        "Bad Request: FILE_REFERENCE_EXPIRED",
        "Bad Request: some words that nobody has seen yet",
    ],
)
async def test_a_refused_id_is_replaced_by_one_upload(
    telegram: FakeBotApi, sender: TelegramSender, answer: str
) -> None:
    await sender.send("7", ROLL)
    telegram.fail("sendAnimation", refused(400, answer))

    await sender.send("8", ROLL)
    await sender.send("8", ROLL)

    assert len(telegram.files.uploads) == 2
    assert said(telegram, 8) == [MOVING, MOVING]
    assert telegram.calls[-1].params["animation"] != telegram.calls[1].params["animation"]


async def test_ids_that_are_all_lost_at_once_are_replaced_by_one_upload(
    telegram: FakeBotApi, sender: TelegramSender, make_sender: Callable[..., TelegramSender]
) -> None:
    await sender.send("7", ROLL)
    telegram.files.forget()

    await asyncio.gather(*(sender.send("8", ROLL) for _ in range(10)))
    await make_sender().send("7", ROLL)

    assert len(telegram.files.uploads) == 2
    assert said(telegram, 8) == [MOVING] * 10
    assert said(telegram, 7) == [MOVING] * 2


async def test_a_picture_that_telegram_takes_no_more_goes_out_as_words_after_one_try(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", ROLL)
    telegram.fail("sendAnimation", refused(400, "Bad Request: FILE_PARTS_INVALID"), times=2)

    await sender.send("8", ROLL)
    await sender.send("8", ROLL)

    assert said(telegram, 8) == [ALONE, MOVING]
    assert telegram.count == {"sendAnimation": 4, "sendMessage": 1}


# -- the words go out whatever happens to the picture --------------------------------------------------------
@pytest.mark.parametrize("error", [PictureError("the disk is full"), KeyError("hip")], ids=repr)
async def test_a_picture_that_cannot_be_drawn_leaves_the_words(
    telegram: FakeBotApi, sender: TelegramSender, drawn: DrawnPictures, error: Exception
) -> None:
    drawn.error = error

    await sender.send("7", ROLL)

    assert said(telegram) == [ALONE]
    assert telegram.chat(7).said[0].labels == ["Done"]


async def test_a_file_that_is_gone_or_of_another_kind_leaves_the_words(
    telegram: FakeBotApi, api: BotApi, store: MemoryStore, tmp_path: Path
) -> None:
    class Broken:
        async def path(self, name: str) -> Path:
            return tmp_path / name

    telegram.chat(7)
    sender = TelegramSender(api, PictureMessages(api, Broken(), FileIds(store, api.bot_id)))

    for name in ("gone.gif", "film.webm"):
        await sender.send("7", replace(ROLL, picture=name))

    assert said(telegram) == [ALONE, ALONE]
    assert telegram.count == {"sendMessage": 2}


async def test_a_bot_without_pictures_sends_the_words(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)

    await TelegramSender(api).send("7", ROLL)

    assert said(telegram) == [ALONE]


@pytest.mark.parametrize(
    "fault",
    [
        refused(400, "Bad Request: IMAGE_PROCESS_FAILED"),
        refused(413, "Request Entity Too Large"),
        refused(400, "Bad Request: message caption is too long"),
    ],
    ids=lambda fault: fault.description,
)
async def test_a_refused_upload_leaves_the_words(
    telegram: FakeBotApi, sender: TelegramSender, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("sendAnimation", fault)

    await sender.send("7", ROLL)

    assert said(telegram) == [ALONE]
    assert telegram.chat(7).said[0].labels == ["Done"]
    assert "knee_roll.gif is left out" in caplog.text
    assert "Roll both knees" not in caplog.text


async def test_a_file_too_large_for_telegram_leaves_the_words(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    telegram.files.upload_limit = len(image("gif")) - 1
    telegram.files.photo_limit = len(image("png")) - 1

    await sender.send("7", ROLL)
    await sender.send("7", STILL)

    assert said(telegram) == [ALONE, ALONE]


async def test_words_too_long_for_a_caption_go_out_without_the_picture(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", replace(ROLL, text="x" * 1025))

    assert said(telegram) == [("", "x" * 1025)]
    telegram.referee.violations.clear()


async def test_a_caption_may_be_as_long_as_a_caption_may_be(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", replace(ROLL, text="<b>" + "😀" * 512 + "</b>"))

    assert said(telegram) == [("animation", "😀" * 512)]


@pytest.mark.parametrize("known", [False, True], ids=["first time", "by id"])
async def test_a_caption_that_cannot_be_parsed_goes_out_as_plain_words(
    telegram: FakeBotApi, sender: TelegramSender, known: bool
) -> None:
    if known:
        await sender.send("8", ROLL)

    await sender.send("7", replace(ROLL, text="<b>Call 112</i> now &amp; wait"))

    assert said(telegram) == [("", "Call 112 now & wait")]
    assert telegram.count == {"sendAnimation": 1 + known, "sendMessage": 2}
    assert len(telegram.files.uploads) == known
    telegram.referee.violations.clear()


async def test_a_picture_is_never_an_edit_and_neither_are_its_words(
    telegram: FakeBotApi, sender: TelegramSender, drawn: DrawnPictures
) -> None:
    await sender.send("7", replace(ROLL, picture=""))
    shown = telegram.chat(7).said[0]

    await sender.send("7", replace(ROLL, edit=shown.id))
    drawn.error = PictureError("the disk is full")
    await sender.send("7", replace(ROLL, edit=shown.id))

    assert said(telegram) == [ALONE, MOVING, ALONE]
    assert telegram.count["editMessageText"] == 0


async def test_a_question_answered_under_a_picture_is_sent_below_it(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    await sender.send("7", ROLL)
    [shown] = telegram.chat(7).said

    await sender.send("7", replace(ROLL, kind=MessageKind.QUESTION, picture="", text="Next?", edit=shown.id))

    assert said(telegram) == [MOVING, ("", "Next?")]


# -- floods and outages --------------------------------------------------------------------------------------
@pytest.mark.parametrize("known", [False, True], ids=["first time", "by id"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (flood(7), SendLater),
        (refused(403, "Forbidden: bot was blocked by the user"), PersonUnreachable),
        (refused(502, "Bad Gateway"), SendUncertain),
        (broken(), SendUncertain),
        (lost_answer(), SendUncertain),
    ],
    ids=str,
)
async def test_what_is_not_about_the_picture_is_left_to_the_relay(
    telegram: FakeBotApi, sender: TelegramSender, fault: Fault, error: type[Exception], known: bool
) -> None:
    if known:
        await sender.send("8", ROLL)
    telegram.fail("sendAnimation", fault)

    with pytest.raises(error):
        await sender.send("7", ROLL)

    assert telegram.count["sendAnimation"] == 1 + known
    assert telegram.count["sendMessage"] == 0


async def test_words_do_not_wait_for_ever_behind_uploads_that_nobody_answers(
    telegram: FakeBotApi, make_sender: Callable[..., TelegramSender]
) -> None:
    now = [0.0]
    sender = make_sender(monotonic=lambda: now[0])
    telegram.fail("sendAnimation", broken(), times=3)
    for _ in range(3):
        with pytest.raises(SendUncertain):
            await sender.send("7", ROLL)

    await sender.send("7", ROLL)
    assert said(telegram) == [ALONE]

    now[0] += 60
    await sender.send("7", ROLL)
    assert said(telegram) == [ALONE, MOVING]


async def test_one_answered_upload_ends_the_doubt_about_uploads(
    telegram: FakeBotApi, sender: TelegramSender
) -> None:
    for method, message in (("sendAnimation", ROLL), ("sendPhoto", STILL)):
        telegram.fail(method, broken(), times=2)
        for _ in range(2):
            with pytest.raises(SendUncertain):
                await sender.send("7", message)
        await sender.send("7", message)

    assert said(telegram) == [MOVING, ("photo", ALONE[1])]


async def test_an_upload_has_a_time_limit_of_its_own(telegram: FakeBotApi, api: BotApi) -> None:
    telegram.chat(7)
    telegram.fail("sendPhoto", hanging())

    with pytest.raises(SendUncertain, match="no answer in time"):
        await api.upload("sendPhoto", {"chat_id": 7}, {}, seconds=0.05)
    telegram.referee.violations.clear()


@pytest.mark.parametrize("body", ['{"ok":true,"result":{}}', '{"ok":true,"result":{"animation":7}}'])
async def test_a_sent_picture_without_an_id_is_sent_all_the_same(
    telegram: FakeBotApi, sender: TelegramSender, body: str
) -> None:
    telegram.fail("sendAnimation", Fault("raw", 200, body=body))

    await sender.send("7", ROLL)
    await sender.send("7", ROLL)

    assert telegram.count == {"sendAnimation": 2}
    assert len(telegram.files.uploads) == 1


# -- all of it together --------------------------------------------------------------------------------------
async def test_committed_pictures_reach_people_through_the_relay_and_again_after_a_restart(
    telegram: FakeBotApi, api: BotApi, drawn: DrawnPictures, tmp_path: Path
) -> None:
    async def run(*people: str) -> None:
        """One life of the process, which has messages for these people."""
        store = SqliteStore(tmp_path / "bot.db", Keyring(KEY))
        await store.open()
        sender = TelegramSender(api, PictureMessages(api, drawn, FileIds(store, api.bot_id)))
        relay = Relay(store, {"telegram": sender}, SystemClock())
        for person in people:
            telegram.chat(int(person))
            key = store.person_key("telegram", person)
            await store.transact(
                lambda uow, key=key, person=person: [  # type: ignore[misc]
                    uow.enqueue(key, "telegram", person, message, datetime.now(UTC))
                    for message in (ROLL, replace(STILL, id="exercise.knee_roll.still"))
                ]
            )
        await relay.sweep()
        await relay.idle()
        counts: dict[str, Any] = await store.transact(lambda uow: uow.counts())
        assert (counts["unsent"], counts["dropped"]) == (0, 0)
        await relay.stop(1)
        await store.close()

    await run("7", "8", "9")
    await run("10", "11")

    assert sorted(upload.name for upload in telegram.files.uploads) == [
        "knee_roll.v1.gif",
        "knee_roll.v1.png",
    ]
    for chat in range(7, 12):
        assert said(telegram, chat) == [MOVING, ("photo", ALONE[1])]
        telegram.press(chat, "Done")
    assert telegram.count == {"sendAnimation": 5, "sendPhoto": 5}
