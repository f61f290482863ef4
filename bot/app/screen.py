"""Which message shows the open question, so that only the lowest one on the screen is edited in place.

A tap on a message further up is answered below: whoever reads the end of the chat must find the question that counts there.
It edits nothing itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from bot.messages import MessageKind, Outbound
from dialogs.effects import Ask, Effect
from dialogs.session import Session


def editable(session: Session, tapped: int | None) -> int | None:
    """The tapped message, if nothing newer is known to stand below it."""
    return tapped if tapped is not None and tapped > session.floor else None


def settled(effects: Sequence[Effect], session: Session, tapped: int | None) -> tuple[Effect, ...]:
    """The effects without a second copy of a question that the tapped message shows already (a double tap)."""
    if tapped is None or tapped != session.screen:
        return tuple(effects)
    return tuple(
        dataclasses.replace(effect, lead="", in_place=True)
        if isinstance(effect, Ask) and effect.lead == "lead.closed"
        else effect
        for effect in effects
    )


def after(session: Session, messages: Iterable[Outbound], tapped: int | None) -> Session:
    """The session that knows where the open question stands once these messages are out."""
    for message in messages:
        if message.kind is not MessageKind.QUESTION:
            continue
        if message.edit is not None:
            return replace(session, screen=message.edit)
        return replace(session, screen=None, floor=max(session.floor, session.screen or 0, tapped or 0))
    return session
