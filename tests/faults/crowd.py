"""Many people at once, each answering as fast as the bot asks, and the account of what each of them did.

It is what the bot's memory is held against after a crash.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.storage.sqlite.unit import SqliteUnit
from dialogs.session import Session
from tests.faults.patients import COLLAPSING, NUMB, WELL, Patient, has_result, press, stored_session
from tests.support.bot_process import BotProcess
from tests.support.fake_bot_api import FakeBotApi
from tests.support.oracle import Fact

_KINDS: tuple[tuple[Mapping[str, Fact], str], ...] = (
    (WELL, "self"), (COLLAPSING, "self"), (NUMB, "self"), (NUMB, "caregiver"),
)  # fmt: skip


class Crowd:
    """`size` people are in an interview at any time; whoever gets a result makes room for somebody new."""

    def __init__(
        self, telegram: FakeBotApi, random: Random, *, size: int = 24, double_taps: float = 0.2
    ) -> None:
        self._telegram = telegram
        self._random = random
        self._size = size
        self._double_taps = double_taps
        self.patients: list[Patient] = []
        self.done: list[Patient] = []
        #: Updates that each person caused.
        self.updates: dict[int, list[int]] = {}
        self.is_open = True

    async def live(self) -> None:
        """React to what the bot says, until cancelled."""
        seen = -1
        while True:
            self._fill()
            for patient in list(self.patients):
                self._react(patient)
            seen = len(self._telegram.calls)
            await self._telegram.until(lambda seen=seen: len(self._telegram.calls) > seen, 600)  # type: ignore[misc]

    async def all_done(self, seconds: float) -> None:
        """Let nobody new come, and wait for the results of those who are here."""
        self.is_open = False
        try:
            await self._telegram.until(lambda: not self.patients and self._telegram.is_drained, seconds)
        except TimeoutError:
            stuck = [
                (p.chat, p.taps[-1:], self._telegram.chat(p.chat).transcript[-2:]) for p in self.patients[:2]
            ]
            raise AssertionError(f"stuck: {stuck}, pending: {len(self._telegram.updates.pending)}") from None

    def compare(self, bot: BotProcess, unit: SqliteUnit, *, is_final: bool = False) -> None:
        """Every confirmed update is in the store exactly once; one that is not confirmed at most once."""
        pending = {update["update_id"] for update in self._telegram.updates.pending}
        for patient in (*self.patients, *self.done):
            updates = self.updates[patient.chat]
            confirmed = len([update for update in updates if update not in pending])
            found = stored_session(bot, unit, patient.chat)
            if found is None:
                assert confirmed == 0, f"{patient.chat}: {confirmed} confirmed updates are lost"
                continue
            session, writes = found
            assert confirmed <= writes <= len(updates), (
                f"{patient.chat}: {writes} state changes for {confirmed} confirmed of {len(updates)} updates"
            )
            self._compare_answers(patient, session, is_final=is_final)

    def _compare_answers(self, patient: Patient, session: Session, *, is_final: bool) -> None:
        """The last tap may be under way; the bot answered all before it."""
        for tap in patient.taps if is_final else patient.taps[:-1]:
            answer = session.answers[tap.question]
            if tap.value.startswith("+"):
                assert tap.value[1:] in answer.values
            elif tap.value in ("done", "none"):
                assert answer.settled
                assert set(answer.values) == patient.expected(tap.question)
            else:
                assert answer.values == (tap.value,), f"{tap.question}: {answer.values}, pressed {tap.value}"

    def _fill(self) -> None:
        while self.is_open and len(self.patients) < self._size:
            chat = 2_000_000 + len(self.updates)
            facts, voice = self._random.choice(_KINDS)
            self.patients.append(Patient(chat, facts, voice))
            self.updates[chat] = [self._telegram.say(chat, "/start")]

    def _react(self, patient: Patient) -> None:
        room = self._telegram.chat(patient.chat)
        tap = patient.next_tap(room)
        if tap is not None:
            self.updates[patient.chat].append(press(self._telegram, patient, tap))
            if self._random.random() < self._double_taps:
                again = self._telegram.press_data(patient.chat, tap.data, tap.message)
                self.updates[patient.chat].append(again)
        elif has_result(room):
            self.patients.remove(patient)
            self.done.append(patient)
