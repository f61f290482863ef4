"""Turns the engine's effects into messages in the person's language and voice, with signed buttons.

It sends and stores nothing, and takes no decision about what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from bot.i18n.countries import country_name
from bot.i18n.formats import join_list
from bot.messages import Button, MessageKind, Outbound, PersonKey, SendClass
from bot.rendering.backing import NOT_REVIEWED, Backing
from bot.rendering.desk import Rows
from bot.rendering.library import LibraryDesk
from bot.rendering.sheets import Face, Faces, Look, Sheets, plain_label
from bot.rendering.tokens import Signer
from bot.rendering.words import Audience, Words
from dialogs.conditions import NOT_SURE
from dialogs.decision import Decision, result_text
from dialogs.effects import (
    Alert,
    Ask,
    Conclude,
    Effect,
    Erase,
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
from dialogs.protocol import Question
from dialogs.session import Session

_ROOM_FOR_CAUTIONS = 300

#: Tiers on the card of warning signs.
_CARD_TIERS = ("emergency_now", "emergency_today", "urgent_same_day")


@dataclass(frozen=True)
class Renderer:
    """All the ways in which the conversation can look."""

    words: Words
    signer: Signer
    #: ISO code shown first when the country is asked; None = no guess.
    default_country: str | None = None
    #: What stands behind the words.
    backing: Backing = NOT_REVIEWED

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self.words, self.default_country)

    def render(
        self, person: PersonKey, session: Session, effects: Sequence[Effect], *, edit: int | None = None
    ) -> tuple[Outbound, ...]:
        """The messages for these effects, in order. `edit` is the message that a routine question may replace."""
        page = _Page(self, person, session, edit)
        return tuple(message for effect in effects for message in page.render(effect))

    def closed(self, person: PersonKey, session: Session, message: int) -> Outbound:
        """The question that was answered last, without its buttons and with its answer, in place of itself."""
        return _Page(self, person, session, message).closed()

    def plain(self, session: Session, phrase: str, *, send_class: SendClass = SendClass.CONTENT) -> Outbound:
        """One phrase without buttons, for lines that stand outside a conversation."""
        return Outbound(
            kind=MessageKind.MESSAGE,
            id=f"phrase.{phrase}",
            text=self.words.phrase(phrase, Audience.of(session)),
            locale=session.locale,
            send_class=send_class,
        )


class _Page(LibraryDesk):
    """The rendering of one step for one person."""

    def __init__(self, renderer: Renderer, person: PersonKey, session: Session, edit: int | None) -> None:
        super().__init__(renderer.words, renderer.signer, renderer.backing, person, session)
        self._sheets = renderer.sheets
        self._edit = edit

    def render(self, effect: Effect) -> Iterable[Outbound]:
        match effect:
            case Ask():
                return (self._ask(effect),)
            case Explain(question=question):
                return (self._explain(self._protocol.question(question)),)
            case Conclude():
                return (self._conclude(effect),)
            case SafetyNet():
                return (self._safety_net(effect),)
            case Alert():
                return (self._alert(effect),)
            case Say():
                return (self._say(effect),)
            case ShowCard():
                return (self._card(effect),)
            case ShowCareMenu():
                return (self._care_menu(effect),)
            case ShowTopics():
                return (self._topics(effect),)
            case ShowTopic():
                return (self._topic(effect),)
            case ShowDose():
                return (self._dose(effect),)
            case ShowPlan():
                return (self._plan(effect),)
            case ShowSources():
                return (self._sources(effect),)
            case ShowWarningCard(ask=ask):
                return (self._warning_card(ask),)
            case ShowAnswers():
                return (self._answers(effect),)
            case Erase():
                return ()
            case _:
                assert_never(effect)

    # -- questions ---------------------------------------------------------------------------------------------
    def _ask(self, effect: Ask) -> Outbound:
        sheet = self._sheets.sheet(Look.of(effect, self._audience))
        return Outbound(
            kind=MessageKind.QUESTION,
            id=f"question.{effect.question}",
            text=sheet.text,
            locale=self._audience.locale,
            send_class=SendClass.QUESTION,
            buttons=self._signed(effect, sheet.faces),
            edit=self._edit if effect.in_place else None,
            question=effect.question,
            progress=effect.progress,
            selected=sheet.selected,
        )

    def _signed(self, effect: Ask, faces: Faces) -> Rows:
        answers = self._signer.pen(self._person, self._session, effect.ask, effect.question)
        actions = self._signer.pen(self._person, self._session, effect.ask)

        def button(face: Face) -> Button:
            if face.action:
                return Button(id=actions.action(face.action), label=face.label, action=face.action)
            answer = (effect.question, face.value)
            return Button(id=answers.answer(face.signed), label=face.label, answer=answer, style=face.style)

        return tuple(tuple(button(face) for face in row) for row in faces)

    def closed(self) -> Outbound:
        question = self._protocol.question(self._session.closed_question)
        answer = self._phrase("button.ticked", label=self._answer_words(question))
        return Outbound(
            kind=MessageKind.MESSAGE,
            id=f"question.{question.id}",
            text=f"{self._words.prompt(question, self._audience)}\n<b>{answer}</b>",
            locale=self._audience.locale,
            send_class=SendClass.CONTENT,
            edit=self._edit,
        )

    def _explain(self, question: Question) -> Outbound:
        sources = [self._words.library.citation(key).title for key in question.citations[:2]]
        text = self._phrase(
            "explain", why=self._words.why(question, self._audience), source="; ".join(sources)
        )
        return self._message(f"why.{question.id}", text, ())

    # -- results -----------------------------------------------------------------------------------------------
    def _conclude(self, effect: Conclude) -> Outbound:
        decision = effect.decision
        disposition = self._protocol.disposition(decision.disposition)
        text = result_text(disposition, effect.facts)
        sure = [fact for fact in decision.because if effect.facts.get(fact) != NOT_SURE]
        because, first = self._because(sure), next(iter(self._names(sure)), "")
        unsure = self._unsure(fact for fact in decision.because if fact not in sure)

        def part(field: str) -> str:
            return self._words.result(disposition.id, text, field, self._audience, first)

        lines = [f"<b>{part('do')}</b>"]
        if because and disposition.escalation:
            lines.append(self._phrase("result.because", because=because))
        if unsure and disposition.escalation:
            lines.append(self._phrase("result.unsure", because=unsure))
        if say := part("say"):
            lines.append(self._phrase("result.say", say=say))
        if avoid := part("avoid"):
            lines.append(avoid)
        return Outbound(
            kind=MessageKind.DISPOSITION,
            id=f"result.{disposition.id}.{text.id}",
            text="\n".join(lines),
            locale=self._audience.locale,
            send_class=SendClass.SAFETY if disposition.escalation else SendClass.CONTENT,
            buttons=self._result_actions(decision, effect.ask),
            disposition=disposition.id,
            category=decision.category,
            reasons=decision.reasons,
        )

    def _result_actions(self, decision: Decision, ask: int) -> Rows:
        if decision.disposition == "crisis_support":
            return ((self._action(ask, Action.CONTINUE),), (self._action(ask, Action.WARNING),))
        if not decision.reasons:
            return ((self._action(ask, Action.CHECK),),)
        return ((self._action(ask, Action.ANSWERS),),)

    def _safety_net(self, effect: SafetyNet) -> Outbound:
        slug = "safety_net_urgent" if effect.urgent else "safety_net"
        actions = [Action.CARE] if effect.self_care else []
        actions += [Action.WARNING, Action.CHECK, Action.STRUGGLING]
        rows = tuple((self._action(effect.ask, action),) for action in actions)
        return Outbound(
            kind=MessageKind.MESSAGE,
            id=f"phrase.{slug}",
            text="\n".join([self._phrase(slug), *self._draft(approved=self._backing.results_approved())]),
            locale=self._audience.locale,
            send_class=SendClass.SAFETY if effect.urgent else SendClass.CONTENT,
            buttons=rows,
        )

    def _because(self, facts: Iterable[str]) -> str:
        """The signs that led here, in words, as many as fit; empty when none has a name."""
        return self._list(self._names(facts))

    def _unsure(self, facts: Iterable[str]) -> str:
        """What the person was not sure about: a sign by its phrase, a whole list by its name."""
        names: list[str] = []
        for fact in facts:
            question = self._protocol.question_of.get(fact)
            if question is None:
                continue
            whole = question.id != fact
            name = (
                self._words.short_name(question, self._audience)
                if whole
                else self._words.because(fact, self._audience)
            )
            if name and name not in names:
                names.append(name)
        return self._list(names)

    def _alert(self, effect: Alert) -> Outbound:
        signs = self._because(fact for sign in effect.signs for fact in self._facts_behind(sign))
        back = ((self._action(effect.ask, Action.TAKE_BACK, str(effect.ask)),),)
        rows = () if effect.tier == "crisis_support" else back
        return Outbound(
            kind=MessageKind.ALERT,
            id=f"phrase.alert.{effect.tier}",
            text=self._phrase(f"alert.{effect.tier}", signs=signs or self._phrase("alert.no_phrase")),
            locale=self._audience.locale,
            send_class=SendClass.SAFETY,
            buttons=rows,
            tier=effect.tier,
            signs=effect.signs,
        )

    def _facts_behind(self, sign: str) -> tuple[str, ...]:
        """The facts whose words name a red flag."""
        return self._protocol.flag_facts.get(sign, (sign,))[:1]

    # -- menus and cards ---------------------------------------------------------------------------------------
    def _say(self, effect: Say) -> Outbound:
        arguments: Mapping[str, str] = effect.arguments
        if "because" in arguments:
            named = self._names(arguments["because"].split())
            arguments = {**arguments, "because": self._list(named, room=_ROOM_FOR_CAUTIONS)}
        if "card" in arguments:
            arguments = {**arguments, "card": self._card_title(arguments["card"])}
        rows = tuple(
            (self._action(effect.ask, Action(action), argument),) for action, argument in effect.actions
        )
        return self._message(f"phrase.{effect.phrase}", self._phrase(effect.phrase, **arguments), rows)

    def _warning_card(self, ask: int) -> Outbound:
        lines = [self._phrase("warning.title")]
        for tier in _CARD_TIERS:
            lines.append(self._phrase(f"warning.{tier}"))
            lines += [
                f"• {self._words.sign(flag.id, flag.sign, self._audience)}"
                for flag in self._protocol.red_flags
                if flag.tier == tier and flag.sign
            ]
        lines += self._draft(approved=self._backing.results_approved())
        return Outbound(
            kind=MessageKind.CARD,
            id="card.warning_signs",
            text="\n".join(lines),
            locale=self._audience.locale,
            send_class=SendClass.SAFETY,
            buttons=((self._action(ask, Action.CHECK),),),
        )

    def _answers(self, effect: ShowAnswers) -> Outbound:
        if not effect.questions:
            return self._message("phrase.answers.none", self._phrase("answers.none"), ())
        rows = tuple((self._answer_row(question, effect.ask),) for question in effect.questions)
        return self._message("phrase.answers.title", self._phrase("answers.title"), rows)

    def _answer_row(self, question_id: str, ask: int) -> Button:
        question = self._protocol.question(question_id)
        name = self._words.short_name(question, self._audience)
        text = self._phrase("answers.row", question=name, answer=self._answer_words(question))
        return self._action(ask, Action.CHANGE, question_id, text=plain_label(text))

    def _answer_words(self, question: Question) -> str:
        values = self._session.answers[question.id].values
        if question.id == "country":
            return (
                self._phrase("button.other_country")
                if values == ("other",)
                else country_name(values[0], self._audience.locale)
            )
        words = []
        for value in values or ("none",):
            option = question.option(value)
            words.append(
                self._words.label(question, option, self._audience)
                if option
                else self._phrase(f"button.{value}")
            )
        return join_list(words, self._audience.locale)
