"""One TOML table, read field by field, so that every mistake is reported with its file, id and mend.

It knows no card and no country: what a table should hold is said in `loader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from content.errors import BadField

_E = TypeVar("_E", bound=StrEnum)


class Fields:
    """Takes fields out of a table; `end` refuses whatever is left, so that a misspelt name cannot hide."""

    def __init__(self, table: object, where: str) -> None:
        """`where` opens every message: the file and the id, as in `citations.toml: pace_2014`."""
        if not isinstance(table, Mapping):
            raise BadField(f"{where}: should be a table of fields, not {table!r}")
        self.where = where
        self._left: dict[str, object] = dict(table)

    def text(self, name: str) -> str:
        """Text that must be there and say something."""
        value = self.optional_text(name)
        if not value:
            raise BadField(f'{self.where}: needs {name} = "…"')
        return value

    def optional_text(self, name: str) -> str | None:
        """Text, or None where the field is left out."""
        value = self._left.pop(name, None)
        if value is not None and not isinstance(value, str):
            raise BadField(f"{self.where}: {name} should be text in quotes, not {value!r}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is left out."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadField(f'{self.where}: {name} should be a list such as ["one", "two"], not {value!r}')
        return tuple(value)

    def day(self, name: str) -> date | None:
        """A day, or None where the field is left out."""
        value = self._left.pop(name, None)
        if value is not None and type(value) is not date:
            raise BadField(f"{self.where}: {name} should be a day such as 2026-11-22, without quotes")
        return value

    def integer(self, name: str) -> int | None:
        """A whole number, or None where the field is left out."""
        value = self._left.pop(name, None)
        if value is not None and type(value) is not int:
            raise BadField(f"{self.where}: {name} should be a whole number, not {value!r}")
        return value

    def flag(self, name: str) -> bool:
        """true or false, which must be said."""
        value = self._left.pop(name, None)
        if not isinstance(value, bool):
            raise BadField(f"{self.where}: needs {name} = true or {name} = false")
        return value

    def optional_flag(self, name: str) -> bool:
        """true or false; false where the field is left out."""
        return self.flag(name) if name in self._left else False

    def number(self, name: str) -> float | None:
        """A number, whole or not, or None where the field is left out."""
        value = self._left.pop(name, None)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise BadField(f"{self.where}: {name} should be a number, not {value!r}")
        return None if value is None else float(value)

    def choice(self, name: str, kind: type[_E]) -> _E:
        """One word of a closed set."""
        value = self._left.pop(name, None)
        try:
            return kind(str(value))
        except ValueError:
            raise BadField(f"{self.where}: {name} should be {' or '.join(kind)}, not {value!r}") from None

    def tables(self, name: str) -> tuple[object, ...]:
        """A list of tables, or a single one; empty where the field is left out."""
        value = self._left.pop(name, [])
        return tuple(value) if isinstance(value, list) else (value,)

    def inner(self, name: str) -> Fields | None:
        """A table inside this one, or None where it is left out."""
        value = self._left.pop(name, None)
        return None if value is None else Fields(value, f"{self.where} {name}")

    def rest(self) -> tuple[tuple[str, object], ...]:
        """Everything not yet taken, where the names are ids."""
        left = tuple(self._left.items())
        self._left.clear()
        return left

    def end(self) -> None:
        """Refuses names that nobody asked for."""
        if self._left:
            names = ", ".join(sorted(self._left))
            raise BadField(f"{self.where}: does not know {names}: correct the name or remove it")
