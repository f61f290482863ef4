"""Signs what a button means, so that only a button that we made for this person, question and moment counts.

It does not decide whether a genuine button is still current: the engine does.

A button's id is `1.<interview>.<ask>.a.<value>.<mac>` for an answer and `1.<interview>.<ask>.x.<action>:<argument>.<mac>` for
anything else; at most 64 bytes. The signature covers the person, the conversation, and for answers the question.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

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

    def answer(self, person: PersonKey, session: Session, ask: int, question: str, value: str) -> str:
        """The id of a button that answers a question."""
        return self._signed(
            person, session.nonce, question, f"{_VERSION}.{session.interview}.{ask}.a.{value}"
        )

    def action(self, person: PersonKey, session: Session, ask: int, action: str, argument: str = "") -> str:
        """The id of a button that does something else."""
        data = f"{action}:{argument}" if argument else action
        return self._signed(person, session.nonce, "", f"{_VERSION}.{session.interview}.{ask}.x.{data}")

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

    def _signed(self, person: PersonKey, nonce: str, question: str, body: str) -> str:
        return f"{body}.{self._mac(person, nonce, question, body)}"

    def _matches(self, person: PersonKey, nonce: str, question: str, body: str, mac: str) -> bool:
        return hmac.compare_digest(self._mac(person, nonce, question, body).encode(), mac.encode())

    def _mac(self, person: PersonKey, nonce: str, question: str, body: str) -> str:
        message = f"{nonce}|{question}|{body}".encode()
        digest = blake2b(message, key=self.secret, salt=person[:16], digest_size=6).digest()
        return base64.urlsafe_b64encode(digest).decode()


def _action(name: str) -> Action:
    try:
        return Action(name)
    except ValueError:
        return Action.UNKNOWN
