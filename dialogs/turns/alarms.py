"""Warning signs and despair in typed words: said back at once, or asked about once when it is not clear that they are there.

How signs are recognised is in `dialogs.warning_signs`; what is typed otherwise is in `words`.
"""

from __future__ import annotations

from msgspec.structs import replace

from dialogs.conditions import NO
from dialogs.decision import decide
from dialogs.effects import Alert, Conclude
from dialogs.machine import CRISIS, RESULT
from dialogs.protocol import Part
from dialogs.session import TypedSigns
from dialogs.turns.care import CareTurn
from dialogs.warning_signs import Finding, Level


class AlarmTurn(CareTurn):
    """Alerts, doubts and crises."""

    def _warned(self, text: str) -> bool:
        """Look for warning signs in words; True when there were any and the person has been told or asked."""
        findings = self._engine.signs.find(text) if text else ()
        despair = tuple(finding for finding in findings if finding.level is Level.SELF_HARM)
        bodily = tuple(finding for finding in findings if finding not in despair)
        certain = tuple(finding for finding in bodily if not finding.doubtful)
        if despair:
            if bodily:  # said in the same breath: kept, so that going on afterwards cannot pass over it
                self._new_prompt(waiting=False)
                self._remember(_typed(bodily, self.session.ask))
            self._alert_about(TypedSigns(ask=self.session.ask, tier="crisis_support", signs=_signs(despair)))
            self._crisis()
        elif certain:
            self._alert(_typed(certain, 0))
        elif bodily:
            self._doubt(_typed(bodily, 0))
        return bool(findings)

    def _alert(self, typed: TypedSigns) -> None:
        """Say so at once; the signs stay raised until the person takes them back."""
        self._new_prompt(waiting=self._open_question() is not None)
        typed = replace(typed, ask=self.session.ask)
        self._remember(typed)
        self._alert_about(typed)
        question = self._open_question()
        aside = question is None or question.part not in (Part.PREFACE, Part.TRIAGE)
        if aside or self._protocol.rank(typed.tier) >= self._protocol.exit_rank:
            facts = self._told()
            decision = decide(self._protocol, facts, complete=True)
            assert decision is not None  # noqa: S101 - complete facts always decide
            self._conclude(decision, facts)
        else:
            self._ask_open()

    def _remember(self, typed: TypedSigns) -> None:
        """Keep typed signs in the session."""
        session = self.session
        others = tuple(one for one in session.typed if (one.tier, one.signs) != (typed.tier, typed.signs))
        milder = self._protocol.rank(session.shown) < self._protocol.rank(typed.tier)
        self.session = replace(
            session,
            typed=(*others, typed),
            shown=typed.tier if milder else session.shown,
            shown_ask=session.ask,
        )

    def _alert_about(self, typed: TypedSigns) -> None:
        self.effects.append(Alert(tier=typed.tier, signs=typed.signs, ask=self.session.ask))

    # -- doubts ------------------------------------------------------------------------------------------------
    def _doubt(self, typed: TypedSigns) -> None:
        """Ask once; a doubt that is open already is only widened."""
        pending = self.session.doubt
        if pending is not None:
            tier = max(pending.tier, typed.tier, key=self._protocol.rank)
            signs = tuple(dict.fromkeys((*pending.signs, *typed.signs)))
            typed = TypedSigns(ask=typed.ask, tier=tier, signs=signs)
        self.session = replace(self.session, doubt=typed)
        self._ask_doubt()

    def _settle_doubt(self, value: str) -> None:
        """The answer to the doubt: everything but a clear "no" means that the sign is there."""
        doubt = self.session.doubt
        self.session = replace(
            self.session,
            doubt=None,
            denied=doubt if value == NO else None,
            closed_question=self._protocol.doubt.id,
            closed_ask=self.session.ask,
        )
        if value != NO and doubt is not None:
            self._raise_doubt(doubt)
        elif self.session.concluded is not None:
            self._move(RESULT)
            self._new_prompt(waiting=False)
            self._say("doubt.no", *self._after_result())
        else:
            self._open_next()

    def _raise_doubt(self, doubt: TypedSigns) -> None:
        open_question = self._trail().open
        if self.session.concluded is not None:
            self._move(RESULT)
        elif open_question is not None:
            state = self._engine.machine.open(self.session.state, open_question.id)
            self.session = replace(self.session, state=state)
        self._alert(doubt)

    def _crisis(self) -> None:
        decision = decide(self._protocol, {"self_harm": "yes"}, complete=True)
        assert decision is not None  # noqa: S101 - R01 always decides
        self._move(CRISIS)
        self._new_prompt(waiting=False)
        self.session = replace(self.session, despair=True)
        self.effects.append(Conclude(decision=decision, facts={}, ask=self.session.ask))


def _signs(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(finding.sign for finding in findings)


def _typed(findings: tuple[Finding, ...], ask: int) -> TypedSigns:
    """The findings as they are kept; they come most urgent first."""
    return TypedSigns(ask=ask, tier=findings[0].tier, signs=_signs(findings))
