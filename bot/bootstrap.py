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
from bot.app.ports import Clock, PictureSource, Sender, Store
from bot.app.relay import Relay
from bot.i18n.catalogs import Catalogs
from bot.i18n.phrases import Phrase, load_phrases
from bot.i18n.registry import load_registry
from bot.i18n.sources import shipped_sources
from bot.rendering.renderer import Renderer
from bot.rendering.tokens import Signer
from bot.rendering.words import Words
from bot.review.items import review_items
from bot.review.policy import retired_safety_cards, served_languages, strict_refusal
from bot.review.provenance import backing
from bot.review.records import Records
from bot.search import CardSearch
from bot.settings import DEFAULT_DATABASE, Settings, SettingsError
from content.errors import ContentError
from content.ledger import Ledger, read_ledger
from content.library import ROOT, Library, load_library
from content.review import approved_only, not_retired
from dialogs.checks.report import Report
from dialogs.checks.structure import check_structure
from dialogs.engine import Engine
from dialogs.loader import ProtocolError, load_protocol
from dialogs.protocol import Protocol
from dialogs.warning_signs import DeferredSigns, load_warning_signs

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dialog:
    """The words and the engine, loaded once and shared by everybody."""

    engine: Engine
    words: Words
    signs: DeferredSigns
    search: CardSearch
    #: Where the words come from, for `bot.review.provenance`.
    records: Records
    #: True = it holds nothing but approved words.
    strict: bool = False


def load_dialog(settings: Settings | None = None, *, catalogs: Catalogs | None = None) -> Dialog:
    """Read protocol and content, and refuse a protocol that does not hang together.

    `settings` None = drafts are shown. Raises ProtocolError or ContentError with one sentence that names file, id and
    mend, and SettingsError when the review policy leaves too little to be safe.
    """
    logging.getLogger("transitions").setLevel(logging.WARNING)
    protocol, phrases, ledger = load_protocol(), load_phrases(), read_ledger()
    library = _library(settings, protocol, phrases, ledger)
    signs = DeferredSigns(load_warning_signs)
    engine = Engine(
        protocol=protocol,
        cards=library.cards_by_id,
        signs=signs,
        topics=library.topics,
        plan=library.plan,
        medicines=frozenset(library.medicines.medicines),
    )
    report = Report()
    check_structure(protocol, report, citations=library.citations_by_key, cards=engine.cards)
    if not report.holds:
        raise ProtocolError(str(report.findings[0]))
    strict, languages = _is_strict(settings), load_registry()
    if catalogs is None:
        served = served_languages(languages, ledger, strict=strict)
        catalogs = Catalogs(served, shipped_sources, strict=strict)
    words = Words(catalogs=catalogs, phrases=phrases, library=library, protocol=protocol)
    records = Records(root=ROOT, words=words, languages=languages, ledger=ledger)
    search = CardSearch(library, words.catalogs)
    return Dialog(engine=engine, words=words, signs=signs, search=search, records=records, strict=strict)


def _library(
    settings: Settings | None, protocol: Protocol, phrases: Mapping[str, Phrase], ledger: Ledger
) -> Library:
    """What the review policy leaves of the library; refuses to go without what no answer is safe without."""
    library = load_library()
    if refusal := retired_safety_cards(library):
        raise ContentError(refusal)
    if settings is None or not _is_strict(settings):
        return not_retired(library, ledger)
    items = review_items(protocol, library, phrases, load_registry(), ledger)
    if refusal := strict_refusal(items, settings.default_locale):
        raise SettingsError(refusal)
    return approved_only(library, ledger)


def _is_strict(settings: Settings | None) -> bool:
    return settings is not None and settings.review_policy == "strict"


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
    if _is_strict(settings) and not dialog.strict:
        raise SettingsError(
            "REVIEW_POLICY=strict cannot be kept: the words were loaded with drafts among them"
        )
    offered = dialog.words.catalogs.offered
    if settings.default_locale not in offered:
        raise SettingsError(
            f"DEFAULT_LOCALE must be one of {', '.join(offered)}, not {settings.default_locale!r}"
        )
    signer = Signer(store.secret("buttons"))
    conversation = Conversation(
        engine=dialog.engine,
        renderer=Renderer(
            words=dialog.words,
            signer=signer,
            default_country=settings.default_country,
            backing=backing(dialog.records),
        ),
        interpreter=Interpreter(words=dialog.words, signer=signer, search=dialog.search),
        clock=clock,
        person_key=store.person_key,
        make_nonce=lambda: secrets.token_urlsafe(9),
        default_locale=settings.default_locale,
    )
    relay = Relay(store, senders, clock, pacing=pacing)
    return Application(store=store, conversation=conversation, relay=relay, clock=clock)


def make_pictures(dialog: Dialog, settings: Settings) -> PictureSource:
    """The pictures of the exercises, drawn when they are first asked for; nothing is drawn or opened here."""
    from bot.documents.pictures import Pictures

    return Pictures(dialog.words.library.exercises_by_id, settings.pictures_dir)


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
