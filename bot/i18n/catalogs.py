"""Finds the words of a language, and offers a language only when every safety text is there.

It translates nothing by itself and fills no placeholders. A catalog is read when first needed, then kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.i18n import locale_data
from bot.i18n.checks import translation_problems
from bot.i18n.errors import BadCatalog, UnknownLocale, WithheldText
from bot.i18n.locale_data import SOURCE, Direction
from bot.i18n.registry import LOCALES, Language, load_registry
from bot.i18n.sources import Source, shipped_sources
from content.model import Status


@dataclass(frozen=True, slots=True)
class _Catalog:
    """The finished translations of one language."""

    #: (context, English) -> the forms; fuzzy and empty ones are left out.
    forms: Mapping[tuple[str, str], tuple[str, ...]]
    #: A number -> which form says it.
    which: Callable[[int], int]


class Catalogs:
    """All languages; shared by all people and threads."""

    def __init__(
        self,
        languages: Mapping[str, Language],
        sources: Iterable[Source] | Callable[[], Iterable[Source]],
        folder: Path = LOCALES,
        *,
        strict: bool = False,
    ) -> None:
        """`strict` offers, besides English, only languages that a named reviewer has approved.

        `sources` may be a function, called when a language other than English is first looked at.
        """
        self._languages = languages
        self._sources = sources
        self._folder = folder
        self._strict = strict
        self._read: dict[str, _Catalog] = {}

    @cached_property
    def _safety(self) -> tuple[Source, ...]:
        sources = self._sources() if callable(self._sources) else self._sources
        return tuple(source for source in sources if source.safety)

    @cached_property
    def _safety_contexts(self) -> frozenset[str]:
        return frozenset(source.context for source in self._safety)

    def text(self, context: str, source: str, locale: str) -> str:
        """The translation of an English text; call it for everything a person reads.

        A text that has no finished translation stays English. Raises WithheldText when it is a safety text,
        UnknownLocale for a language that is not registered, BadCatalog for a broken file.
        """
        if locale == SOURCE:
            return source
        forms = self._catalog(locale).forms.get((context, source))
        return forms[0] if forms else self._english(context, source, locale)

    def plural(self, context: str, one: str, other: str, number: int, locale: str) -> str:
        """The form of a counted text for this number; raises like `text`."""
        english = one if number == 1 else other
        if locale == SOURCE:
            return english
        catalog = self._catalog(locale)
        forms = catalog.forms.get((context, one), ())
        form = catalog.which(abs(number))
        return forms[form] if form < len(forms) else self._english(context, english, locale)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The languages that people may choose, English always among them."""
        return tuple(tag for tag in self._languages if self._is_offered(tag))

    def served(self, locale: str | None) -> str:
        """The language to speak to somebody who chose `locale`: English where that is not offered."""
        return locale if locale in self.offered and locale is not None else SOURCE

    def withheld(self, locale: str) -> list[str]:
        """Why a language is not offered: a broken file, or each safety text that is missing or fuzzy."""
        if locale == SOURCE:
            return []
        try:
            forms = self._catalog(locale).forms
        except BadCatalog as error:
            return [str(error)]
        return [f"{source.context}: {why}" for source in self._safety for why in _faults(source, forms)]

    def direction(self, locale: str) -> Direction:
        """Which way a language is written."""
        return locale_data.direction(locale)

    def name(self, locale: str) -> str:
        """The language's name for itself. Raises UnknownLocale."""
        return self._language(locale).name

    def _is_offered(self, tag: str) -> bool:
        status = self._languages[tag].status
        if tag == SOURCE:
            return True
        if status is Status.RETIRED or (self._strict and status is not Status.ACTIVE):
            return False
        return not self.withheld(tag)

    def _english(self, context: str, source: str, locale: str) -> str:
        if context in self._safety_contexts:
            raise WithheldText(
                f"{locale}: {context} has no finished translation: finish it or do not offer {locale}"
            )
        return source

    def _language(self, locale: str) -> Language:
        try:
            return self._languages[locale]
        except KeyError:
            raise UnknownLocale(
                f"{locale!r} is not in locales/registry.toml: add it or use another"
            ) from None

    def _catalog(self, locale: str) -> _Catalog:
        catalog = self._read.get(locale)
        if catalog is None:
            tag = self._language(locale).tag
            catalog = self._read[locale] = _read_catalog(self._folder / tag / "LC_MESSAGES" / "messages.po")
        return catalog


def load_catalogs(*, strict: bool = False) -> Catalogs:
    """The languages that ship with the program; reads the content and the registry, but no catalog yet."""
    return Catalogs(load_registry(), shipped_sources, strict=strict)


def _faults(source: Source, forms: Mapping[tuple[str, str], tuple[str, ...]]) -> list[str]:
    found = forms.get((source.context, source.text if source.one is None else source.one))
    if not found:
        return ["has no finished translation"]
    return [problem for form in found for problem in translation_problems(source, form)]


def _read_catalog(path: Path) -> _Catalog:
    from gettext import c2py

    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
        which = c2py(catalog.plural_expr)
    except FileNotFoundError:
        raise BadCatalog(f"{path}: is not there: run pybabel init, or take it out of registry.toml") from None
    except (PoFileError, ValueError, LookupError) as error:
        raise BadCatalog(f"{path}: cannot be read: {error}") from None
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in catalog:
        if message.id and not message.fuzzy:
            said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            english = message.id if isinstance(message.id, str) else message.id[0]
            if said and all(said):
                forms[message.context or "", english] = said
    return _Catalog(forms, which)
