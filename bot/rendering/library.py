"""The pages of the library: cards with their pictures, shelves, label doses, the plan, and where words come from.

Which of them a person may read is decided in `dialogs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.i18n.formats import format_day
from bot.messages import Button, MessageKind, Outbound, SendClass
from bot.rendering.backing import Provenance
from bot.rendering.desk import Desk, Rows
from content.markup import to_html
from content.model import Card, Citation
from content.plan import When
from content.review import Standing
from dialogs.education import PAINKILLERS
from dialogs.effects import ShowCard, ShowCareMenu, ShowDose, ShowPlan, ShowSources, ShowTopic, ShowTopics
from dialogs.events import Action

#: The reasons for a plan are named while they fit.
_ROOM_FOR_WHY = 150
#: Sources named under a text.
_MOST_SOURCES = 3


class LibraryDesk(Desk):
    """Everything that is read rather than answered."""

    # -- cards -------------------------------------------------------------------------------------------------
    def _card(self, effect: ShowCard) -> Outbound:
        card = self._words.library.card(effect.card)
        lines = [self._phrase(effect.lead)] if effect.lead else []
        lines += [
            self._phrase("card.title", title=self._card_title(card.id)),
            to_html(self._words.card(card.id, "body", self._audience)),
        ]
        lines += self._draft(approved=card.is_approved)
        picture = "" if card.exercise is None else f"{card.exercise}.{'png' if effect.still else 'gif'}"
        return Outbound(
            kind=MessageKind.PICTURE if picture else MessageKind.CARD,
            id=f"card.{card.id}",
            text="\n".join(lines),
            locale=self._audience.locale,
            send_class=SendClass.CONTENT,
            buttons=self._card_actions(card, effect),
            picture=picture,
            alt=self._words.alt(card.exercise, self._audience) if card.exercise is not None else "",
        )

    def _card_actions(self, card: Card, effect: ShowCard) -> Rows:
        rows: list[tuple[Button, ...]] = []
        if effect.dose:
            rows.append((self._action(effect.ask, Action.DOSE, effect.dose),))
        if card.exercise is not None and not effect.still:
            rows.append((self._action(effect.ask, Action.STILL, card.id),))
        others = tuple(self._words.library.medicines.medicines) if card.id == PAINKILLERS else effect.others
        rows += self._card_rows(others, effect.ask, without=card.id)
        if effect.is_answer:
            rows.append((self._action(effect.ask, Action.NOT_MEANT),))
        last = [self._action(effect.ask, Action.SOURCES, card.id)]
        if effect.menu:
            last.append(self._action(effect.ask, Action.CARE, label="button.care_menu"))
        rows.append(tuple(last))
        return tuple(rows)

    def _card_rows(
        self, cards: Iterable[str], ask: int, *, without: str = ""
    ) -> Iterator[tuple[Button, ...]]:
        for card in cards:
            if card != without and card in self._words.library.cards_by_id:
                yield (self._action(ask, Action.CARD, card, text=self._card_title(card)),)

    def _card_title(self, card_id: str) -> str:
        return self._words.card(card_id, "title", self._audience)

    # -- menus -------------------------------------------------------------------------------------------------
    def _care_menu(self, effect: ShowCareMenu) -> Outbound:
        rows = (
            (self._action(effect.ask, Action.PLAN),),
            *self._card_rows(effect.cards, effect.ask),
            (self._action(effect.ask, Action.TOPICS),),
        )
        return self._message("phrase.care.menu", self._phrase("care.menu"), rows)

    def _topics(self, effect: ShowTopics) -> Outbound:
        rows = tuple(
            (self._action(effect.ask, Action.TOPICS, topic, text=self._words.topic(topic, self._audience)),)
            for topic in effect.topics
        )
        return self._message("phrase.care.topics", self._phrase("care.topics"), rows)

    def _topic(self, effect: ShowTopic) -> Outbound:
        rows = (
            *self._card_rows(effect.cards, effect.ask),
            (self._action(effect.ask, Action.TOPICS),),
        )
        title = self._words.topic(effect.topic, self._audience)
        text = self._phrase("care.topic", topic=title) if effect.cards else self._phrase("care.topic_empty")
        return self._message(f"topic.{effect.topic}", text, rows)

    # -- painkillers -------------------------------------------------------------------------------------------
    def _dose(self, effect: ShowDose) -> Outbound:
        dose = self._words.library.medicines.dose(effect.medicine, self._audience.country)
        lines = [
            f"<b>{self._phrase('dose.title', medicine=self._card_title(effect.medicine))}</b>",
            to_html(self._words.dose(dose, self._audience)),
            *self._draft(approved=self._backing.is_approved(f"dose.{dose.id}")),
        ]
        return Outbound(
            kind=MessageKind.CARD,
            id=f"dose.{dose.id}",
            text="\n".join(lines),
            locale=self._audience.locale,
            send_class=SendClass.CONTENT,
            buttons=(
                *self._card_rows(("painkiller_mixing", "too_many_painkillers"), effect.ask),
                (
                    self._action(effect.ask, Action.COUNTRY),
                    self._action(effect.ask, Action.CARE, label="button.care_menu"),
                ),
            ),
        )

    # -- the plan ----------------------------------------------------------------------------------------------
    def _plan(self, effect: ShowPlan) -> Outbound:
        plan, when = effect.plan, effect.part
        first, last = when is When.TODAY, when is When.LATER
        steps = [self._words.step(step) for step in plan.part(when)]
        lines = [f"<b>{self._phrase(f'plan.{when}')}</b>"]
        why = self._list(self._names(plan.because), room=_ROOM_FOR_WHY) if first else ""
        if why:
            lines.append(self._phrase("plan.because", because=why))
        lines += [f"• {self._words.step_text(step, self._audience)}" for step in steps]
        if last:
            said = [step for part in When for step in plan.part(part)]
            approved = all(self._backing.is_approved(f"plan.{step}") for step in said)
            lines += [self._phrase("plan.stop"), *self._draft(approved=approved)]
        rows = [*self._card_rows(effect.cards, effect.ask)]
        if last:
            rows += [
                (self._action(effect.ask, Action.CHANGE, "plan_goal", label="button.change_goal"),),
                (
                    self._action(effect.ask, Action.WARNING),
                    self._action(effect.ask, Action.CARE, label="button.care_menu"),
                ),
            ]
        return Outbound(
            kind=MessageKind.CARD,
            id=f"plan.{when}",
            text="\n".join(lines),
            locale=self._audience.locale,
            send_class=SendClass.CONTENT,
            buttons=tuple(rows),
        )

    # -- sources -----------------------------------------------------------------------------------------------
    def _sources(self, effect: ShowSources) -> Outbound:
        found = [one for item in effect.items if (one := self._backing.provenance(item)) is not None]
        lines = [f"<b>{self._phrase('sources.title')}</b>"]
        if found:
            sources = dict.fromkeys(source for one in found for source in one.citations)
            lines += [self._source(source) for source in tuple(sources)[:_MOST_SOURCES]]
            lines.append(self._standing(found))
        else:
            lines.append(self._phrase("sources"))
        return self._message("phrase.sources", "\n".join(lines), ())

    def _source(self, source: Citation) -> str:
        title = source.title if source.year is None else f"{source.title} ({source.year})"
        return self._phrase("sources.line", source=title, where=source.url or source.identifier)

    def _standing(self, found: list[Provenance]) -> str:
        """Who has approved these words, and which version they are."""
        version = " ".join(dict.fromkeys(one.hash[:8] for one in found))
        approved = [one for one in found if one.standing is Standing.ACTIVE]
        if len(approved) < len(found):
            return self._phrase("sources.draft", version=version)
        first = min(approved, key=lambda one: one.approval_date or date.min)
        return self._phrase(
            "sources.approved",
            who=first.endorser or "",
            when=format_day(first.approval_date or date.min, self._audience.locale),
            version=version,
        )
