"""The files of the fake Bot API: what was uploaded, the ids it is kept under, and what Telegram refuses.

The wording of refusals is that of the Bot API server and TDLib. It knows no chats.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tests.support.fake_bot_api_chats import Attachment, RefusalError
from tests.support.fake_bot_api_http import Upload

#: TDLib's names of the kinds, and how their ids begin.
_KINDS = {
    "animation": ("Animation", "CgACAgQAAxk"),
    "document": ("Document", "BQACAgQAAxk"),
    "photo": ("Photo", "AgACAgQAAxk"),
}
#: Telegram makes a photo as large as these sizes, as far as it is.
_PHOTO_SIDES = (90, 320, 800, 1280)


class Files:
    """The files of one bot."""

    def __init__(self) -> None:
        #: What was accepted, oldest first.
        self.uploads: list[Upload] = []
        #: Limits in bytes: lower them to test without large files.
        self.upload_limit = 50 * 1024 * 1024
        self.photo_limit = 10 * 1024 * 1024
        self._by_id: dict[str, Attachment] = {}

    def take(self, kind: str, given: Upload | str) -> Attachment:
        """The file of a call: a new one, or the one with this id. Raises RefusalError."""
        if isinstance(given, str):
            return self._find(kind, given)
        self._check(kind, given)
        attachment = self._keep(kind, given)
        self.uploads.append(given)
        for entry in attachment.entries:
            self._by_id[entry["file_id"]] = attachment
        return attachment

    def forget(self) -> None:
        """Every id becomes one of another bot's."""
        self._by_id.clear()

    def _find(self, kind: str, file_id: str) -> Attachment:
        found = self._by_id.get(file_id)
        if found is None and re.fullmatch(r"[\w-]+", file_id, re.ASCII) is None:
            raise RefusalError(
                400, "Bad Request: wrong remote file identifier specified: Wrong character in the string"
            )
        if found is None:
            raise RefusalError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if "photo" in (kind, found.kind) and kind != found.kind:
            raise RefusalError(
                400, f"Bad Request: can't use file of type {_KINDS[found.kind][0]} as {_KINDS[kind][0]}"
            )
        return found

    def _check(self, kind: str, given: Upload) -> None:
        size = len(given.content)
        if size > self.upload_limit:
            raise RefusalError(413, "Request Entity Too Large")
        if not size:
            raise RefusalError(400, "Bad Request: file must be non-empty")
        if kind == "photo" and size > self.photo_limit:
            raise RefusalError(
                400,
                f"Bad Request: file of size {size} bytes is too big for a photo; "
                f"the maximum size is {self.photo_limit} bytes",
            )

    def _keep(self, kind: str, given: Upload) -> Attachment:
        if kind == "photo":
            return Attachment("photo", _photo_sizes(given, len(self.uploads)))
        entry: dict[str, Any] = {
            "file_id": _file_id(kind, given, len(self.uploads), 0),
            "file_unique_id": _token(given.content, 15),
            "file_name": given.name,
            "mime_type": given.media_type,
            "file_size": len(given.content),
        }
        picture = _picture(given.content)
        if kind == "animation" and picture is not None:
            moving = {
                **entry,
                "file_name": f"{given.name}.mp4",
                "mime_type": "video/mp4",
                "duration": picture.seconds,
                "width": picture.width,
                "height": picture.height,
            }
            return Attachment("animation", (moving,))
        return Attachment("document", (entry,))


@dataclass(frozen=True, slots=True)
class _Picture:
    width: int
    height: int
    seconds: int


def _picture(content: bytes) -> _Picture | None:
    """What an image file says of itself; None when it is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            frames = getattr(image, "n_frames", 1)
            return _Picture(*image.size, round(frames * image.info.get("duration", 0) / 1000))
    except UnidentifiedImageError:
        return None


def _photo_sizes(given: Upload, number: int) -> tuple[Mapping[str, Any], ...]:
    picture = _picture(given.content)
    if picture is None:
        raise RefusalError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    short, long = sorted((picture.width, picture.height))
    if short + long > 10_000 or long > 20 * short:
        raise RefusalError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    sides = [side for side in _PHOTO_SIDES if side < long] + [min(long, _PHOTO_SIDES[-1])]
    return tuple(
        {
            "file_id": _file_id("photo", given, number, side),
            "file_unique_id": _token(given.content + bytes([index]), 15),
            "file_size": len(given.content) * side // long,
            "width": picture.width * side // long,
            "height": picture.height * side // long,
        }
        for index, side in enumerate(dict.fromkeys(sides))
    )


def _file_id(kind: str, given: Upload, number: int, size: int) -> str:
    """Another one for each upload, also of the same file."""
    return _KINDS[kind][1] + _token(f"{number} {size} ".encode() + given.content, 60)


def _token(seed: bytes, length: int) -> str:
    return base64.urlsafe_b64encode(hashlib.sha512(seed).digest()).decode()[:length]
