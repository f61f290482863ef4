"""Reads `locales/registry.toml`: which languages there are and who stands behind each.

It opens no catalog; whether a language may be offered is for `catalogs` to say.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.i18n.errors import BadRegistry
from bot.i18n.locale_data import SOURCE
from content.errors import BadField
from content.fields import Fields
from content.model import Status

LOCALES = Path(__file__).parents[2] / "locales"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of the registry."""

    #: BCP 47, such as `en`, `pt-BR`, `zh-Hant`.
    tag: str
    #: In the language itself, for the list that people choose from.
    name: str
    status: Status
    translator: str
    #: Who approved the translation; None = nobody yet.
    reviewer: str | None
    #: Of the last change to the translation.
    date: date


def load_registry(folder: Path = LOCALES) -> Mapping[str, Language]:
    """Every registered language by tag, in file order, English among them. Raises BadRegistry."""
    path = folder / "registry.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        languages = {tag: _language(tag, Fields(table, f"{path}: {tag}")) for tag, table in data.items()}
    except FileNotFoundError:
        raise BadRegistry(f"{path}: is not there: restore it from the repository") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRegistry(f"{path}: is not valid TOML: {error}") from None
    except BadField as error:
        raise BadRegistry(str(error)) from None
    if SOURCE not in languages:
        raise BadRegistry(f"{path}: needs [{SOURCE}], the language that everything falls back to")
    return languages


def _language(tag: str, table: Fields) -> Language:
    name, status = table.text("name"), table.choice("status", Status)
    translator, reviewer, day = table.text("translator"), table.optional_text("reviewer"), table.day("date")
    table.end()
    if day is None:
        raise BadField(f"{table.where}: needs date = the day of the last change, such as 2026-11-22")
    if status is Status.ACTIVE and not reviewer:
        raise BadField(f"{table.where}: is active: name its reviewer or make it draft")
    return Language(
        tag=tag, name=name, status=status, translator=translator, reviewer=reviewer or None, date=day
    )
