"""Whatever people press, type or wait for, in any order: nothing breaks, and no warning sign ends at home."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogs.decision import raised_flags
from dialogs.session import Session
from tests.support.conversation import Message, Room, buttons, dialog, label
from tests.support.scenario import harmless

PROTOCOL = dialog().words.protocol
CARDS = dialog().words.library.cards_by_id
_decode = msgspec.msgpack.Decoder(Session).decode

COMMANDS = [
    "/start", "/start clinic-1", "/check", "/help", "/warning", "/care", "/answers", "/country", "/language",
    "/privacy", "/sources", "/stop", "/back", "/why", "/deleteme", "/nonsense", "back", "why", "start over", "go on",
]  # fmt: skip
WORDS = [
    "yes", "no", "not sure", "none", "done", "skip", "1", "2 and 3", "45", "17", "3 weeks", "2 months", "France", "?",
    "", "blah", "my back hurts", "no feeling down there", "my crotch is numb", "I have a fever", "I have chest pain",
    "should I use heat or ice?", "can I take ibuprofen?", "show me exercises", "what does a scan show", "/plan",
    "I want to die", "both my legs are numb", "no fever", "GB", "worse", "better",
]  # fmt: skip
WAITS = ["PT1S", "PT3S", "PT2M", "PT10M", "PT2H", "PT23H", "PT25H", "P8D"]


class Conversation(RuleBasedStateMachine):
    """One person, and somebody whose buttons are sometimes pressed by mistake."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.room = Room()
        self.runner.run(self.room.__aenter__())
        self.person = self.room.person()
        self.checked = 0
        #: The session after the step before, and whether a typed sign was taken back since.
        self.before: Session | None = None
        self.took_back = False

    def teardown(self) -> None:
        self.runner.run(self.room.__aexit__(None, None, None))
        self.runner.close()

    def run(self, doing: Any) -> Any:
        return self.runner.run(doing)

    def press(self, button: Message, *, synchronous: bool = True) -> None:
        self.took_back |= button.get("action") == "take_back"
        self.person.transcript.append(f"> presses {button['label']!r}")
        self.run(self.room.receive(press=button["id"], synchronous=synchronous))

    # -- what people do ----------------------------------------------------------------------------------------
    @initialize()
    def begins(self) -> None:
        self.run(self.person.type("/start"))

    @rule(text=st.sampled_from([*COMMANDS, *WORDS]))
    def types(self, text: str) -> None:
        self.run(self.person.type(text))

    @rule(text=st.text(max_size=30))
    def types_anything(self, text: str) -> None:
        self.run(self.room.receive(text=text))

    @rule(duration=st.sampled_from(WAITS))
    def waits(self, duration: str) -> None:
        self.run(self.person.wait(duration))

    @rule(duration=st.sampled_from([1, 100, 200, 100_000]))
    def the_process_is_away(self, duration: int) -> None:
        self.run(self.room.pass_time(timedelta(seconds=duration)))

    @precondition(lambda self: self.person.messages)
    @rule(data=st.data())
    def presses_what_is_on_the_screen(self, data: st.DataObject) -> None:
        if found := buttons(self.person.last):
            self.press(data.draw(st.sampled_from(found)))

    @precondition(lambda self: self.person.messages)
    @rule(data=st.data(), at_once=st.booleans())
    def presses_anything_ever_seen(self, data: st.DataObject, at_once: bool) -> None:
        message = data.draw(st.sampled_from(self.person.messages[-12:]))
        if found := buttons(message):
            self.press(data.draw(st.sampled_from(found)), synchronous=not at_once)

    @precondition(lambda self: self.person.open)
    @rule(data=st.data())
    def two_taps_at_once(self, data: st.DataObject) -> None:
        found = buttons(self.person.open)
        for button in data.draw(st.lists(st.sampled_from(found), min_size=2, max_size=3)):
            self.press(button, synchronous=False)

    @precondition(lambda self: self.person.open)
    @rule(count=st.integers(1, 15))
    def answers_harmlessly(self, count: int) -> None:
        for _ in range(count):
            if self.person.open is None:
                return
            value = harmless(self.person.open["question"])
            if self.person.open.get("selected"):
                value = "done"
            button = next(
                (b for b in buttons(self.person.open) if b.get("answer", {}).get("value") == value), None
            )
            self.run(self.person.press_id(button["id"]) if button else self.person.type("not sure"))

    @precondition(lambda self: self.person.open)
    @rule(data=st.data())
    def types_a_label(self, data: st.DataObject) -> None:
        self.run(self.person.type(label(data.draw(st.sampled_from(buttons(self.person.open))))))

    # -- what must never happen --------------------------------------------------------------------------------
    @invariant()
    def nothing_broke(self) -> None:
        new = self.person.messages[self.checked :]
        self.checked = len(self.person.messages)
        assert not [message for message in new if message.get("id") == "phrase.error"], self.person.story()
        counts = self.run(self.room.store.transact(lambda uow: uow.counts()))
        assert (counts["postponed"], counts["set_aside"], counts["dropped"]) == (0, 0, 0)
        assert counts["unsent"] == 0
        for message in new:
            if message["kind"] == "question":
                assert buttons(message)
                number, total = message.get("progress", (1, 1))
                assert 1 <= number <= total
            if message.get("id", "").startswith(("card.", "plan.", "dose.")):
                self._may_be_read(*message["id"].split(".")[:2])

    @invariant()
    def no_warning_sign_ends_below_its_tier(self) -> None:
        session = self._session()
        if session is None or session.concluded is None:
            return
        facts = dialog().engine.trail(session).facts
        flags = raised_flags(PROTOCOL, facts)
        least = max((PROTOCOL.rank(flag.tier) for flag in PROTOCOL.red_flags if flag.id in flags), default=0)
        assert PROTOCOL.rank(session.concluded) >= least, self.person.story()

    @invariant()
    def a_typed_sign_stands_until_it_is_taken_back_or_all_is_asked_anew(self) -> None:
        before, now, took_back = self.before, self._session(), self.took_back
        self.before, self.took_back = now, False
        if before is None or now is None or took_back:
            return
        if (before.nonce, before.interview) == (now.nonce, now.interview):
            assert set(before.raised) <= set(now.raised), self.person.story()

    @invariant()
    def an_unfinished_interview_never_ends_at_home(self) -> None:
        session = self._session()
        if session is not None and session.concluded in ("self_care", "see_clinician_soon"):
            trail = dialog().engine.trail(session)
            assert trail.open is None
            assert not trail.ended_early
            assert session.answers["danger_now"].settled

    def _may_be_read(self, kind: str, card_id: str) -> None:
        """Exercises, plans and painkillers only once nothing urgent stands; general advice also among the questions."""
        card = CARDS.get(card_id) if kind == "card" else None
        if card_id == "warning_signs" or (card is not None and card.anytime):
            return
        session = self._session()
        assert session is not None
        general = card is not None and card.gate is None and card.exercise is None
        if general and session.concluded is None:
            assert session.shown in (None, "self_care", "see_clinician_soon"), self.person.story()
            return
        assert session.concluded in ("self_care", "see_clinician_soon"), self.person.story()
        assert session.shown in ("self_care", "see_clinician_soon"), self.person.story()

    def _session(self) -> Session | None:
        key = self.room.store.person_key("terminal", "p1")
        person = self.run(self.room.store.transact(lambda uow: uow.person(key)))
        return _decode(person.session) if person is not None and person.session else None


Conversation.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TestConversation = Conversation.TestCase
