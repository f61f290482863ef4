"""The pictures of the exercises as files: drawn on first use, kept in a folder, drawn anew when their data changes.

It knows nothing of messages or channels.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.app.ports import PictureError
from content.movement import Exercise

KINDS: Final = (".gif", ".png")


class Pictures:
    """`PictureSource` that draws the exercises of the library."""

    def __init__(self, exercises: Mapping[str, Exercise], folder: Path) -> None:
        """`folder` is made when the first picture is drawn; it may be emptied at any time."""
        self._exercises = exercises
        self._folder = folder
        self._drawing: dict[Path, asyncio.Task[None]] = {}
        #: Drawing takes the whole interpreter in short pieces: one at a time leaves room for people.
        self._pencil = asyncio.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """Every picture that can be asked for."""
        return tuple(f"{id_}{kind}" for id_ in self._exercises for kind in KINDS)

    async def path(self, name: str) -> Path:
        """The file of `<exercise>.gif` or `<exercise>.png`; drawing takes some seconds, and happens in a thread.

        Who asks while it is drawn waits for the same drawing; who stops waiting does not stop it.
        Raises PictureError for a name that nobody knows and a folder that cannot be written.
        """
        exercise, kind = self._known(name)
        file = self._folder / f"{exercise.id}-{picture_hash(exercise)}{kind}"
        if not file.is_file():
            await asyncio.shield(self._drawn(exercise, file))
        return file

    def _known(self, name: str) -> tuple[Exercise, str]:
        wanted = Path(name)
        exercise = self._exercises.get(wanted.stem)
        if exercise is None or wanted.suffix not in KINDS or name != wanted.name:
            raise PictureError(f"there is no picture {name!r}: ask for an exercise's id with .gif or .png")
        return exercise, wanted.suffix

    def _drawn(self, exercise: Exercise, file: Path) -> asyncio.Task[None]:
        task = self._drawing.get(file)
        if task is None:
            task = asyncio.create_task(self._draw(exercise, file))
            self._drawing[file] = task
            task.add_done_callback(lambda done: self._forget(file, done))
        return task

    async def _draw(self, exercise: Exercise, file: Path) -> None:
        async with self._pencil:
            await asyncio.to_thread(_draw, exercise, file)

    def _forget(self, file: Path, done: asyncio.Task[None]) -> None:
        del self._drawing[file]
        if not done.cancelled():
            done.exception()  # whoever waited has it; nobody else has to hear of it


def picture_hash(exercise: Exercise) -> str:
    """Eight characters that change with the movement and with the drawing, and with nothing else."""
    drawn_from = replace(exercise.movement, contacts=())  # those are only checked
    return hashlib.sha256(f"{_drawing_hash()} {drawn_from!r}".encode()).hexdigest()[:8]


@lru_cache(maxsize=1)
def _drawing_hash() -> str:
    """Changes with every line of this folder."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(code).hexdigest()


def _draw(exercise: Exercise, file: Path) -> None:
    """Write one picture, whole or not at all, and remove those that it replaces."""
    picture = paint(exercise, file.suffix)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, picture)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PictureError(
            f"{file.parent} cannot be written ({reason}): set PICTURES_DIR to another folder"
        ) from error
    for older in file.parent.glob(f"{exercise.id}-????????{file.suffix}"):
        if older != file:
            older.unlink(missing_ok=True)


def paint(exercise: Exercise, kind: str) -> bytes:
    """One picture, moving (`.gif`) or still (`.png`); what draws is loaded only here."""
    from bot.documents.animation import looping_gif, still_png
    from bot.documents.scene import Scene

    scene = Scene(exercise.movement)
    return looping_gif(scene) if kind == ".gif" else still_png(scene)


def _write(file: Path, picture: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".drawing-", suffix=file.suffix)
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(picture)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
