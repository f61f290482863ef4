"""What must fit: results on one screen in both voices and every country, and button ids into Telegram's 64 bytes.

It renders with the real renderer, with the longest words that may fall together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace as replaced
from datetime import UTC, datetime

from msgspec.structs import replace

from bot.bootstrap import Dialog
from bot.messages import Outbound, PersonKey
from bot.rendering.renderer import Renderer
from bot.rendering.tokens import MAX_BYTES, Signer
from content.library import Library
from content.markup import plain
from dialogs.checks.flags import witnesses
from dialogs.decision import Decision, decide, result_text
from dialogs.effects import Ask, Conclude, Effect, SafetyNet, ShowAnswers, ShowCareMenu
from dialogs.protocol import Disposition, Protocol
from dialogs.session import Answer, Session

#: A result in full, with its reasons and without its tags.
MOST_CHARACTERS = 500

_NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_PERSON = PersonKey(b"0123456789abcdef")
_VOICES = ("self", "caregiver")


def result_problems(dialog: Dialog) -> list[str]:
    """Results longer than `MOST_CHARACTERS`, with the facts of the decision table that make them longest."""
    renderer, protocol = _renderer(dialog), dialog.engine.protocol
    countries = (None, *_longest_countries(dialog.words.library))
    found: dict[str, int] = {}
    for effect in _conclusions(protocol):
        for voice in _VOICES:
            for country in countries:
                session = _session(dialog, voice, country)
                for message in renderer.render(_PERSON, session, (effect,)):
                    where = f"{message.id} ({voice}, {country or 'country unknown'})"
                    length = len(plain(message.text))
                    if length > max(MOST_CHARACTERS, found.get(where, 0)):
                        found[where] = length
    return [f"{where}: {length} characters: keep to {MOST_CHARACTERS}" for where, length in found.items()]


def button_problems(dialog: Dialog) -> list[str]:
    """Buttons whose id is longer than Telegram allows, late in a very long conversation."""
    renderer, protocol = _renderer(dialog), dialog.engine.protocol
    session = replace(_session(dialog, "self", "GB"), interview=999, ask=99_999)
    answers = {
        question.id: Answer(values=question.values()[:1], at=_NOW, question_hash=question.hash, ask=1)
        for question in protocol.questions
        if question.id != "country"
    }
    session = replace(session, answers={**answers, **session.answers})
    ask = session.ask
    effects: list[Effect] = [Ask(question=question.id, ask=ask) for question in protocol.questions]
    effects += [
        Ask(question=q.id, ask=ask, chosen=tuple(option.id for option in q.options))
        for q in protocol.questions
    ]
    effects += [
        ShowAnswers(questions=tuple(session.answers), ask=ask),
        ShowCareMenu(cards=tuple(dialog.engine.cards), ask=ask),
        SafetyNet(ask=ask, self_care=True),
    ]
    return [
        problem for message in renderer.render(_PERSON, session, effects) for problem in _too_long(message)
    ]


def number_problems(library: Library) -> list[str]:
    """Countries without a number for an ambulance that was looked up in a named source."""
    return [
        f"emergency_numbers.toml: {code}: no ambulance number: add one with its source"
        for code, country in library.numbers_by_country.items()
        if not any(number.strip() for number in country.ambulance)
    ]


def _too_long(message: Outbound) -> Iterator[str]:
    for row in message.buttons:
        for button in row:
            if len(button.id.encode()) > MAX_BYTES:
                yield f"{message.id}: the id of {button.label!r} has {len(button.id.encode())} bytes"


def _conclusions(protocol: Protocol) -> Iterator[Conclude]:
    """One result for each way to make each case of each rule true, and each text of each result by itself."""
    for rule in protocol.rules:
        for case in rule.cases:
            for facts in witnesses(case.when):
                decision = decide(protocol, facts, complete=True)
                if decision is not None:
                    yield Conclude(decision=_longest(protocol, decision), facts=facts, ask=1)
    for disposition in protocol.dispositions:
        yield from _every_text(protocol, disposition)


def _every_text(protocol: Protocol, disposition: Disposition) -> Iterator[Conclude]:
    decision = Decision(
        disposition=disposition.id, category=None, reasons=("R34",), because=(), citations=(), red_flags=()
    )
    for text in disposition.texts:
        for facts in witnesses(text.when) if text.when else ({},):
            if result_text(disposition, facts) is text:
                yield Conclude(decision=decision, facts=facts, ask=1)


def _longest(protocol: Protocol, decision: Decision) -> Decision:
    """The same decision, its reasons ordered so that the longest are the ones named."""
    phrases: Mapping[str, tuple[str, str]] = protocol.because
    by_length = sorted(decision.because, key=lambda fact: -len(phrases.get(fact, ("", ""))[1]))
    return replaced(decision, because=tuple(by_length))


def _longest_countries(library: Library) -> tuple[str, ...]:
    """The countries with the most to say: the longest numbers of each kind."""
    countries = library.numbers_by_country.items()
    by_kind = (
        max(countries, key=lambda item: len(item[1].ambulance[0])),
        max(countries, key=lambda item: len(item[1].urgent_line or "")),
        max(countries, key=lambda item: len(item[1].crisis or "")),
    )
    return tuple(dict.fromkeys(code for code, _ in by_kind))


def _renderer(dialog: Dialog) -> Renderer:
    return Renderer(words=dialog.words, signer=Signer(bytes(32)))


def _session(dialog: Dialog, voice: str, country: str | None) -> Session:
    session = dialog.engine.begin(nonce="measured", locale="en", now=_NOW)
    for question_id, value in (("voice", voice), ("country", country or "other")):
        question = dialog.engine.protocol.question(question_id)
        answer = Answer(values=(value,), at=_NOW, question_hash=question.hash, ask=1)
        session = session.with_answer(question_id, answer)
    return session
