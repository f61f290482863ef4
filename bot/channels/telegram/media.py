"""Sends a picture with its words as caption: uploaded the first time, named by Telegram's id for it ever after.

It draws nothing (that is `PictureSource`), retries nothing (the relay does), and never stands between a person and
the words: what cannot be shown is left to the sender as text.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bot.app.file_ids import FileIds
from bot.app.pictures import find_picture
from bot.app.ports import PictureError, PictureSource, SendRefused, SendUncertain
from bot.channels.telegram.answers import CannotParseError
from bot.channels.telegram.multipart import File
from bot.channels.telegram.transport import Transport

_LOG = logging.getLogger(__name__)

#: How long a send waits for the same picture on its way to somebody else, in seconds; then the words go out alone.
_TURN_SECONDS: Final = 5.0
#: After so many uploads without an answer, words go out alone for `_PAUSE_SECONDS`: a line that carries messages may
#: still swallow files, and nobody's words shall wait behind them.
_UNANSWERED: Final = 3
_PAUSE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class _Kind:
    method: str
    parameter: str
    media_type: str


_KINDS: Final = {
    ".gif": _Kind("sendAnimation", "animation", "image/gif"),
    ".png": _Kind("sendPhoto", "photo", "image/png"),
}


class PictureMessages:
    """The messages with pictures of one bot."""

    def __init__(
        self,
        api: Transport,
        source: PictureSource,
        file_ids: FileIds,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        turn_seconds: float = _TURN_SECONDS,
    ) -> None:
        self._api = api
        self._source = source
        self._file_ids = file_ids
        self._monotonic = monotonic
        self._turn_seconds = turn_seconds
        #: One upload of a file at a time, so that everybody else can use its id.
        self._turns: dict[str, asyncio.Lock] = {}
        #: Uploads in a row that nobody answered.
        self._unanswered = 0
        self._again_at = 0.0

    async def send(self, name: str, payload: Mapping[str, object]) -> bool:
        """True = delivered; False = nothing was sent, and the words have to go out without the picture.

        `payload` holds recipient, `caption` and buttons. Raises the SendErrors of `Transport.call` except SendRefused.
        """
        path = await find_picture(self._source, name)
        if path is None:
            return False
        try:
            await self._deliver(path, _kind(path), payload)
        except PictureError as error:
            _LOG.warning("picture %s is left out: %s", name, error)
        except SendRefused as error:
            _LOG.warning("picture %s is left out: Telegram refused it (%s)", name, type(error).__name__)
        else:
            return True
        return False

    async def _deliver(self, path: Path, kind: _Kind, payload: Mapping[str, object]) -> None:
        known = await self._file_ids.get(path.name)
        if known is not None and await self._is_taken(kind, payload, known):
            return
        async with self._turn(path.name):
            newer = await self._file_ids.get(path.name)
            if newer is None or newer == known:
                await self._upload(path, kind, payload)
                return
        await self._send_again(kind, payload, newer)

    async def _is_taken(self, kind: _Kind, payload: Mapping[str, object], file_id: str) -> bool:
        """Send by id. False = refused, most likely the id: Telegram says so in more words than could be listed."""
        try:
            await self._send_again(kind, payload, file_id)
        except CannotParseError:
            raise
        except SendRefused:
            return False
        return True

    async def _send_again(self, kind: _Kind, payload: Mapping[str, object], file_id: str) -> None:
        await self._api.call(kind.method, {**payload, kind.parameter: file_id})

    @contextlib.asynccontextmanager
    async def _turn(self, file: str) -> AsyncIterator[None]:
        lock = self._turns.setdefault(file, asyncio.Lock())
        try:
            async with asyncio.timeout(self._turn_seconds):
                await lock.acquire()
        except TimeoutError:
            raise PictureError("it is still on its way to somebody else") from None
        try:
            yield
        finally:
            lock.release()

    async def _upload(self, path: Path, kind: _Kind, payload: Mapping[str, object]) -> None:
        if self._unanswered >= _UNANSWERED and self._monotonic() < self._again_at:
            raise PictureError("uploads have gone unanswered")
        file = File(name=path.name, content=await _read(path), media_type=kind.media_type)
        try:
            result = await self._api.upload(kind.method, payload, {kind.parameter: file})
        except SendUncertain:
            self._unanswered += 1
            self._again_at = self._monotonic() + _PAUSE_SECONDS
            raise
        self._unanswered = 0
        file_id = _kept_as(kind, result)
        if file_id is None:
            _LOG.warning("Telegram made something else of %s: it has to be uploaded every time", path.name)
        else:
            self._file_ids.keep(path.name, file_id)


class _File(msgspec.Struct):
    file_id: str


class _Sent(msgspec.Struct):
    animation: _File | None = None
    #: The same photo in several sizes, the largest last; the id of any of them sends it whole.
    photo: tuple[_File, ...] = ()


def _kind(path: Path) -> _Kind:
    kind = _KINDS.get(path.suffix)
    if kind is None:
        raise PictureError(f"Telegram is given {' and '.join(_KINDS)} files only")
    return kind


async def _read(path: Path) -> bytes:
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise PictureError(f"the file cannot be read ({type(error).__name__})") from error


def _kept_as(kind: _Kind, result: msgspec.Raw) -> str | None:
    """The id in an answer that says the message has been sent: nothing in it may fail the message now."""
    try:
        sent = msgspec.json.decode(result, type=_Sent)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    file = sent.animation if kind.parameter == "animation" else next(iter(reversed(sent.photo)), None)
    return None if file is None else file.file_id
