"""What the SQLite store does when a disk, a commit or a row fails: nothing by halves, and on it goes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
import pytest_asyncio

from bot.app.ports import Person, StoreError, StoreMismatch, StoreUnavailable, UnitOfWork
from bot.messages import SendClass
from bot.storage.encryption import Keyring
from bot.storage.sqlite import SqliteStore, inbox, outbox, people, unit
from bot.storage.sqlite.unit import SqliteUnit
from tests.bot.storage.examples import MASTER, NOW, inbound, outbound, person, said


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.db"


@pytest_asyncio.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, Keyring(MASTER))
    await store.open()
    yield store
    await store.close()


def sql(statement: str, *values: object) -> Callable[[UnitOfWork], list[Any]]:
    """Work that runs one statement past the port."""
    return lambda unit: cast("SqliteUnit", unit).run(statement, values).fetchall()


async def in_one_group(store: SqliteStore, *works: Callable[[UnitOfWork], Any]) -> list[Any]:
    """Submit works while the writer is busy with another group, so that they share the next commit."""
    gate, entered = Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(unit: UnitOfWork) -> None:
        loop.call_soon_threadsafe(entered.set)
        gate.wait(10)

    holding = asyncio.ensure_future(store.transact(hold))
    await entered.wait()
    waiting = [asyncio.ensure_future(store.transact(work)) for work in works]
    await asyncio.sleep(0)
    gate.set()
    await holding
    return await asyncio.gather(*waiting, return_exceptions=True)


# -- failing groups ---------------------------------------------------------------------------------------
async def test_when_the_commit_fails_every_work_of_the_group_fails_and_the_next_group_works(
    store: SqliteStore,
) -> None:
    def broken_at_commit(unit: UnitOfWork) -> None:
        sql("pragma defer_foreign_keys = on")(unit)
        sql("insert into outbox (seq, person, channel, class, due, body) values (99, x'00', '', '', 0, x'')")(
            unit
        )

    answers = await in_one_group(
        store,
        lambda unit: unit.set_meta("before", "lost"),
        broken_at_commit,
        lambda unit: unit.set_meta("after", "lost"),
    )

    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    assert await store.transact(lambda unit: unit.get_meta("before")) is None
    assert await store.transact(lambda unit: unit.get_meta("after")) is None
    await store.transact(lambda unit: unit.set_meta("next", "kept"))
    assert await store.transact(lambda unit: unit.get_meta("next")) == "kept"


async def test_when_sqlite_gives_the_transaction_up_nothing_more_is_written_in_it(store: SqliteStore) -> None:
    await store.transact(
        sql(
            "create temp trigger boom before insert on meta when new.name = 'boom' "
            "begin select raise(rollback, 'given up'); end"
        )
    )

    def stubborn(unit: UnitOfWork) -> None:
        with suppress(StoreError):
            unit.set_meta("boom", "")
        unit.set_meta("stubborn", "lost")

    answers = await in_one_group(
        store,
        lambda unit: unit.set_meta("before", "lost"),
        stubborn,
        lambda unit: unit.set_meta("after", "lost"),
    )

    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    for name in ("before", "stubborn", "after"):
        assert await store.transact(lambda unit, name=name: unit.get_meta(name)) is None


async def test_a_full_disk_leaves_nothing_half_written_and_is_survived(store: SqliteStore) -> None:
    (pages,) = (await store.transact(sql("pragma page_count")))[0]
    await store.transact(sql(f"pragma max_page_count = {pages + 20}"))

    def unit_of(number: int) -> Callable[[UnitOfWork], None]:
        key = store.person_key("test", str(number))

        def work(unit: UnitOfWork) -> None:
            unit.note_update(inbound(str(number)), key)
            unit.save_person(person(key, session=bytes(2000)))
            unit.record(said(key))
            unit.enqueue(key, "test", str(number), outbound(f"{number} a"), NOW)
            unit.enqueue(key, "test", str(number), outbound(f"{number} b"), NOW)

        return work

    answers: list[object] = []
    for first in range(0, 60, 4):
        group = [store.transact(unit_of(number)) for number in range(first, first + 4)]
        answers += await asyncio.gather(*group, return_exceptions=True)
    done = {str(number) for number, answer in enumerate(answers) if answer is None}
    failures = [answer for answer in answers if answer is not None]

    assert done
    assert failures
    assert {type(failure) for failure in failures} == {StoreUnavailable}
    assert "the disk is full" in str(failures[0])

    await store.transact(sql("pragma max_page_count = 1000000"))
    sent = await store.transact(lambda unit: unit.unsent(NOW, 1000))
    assert sorted(q.message.text for q in sent) == sorted(f"{n} {half}" for n in done for half in "ab")
    assert (await store.transact(lambda unit: unit.counts()))["people"] == len(done)
    retried = await asyncio.gather(*(store.transact(unit_of(n)) for n in range(60) if str(n) not in done))
    assert len(retried) == len(failures)


async def test_a_file_that_another_program_holds_is_unavailable_until_it_lets_go(
    store: SqliteStore, path: Path
) -> None:
    await store.transact(sql("pragma busy_timeout = 0"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    with pytest.raises(StoreUnavailable, match="another program holds it"):
        await store.transact(lambda unit: unit.set_meta("a", "b"))

    other.execute("rollback")
    other.close()
    await store.transact(lambda unit: unit.set_meta("a", "c"))
    assert await store.transact(lambda unit: unit.get_meta("a")) == "c"


async def test_an_error_never_carries_a_value(store: SqliteStore) -> None:
    with pytest.raises(StoreError) as refused:
        await store.transact(
            sql("insert into person (key, data_key) values (?, ?)", b"k", "words of a patient")
        )
    assert "words" not in f"{refused.value} {refused.value!r} {refused.value.__cause__!r}"


# -- rows that were tampered with -------------------------------------------------------------------------
async def test_swapped_messages_are_set_aside_and_the_others_still_leave(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    anna = store.person_key("test", "anna")

    def fill(unit: UnitOfWork) -> list[int]:
        return [unit.enqueue(anna, "test", "anna", outbound(text), NOW).seq for text in ("a", "b", "c")]

    first, second, third = await store.transact(fill)
    await store.transact(
        sql("update outbox set body = (select body from outbox where seq = ?) where seq = ?", second, first)
    )

    assert [q.seq for q in await store.transact(lambda unit: unit.unsent(NOW, 9))] == [second, third]
    assert (await store.transact(lambda unit: unit.counts()))["dropped"] == 1
    assert f"message {first} in the outbox does not open" in caplog.text


async def test_a_damaged_update_is_set_aside_and_the_others_are_still_tried(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    def fill(unit: UnitOfWork) -> None:
        for name in ("anna", "ben"):
            unit.postpone(inbound(name), store.person_key("test", name), tries=1, due=NOW)

    await store.transact(fill)
    await store.transact(sql("update inbox set body = zeroblob(60) where update_id = 'anna'"))

    assert [q.inbound.update for q in await store.transact(lambda unit: unit.postponed(NOW, 9))] == ["ben"]
    assert (await store.transact(lambda unit: unit.counts()))["set_aside"] == 1
    assert "does not open" in caplog.text


async def test_one_persons_row_cannot_take_the_place_of_anothers(store: SqliteStore) -> None:
    anna, ben = store.person_key("test", "anna"), store.person_key("test", "ben")

    def fill(unit: UnitOfWork) -> None:
        for key in (anna, ben):
            unit.save_person(person(key, waiting=True))

    await store.transact(fill)
    await store.transact(
        sql(
            "update person set (data_key, body) = (select data_key, body from person where key = ?) "
            "where key = ?",
            anna,
            ben,
        )
    )
    await store.close()
    await store.open()

    def waiting(unit: UnitOfWork) -> list[Person]:
        return unit.waiting_people(9)

    assert [one.key for one in await store.transact(waiting)] == [anna]
    with pytest.raises(StoreMismatch):
        await store.transact(lambda unit: unit.person(ben))
    await store.transact(lambda unit: unit.erase_person(ben))


async def test_statements_find_their_rows_by_an_index(store: SqliteStore) -> None:
    """The hot statements, and those of the sweep, must not read whole tables."""
    hot = [
        (inbox._HAS_POSTPONED, (b"",)),
        (inbox._SETTLE_PERSON, (b"",)),
        (people._SELECT, (b"",)),
        (people._SAVE, (1, 1, 1, "", b"", b"", 1)),
        (people._WAITING, (b"", 1)),
        (people._ERASE, (b"",)),
        (people._UNLINK, (b"",)),
        (outbox._SUPERSEDE, (b"",)),
        (outbox._DROP_UNSENT, (b"",)),
        (outbox._UNSENT, (1, 1)),
        (outbox._SENT, (1,)),
        (unit._GET_META, ("",)),
    ]
    for statement, values in hot:
        plan = await store.transact(sql(f"explain query plan {statement}", *values))
        steps = {step for *_, step in plan} - {"SCAN CONSTANT ROW"}
        assert not [step for step in steps if step.startswith("SCAN")], (statement, steps)


# -- nothing readable on disk -----------------------------------------------------------------------------
def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_nothing_about_a_person_is_readable_on_disk(store: SqliteStore, path: Path) -> None:
    canaries = ["CANARY-ADDRESS", "CANARY-SESSION", "CANARY-INBOUND", "CANARY-OUTBOUND", "CANARY-BUTTON"]
    address, session, typed, told, pressed = canaries
    key = store.person_key("test", address)

    def work(unit: UnitOfWork) -> None:
        unit.save_person(person(key, address=address, session=session.encode()))
        unit.postpone(inbound("1", address=address, text=typed, press=pressed), key, tries=1, due=NOW)
        unit.enqueue(key, "test", address, outbound(told, send_class=SendClass.SAFETY), NOW)
        dropped = unit.enqueue(key, "test", address, outbound(told), NOW)
        unit.drop(dropped.seq, "SendRefused")
        unit.record(said(key))

    await store.transact(work)
    await store.transact(lambda unit: unit.set_aside(unit.postponed(NOW, 1)[0].seq, "LookupError"))

    while_open = on_disk(path)
    assert b"LookupError" in while_open  # the scan sees what is there
    await store.close()
    for canary in canaries:
        assert canary.encode() not in while_open
        assert canary.encode() not in on_disk(path)
    assert MASTER not in while_open


async def test_erasing_leaves_neither_key_nor_pseudonym_in_any_file(store: SqliteStore, path: Path) -> None:
    anna = store.person_key("test", "anna")

    def fill(unit: UnitOfWork) -> None:
        unit.save_person(person(anna))
        unit.postpone(inbound("1"), anna, tries=1, due=NOW)
        unit.enqueue(anna, "test", "anna", outbound(), NOW)
        unit.record(said(anna))

    await store.transact(fill)
    ((data_key, body),) = await store.transact(sql("select data_key, body from person"))
    before = on_disk(path)
    assert anna in before
    assert data_key in before

    await store.transact(lambda unit: unit.erase_person(anna))

    after = on_disk(path)
    assert anna not in after
    assert data_key not in after
    assert body not in after


async def test_after_erasing_nothing_is_left_once_the_farewell_was_sent(
    store: SqliteStore, path: Path
) -> None:
    anna = store.person_key("test", "anna")
    await store.transact(lambda unit: unit.save_person(person(anna)))

    def erase(unit: UnitOfWork) -> int:
        unit.erase_person(anna)
        return unit.enqueue(anna, "test", "anna", outbound("all erased"), NOW).seq

    farewell = await store.transact(erase)
    await store.transact(lambda unit: unit.mark_sent(farewell))
    await store.transact(lambda unit: unit.prune(NOW))
    await store.close()

    assert anna not in on_disk(path)
