"""The one transaction: an update in, the session changed, what was said recorded, and the answer queued, or nothing at all.

It does not send and does not wait: it runs inside `Store.transact`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.app import screen
from bot.app.interpreter import Interpreter
from bot.app.ports import Clock, Person, QueuedInbound, QueuedOutbound, Said, StoreError, UnitOfWork
from bot.messages import Inbound, InboundKind, MessageKind, Outbound, PersonKey, SendClass
from bot.rendering.renderer import Renderer
from dialogs.effects import Conclude, Effect, Erase
from dialogs.engine import Engine
from dialogs.events import Event, Pressed, Returned
from dialogs.session import Session

_log = logging.getLogger(__name__)

#: Waits before a failed update is tried again; after the last it is set aside.
RETRIES = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=25))

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Session).decode

Queued = tuple[QueuedOutbound, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Handles one update of one person at a time."""

    engine: Engine
    renderer: Renderer
    interpreter: Interpreter
    clock: Clock
    person_key: Callable[[str, str], PersonKey]
    #: Makes the random text that a new session's buttons are signed with.
    make_nonce: Callable[[], str]
    default_locale: str = "en"

    def receive(self, uow: UnitOfWork, inbound: Inbound) -> Queued:
        """Note the update and handle it; a repeated one changes nothing, and one behind a failed one waits its turn.

        Raises whatever handling raises, so that the transaction is undone: call `keep` then, in another one.
        """
        key = self.person_key(inbound.channel, inbound.address)
        if not uow.note_update(inbound, key):
            return ()
        if uow.has_postponed(key):
            uow.postpone(inbound, key, tries=0, due=self.clock.now())
            return ()
        return self._handle(uow, key, inbound)

    def keep(self, uow: UnitOfWork, inbound: Inbound) -> Queued:
        """Keep an update whose handling failed, to be tried again, and tell the person so with the emergency advice."""
        key = self.person_key(inbound.channel, inbound.address)
        if not uow.note_update(inbound, key):
            return ()
        uow.postpone(inbound, key, tries=1, due=self.clock.now() + RETRIES[0])
        return self._apologize(uow, key, inbound)

    def retry(self, uow: UnitOfWork, queued: QueuedInbound) -> Queued:
        """Try a postponed update again; after the last try it is set aside for the operator."""
        key = self.person_key(queued.inbound.channel, queued.inbound.address)
        try:
            with uow.savepoint():
                sent = self._handle(uow, key, queued.inbound)
                uow.settle(queued.seq)
                return sent
        except StoreError:
            raise
        except Exception as error:
            if queued.tries < len(RETRIES):
                due = self.clock.now() + RETRIES[queued.tries]
                uow.postpone(queued.inbound, key, tries=queued.tries + 1, due=due)
            else:
                _log.critical("update %d set aside: %s", queued.seq, type(error).__name__)
                uow.set_aside(queued.seq, type(error).__name__)
            return self._apologize(uow, key, queued.inbound) if queued.tries == 0 else ()

    def returned(self, uow: UnitOfWork, person: Person) -> Queued:
        """After an outage: ask the person's open question again. One that cannot be read is logged and left alone."""
        try:
            with uow.savepoint():
                session = self._session(person)
                if session is None or session.asked_at is None:
                    return ()
                return self._step(uow, person, session, Returned(), None)
        except StoreError:
            raise
        except Exception as error:
            _log.error("an open question could not be asked again: %s", type(error).__name__)
            return ()

    # -- one update --------------------------------------------------------------------------------------------
    def _handle(self, uow: UnitOfWork, key: PersonKey, inbound: Inbound) -> Queued:
        person = uow.person(key) or self._new_person(key, inbound)
        match inbound.kind:
            case InboundKind.BLOCKED:
                uow.save_person(msgspec.structs.replace(person, reachable=False))
                uow.drop_unsent(key)
                return ()
            case InboundKind.NOT_PRIVATE:
                return self._only_in_private(uow, person)
        person = msgspec.structs.replace(person, reachable=True)
        if inbound.kind is InboundKind.UNBLOCKED:
            uow.save_person(person)
            return ()
        session = self._session(person) or self._begin(inbound)
        event = self.interpreter.event(inbound, key, session)
        return self._step(uow, person, session, event, inbound.message)

    def _step(
        self, uow: UnitOfWork, person: Person, session: Session, event: Event, tapped: int | None
    ) -> Queued:
        now = self.clock.now()
        step = self.engine.step(session, event, now)
        edit = screen.editable(session, tapped)
        effects = screen.settled(step.effects, session, tapped)
        messages = self.renderer.render(person.key, step.session, effects, edit=edit)
        if edit is not None and _closes(event, step.session, messages):
            messages = (*messages, self.renderer.closed(person.key, step.session, edit))
        if any(isinstance(effect, Erase) for effect in step.effects):
            uow.erase_person(person.key)
            return tuple(
                uow.enqueue(person.key, person.channel, person.address, message, now) for message in messages
            )
        shown = screen.after(step.session, messages, tapped)
        uow.save_person(self._with_session(person, shown, now))
        return self._queue(uow, person, messages, step.effects, now)

    def _queue(
        self,
        uow: UnitOfWork,
        person: Person,
        messages: Iterable[Outbound],
        effects: Iterable[Effect],
        now: datetime,
    ) -> Queued:
        rules = " ".join(
            rule for effect in effects if isinstance(effect, Conclude) for rule in effect.decision.reasons
        )
        queued = []
        for message in messages:
            uow.record(self._said(person.key, message, rules, now))
            queued.append(uow.enqueue(person.key, person.channel, person.address, message, now))
        return tuple(queued)

    def _said(self, key: PersonKey, message: Outbound, rules: str, now: datetime) -> Said:
        return Said(
            person=key,
            content_id=message.id,
            content_hash=hashlib.sha256(message.text.encode()).hexdigest()[:16],
            locale=message.locale,
            protocol_version=self.engine.protocol.version,
            rules=rules if message.kind is MessageKind.DISPOSITION else "",
            at=now,
        )

    # -- when something is wrong -------------------------------------------------------------------------------
    def _apologize(self, uow: UnitOfWork, key: PersonKey, inbound: Inbound) -> Queued:
        """The safe message with the emergency advice, in the person's language as far as it can be read."""
        if inbound.kind not in (InboundKind.TEXT, InboundKind.PRESS, InboundKind.UNREADABLE):
            return ()
        person, session = self._readable(uow, key, inbound)
        now = self.clock.now()
        sorry = self.renderer.plain(session, "error", send_class=SendClass.SAFETY)
        messages = [sorry]
        try:
            step = self.engine.step(session, Returned(away=False), now)
            messages += self.renderer.render(key, step.session, step.effects)
        except Exception as error:
            _log.error("the open question could not be shown again: %s", type(error).__name__)
        return self._queue(uow, person, messages, (), now)

    def _readable(self, uow: UnitOfWork, key: PersonKey, inbound: Inbound) -> tuple[Person, Session]:
        person = self._new_person(key, inbound)
        try:
            with uow.savepoint():
                person = uow.person(key) or person
                return person, self._session(person) or self._begin(inbound)
        except Exception as error:
            _log.error("a session could not be read: %s", type(error).__name__)
            return person, self._begin(inbound)

    def _only_in_private(self, uow: UnitOfWork, person: Person) -> Queued:
        """One polite line in a group, once."""
        if person.revision:
            return ()
        uow.save_person(person)
        now = self.clock.now()
        line = self.renderer.plain(self._begin_empty(now), "private_only")
        return self._queue(uow, person, (line,), (), now)

    # -- small parts -------------------------------------------------------------------------------------------
    def _new_person(self, key: PersonKey, inbound: Inbound) -> Person:
        return Person(
            key=key,
            channel=inbound.channel,
            address=inbound.address,
            session=b"",
            revision=0,
            reachable=True,
            waiting=False,
            updated_at=self.clock.now(),
        )

    def _session(self, person: Person) -> Session | None:
        return _decode(person.session) if person.session else None

    def _begin(self, inbound: Inbound) -> Session:
        return self._begin_empty(self.clock.now())

    def _begin_empty(self, now: datetime) -> Session:
        return self.engine.begin(nonce=self.make_nonce(), locale=self.default_locale, now=now)

    def _with_session(self, person: Person, session: Session, now: datetime) -> Person:
        return msgspec.structs.replace(
            person, session=_encode(session), waiting=session.asked_at is not None, updated_at=now
        )


def _closes(event: Event, session: Session, messages: Iterable[Outbound]) -> bool:
    """True when the tapped question has been answered and nothing took its place on the screen."""
    return (
        isinstance(event, Pressed)
        and event.question == session.closed_question
        and event.ask == session.closed_ask
        and not any(message.edit is not None for message in messages)
    )
