"""Everything that can be said, rendered for a person in either voice and with or without a known country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace as changed
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from bot.messages import Outbound, PersonKey
from bot.rendering.renderer import Renderer
from bot.rendering.tokens import Signer
from content.markup import plain
from content.plan import PlanStep, When
from dialogs.conditions import Is, leaves
from dialogs.decision import Decision
from dialogs.effects import (
    Alert,
    Ask,
    Conclude,
    Effect,
    Explain,
    SafetyNet,
    Say,
    ShowAnswers,
    ShowCard,
    ShowCareMenu,
    ShowDose,
    ShowPlan,
    ShowSources,
    ShowTopic,
    ShowTopics,
    ShowWarningCard,
)
from dialogs.events import Action
from dialogs.plan import Plan
from dialogs.protocol import Disposition, Kind, Part, Question, ResultText
from dialogs.session import Answer, Session
from tests.support.conversation import dialog

DIALOG = dialog()
WORDS, ENGINE = DIALOG.words, DIALOG.engine
PROTOCOL = WORDS.protocol

PERSON = PersonKey(b"a" * 16)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
VOICES = ("self", "caregiver")
#: GB has all three numbers, "other" none.
COUNTRIES = ("GB", "other")
EVERYBODY = [(voice, country) for voice in VOICES for country in COUNTRIES]
NAMES = [f"{voice}-{country}" for voice, country in EVERYBODY]

SIGNER = Signer(b"s" * 32)
RENDERER = Renderer(words=WORDS, signer=SIGNER)


def session(voice: str = "self", country: str = "GB", **fields: Any) -> Session:
    """Somebody who has answered every question, with counters as large as they get."""
    begun = ENGINE.begin(nonce="nonce-of-12-", locale="en", now=NOW)
    answers = {q.id: _answer(q, _any_value(q)) for q in PROTOCOL.questions}
    for key, value in (("voice", voice), ("country", country)):
        answers[key] = _answer(PROTOCOL.question(key), value)
    return replace(begun, **{"answers": answers, "interview": 99, "ask": 9999, **fields})


def _any_value(question: Question) -> str:
    return question.options[0].id if question.options else "yes"


def _answer(question: Question, value: str) -> Answer:
    return Answer(values=(value,), at=NOW, question_hash=question.hash, ask=1)


def rendered(effect: Effect, voice: str = "self", country: str = "GB") -> Outbound:
    """The one message of an effect."""
    (message,) = RENDERER.render(PERSON, session(voice, country), [effect])
    return message


# -- every effect ----------------------------------------------------------------------------------------------
def questions() -> Iterator[Ask]:
    """Every question as it comes first, with the progress line."""
    for question in PROTOCOL.questions:
        progress = (12, 13) if question.part is Part.TRIAGE else None
        yield Ask(question=question.id, ask=9999, progress=progress, can_go_back=True)


def questions_again() -> Iterator[Ask]:
    """Every question with its example, with every lead, and with everything ticked."""
    leads = [slug for slug in WORDS.phrases if slug.startswith("lead.") and not slug.endswith("_caregiver")]
    for ask in questions():
        question = PROTOCOL.question(ask.question)
        if question.clarify:
            yield changed(ask, clarify=True, chosen=("not_sure",))
        for lead in leads:
            yield changed(ask, lead=lead)
        if question.kind is Kind.CHECKLIST:
            yield changed(ask, chosen=tuple(option.id for option in question.options))


def conclusions() -> Iterator[Conclude]:
    """Every text of every result, with the longest reasons that can stand in it."""
    for disposition in PROTOCOL.dispositions:
        for text in disposition.texts:
            yield conclusion(disposition, text)


def conclusion(disposition: Disposition, text: ResultText) -> Conclude:
    facts = {leaf.fact: _true(leaf) for leaf in (leaves(text.when) if text.when else ())}
    because = longest_reasons(disposition)
    reasons = () if disposition.id == "out_of_scope" and text.when is None else _rules(disposition)
    decision = Decision(
        disposition=disposition.id,
        category="specific",
        reasons=reasons,
        because=because,
        citations=(),
        red_flags=(),
    )
    return Conclude(decision=decision, facts=facts, ask=9999)


def _true(leaf: Is) -> str:
    return min(leaf.values)


def _rules(disposition: Disposition) -> tuple[str, ...]:
    return tuple(
        rule.id for rule in PROTOCOL.rules if any(case.disposition == disposition.id for case in rule.cases)
    )


def longest_reasons(disposition: Disposition, count: int = 12) -> tuple[str, ...]:
    """The facts with the longest words among those that can lead to this result."""
    facts = {
        leaf.fact
        for rule in PROTOCOL.rules
        for case in rule.cases
        if case.disposition == disposition.id
        for leaf in leaves(case.when)
        if leaf.fact in PROTOCOL.because
    }
    return tuple(sorted(facts, key=lambda fact: -len(PROTOCOL.because[fact][1]))[:count])


def alerts() -> Iterator[Alert]:
    """Every tier with its longest signs."""
    for tier in ("emergency_now", "emergency_today", "urgent_same_day"):
        flags = [flag.id for flag in PROTOCOL.red_flags if flag.tier == tier and PROTOCOL.flag_facts[flag.id]]
        flags.sort(key=lambda flag: -len(PROTOCOL.because[PROTOCOL.flag_facts[flag][0]][1]))
        yield Alert(tier=tier, signs=tuple(flags), ask=9999)


def says() -> Iterator[Say]:
    """Every phrase that the engine says by its slug, with every button it could carry."""
    actions = tuple(
        (action.value, "") for action in (Action.CONTINUE, Action.CHECK, Action.WARNING, Action.DELETE_ME)
    )
    for slug in WORDS.phrases:
        if slug.split(".")[0] in _SPOKEN and not slug.endswith("_caregiver"):
            text = WORDS.phrases[slug].text
            arguments = {"because": "med_ulcer med_heart med_thinners"} if "{because}" in text else {}
            arguments |= {"card": "caring_for_someone"} if "{card}" in text else {}
            gaps = [
                gap for gap in ("topic", "source", "where", "who", "when", "version") if f"{{{gap}}}" in text
            ]
            arguments |= dict.fromkeys(gaps, "a word")
            yield Say(phrase=slug, actions=actions, ask=9999, arguments=arguments)


_SPOKEN = (
    "resume",
    "nothing_open",
    "consent",
    "stop",
    "delete",
    "unreadable",
    "unknown_command",
    "language",
    "care",
    "painkillers",
    "answer",
    "doubt",
    "help",
    "privacy",
    "sources",
)


def cards() -> Iterator[ShowCard]:
    """Every card, with everything that can stand around it."""
    library = WORDS.library
    for card in library.cards:
        others = ("when_to_get_help", "how_long_it_lasts")
        dose = card.id if card.id in library.medicines.medicines else ""
        yield ShowCard(card=card.id, ask=9999, others=others, is_answer=True, dose=dose)
        if card.exercise is not None:
            yield ShowCard(card=card.id, ask=9999, still=True)


def doses() -> Iterator[ShowDose]:
    """What every label says; the country comes with the session."""
    yield from (ShowDose(medicine=medicine, ask=9999) for medicine in WORDS.library.medicines.medicines)


def plans() -> Iterator[ShowPlan]:
    """The longest plan that could ever be put together, with the longest reasons."""
    library = WORDS.library

    def longest(when: When) -> tuple[str, ...]:
        slots: dict[str, PlanStep] = {}
        for step in library.plan:
            kept = slots.get(step.slot)
            if step.when is when and (kept is None or len(step.text) > len(kept.text)):
                slots[step.slot] = step
        return tuple(step.id for step in slots.values())

    because = ("fear_of_moving", "osteoporosis_known", "goal_lift", "possible_stenosis", "numb_skin")
    plan = Plan(
        today=longest(When.TODAY),
        week=longest(When.WEEK),
        later=longest(When.LATER),
        because=because,
        left_out=(),
    )
    yield from (
        ShowPlan(plan=plan, part=part, cards=("caring_for_someone", "painkillers_ask_first"), ask=9999)
        for part in When
    )


def everything() -> Iterator[Effect]:
    """All of it."""
    yield from questions()
    yield from questions_again()
    yield from conclusions()
    yield from alerts()
    yield from says()
    yield from (Explain(question=question.id) for question in PROTOCOL.questions if question.why)
    yield from (SafetyNet(ask=9999, self_care=care) for care in (True, False))
    yield from cards()
    yield from doses()
    yield from plans()
    yield ShowCareMenu(cards=tuple(WORDS.library.cards_by_id)[:8], ask=9999)
    yield ShowTopics(topics=tuple(topic.id for topic in WORDS.library.topics), ask=9999)
    yield from (ShowTopic(topic=t.id, cards=t.cards, ask=9999) for t in WORDS.library.topics)
    yield from (ShowTopic(topic=t.id, cards=(), ask=9999) for t in WORDS.library.topics[:1])
    yield ShowSources(items=tuple(f"card.{card}" for card in WORDS.library.cards_by_id), ask=9999)
    yield from (ShowSources(items=(f"question.{q.id}",), ask=9999) for q in PROTOCOL.questions)
    yield from (ShowSources(items=(f"rule.{rule.id}",), ask=9999) for rule in PROTOCOL.rules)
    yield ShowWarningCard(ask=9999)
    yield ShowAnswers(questions=tuple(q.id for q in PROTOCOL.interview), ask=9999)
    yield ShowAnswers(questions=(), ask=9999)


def name(effect: Effect) -> str:
    """An effect in a few words."""
    match effect:
        case Ask():
            return f"{effect.question} {effect.lead} {'clarify' if effect.clarify else ''}".strip()
        case Conclude():
            return effect.decision.disposition
        case _:
            return repr(effect)[:60]


def visible(message: Outbound) -> int:
    """How many characters a person sees."""
    return len(plain(message.text))


def over(messages: Iterable[tuple[str, Outbound]], limit: int) -> list[str]:
    """Those that are longer."""
    return [f"{who}: {visible(one)} characters" for who, one in messages if visible(one) > limit]
