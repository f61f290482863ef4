"""Signs what a button means, so that only a button that we made for this person, question and moment counts.

It does not decide whether a genuine button is still current: the engine does.

A button's id is `1.<interview>.<ask>.a.<value>.<mac>` for an answer and `1.<interview>.<ask>.x.<action>:<argument>.<mac>`
for anything else; at most 64 bytes. The signature covers the person, the conversation, and for answers the question.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple

from bot.messages import PersonKey
from dialogs.events import Action, Pressed
from dialogs.session import Session

#: Telegram's limit for a button's id.
MAX_BYTES = 64

#: A second tap this soon after the question was asked cannot have seen it.
RACE = timedelta(seconds=2)

_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and reads the ids of buttons."""

    #: 32 bytes, the same on every start.
    secret: bytes

    def pen(self, person: PersonKey, session: Session, ask: int, question: str = "") -> Pen:
        """What signs the buttons of one message; `question` is the one that they answer."""
        return Pen(f"{_VERSION}.{session.interview}.{ask}.", self._key(person, session.nonce, question))

    def read(self, person: PersonKey, session: Session, data: str, *, racing: bool) -> Pressed | None:
        """What a pressed button means; None for anything that we did not sign for this conversation.

        Only the open question and the one answered last are recognised; buttons of older ones are no longer ours.
        """
        body, _, mac = data.rpartition(".")
        parts = body.split(".", 4)
        if len(parts) != 5 or parts[0] != _VERSION or len(data.encode()) > MAX_BYTES:
            return None
        _, interview, ask, kind, value = parts
        if not (interview.isdecimal() and ask.isdecimal()):
            return None
        if kind == "x" and self._matches(person, session.nonce, "", body, mac):
            action, _, argument = value.partition(":")
            return Pressed(
                interview=int(interview),
                ask=int(ask),
                action=_action(action),
                argument=argument,
                racing=racing,
            )
        if kind == "a":
            for question in (session.state, session.closed_question):
                if question and self._matches(person, session.nonce, question, body, mac):
                    return Pressed(
                        interview=int(interview), ask=int(ask), question=question, value=value, racing=racing
                    )
        return None

    def _matches(self, person: PersonKey, nonce: str, question: str, body: str, mac: str) -> bool:
        return hmac.compare_digest(_mac(body, self._key(person, nonce, question)).encode(), mac.encode())

    def _key(self, person: PersonKey, nonce: str, question: str) -> bytes:
        """The key for one conversation and question: one hash a message, whatever the number of its buttons."""
        return blake2b(
            f"{nonce}|{question}".encode(), key=self.secret, salt=person[:16], digest_size=32
        ).digest()


class Pen(NamedTuple):
    """Signs the buttons of one message."""

    #: `1.<interview>.<ask>.`
    prefix: str
    key: bytes

    def answer(self, value: str) -> str:
        """The id of a button that answers the question."""
        body = f"{self.prefix}a.{value}"
        return f"{body}.{_mac(body, self.key)}"

    def action(self, action: str, argument: str = "") -> str:
        """The id of a button that does something else; sign it with a pen without question."""
        body = f"{self.prefix}x.{action}:{argument}" if argument else f"{self.prefix}x.{action}"
        return f"{body}.{_mac(body, self.key)}"


def _mac(body: str, key: bytes) -> str:
    """48 bits in 8 characters, none of them a dot."""
    return urlsafe_b64encode(blake2b(body.encode(), key=key, digest_size=6).digest()).decode()


def _action(name: str) -> Action:
    try:
        return Action(name)
    except ValueError:
        return Action.UNKNOWN
