"""Reads the environment once into typed settings, and says in one sentence what is wrong with it.

It opens nothing; secrets never appear in its repr or its errors.

Errors::

    SettingsError        names the variable and what would mend it
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

DEFAULT_DATABASE = "sqlite:///data/steadyback.db"
DEFAULT_PICTURES = "data/pictures"
TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsError(Exception):
    """A variable of the environment cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set."""

    #: None = no Telegram.
    telegram_token: str | None = field(repr=False)
    telegram_api_base_url: str
    #: The full public address that Telegram calls; None = polling.
    webhook_url: str | None
    webhook_secret: str | None = field(repr=False)
    host: str
    port: int
    #: None = not set: `chat` then remembers nothing.
    database: Path | None
    encryption_key: str | None = field(repr=False)
    #: Where a key is kept when none is given.
    key_file: Path
    #: Where drawn pictures are kept; it may be emptied at any time.
    pictures_dir: Path
    #: `drafts` shows them with a line that says so; `strict` withholds whatever nobody has approved as it stands.
    review_policy: Literal["drafts", "strict"]
    log_level: str
    default_locale: str
    default_country: str | None


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Settings from the environment, completed by a `.env` file in `folder` (default: where we are).

    Raises SettingsError for the first value that cannot be used.
    """
    values = _with_dotenv(os.environ if environment is None else environment, folder or Path.cwd())

    def get(name: str) -> str | None:
        return values.get(name, "").strip() or None

    token = get("TELEGRAM_TOKEN")
    if token is not None and not _TOKEN.fullmatch(token):
        raise SettingsError(
            "TELEGRAM_TOKEN does not look like a bot token; copy the whole line that @BotFather gave you"
        )
    return Settings(
        telegram_token=token,
        telegram_api_base_url=_address(
            "TELEGRAM_API_BASE_URL", get("TELEGRAM_API_BASE_URL") or TELEGRAM
        ).rstrip("/"),
        webhook_url=_optional_address("WEBHOOK_URL", get("WEBHOOK_URL")),
        webhook_secret=_secret(get("WEBHOOK_SECRET")),
        host=get("HOST") or "127.0.0.1",
        port=_port(get("PORT") or "8080"),
        database=_database(get("DATABASE_URL")),
        encryption_key=get("ENCRYPTION_KEY"),
        key_file=_key_file(values),
        pictures_dir=Path(get("PICTURES_DIR") or DEFAULT_PICTURES),
        review_policy=_policy(get("REVIEW_POLICY")),
        log_level=_one_of("LOG_LEVEL", (get("LOG_LEVEL") or "INFO").upper(), _LEVELS),
        default_locale=get("DEFAULT_LOCALE") or "en",
        default_country=_country(get("DEFAULT_COUNTRY")),
    )


def _with_dotenv(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    path = folder / ".env"
    if not path.is_file():
        return dict(environment)
    from dotenv import dotenv_values  # only where there is a file to read

    found = {name: value for name, value in dotenv_values(path).items() if value is not None}
    return {**found, **environment}


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} must be a full address such as https://bot.example.org/telegram")
    return value


def _optional_address(name: str, value: str | None) -> str | None:
    return None if value is None else _address(name, value)


def _secret(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise SettingsError("WEBHOOK_SECRET must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return value


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise SettingsError(f"PORT must be a number from 0 to 65535, not {value!r}")
    return int(value)


def _database(value: str | None) -> Path | None:
    if value is None:
        return None
    if value.startswith(("postgresql:", "postgres:")):
        raise SettingsError(
            "DATABASE_URL names PostgreSQL, which this version does not offer yet; use sqlite:///path/to/file.db"
        )
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise SettingsError("DATABASE_URL must be sqlite:///relative/path.db or sqlite:////absolute/path.db")
    return Path(value.removeprefix("sqlite:///"))


def _key_file(values: Mapping[str, str]) -> Path:
    config = values.get("XDG_CONFIG_HOME", "").strip()
    home = Path(config) if config else Path(values.get("HOME", "").strip() or Path.home()) / ".config"
    return home / "steadyback" / "encryption.key"


def _policy(value: str | None) -> Literal["drafts", "strict"]:
    match (value or "drafts").casefold():
        case "drafts":
            return "drafts"
        case "strict":
            return "strict"
    raise SettingsError(f"REVIEW_POLICY must be drafts or strict, not {value!r}")


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _country(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z]{2}", value):
        raise SettingsError("DEFAULT_COUNTRY must be a two-letter country code such as GB")
    return value.upper() if value else None
