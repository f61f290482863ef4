"""Group commit: one thread owns the file and makes many transactions durable with one flush.

It knows no table; what a transaction does is the work it is given. Each work has its own savepoint, so that a
failing one fails alone; if the group cannot be committed, every work fails and nothing of it has happened.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple

from bot.app.ports import StoreError, StoreUnavailable, UnitOfWork
from bot.storage.encryption import Keyring
from bot.storage.sqlite.file import DatabaseFile

#: Most transactions that share one flush.
GROUP = 256
#: How long notes wait for company, in seconds.
NOTE_WAIT = 0.05

log = logging.getLogger(__name__)


class Job(NamedTuple):
    """One transaction that waits for its turn."""

    work: Callable[[UnitOfWork], Any]
    #: Who waits for the value; None for a note.
    waiter: Future[Any] | None


#: What became of a job: its value, or its error.
Outcome = tuple[Any, BaseException | None]
Answer = tuple[Future[Any], Outcome]


class GroupWriter:
    """The writer thread and the queue in front of it."""

    def __init__(self, path: Path, keyring: Keyring, loop: AbstractEventLoop) -> None:
        self._path = path
        self._keyring = keyring
        self._loop = loop
        #: None asks the thread to finish and end.
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._is_stopping = False
        self._opened: Future[None] = loop.create_future()
        self._closed: Future[None] = loop.create_future()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)

    async def start(self) -> None:
        """Open the file; raises what `DatabaseFile` raises."""
        self._thread.start()
        await self._opened

    async def stop(self) -> None:
        """Commit everything that was submitted, then close the file."""
        self._jobs.put(None)
        await asyncio.shield(self._closed)

    def submit(self, work: Callable[[UnitOfWork], Any]) -> Future[Any]:
        """Queue a transaction; the future ends when it is durable or has failed."""
        waiter: Future[Any] = self._loop.create_future()
        self._jobs.put(Job(work, waiter))
        return waiter

    def note(self, work: Callable[[UnitOfWork], Any]) -> None:
        """Queue work that nobody waits for."""
        self._jobs.put(Job(work, None))

    # -- in the thread -----------------------------------------------------------------------------------
    def _run(self) -> None:
        try:
            file = DatabaseFile(self._path, self._keyring)
        except BaseException as error:
            self._answer([(self._opened, (None, error))])
            return
        committer = Committer(file)
        try:
            self._answer([(self._opened, (None, None))])
            while group := self._next_group():
                self._answer(committer.commit(group))
        finally:
            file.close()
            self._answer([(self._closed, (None, None))])

    def _next_group(self) -> list[Job]:
        """The jobs for the next flush: all that wait now (notes alone wait a little more). Empty = stop."""
        group: list[Job] = []
        job = None if self._is_stopping else self._jobs.get()
        until = monotonic() + NOTE_WAIT
        is_awaited = False
        while job is not None:
            group.append(job)
            is_awaited = is_awaited or job.waiter is not None
            if len(group) == GROUP:
                return group
            try:
                job = self._jobs.get(timeout=0.0 if is_awaited else max(0.0, until - monotonic()))
            except Empty:
                return group
        self._is_stopping = True
        return group

    def _answer(self, outcomes: list[Answer]) -> None:
        try:
            self._loop.call_soon_threadsafe(_resolve, outcomes)
        except RuntimeError:  # the loop has ended without closing the store: nobody can ask for anything more
            self._is_stopping = True


class Committer:
    """Makes one group of jobs durable, or none of it."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file
        self._unit = file.unit

    def commit(self, group: list[Job]) -> list[Answer]:
        """Run and commit a group; what to tell those who wait. Never raises."""
        outcomes: list[Outcome] = []
        try:
            self._unit.begin()
            for are_notes, run in groupby(group, lambda job: job.waiter is None):
                jobs = list(run)
                outcomes += self._attempt_notes(jobs) if are_notes else map(self._attempt, jobs)
            self._unit.commit()
        except Exception as error:
            self._unit.rollback()
            outcomes = [(None, _group_error(error)) for _ in group]
        if self._unit.has_erased:
            self._unit.has_erased = not self._file.empty_log()
        for job, (_, failure) in zip(group, outcomes, strict=True):
            if job.waiter is None and failure is not None:
                log.warning("a note was not stored: %s", type(failure).__name__)
        return [(job.waiter, outcome) for job, outcome in zip(group, outcomes, strict=True) if job.waiter]

    def _attempt_notes(self, notes: list[Job]) -> list[Outcome]:
        """Run notes in one savepoint, because savepoints cost; only if one fails, each in its own."""
        together = Job(lambda unit: [note.work(unit) for note in notes], None)
        _, failure = self._attempt(together)
        return [(None, None)] * len(notes) if failure is None else list(map(self._attempt, notes))

    def _attempt(self, job: Job) -> Outcome:
        """Run one job in its savepoint; raises only when the whole transaction is lost."""
        self._unit.run("savepoint job")
        try:
            value = job.work(self._unit)
        except StopIteration:  # a future cannot carry it
            self._unit.undo("job")
            return None, RuntimeError("the work raised StopIteration")
        except BaseException as error:
            self._unit.undo("job")
            return None, error
        self._unit.run("release job")
        return value, None


def _group_error(error: Exception) -> StoreUnavailable:
    if isinstance(error, StoreError):
        return StoreUnavailable(str(error))
    return StoreUnavailable(f"The store was not changed: {type(error).__name__}.")


def _resolve(answers: list[Answer]) -> None:
    for waiter, (value, error) in answers:
        if waiter.done():  # whoever waited has given up
            continue
        if error is None:
            waiter.set_result(value)
        else:
            waiter.set_exception(error)
