"""Puts the parts together: the only file that names concrete adapters.

It decides nothing that a person notices; everything is chosen by `Settings`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.app.application import Application
from bot.app.conversation import Conversation
from bot.app.interpreter import Interpreter
from bot.app.pacing import Pacing
from bot.app.ports import Clock, Sender, Store
from bot.app.relay import Relay
from bot.i18n.catalogs import Catalogs, load_catalogs
from bot.i18n.phrases import load_phrases
from bot.rendering.renderer import Renderer
from bot.rendering.tokens import Signer
from bot.rendering.words import Words
from bot.settings import DEFAULT_DATABASE, Settings, SettingsError
from content.library import load_library
from dialogs.checks.report import Report
from dialogs.checks.structure import check_structure
from dialogs.engine import Engine
from dialogs.loader import ProtocolError, load_protocol
from dialogs.warning_signs import DeferredSigns, load_warning_signs

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dialog:
    """The words and the engine, loaded once and shared by everybody."""

    engine: Engine
    words: Words
    signs: DeferredSigns


def load_dialog(catalogs: Catalogs | None = None) -> Dialog:
    """Read protocol and content, and refuse a protocol that does not hang together.

    Raises ProtocolError or ContentError with one sentence that names file, id and mend.
    """
    logging.getLogger("transitions").setLevel(logging.WARNING)
    protocol, library = load_protocol(), load_library()
    signs = DeferredSigns(load_warning_signs)
    engine = Engine(protocol=protocol, cards=library.cards_by_id, signs=signs)
    report = Report()
    check_structure(protocol, report, citations=library.citations_by_key, cards=engine.cards)
    if not report.holds:
        raise ProtocolError(str(report.findings[0]))
    words = Words(
        catalogs=catalogs or load_catalogs(), phrases=load_phrases(), library=library, protocol=protocol
    )
    return Dialog(engine=engine, words=words, signs=signs)


def build_application(
    dialog: Dialog,
    store: Store,
    senders: Mapping[str, Sender],
    clock: Clock,
    settings: Settings,
    *,
    pacing: Pacing | None = None,
) -> Application:
    """The application on an opened store. `pacing` None = the channel has no limits of its own."""
    offered = dialog.words.catalogs.offered
    if settings.default_locale not in offered:
        raise SettingsError(
            f"DEFAULT_LOCALE must be one of {', '.join(offered)}, not {settings.default_locale!r}"
        )
    signer = Signer(store.secret("buttons"))
    conversation = Conversation(
        engine=dialog.engine,
        renderer=Renderer(words=dialog.words, signer=signer, default_country=settings.default_country),
        interpreter=Interpreter(words=dialog.words, signer=signer),
        clock=clock,
        person_key=store.person_key,
        make_nonce=lambda: secrets.token_urlsafe(9),
        default_locale=settings.default_locale,
    )
    relay = Relay(store, senders, clock, pacing=pacing)
    return Application(store=store, conversation=conversation, relay=relay, clock=clock)


def make_store(settings: Settings, *, forgetful: bool) -> Store:
    """The store that the settings name, not yet opened.

    `forgetful` keeps everything in memory when no DATABASE_URL is set; otherwise the default file is used. Raises
    StoreMismatch or StoreUnavailable for an unusable key.
    """
    if settings.database is None and forgetful:
        from bot.storage.memory import MemoryStore

        return MemoryStore()
    from bot.storage.encryption import Keyring, open_key_file
    from bot.storage.sqlite import SqliteStore

    path = settings.database or Path(DEFAULT_DATABASE.removeprefix("sqlite:///"))
    if settings.encryption_key is not None:
        return SqliteStore(path, Keyring.from_text(settings.encryption_key))
    found = open_key_file(settings.key_file)
    if found.created:
        _log.warning(
            "A new encryption key was made in %s. Keep a copy of it apart from the data: without it nothing can be read.",
            settings.key_file,
        )
    return SqliteStore(path, found.keyring)
