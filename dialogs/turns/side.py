"""Questions outside the interview: painkiller safety before anything about painkillers, and a few before a plan.

What they lead to is shown here too; which card or steps fit is decided in `dialogs.education` and `dialogs.plan`.
"""

from __future__ import annotations

from msgspec.structs import replace

from content.plan import When
from dialogs import education
from dialogs.conditions import NOT_SURE
from dialogs.decision import decide
from dialogs.education import Situation
from dialogs.effects import Say, ShowCard, ShowPlan
from dialogs.machine import CARE, CRISIS
from dialogs.plan import compose
from dialogs.protocol import Part
from dialogs.traits import Traits, traits
from dialogs.turns.interview import InterviewTurn


class SideTurn(InterviewTurn):
    """Side questions and what they open."""

    def _continue_side(self, part: Part) -> None:
        """Ask the next open question of a part, or show what its answers allow."""
        if not self._care_allowed():
            self._refuse_care()
            return
        question = next((q for q in self._protocol.of_part(part) if not self._is_settled(q)), None)
        if question is not None:
            state = self._engine.machine.open(self.session.state, question.id)
            self.session = replace(self.session, state=state)
            self._new_prompt(waiting=True)
            self._ask(question)
        elif part is Part.MEDICINE:
            self._show_painkillers()
        else:
            self._show_plan()

    def _show_painkillers(self) -> None:
        """The card about painkillers that the answers allow, or the result that they lead to."""
        facts, medicine = dict(self._trail().facts), self._side_facts(Part.MEDICINE)
        self._move(CARE)
        self._new_prompt(waiting=False)
        decision = decide(self._protocol, self._told(), complete=True)
        assert decision is not None  # noqa: S101 - complete facts always decide
        if self._protocol.disposition(decision.disposition).escalation:
            self._conclude(decision, self._told())
            return
        found = education.cautions(facts, medicine)
        wanted = self.session.wanted if self.session.wanted in self._engine.cards else education.PAINKILLERS
        card = education.painkiller_card(facts, medicine, found, wanted)
        if self.session.despair and card == wanted:
            card = education.PAINKILLERS_ASK_FIRST
        named = [fact for fact in found if {**facts, **medicine}.get(fact) != NOT_SURE]
        if named:
            self.effects.append(Say(phrase="painkillers.because", arguments={"because": " ".join(named)}))
        elif found:
            self.effects.append(Say(phrase="painkillers.unsure"))
        self._show_card(card)

    def _show_plan(self) -> None:
        self._move(CARE)
        self._new_prompt(waiting=False)
        cards = self._engine.cards
        situation = self._situation()
        plan = compose(self._engine.plan, situation.traits, painkillers=self._may_have_doses())
        link = {step.id: step.card for step in self._engine.plan if step.card is not None}
        for part in When:
            links = dict.fromkeys(link[step] for step in plan.part(part) if step in link)
            fitting = education.readable(cards, links, situation)
            self.effects.append(ShowPlan(plan=plan, part=part, cards=fitting, ask=self.session.ask))

    def _show_card(
        self, card_id: str, *, lead: str = "", others: tuple[str, ...] = (), is_answer: bool = False
    ) -> None:
        """Show a card that may be shown; with its pictures, its doses and what to read next where they fit."""
        cards, situation = self._engine.cards, self._situation()
        card = cards[card_id]
        related = education.readable(cards, [id_ for id_ in card.related if id_ not in others], situation)
        medicine = card_id if card_id in self._engine.medicines and self._may_have_doses() else ""
        self.effects.append(
            ShowCard(
                card=card_id,
                ask=self.session.ask,
                lead=lead,
                others=others or related[:2],
                is_answer=is_answer,
                dose=medicine,
                menu=situation.care_allowed,
            )
        )

    # -- where the person stands -------------------------------------------------------------------------------
    def _situation(self) -> Situation:
        return Situation(traits=self._traits(), care_allowed=self._care_allowed(), urgent=self._is_urgent())

    def _traits(self) -> Traits:
        facts = {**self._trail().facts, **self._side_facts(Part.MEDICINE), **self._side_facts(Part.PLAN)}
        return traits(facts, self.session.category, self.session.concluded)

    def _is_urgent(self) -> bool:
        """True while something rules out advice for home: a result, despair, a doubt, or a sign told in this interview."""
        shown, session = self.session.shown, self.session
        if session.doubt is not None or session.state == CRISIS:
            return True
        if shown is not None and not self._protocol.disposition(shown).self_care_allowed:
            return True
        told = decide(self._protocol, self._told(), complete=False)
        return told is not None and self._protocol.disposition(told.disposition).escalation

    def _help_first(self) -> str:
        """Why there is no advice for home yet: help comes first, or the questions do."""
        shown = self.session.shown
        urgent = shown is not None and self._protocol.disposition(shown).escalation
        return "care.not_now" if urgent or self.session.state == CRISIS else "care.questions_first"

    def _may_have_doses(self) -> bool:
        """True when every painkiller question has a fresh answer, and nothing known is a reason for caution."""
        if (
            self.session.despair
            or not self._care_allowed()
            or not all(map(self._is_settled, self._protocol.medicine))
        ):
            return False
        return not education.cautions(self._trail().facts, self._side_facts(Part.MEDICINE))

    def _refuse_care(self) -> None:
        self._aside(Say(phrase=self._help_first()))

    # -- answers to side questions -----------------------------------------------------------------------------
    def _unsettle_side(self, question_id: str) -> None:
        answer = self.session.answers.get(question_id)
        if answer is not None:
            self.session = self.session.with_answer(question_id, replace(answer, settled=False))
