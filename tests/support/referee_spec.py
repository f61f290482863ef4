"""The Bot API as published, reduced to what we call, so that every call can be held against it.

It knows names, types and lengths. Rules that Telegram states only in prose are in `referee`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.fake_bot_api_http import Upload
from tests.support.referee_html import utf16_units

Spec = dict[str, Any]
_NUMBERS: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float)}


@cache
def spec() -> Spec:
    """The reduced specification."""
    loaded: Spec = json.loads(Path(__file__).with_name("bot_api_spec.json").read_text("utf-8"))
    return loaded


def is_method(name: str) -> bool:
    """True for a method we may call."""
    return name in spec()["methods"]


def decoded(method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as values: in forms, everything that is not text comes as JSON inside a string."""
    fields = spec()["methods"].get(method, {})
    return {name: _decode(fields.get(name), value) for name, value in params.items()}


def missing(method: str, params: Mapping[str, Any]) -> list[str]:
    """Required parameters that are not there."""
    fields = spec()["methods"][method]
    return [name for name, field in fields.items() if field.get("required") and params.get(name) is None]


def differences(method: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(path, what is wrong) for every value that the specification does not allow."""
    return _fields(spec()["methods"][method], params, "")


def _fields(fields: Mapping[str, Any], values: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name not in fields:
            yield f"{path}{name}", "unknown parameter" if not path else "unknown field"
        elif value is not None:
            yield from _value(fields[name], value, f"{path}{name}")


def _value(field: Mapping[str, Any], value: Any, path: str) -> Iterator[tuple[str, str]]:
    found = [list(_typed(name, value, path)) for name in field["types"]]
    if all(found):
        yield from min(found, key=len)
        return
    if "enum" in field and value not in field["enum"]:
        yield path, f"not one of {', '.join(map(str, field['enum']))}"
    if "length" in field and isinstance(value, str):
        low, high, unit = field["length"]
        size = len(value.encode()) if unit == "bytes" else utf16_units(value)
        if not low <= size <= high:
            yield path, f"length {size}, not {low}-{high} {unit}"


def _typed(name: str, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Differences between a value and one type; none when it fits."""
    if name.startswith("Array of "):
        if not isinstance(value, list):
            yield path, "not an array"
            return
        for index, item in enumerate(value):
            yield from _typed(name.removeprefix("Array of "), item, f"{path}[{index}]")
    elif name in ("Boolean", "True"):
        if not isinstance(value, bool):
            yield path, "not a boolean"
    elif name in _NUMBERS:
        if not isinstance(value, _NUMBERS[name]) or isinstance(value, bool):
            yield path, "not a number"
    elif name == "RichText" and isinstance(value, str | list):
        return  # prose of the specification: a RichText may also be a string or an array
    elif name == "InputFile":
        if not isinstance(value, Upload):
            yield path, "not a file"
    elif name == "String":
        if not isinstance(value, str):
            yield path, "not a string"
    else:
        yield from _object(spec()["types"][name], value, path)


def _object(declared: Mapping[str, Any], value: Any, path: str) -> Iterator[tuple[str, str]]:
    if "subtypes" in declared:
        found = [list(_typed(name, value, path)) for name in declared["subtypes"]]
        if all(found):
            yield from min(found, key=len)
        return
    if not isinstance(value, dict):
        yield path, "not an object"
        return
    for name, field in declared["fields"].items():
        if field.get("required") and value.get(name) is None:
            yield f"{path}.{name}", "missing"
    yield from _fields(declared["fields"], value, f"{path}.")


def _decode(field: Mapping[str, Any] | None, value: Any) -> Any:
    if (
        field is None
        or not isinstance(value, str)
        or "String" in field["types"]
        or "InputFile" in field["types"]
    ):
        return _chat_number(field, value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def _chat_number(field: Mapping[str, Any] | None, value: Any) -> Any:
    """A chat id may be written as text."""
    takes_number = field is not None and "Integer" in field["types"]
    return int(value) if takes_number and isinstance(value, str) and value.lstrip("-").isdigit() else value
