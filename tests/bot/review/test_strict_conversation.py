"""With nothing but the safety cards approved, a whole conversation still holds together and shows no draft."""

from __future__ import annotations

import pytest

from bot import bootstrap
from bot.bootstrap import Dialog, load_dialog
from bot.review.policy import SAFETY_CARDS
from bot.review.records import Records
from tests.bot.review import approved
from tests.bot.review.test_policy import STRICT
from tests.support.conversation import Person, Room
from tests.support.scenario import harmless


@pytest.fixture
def strict(shipped: Records, monkeypatch: pytest.MonkeyPatch) -> Dialog:
    """Every safety card approved, every other card a draft."""
    drafts = {card for card in shipped.words.library.cards_by_id if card not in SAFETY_CARDS}
    library, ledger = approved.library(shipped, but=drafts), approved.ledger(shipped.items.values())
    monkeypatch.setattr(bootstrap, "load_library", lambda: library)
    monkeypatch.setattr(bootstrap, "read_ledger", lambda: ledger)
    return load_dialog(STRICT)


async def answer_harmlessly(person: Person) -> None:
    """Answer until nothing is asked any more."""
    for _ in range(60):
        if person.open is None:
            return
        question = person.open["question"]
        value = "goal_sleep" if question == "plan_goal" else harmless(question)
        assert value is not None, person.story()
        await person.press(value)


async def test_menus_plan_and_painkillers_go_without_what_is_withheld(strict: Dialog) -> None:
    async with Room(words=strict) as room:
        person = room.person()
        await person.type("/start")
        await answer_harmlessly(person)
        assert person.dispositions == ["self_care"], person.story()

        for command in ("/care", "/plan"):
            await person.type(command)
            await answer_harmlessly(person)
        await person.type("ibuprofen")
        await person.type("/care")
        await person.press("card painkillers")
        await answer_harmlessly(person)

        shown = {message.get("id", "") for message in person.messages}
        assert {"phrase.care.menu", "plan.today", "card.painkillers"} <= shown, person.story()
        assert not {id_ for id_ in shown if id_.startswith("card.")} - {
            f"card.{card}" for card in SAFETY_CARDS
        }
        assert "phrase.error" not in shown
