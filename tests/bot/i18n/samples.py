"""Small languages for tests: written with the real template, filled by a function."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from bot.i18n.catalogs import Catalogs
from bot.i18n.registry import Language
from bot.i18n.sources import Source, shipped_sources
from bot.i18n.template import render_template
from content.model import Status
from dialogs.loader import load_protocol
from dialogs.protocol import Protocol

YES_NO = {"yes": "Yes", "no": "No", "not_sure": "Not sure", "skip": "Prefer not to say"}
LIST = {"none": "None of these", "done": "Done", "not_sure": "Not sure"}


@cache
def sources() -> tuple[Source, ...]:
    return shipped_sources()


@cache
def protocol() -> Protocol:
    return load_protocol()


@cache
def template() -> str:
    return render_template()


def source(context: str, text: str, **changes: object) -> Source:
    fields = {"note": "", "safety": False, **changes}
    return Source(context=context, text=text, **fields)  # type: ignore[arg-type]


def language(tag: str, status: Status = Status.DRAFT) -> Language:
    return Language(
        tag=tag, name=tag, status=status, translator="a test", reviewer="a test", date=date(2026, 11, 22)
    )


def write_catalog(
    folder: Path, tag: str, say: Callable[[str, str], str], fuzzy: frozenset[str] = frozenset()
) -> None:
    """A catalog of every shipped text; `say` gets context and English and returns the translation."""
    catalog = read_po(io.BytesIO(template().encode()), locale=tag.replace("-", "_"))
    for message in catalog:
        if message.id:
            message.string = say(message.context or "", str(message.id))
            if message.context in fuzzy:
                message.flags.add("fuzzy")
    path = folder / tag / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalog)


def write_po_text(folder: Path, tag: str, text: str) -> None:
    path = folder / tag / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def catalogs(folder: Path, *languages: Language, strict: bool = False) -> Catalogs:
    known: Mapping[str, Language] = {each.tag: each for each in (language("en"), *languages)}
    return Catalogs(known, sources(), folder, strict=strict)
