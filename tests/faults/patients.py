"""People who read what the bot shows and press what fits them, through the fake Bot API.

They know the questions by their words, as people do, and no more of the program than that and the shape of a button's id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import msgspec

from bot.bootstrap import Dialog, load_dialog
from bot.channels.telegram.sender import plain_text
from bot.storage.sqlite.unit import SqliteUnit
from dialogs.protocol import Kind, Question
from dialogs.session import Session
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi
from tests.support.fake_bot_api_chats import Chat, Sent
from tests.support.oracle import Fact
from tests.support.patient import plan

#: Facts of people whose results are known without looking at the rules.
WELL: Mapping[str, Fact] = {}
COLLAPSING: Mapping[str, Fact] = {"collapse_faint": "yes", "chest_pain_breathless": "yes"}
NUMB: Mapping[str, Fact] = {"ces_saddle_numbness": "yes", "ces_bowel_incontinence": "yes"}


class Tap(NamedTuple):
    """A button and what it says."""

    question: str
    value: str
    data: str
    message: int


class Reading(NamedTuple):
    """A button's id, taken apart."""

    ask: int
    is_answer: bool
    value: str


@dataclass
class Patient:
    """One person and what they did."""

    chat: int
    facts: Mapping[str, Fact] = field(default_factory=dict)
    voice: str = "self"
    country: str = "GB"
    taps: list[Tap] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._plan = {
            **plan(self.facts), "consent": ("agree",), "voice": (self.voice,), "country": (self.country,)
        }  # fmt: skip

    def next_tap(self, room: Chat) -> Tap | None:
        """The button to press now: on the newest screen that asks anything new; None when there is none."""
        for screen in open_screens(room):
            tap = self._choose(asked(screen), screen)
            if not any(tap.data == done.data for done in self.taps):
                return tap
        return None

    def expected(self, question: str) -> set[str]:
        """The values that must be stored for a question that was answered."""
        return set(self._plan.get(question, ())) or self._harmless(question)

    def _choose(self, question: Question, screen: Sent) -> Tap:
        offered = {read(b["callback_data"]).value: b["callback_data"] for row in screen.buttons for b in row}
        wanted = self._plan.get(question.id)
        if question.kind is Kind.CHECKLIST:
            open_ticks = [f"+{value}" for value in wanted or () if f"+{value}" in offered]
            value = open_ticks[0] if open_ticks else ("done" if wanted else "none")
        else:
            value = (wanted or tuple(self._harmless(question.id)))[0]
        return Tap(question.id, value, offered[value], screen.id)

    def _harmless(self, question: str) -> set[str]:
        found = dialog().words.protocol.question(question)
        match found.kind:
            case Kind.CHECKLIST:
                return set()
            case Kind.YES_NO:
                return {"no"}
        return {found.options[0].id}


@cache
def dialog() -> Dialog:
    """The shipped dialog, for its words."""
    return load_dialog()


def read(data: str) -> Reading:
    """Take a button's id apart."""
    _, _, ask, kind, value = data.rpartition(".")[0].split(".", 4)
    return Reading(int(ask), kind == "a", value)


def open_screens(room: Chat) -> Iterator[Sent]:
    """The messages with buttons that answer, newest first, up to the last result."""
    for message in reversed(room.said):
        readings = [read(button["callback_data"]) for row in message.buttons for button in row]
        if any(reading.is_answer for reading in readings):
            yield message
        elif any(reading.value == "check" for reading in readings):
            return


def open_screen(room: Chat) -> Sent | None:
    """The newest of them."""
    return next(open_screens(room), None)


def has_result(room: Chat) -> bool:
    """True when the safety net stands below everything that was asked."""
    return any(
        read(button["callback_data"]).value == "check"
        for message in room.said[-2:]
        for row in message.buttons
        for button in row
    )


def asked(screen: Sent) -> Question:
    """Which question a person reads."""
    text = _squeezed(screen.text)
    found = [(len(words), question) for words, question in _prompts() if words in text]
    assert found, f"no known question in {screen.text!r}"
    return max(found, key=lambda pair: pair[0])[1]


@cache
def _prompts() -> list[tuple[str, Question]]:
    protocol = dialog().words.protocol
    return [
        (_squeezed(plain_text(prompt.partition("{")[0])), question)
        for question in protocol.question_by_id.values()
        for prompt in (question.prompt, question.prompt_caregiver)
        if prompt
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


async def hold_interview(telegram: FakeBotApi, patient: Patient, seconds: float = 30.0) -> Chat:
    """From /start to the result."""
    room = telegram.chat(patient.chat)
    if not room.said:
        telegram.say(patient.chat, "/start")
    while True:
        try:
            await telegram.until(lambda: patient.next_tap(room) is not None or has_result(room), seconds)
        except TimeoutError:
            raise AssertionError(f"no question and no result: {room.transcript[-2:]}") from None
        tap = patient.next_tap(room)
        if tap is None:
            last = room.messages[patient.taps[-1].message]
            await telegram.until(lambda last=last: not last.buttons and telegram.is_drained, seconds)  # type: ignore[misc]
            return room
        press(telegram, patient, tap)


def press(telegram: FakeBotApi, patient: Patient, tap: Tap) -> int:
    """Press it, and remember."""
    patient.taps.append(tap)
    return telegram.press_data(patient.chat, tap.data, tap.message)


async def walk_to(telegram: FakeBotApi, patient: Patient, question: str) -> Sent:
    """Answer until this question is on the screen; returns the screen."""
    room = telegram.chat(patient.chat)
    telegram.say(patient.chat, "/start")
    while True:
        await telegram.until(lambda: patient.next_tap(room) is not None, 30)
        screen = open_screen(room)
        assert screen is not None
        if asked(screen).id == question:
            await telegram.until(lambda: telegram.is_drained)
            return screen
        tap = patient.next_tap(room)
        assert tap is not None
        press(telegram, patient, tap)


def button(screen: Sent, value: str) -> str:
    """The data of the button with this value."""
    return next(
        b["callback_data"] for row in screen.buttons for b in row if read(b["callback_data"]).value == value
    )


def stored_session(bot: BotProcess, unit: SqliteUnit, chat: int) -> tuple[Session, int] | None:
    """(session, number of times it was written) of one person."""
    person = unit.person(bot.keyring.person_key("telegram", str(chat)))
    if person is None:
        return None
    return msgspec.msgpack.decode(person.session, type=Session), person.revision
