"""Plays scenarios against the real application and says, with the whole conversation, where one goes wrong.

It reads no files: `scenario` does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dialogs.protocol import Kind
from tests.support.conversation import (
    Message,
    NoSuchButton,
    Person,
    Room,
    buttons,
    dialog,
    label,
    ticked,
)
from tests.support.scenario import Line, Scenario, harmless

#: Lines after which only what came since counts as a result.
_DOES = ("type", "wait", "press", "press first", "press foreign", "press forged", "press raw")

#: More answers than any interview has questions.
_MOST = 60


class ScenarioFailed(AssertionError):
    """The conversation went another way; the text names file and line and holds the conversation."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the person takes part; the results must not depend on it."""

    #: Types the words on a button instead of pressing it, wherever no other button has them.
    types: bool = False
    #: The answer to "who has the pain" where the scenario does not give one.
    voice: str = "self"


async def play(scenario: Scenario, manner: Manner = Manner()) -> list[Message]:
    """Play one scenario; returns the results. Raises ScenarioFailed."""
    async with Room() as room:
        return await _Player(room, scenario, manner).play()


@dataclass
class _Player:
    room: Room
    scenario: Scenario
    manner: Manner
    #: Question -> values, as far as the scenario has said by now.
    plan: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What came back since the last thing the person did.
    fresh: list[Message] = field(default_factory=list)
    #: How many messages there were when the person last did what a line says.
    read: int = 0
    used: set[str] = field(default_factory=set)
    chat: str = "p1"

    @property
    def person(self) -> Person:
        return self.room.person(self.chat)

    async def play(self) -> list[Message]:
        for line in self.scenario.lines:
            if line.verb == "answer":
                continue
            if line.verb not in ("type", "wait"):
                await self._do(line, self.person.type("/start"))
            break
        for line in self.scenario.lines:
            try:
                await self._step(line)
            except (ScenarioFailed, NoSuchButton) as error:
                raise self._failure(line, str(error).split("\n")[0]) from None
        for line in self.scenario.lines:
            if line.verb == "answer" and line.parts[0] not in self.used:
                raise self._failure(line, "this question was never asked")
        return [message for message in self.person.messages if message["kind"] == "disposition"]

    def _failure(self, line: Line, why: str) -> ScenarioFailed:
        return ScenarioFailed(
            f"{self.scenario.path}:{line.number}: {line.text}\n{why}\n\n{self.scenario.title}\n{self.person.story()}"
        )

    async def _step(self, line: Line) -> None:
        if line.verb in _DOES:
            self.read = len(self.person.messages)
        match line.verb:
            case "answer":
                self.plan[line.parts[0]] = line.parts[1:]
                self.used.discard(line.parts[0])
            case "type":
                await self._do(line, self.person.type(line.parts[0]))
            case "wait":
                await self._do(line, self.person.wait(line.parts[0]))
            case "press raw":
                await self._do(line, self.person.press_id(line.parts[0]))
            case "press" | "press first" | "press foreign" | "press forged":
                await self._press(line)
            case "until":
                await self._until(line.parts[0])
            case "ends with":
                while self.person.open is not None:
                    await self._answer_open()
                self._expect(Line(line.number, "says", line.parts, line.text))
            case "=>":
                await self._conclude(line.parts)
            case _:
                self._expect(line)

    async def _do(self, line: Line, doing: object) -> None:
        self.fresh = await doing  # type: ignore[misc]

    # -- buttons -----------------------------------------------------------------------------------------------
    async def _press(self, line: Line) -> None:
        name, question = line.parts[0], line.parts[1] if len(line.parts) > 1 else ""
        opened = self.person.open
        if line.verb == "press" and not question and opened and name in _values(opened):
            self.used.add(opened["question"])
            await self._give(opened, name)
            return
        if line.verb == "press foreign":
            button = await self._foreign(name)
        else:
            button = self.person.button(name, question=question, first=line.verb == "press first")["id"]
        if line.verb == "press forged":
            button = _forged(button)
        await self._do(line, self.person.press_id(button, line.text))

    async def _foreign(self, name: str) -> str:
        """The id of the same button on the screen of somebody at the same question."""
        opened = self.person.open
        if opened is None:
            raise ScenarioFailed("no question is open, so nobody else can have the same one")
        other = _Player(self.room, self.scenario, self.manner, plan=dict(self.plan), chat="stranger")
        await other.person.type("/start")
        await other._until(opened["question"])
        return str(other.person.button(name)["id"])

    # -- answers -----------------------------------------------------------------------------------------------
    def _wanted(self, question: str) -> tuple[str, ...]:
        if question in self.plan:
            return self.plan[question]
        if question == "voice":
            return (self.manner.voice,)
        answer = harmless(question)
        if answer is None:
            raise ScenarioFailed(f"{question} is asked, and the scenario must say what the person answers")
        return (answer,)

    async def _answer_open(self) -> None:
        """Answer the open question as planned, to its end."""
        opened = self.person.open
        if opened is None:
            raise ScenarioFailed("no question is open")
        question, values = opened["question"], self._wanted(opened["question"])
        if dialog().words.protocol.question(question).kind is Kind.CHECKLIST:
            values = await self._tick(opened, values)
        self.used.add(question)
        for value in values:
            await self._give(self.person.last, value)
            if value == "not_sure" and self._still_at(question):
                await self._give(self.person.last, value)
        if self._still_at(question):
            raise ScenarioFailed(f"{question} was answered and is still open")

    def _still_at(self, question: str) -> bool:
        return self.person.open is not None and self.person.open["question"] == question

    async def _tick(self, opened: Message, values: tuple[str, ...]) -> tuple[str, ...]:
        """Tick exactly the planned items; returns the button that ends the list."""
        items = set(values) - {"none", "not_sure"}
        now = set(opened["selected"])
        if opened["question"] not in self.plan:
            items = now
        for item in [*sorted(now - items), *(value for value in values if value in items - now)]:
            await self._give(self.person.last, item)
        if "not_sure" in values:
            return ("not_sure",)
        return ("done",) if items else ("none",)

    async def _give(self, message: Message, value: str) -> None:
        """Give one answer, by hand or in words."""
        words = [label(button) for button in buttons(message)]
        once = Counter(word.casefold() for word in words)
        button = next((one for one in buttons(message) if _value(one) == value), None)
        if button is None and message["question"] == "country":
            self.fresh = await self.person.type(value)
            return
        if button is None:
            raise ScenarioFailed(f"{message['question']} has no button {value!r}")
        is_item = value in message.get("selected", ())
        if self.manner.types and not is_item and once[label(button).casefold()] == 1:
            self.fresh = await self.person.type(label(button))
        else:
            self.fresh = await self.person.press_id(button["id"], value)

    async def _until(self, question: str) -> None:
        for _ in range(_MOST):
            if self._still_at(question):
                return
            await self._answer_open()
        raise ScenarioFailed(f"{question} was never asked")

    # -- expectations ------------------------------------------------------------------------------------------
    async def _conclude(self, expected: tuple[str, ...]) -> None:
        for _ in range(_MOST):
            new = self.person.messages[self.read :]
            found = next((message for message in reversed(new) if message["kind"] == "disposition"), None)
            if found is not None:
                break
            await self._answer_open()
        else:
            raise ScenarioFailed("the questions do not end")
        self.read = len(self.person.messages)
        got = (found["disposition"], found["category"] or "-", *found["reasons"])
        if (got[:2], set(got[2:])) != (expected[:2], set(expected[2:])):
            raise ScenarioFailed(f"the result is {' '.join(got)}")

    def _expect(self, line: Line) -> None:
        last, parts = self.fresh[-1] if self.fresh else None, line.parts
        asked = last["question"] if last is not None and last["kind"] == "question" else None
        ids = [message["id"] for message in self.fresh if "id" in message]
        match line.verb:
            case "asks":
                _require(asked == parts[0], f"what is asked now is {asked}")
            case "not asked":
                _require(parts[0] not in self.person.questions, "it was asked")
            case "says":
                _require(parts[0] in ids, f"it said {', '.join(ids) or 'something else'}")
            case "reads":
                _require(any(parts[0] in one["text"] for one in self.fresh), "these words did not come")
            case "not read":
                _require(not any(parts[0] in one["text"] for one in self.fresh), "these words came")
            case "lead":
                lead = _lead(
                    parts[0], self.manner.voice if "voice" not in self.plan else self.plan["voice"][0]
                )
                _require(any(one["text"].startswith(lead) for one in self.fresh), "it does not begin so")
            case "ticked":
                shown_as = ticked(last) if last is not None else ()
                _require(set(shown_as) == set(parts), f"ticked is {', '.join(shown_as) or 'nothing'}")
            case "offers":
                _require(self._offered(parts[0]), "no such button came with it")
            case "no button":
                _require(not self._offered(parts[0]), "there is such a button")
            case "alert":
                self._expect_alert(parts)

    def _offered(self, name: str) -> bool:
        fresh = [button for message in self.fresh for button in buttons(message)]
        found = self.person.find(name)
        return found is not None and found in fresh

    def _expect_alert(self, parts: tuple[str, ...]) -> None:
        alert = next((message for message in self.fresh if message["kind"] == "alert"), None)
        _require(alert is not None, "there was no alert")
        assert alert is not None
        _require(alert["tier"] == parts[0], f"the alert is {alert['tier']}")
        _require(set(parts[1:]) <= set(alert["signs"]), f"the signs are {', '.join(alert['signs'])}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ScenarioFailed(otherwise)


def _value(button: Message) -> str | None:
    return button["answer"]["value"] if "answer" in button else None


def _values(message: Message) -> list[str | None]:
    return [_value(button) for button in buttons(message)]


def _lead(slug: str, voice: str) -> str:
    phrases = dialog().words.phrases
    caregivers = f"lead.{slug}_caregiver"
    text = phrases[caregivers if voice == "caregiver" and caregivers in phrases else f"lead.{slug}"].text
    return text.partition("{")[0]


def _forged(button_id: str) -> str:
    """The same id with another signature."""
    return button_id[:-1] + ("0" if button_id[-1] != "0" else "1")
