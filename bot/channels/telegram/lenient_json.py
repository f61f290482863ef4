"""A second try for JSON that msgspec refuses: lone surrogates, control characters, bytes that are not UTF-8.

It repairs no syntax.
"""

from __future__ import annotations

import json


def loads(raw: bytes) -> object:
    """The value, or None when it is not JSON at all."""
    try:
        return json.loads(raw.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def dumps(value: object) -> bytes:
    """Clean UTF-8 JSON; what cannot be written in it becomes a question mark."""
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return b"null"
