"""What the application needs from the world, as Protocols.

Every port has its in-memory twin in `bot/storage/memory.py` (stores) or `tests/support` (senders), and one contract suite
in `tests/contracts` that runs on every implementation.

Errors::

    StoreError                 the store could not do the work; nothing of it has happened
      StoreUnavailable         disk full, locked, closed: try again later, acknowledge nothing
      StoreMismatch            another key, a newer schema: do not start
    SendError
      SendLater                the channel asks for a pause of `seconds` for this person
      SendUncertain            no answer: it may or may not have arrived
      PersonUnreachable        blocked, deleted, never started: stop sending
      SendRefused              the channel will never take this message (our mistake)
      ChannelRefused           the credentials are wrong: the process must stop
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from bot.messages import Inbound, Outbound, PersonKey, SendClass

T = TypeVar("T")


class StoreError(Exception):
    """The store could not do the work; nothing of it has happened."""


class StoreUnavailable(StoreError):
    """Disk full, locked or closed: try again later and acknowledge nothing."""


class StoreMismatch(StoreError):
    """The data belongs to another key or a newer version: do not start."""


class SendError(Exception):
    """A message was not delivered for certain."""


class SendLater(SendError):
    """The channel asks to wait."""

    def __init__(self, seconds: float, *, everyone: bool = False) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds
        #: True when the pause concerns every person, not only this one.
        self.everyone = everyone


class SendUncertain(SendError):
    """Time-out, reset connection or server error: it may or may not have arrived."""


class PersonUnreachable(SendError):
    """The person blocked the bot, deleted their account or never started it."""


class SendRefused(SendError):
    """The channel will never accept this message; the text of the error names why, without patient text."""


class ChannelRefused(SendError):
    """The token is wrong or revoked: the process must stop with a clear sentence."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One stored person: everything the next step needs, read and written as a whole."""

    key: PersonKey
    channel: str
    address: str
    #: The serialized `dialogs.session.Session`; empty for somebody new.
    session: bytes
    #: Counts the writes of this row; 0 = not stored yet.
    revision: int
    #: False after the person blocked the bot.
    reachable: bool
    #: True while a question is waiting for an answer (used by the gap rule).
    waiting: bool
    updated_at: datetime


class QueuedInbound(msgspec.Struct, frozen=True, kw_only=True):
    """An update whose handling failed, waiting to be tried again."""

    seq: int
    inbound: Inbound
    tries: int
    due: datetime


class QueuedOutbound(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is committed and not yet known to be sent."""

    seq: int
    person: PersonKey
    channel: str
    address: str
    message: Outbound
    tries: int
    #: Do not send before this moment.
    due: datetime
    #: Set just before a nudge is sent, so that it is never sent twice.
    started: bool


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One audit row: which words a person was given, without who they are or what they answered."""

    person: PersonKey
    content_id: str
    #: SHA-256 (hex, 16 characters) of the words as sent.
    content_hash: str
    locale: str
    protocol_version: str
    #: Rule ids that led here, joined by spaces; empty for routine messages.
    rules: str
    at: datetime


class UnitOfWork(Protocol):
    """What one transaction can do. Synchronous: it runs where the transaction lives and must not wait for anything."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo everything inside when the block raises, and let the exception through."""

    # -- inbox -------------------------------------------------------------------------------------------------
    def note_update(self, inbound: Inbound, person: PersonKey) -> bool:
        """Remember the update as handled; False when it was already known (channel and update id)."""

    def postpone(self, inbound: Inbound, person: PersonKey, *, tries: int, due: datetime) -> None:
        """Keep a noted update, with its content, to be tried again at `due`."""

    def has_postponed(self, person: PersonKey) -> bool:
        """True while an earlier update of this person waits: later ones must queue behind it."""

    def postponed(self, now: datetime, limit: int) -> list[QueuedInbound]:
        """The oldest waiting update of each person whose time has come, oldest first."""

    def settle(self, seq: int) -> None:
        """A postponed update has been handled: forget its content, keep its id."""

    def set_aside(self, seq: int, error: str) -> None:
        """Give up on a postponed update: keep it (encrypted) for the operator. `error` is an exception's class name."""

    # -- people ------------------------------------------------------------------------------------------------
    def person(self, key: PersonKey) -> Person | None: ...

    def save_person(self, person: Person) -> None:
        """Insert or update; raises StoreError when `person.revision` is not the stored one (it is raised by one)."""

    def erase_person(self, key: PersonKey) -> None:
        """Remove the person and everything queued for them; the audit rows lose their link."""

    def waiting_people(self, limit: int, after: PersonKey | None = None) -> list[Person]:
        """Reachable people with an open question, in key order (for the gap rule)."""

    # -- outbox ------------------------------------------------------------------------------------------------
    def enqueue(
        self, person: PersonKey, channel: str, address: str, message: Outbound, due: datetime
    ) -> QueuedOutbound:
        """Queue a message. A question first drops older unsent questions of the same person."""

    def unsent(self, now: datetime, limit: int) -> list[QueuedOutbound]:
        """Messages that are due, safety first, then oldest first."""

    def mark_started(self, seq: int) -> None:
        """A nudge is about to be sent."""

    def mark_sent(self, seq: int) -> None:
        """Delivered: forget the message."""

    def retry_at(self, seq: int, due: datetime) -> None:
        """Count one try and wait until `due`."""

    def drop(self, seq: int, error: str) -> None:
        """Set an undeliverable message aside for the operator. `error` is an exception's class name."""

    def drop_unsent(self, person: PersonKey) -> None:
        """Remove every unsent message of an unreachable person except safety messages."""

    # -- audit and housekeeping --------------------------------------------------------------------------------
    def record(self, said: Said) -> None: ...

    def get_meta(self, name: str) -> str | None: ...

    def set_meta(self, name: str, value: str) -> None: ...

    def counts(self) -> dict[str, int]:
        """Rows per queue, for health and tests: people, postponed, set_aside, unsent, dropped."""

    def prune(self, noted_before: datetime) -> None:
        """Forget ids of updates that were handled before this moment."""


class Store(Protocol):
    """Durable, transactional memory of the application."""

    async def open(self) -> None:
        """Create or migrate; raises StoreMismatch or StoreUnavailable with one sentence that says what would mend it."""

    async def close(self) -> None:
        """Finish what was accepted and close; later calls raise StoreUnavailable."""

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction and return its value once that is durable; whatever it raises undoes it all."""

    def later(self, work: Callable[[UnitOfWork], None]) -> None:
        """Run `work` soon, together with other transactions; for notes whose loss only repeats a message."""

    def person_key(self, channel: str, address: str) -> PersonKey:
        """The pseudonym of an address."""

    def secret(self, purpose: str) -> bytes:
        """32 bytes derived from the store's key for one purpose, such as signing buttons; the same on every start."""


class Sender(Protocol):
    """One channel's way out."""

    async def send(self, address: str, message: Outbound) -> None:
        """Deliver one message, or raise one of the SendErrors. Edits that change nothing count as delivered."""


class PictureError(Exception):
    """A picture cannot be drawn or kept; the text is sent without it."""


class PictureSource(Protocol):
    """Where channels get pictures from."""

    async def path(self, name: str) -> Path:
        """The file of a picture such as `knee_roll.gif`, drawn now if it is not kept yet; raises PictureError.

        The file's name changes whenever the picture does, so that it can stand for the picture in a cache.
        """


class Clock(Protocol):
    """Time as the application sees it."""

    def now(self) -> datetime:
        """The current moment (aware, UTC)."""


#: Order in which unsent messages leave.
SEND_ORDER: tuple[SendClass, ...] = (SendClass.SAFETY, SendClass.QUESTION, SendClass.CONTENT, SendClass.NUDGE)


class Intake(Protocol):
    """Where a channel hands in what it received."""

    async def receive(self, inbound: Inbound) -> None:
        """Return once the update is durable (or known already): only then may the channel acknowledge it.

        Raises StoreUnavailable when nothing could be stored: acknowledge nothing, the channel will send it again.
        Calls for one person made one after another are handled in that order.
        """
