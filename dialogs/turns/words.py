"""Typed words: looked through for warning signs first, then taken as an answer if they are one.

How signs are recognised is in `dialogs.warning_signs`; words are matched to answers before they come here.
"""

from __future__ import annotations

from msgspec.structs import replace

from dialogs.decision import decide
from dialogs.effects import (
    Alert,
    Ask,
    Conclude,
)
from dialogs.events import Typed
from dialogs.machine import CRISIS
from dialogs.session import TypedSigns
from dialogs.turns.answers import AnswerTurn
from dialogs.warning_signs import Finding, Level


class WordsTurn(AnswerTurn):
    """Answers, alerts and crises in typed words."""

    def _type(self, event: Typed) -> None:
        if event.verbatim or not self._warned(event.text):
            self._answer_typed(event)

    def _warned(self, text: str) -> bool:
        """Look for warning signs in words; True when there were any and the person has been told."""
        findings = self._engine.signs.find(text) if text else ()
        despair = tuple(finding for finding in findings if finding.level is Level.SELF_HARM)
        bodily = tuple(finding for finding in findings if finding not in despair)
        if despair:
            if bodily:  # said in the same breath: kept, so that going on afterwards cannot pass over it
                self._new_prompt(waiting=False)
                self._remember(bodily)
            self._warn("crisis_support", despair)
            self._crisis()
        elif bodily:
            self._alert(bodily)
        return bool(findings)

    def _answer_typed(self, event: Typed) -> None:
        question = self._open_question()
        if question is None or not event.values:
            self._ask_open(lead="lead.not_understood" if question is not None else "")
            return
        for value in event.values:
            if self._open_question() is not question:
                break
            self._keep_only_last_ask()
            self._answer(question, value, event.number)

    def _keep_only_last_ask(self) -> None:
        self.effects = [effect for effect in self.effects if not isinstance(effect, Ask)]

    def _alert(self, findings: tuple[Finding, ...]) -> None:
        """Warning signs in typed words: say so at once; they stay raised until the person takes them back."""
        self._new_prompt(waiting=self._open_question() is not None)
        tier = self._remember(findings)
        self._warn(tier, findings)
        if self._protocol.rank(tier) >= self._protocol.exit_rank or self._open_question() is None:
            facts = self._trail().facts
            decision = decide(self._protocol, facts, complete=True)
            assert decision is not None  # noqa: S101 - complete facts always decide
            self._conclude(decision, facts)
        else:
            self._ask_open()

    def _remember(self, findings: tuple[Finding, ...]) -> str:
        """Keep typed signs in the session; returns the most urgent tier among them."""
        tier = max((finding.tier for finding in findings), key=self._protocol.rank)
        session = self.session
        signs = tuple(finding.sign for finding in findings)
        others = tuple(one for one in session.typed if (one.tier, one.signs) != (tier, signs))
        milder = self._protocol.rank(session.shown) < self._protocol.rank(tier)
        self.session = replace(
            session,
            typed=(*others, TypedSigns(ask=session.ask, tier=tier, signs=signs)),
            shown=tier if milder else session.shown,
            shown_ask=session.ask,
        )
        return tier

    def _warn(self, tier: str, findings: tuple[Finding, ...]) -> None:
        signs = tuple(finding.sign for finding in findings)
        self.effects.append(Alert(tier=tier, signs=signs, ask=self.session.ask))

    def _crisis(self) -> None:
        decision = decide(self._protocol, {"self_harm": "yes"}, complete=True)
        assert decision is not None  # noqa: S101 - R01 always decides
        self._move(CRISIS)
        self._new_prompt(waiting=False)
        self.effects.append(Conclude(decision=decision, facts={}, ask=self.session.ask))
