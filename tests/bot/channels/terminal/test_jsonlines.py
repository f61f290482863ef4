"""The contract of the JSON Lines channel, key by key: other programs are built on it."""

from __future__ import annotations

import orjson
import pytest

from bot.app.ports import PictureError
from bot.channels.terminal.jsonlines import Writer
from bot.messages import MessageKind, Outbound, SendClass
from tests.bot.channels.drawn import DrawnPictures
from tests.support.conversation import Room, buttons

QUESTION = {"chat", "kind", "question", "text", "locale", "buttons"}
DISPOSITION = {"chat", "kind", "disposition", "category", "reasons", "text", "locale", "buttons"}
OTHER = {"chat", "kind", "id", "text", "locale", "buttons"}
ALERT = {*OTHER, "tier", "signs"}
PICTURE = {*OTHER, "picture", "alt"}


@pytest.fixture
async def room():
    async with Room() as opened:
        yield opened


async def _say(room: Room, **event: object) -> list[dict]:
    return await room.hand_in(orjson.dumps({"chat": "p1", **event}).decode())


async def _to(room: Room, question: str, chat: str = "p1"):
    """Somebody who has answered harmlessly up to a question."""
    person = room.person(chat)
    await person.type("/start")
    for press in ("agree", "self", "GB", "18_49", "none", *["no"] * 5, *["none"] * 4):
        if person.last["question"] == question:
            break
        await person.press(press)
    assert person.last["question"] == question
    return person


# -- out -------------------------------------------------------------------------------------------------------
async def test_every_line_is_answered_and_closed_with_idle(room):
    for text in ("/start", "yes", "hello", "/help", "/nothing"):
        written = await _say(room, text=text)
        assert len(written) > 1
        assert written[-1] == {"chat": "p1", "kind": "idle"}
        assert [line["kind"] for line in written].count("idle") == 1


async def test_a_question_has_exactly_these_keys(room):
    consent = (await _say(room, text="/start"))[0]
    assert set(consent) == QUESTION
    assert (consent["kind"], consent["question"], consent["locale"]) == ("question", "consent", "en")


async def test_a_question_of_the_interview_tells_how_far_it_is(room):
    person = await _to(room, "ces_urinary")
    assert set(person.last) == {*QUESTION, "progress"}
    number, total = person.last["progress"]
    assert (number, total > number) == (2, True)


async def test_a_checklist_tells_what_is_ticked_after_every_tick(room):
    person = await _to(room, "recent_events")
    assert set(person.last) == {*QUESTION, "progress", "selected"}
    assert person.last["selected"] == []
    await person.press("trauma_minor")
    await person.press("fever_chills")
    assert person.last["selected"] == ["trauma_minor", "fever_chills"]
    await person.press("trauma_minor")
    assert person.last["selected"] == ["fever_chills"]


async def test_a_checklist_button_carries_its_item_without_signs_in_either_state(room):
    person = await _to(room, "recent_events")
    await person.press("fever_chills")
    values = [button["answer"]["value"] for button in buttons(person.last) if "answer" in button]
    assert values == [
        "trauma_minor", "fever_chills", "recent_infection_or_line", "recent_spinal_procedure", "done", "not_sure",
    ]  # fmt: skip


async def test_every_button_has_an_id_a_label_and_either_an_answer_or_an_action(room):
    person = await _to(room, "ces_sexual_change")
    await person.type("/answers")
    await person.type("/help")
    for button in (one for message in person.messages for one in buttons(message)):
        action = {"id", "label", "action"}
        assert set(button) in ({"id", "label", "answer"}, action, action | {"argument"})
        assert all(isinstance(value, str) for key, value in button.items() if key != "answer")
        assert set(button.get("answer", {"question": "", "value": ""})) == {"question", "value"}


async def test_yes_no_questions_use_the_four_values(room):
    person = await _to(room, "ces_sexual_change")
    answers = [button["answer"] for button in buttons(person.last) if "answer" in button]
    assert answers == [
        {"question": "ces_sexual_change", "value": v} for v in ("yes", "no", "not_sure", "skip")
    ]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("consent", {"agree", "decline"}),
        ("voice", {"self", "caregiver"}),
        ("age_band", {"under_18", "18_49", "50_59", "60_64", "65_69", "70_plus"}),
    ],
)
async def test_the_preface_uses_stable_values(room, question, values):
    person = await _to(room, question)
    assert {button["answer"]["value"] for button in buttons(person.last) if "answer" in button} == values


async def test_countries_are_iso_codes_or_other(room):
    person = await _to(room, "country")
    values = [button["answer"]["value"] for button in buttons(person.last) if "answer" in button]
    assert values[-1] == "other"
    assert all(len(value) == 2 and value.isupper() for value in values[:-1])


async def test_a_result_has_exactly_these_keys(room):
    person = await _to(room, "ces_urinary")
    await person.press("yes")
    written = await person.press("recent")
    result = written[0]
    assert set(result) == DISPOSITION
    assert (result["disposition"], result["category"], result["reasons"]) == (
        "emergency_today",
        "specific",
        ["R04"],
    )


async def test_a_result_without_a_category_says_null(room):
    await _say(room, text="/start")
    person = room.person()
    written = await person.press("not_back_pain")
    assert (written[0]["disposition"], written[0]["category"], written[0]["reasons"]) == (
        "out_of_scope",
        None,
        [],
    )


async def test_an_alert_carries_tier_and_signs(room):
    person = await _to(room, "ces_urinary")
    alert = (await person.type("I have a fever"))[0]
    assert set(alert) == ALERT
    assert (alert["kind"], alert["tier"], alert["signs"]) == ("alert", "urgent_same_day", ["fever_chills"])


async def test_messages_and_cards_carry_their_content_id(room):
    person = await _to(room, "ces_urinary")
    card, *_ = await person.type("/warning")
    message, *_ = await person.type("/privacy")
    assert (set(card), card["kind"], card["id"]) == (OTHER, "card", "card.warning_signs")
    assert (set(message), message["kind"], message["id"]) == (OTHER, "message", "phrase.privacy")


async def test_texts_are_plain(room):
    person = await _to(room, "ces_urinary")
    await person.type("/warning")
    await person.type("/privacy")
    texts = [message["text"] for message in person.messages]
    assert [text for text in texts if "<b>" in text or "&" in text or "</" in text] == []


# -- in --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "{",
        "[]",
        "3",
        "null",
        '"text"',
        "{}",
        '{"chat": "p1"}',
        '{"text": "/start"}',
        '{"chat": "", "text": "/start"}',
        '{"chat": 5, "text": "/start"}',
        '{"chat": null, "text": "/start"}',
        '{"chat": "p1", "text": 5}',
        '{"chat": "p1", "text": null}',
        '{"chat": "p1", "press": ["yes"]}',
        '{"chat": "p1", "text": "a", "press": "b"}',
        '{"chat": "p1", "say": "hello"}',
        '{"chat": "' + "p" * 65 + '", "text": "/start"}',
        '{"chat": "p1", "text": "\\ud800"}',
        "[" * 5000,
    ],
)
async def test_a_line_that_is_no_event_is_answered_with_an_error_and_its_number(room, line):
    await _say(room, text="/start")
    written = await room.hand_in(line)
    assert [set(one) for one in written] == [{"error", "line"}]
    assert written[0]["line"] == 2
    assert len(written[0]["error"]) > 10


@pytest.mark.parametrize(
    "advance",
    ["", "7", "P", "PT", "P7", "7D", "p7d", "P-1D", "-P1D", "P1M", "P1Y", "P1.5D", "P7D ", "P1DT", "P401D", "tomorrow",
     "P9999999999D", "PT99999999999999H"],
)  # fmt: skip
async def test_a_duration_that_is_none_is_answered_with_an_error_and_moves_nothing(room, advance):
    before = room.clock.now()
    written = await _say(room, advance=advance)
    assert [set(one) for one in written] == [{"error", "line"}]
    assert (room.clock.now() - before).total_seconds() < 60


@pytest.mark.parametrize("advance", [7, None, True, ["P1D"]])
async def test_a_duration_that_is_no_text_is_answered_with_an_error(room, advance):
    written = await _say(room, advance=advance)
    assert [set(one) for one in written] == [{"error", "line"}]


@pytest.mark.parametrize(
    ("advance", "seconds"),
    [
        ("P7D", 604_800),
        ("P1W", 604_800),
        ("PT2H", 7_200),
        ("P1DT2H3M4S", 93_784),
        ("PT0S", 0),
        ("P400D", 34_560_000),
    ],
)
async def test_a_duration_moves_the_clock(room, advance, seconds):
    before = room.clock.now()
    written = await _say(room, advance=advance)
    assert written == [{"chat": "p1", "kind": "idle"}]
    assert abs((room.clock.now() - before).total_seconds() - seconds) < 60


async def test_the_run_goes_on_after_an_error_and_line_numbers_count_every_line(room):
    await room.hand_in("nonsense")
    await room.hand_in("")
    written = await room.hand_in("nonsense")
    assert written[0]["line"] == 3
    assert (await _say(room, text="/start"))[0]["question"] == "consent"


async def test_an_empty_line_is_passed_over(room):
    assert await room.hand_in("\n") == []
    assert await room.hand_in("   ") == []


async def test_a_button_of_nobody_is_answered_with_the_open_question(room):
    await _to(room, "ces_urinary")
    for press in ("", "x", "1.1.1.a.yes.AAAAAAAA", "😀" * 50, "\u0000", "a" * 10_000):
        written = await _say(room, press=press)
        assert [line.get("question") for line in written[:-1]] == ["ces_urinary"]


async def test_very_long_text_is_read_and_answered(room):
    await _to(room, "ces_urinary")
    written = await _say(room, text="I was in the garden on Monday. " * 900)
    assert written[-1]["kind"] == "idle"
    assert written[-2]["question"] == "ces_urinary"


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "/", "//", "/start" + "x" * 5000, "\u0000", "\u202e", "👍", "?", "no" * 3000]
)
async def test_odd_text_raises_nothing(room, text):
    await _to(room, "ces_urinary")
    written = await _say(room, text=text)
    assert written[-1] == {"chat": "p1", "kind": "idle"}
    assert len(written) > 1


# -- several people and time -----------------------------------------------------------------------------------
async def test_two_people_do_not_disturb_each_other(room):
    one, two = room.person("one"), room.person("two")
    await one.type("/start")
    await two.type("/start")
    for press in ("agree", "self", "GB", "18_49", "collapse_faint"):
        await one.press(press)
        await two.press(press)
    await one.press("done")
    await two.press("collapse_faint")
    await two.press("none")
    assert one.dispositions == ["emergency_now"]
    assert two.last["question"] == "ces_urinary"
    assert two.dispositions == []


async def test_time_passes_for_everybody(room):
    one, two = await _to(room, "ces_bowel", "one"), await _to(room, "ces_bowel", "two")
    await one.wait("P1D")
    await two.press("no")
    assert two.last["question"] == "danger_now"


async def test_waiting_says_nothing_by_itself(room):
    person = await _to(room, "ces_bowel")
    for duration in ("PT1M", "PT2H", "P7D", "P400D"):
        assert await person.wait(duration) == []


# -- pictures --------------------------------------------------------------------------------------------------
async def _written(pictures, kind=MessageKind.PICTURE, **more):
    lines: list[str] = []
    message = Outbound(
        kind=kind,
        id="exercise.knee_roll",
        text="<b>Knee rolls</b>",
        locale="en",
        send_class=SendClass.CONTENT,
        **more,
    )
    await Writer(lines.append, pictures).send("p1", message)
    [line] = lines
    return orjson.loads(line)


async def test_a_picture_comes_with_its_file_and_what_it_shows(tmp_path):
    found = await _written(DrawnPictures(tmp_path), picture="knee_roll.gif", alt="Knees roll.")
    assert set(found) == PICTURE
    assert (found["kind"], found["text"], found["alt"]) == ("picture", "Knee rolls", "Knees roll.")
    assert found["picture"] == str(tmp_path / "knee_roll.v1.gif")
    assert (tmp_path / "knee_roll.v1.gif").is_file()


@pytest.mark.parametrize("error", [PictureError("the disk is full"), KeyError("hip")], ids=repr)
async def test_a_picture_that_cannot_be_drawn_is_null_and_the_words_are_there(tmp_path, error):
    pictures = DrawnPictures(tmp_path)
    pictures.error = error
    for source in (pictures, None):
        found = await _written(source, picture="knee_roll.gif", alt="Knees roll.")
        assert set(found) == PICTURE
        assert (found["picture"], found["alt"], found["text"]) == (None, "Knees roll.", "Knee rolls")


async def test_a_picture_does_not_change_the_kind_of_a_message(tmp_path):
    found = await _written(
        DrawnPictures(tmp_path), kind=MessageKind.CARD, picture="knee_roll.png", alt="Knees."
    )
    assert set(found) == PICTURE
    assert found["kind"] == "card"


async def test_a_message_without_a_picture_has_no_such_keys(tmp_path):
    assert set(await _written(DrawnPictures(tmp_path), kind=MessageKind.CARD)) == OTHER
