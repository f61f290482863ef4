"""Encodes files for the Bot API, because JSON cannot carry them.

It reads no file and knows no method.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file to be uploaded."""

    #: Its ending tells Telegram what it is.
    name: str
    content: bytes
    #: `image/png` …
    media_type: str


def encode(fields: Mapping[str, str], files: Mapping[str, File]) -> tuple[str, bytes]:
    """Content type and body of a form with these fields, the files under the names of their parameters."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, file in files.items():
        safe = file.name.replace('"', "_").replace("\r", "_").replace("\n", "_")
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{safe}"\r\n'
            f"Content-Type: {file.media_type}\r\n\r\n"
        )
        parts.append(head.encode() + file.content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)
