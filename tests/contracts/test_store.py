"""The promises of `bot.app.ports.Store`, asked of every implementation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.ports import Store, StoreError, StoreUnavailable, UnitOfWork
from bot.messages import InboundKind, PersonKey, SendClass
from bot.storage.encryption import Keyring
from bot.storage.memory import MemoryStore
from bot.storage.sqlite import SqliteStore
from tests.bot.storage.examples import MASTER, NOW, inbound, outbound, person, said

NOBODY = {"people": 0, "postponed": 0, "set_aside": 0, "unsent": 0, "dropped": 0}


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store: Store = (
        MemoryStore(MASTER)
        if request.param == "memory"
        else SqliteStore(tmp_path / "data.db", Keyring(MASTER))
    )
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def anna(store: Store) -> PersonKey:
    return store.person_key("test", "anna")


@pytest.fixture
def ben(store: Store) -> PersonKey:
    return store.person_key("test", "ben")


def links(unit: UnitOfWork) -> list[bytes | None]:
    """Whom the audit rows point at: no port reads them, so each store is asked in its own way."""
    if hasattr(unit, "recorded"):
        return [link for link, _ in unit.recorded()]
    return [row[0] for row in unit.run("select person from audit order by seq").fetchall()]  # type: ignore[attr-defined]


async def rolled_back(store: Store, work: Callable[[UnitOfWork], object]) -> None:
    def fail(unit: UnitOfWork) -> None:
        work(unit)
        raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        await store.transact(fail)


# -- transactions -----------------------------------------------------------------------------------------
async def test_transact_returns_the_value_of_the_work(store: Store) -> None:
    assert await store.transact(lambda unit: 42) == 42


async def test_what_the_work_raises_undoes_all_of_it(store: Store, anna: PersonKey) -> None:
    def everything(unit: UnitOfWork) -> None:
        unit.note_update(inbound("1"), anna)
        unit.postpone(inbound("2"), anna, tries=1, due=NOW)
        unit.save_person(person(anna))
        unit.enqueue(anna, "test", "anna", outbound(), NOW)
        unit.record(said(anna))
        unit.set_meta("name", "value")

    await rolled_back(store, everything)

    assert await store.transact(lambda unit: unit.counts()) == NOBODY
    assert await store.transact(links) == []
    assert await store.transact(lambda unit: unit.get_meta("name")) is None
    assert await store.transact(lambda unit: unit.person(anna)) is None
    assert await store.transact(lambda unit: unit.note_update(inbound("1"), anna))
    assert await store.transact(lambda unit: unit.note_update(inbound("2"), anna))


async def test_a_rollback_brings_back_what_was_changed_and_removed(store: Store, anna: PersonKey) -> None:
    def before(unit: UnitOfWork) -> None:
        unit.save_person(person(anna, session=b"before"))
        unit.postpone(inbound("1"), anna, tries=1, due=NOW)
        unit.enqueue(anna, "test", "anna", outbound(), NOW)
        unit.record(said(anna))

    await store.transact(before)
    await rolled_back(store, lambda unit: unit.save_person(person(anna, session=b"after", revision=1)))
    await rolled_back(store, lambda unit: unit.erase_person(anna))

    kept = await store.transact(lambda unit: unit.person(anna))
    assert kept == person(anna, session=b"before", revision=1)
    assert await store.transact(links) == [anna]
    assert [q.inbound.update for q in await store.transact(lambda unit: unit.postponed(NOW, 9))] == ["1"]
    assert len(await store.transact(lambda unit: unit.unsent(NOW, 9))) == 1


async def test_a_person_made_in_an_undone_transaction_can_be_saved_afterwards(
    store: Store, anna: PersonKey
) -> None:
    await rolled_back(store, lambda unit: unit.enqueue(anna, "test", "anna", outbound(), NOW))
    await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", outbound("again"), NOW))

    (message,) = await store.transact(lambda unit: unit.unsent(NOW, 9))
    assert message.message.text == "again"


async def test_a_savepoint_undoes_only_its_block(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.note_update(inbound("1"), anna)
        with suppress(LookupError), unit.savepoint():
            unit.save_person(person(anna))
            unit.enqueue(anna, "test", "anna", outbound(), NOW)
            raise LookupError
        unit.postpone(inbound("1"), anna, tries=1, due=NOW)

    await store.transact(work)

    assert await store.transact(lambda unit: unit.counts()) == {**NOBODY, "postponed": 1}


async def test_savepoints_nest(store: Store) -> None:
    def work(unit: UnitOfWork) -> None:
        with unit.savepoint():
            unit.set_meta("outer", "kept")
            with suppress(LookupError), unit.savepoint():
                unit.set_meta("outer", "lost")
                unit.set_meta("inner", "lost")
                raise LookupError

    await store.transact(work)

    assert await store.transact(lambda unit: unit.get_meta("outer")) == "kept"
    assert await store.transact(lambda unit: unit.get_meta("inner")) is None


async def test_one_of_hundreds_of_concurrent_works_fails_alone(store: Store) -> None:
    def work(number: int) -> Callable[[UnitOfWork], int]:
        def run(unit: UnitOfWork) -> int:
            unit.set_meta(f"work {number}", "done")
            if number % 100 == 50:
                raise LookupError(str(number))
            return number

        return run

    answers = await asyncio.gather(
        *(store.transact(work(number)) for number in range(500)), return_exceptions=True
    )

    failed = {number for number, answer in enumerate(answers) if isinstance(answer, LookupError)}
    assert failed == {50, 150, 250, 350, 450}
    for number, answer in enumerate(answers):
        stored = await store.transact(lambda unit, name=f"work {number}": unit.get_meta(name))
        assert (
            (stored, answer) == (None, answer) if number in failed else (stored, answer) == ("done", number)
        )


async def test_works_run_in_the_order_they_were_given(store: Store) -> None:
    seen: list[int] = []
    await asyncio.gather(*(store.transact(lambda unit, n=n: seen.append(n)) for n in range(300)))
    assert seen == list(range(300))


async def test_a_caller_that_gives_up_does_not_disturb_the_others(store: Store) -> None:
    first = asyncio.ensure_future(store.transact(lambda unit: unit.set_meta("a", "1")))
    others = [asyncio.ensure_future(store.transact(lambda unit: 1)) for _ in range(20)]
    first.cancel()
    assert await asyncio.gather(*others) == [1] * 20


async def test_even_stop_iteration_comes_back_as_an_error(store: Store) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(store.transact(lambda unit: next(iter(()))), 5)


# -- later, close, open -----------------------------------------------------------------------------------
async def test_later_work_is_done_before_the_next_transaction(store: Store) -> None:
    store.later(lambda unit: unit.set_meta("note", "kept"))
    assert await store.transact(lambda unit: unit.get_meta("note")) == "kept"


async def test_later_work_is_done_without_another_transaction(store: Store) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    store.later(lambda unit: loop.call_soon_threadsafe(done.set) and None)
    await asyncio.wait_for(done.wait(), 5)


async def test_a_failing_note_is_named_by_its_class_and_costs_nothing_else(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(unit: UnitOfWork) -> None:
        unit.set_meta("broken", "half")
        raise LookupError("words of a patient")

    store.later(broken)
    store.later(lambda unit: unit.set_meta("whole", "kept"))

    assert await store.transact(lambda unit: unit.get_meta("whole")) == "kept"
    assert await store.transact(lambda unit: unit.get_meta("broken")) is None
    assert "LookupError" in caplog.text
    assert "words of a patient" not in caplog.text


async def test_close_finishes_what_was_accepted(store: Store) -> None:
    accepted = [asyncio.ensure_future(store.transact(lambda unit, n=n: n)) for n in range(50)]
    store.later(lambda unit: unit.set_meta("note", "kept"))
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*accepted) == list(range(50))


async def test_a_closed_store_is_unavailable(store: Store) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.transact(lambda unit: None)
    with pytest.raises(StoreUnavailable):
        store.later(lambda unit: None)


async def test_a_store_opened_again_has_kept_everything(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.note_update(inbound("1"), anna)
        unit.save_person(person(anna, session=b"session"))
        unit.postpone(inbound("2", text="words"), anna, tries=2, due=NOW)
        unit.enqueue(anna, "test", "anna", outbound("text"), NOW)
        unit.record(said(anna))
        unit.set_meta("name", "value")

    await store.transact(work)
    store.later(lambda unit: unit.set_meta("note", "kept"))
    await store.close()
    await store.open()

    assert await store.transact(lambda unit: unit.person(anna)) == person(
        anna, session=b"session", revision=1
    )
    assert not await store.transact(lambda unit: unit.note_update(inbound("1"), anna))
    (queued,) = await store.transact(lambda unit: unit.postponed(NOW, 9))
    assert (queued.inbound, queued.tries, queued.due) == (inbound("2", text="words"), 2, NOW)
    (message,) = await store.transact(lambda unit: unit.unsent(NOW, 9))
    assert (message.address, message.message, message.due) == ("anna", outbound("text"), NOW)
    assert await store.transact(lambda unit: unit.get_meta("name")) == "value"
    assert await store.transact(lambda unit: unit.get_meta("note")) == "kept"
    assert await store.transact(links) == [anna]


# -- inbox ------------------------------------------------------------------------------------------------
async def test_an_update_is_new_once_in_its_channel(store: Store, anna: PersonKey) -> None:
    def note(unit: UnitOfWork) -> list[bool]:
        other = inbound("1", channel="other")
        return [unit.note_update(one, anna) for one in (inbound("1"), inbound("1"), other)]

    assert await store.transact(note) == [True, False, True]
    assert not await store.transact(lambda unit: unit.note_update(inbound("1"), anna))


async def test_a_postponed_update_comes_back_as_it_was_without_its_callback(
    store: Store, anna: PersonKey
) -> None:
    update = inbound("1", kind=InboundKind.PRESS, press="v1.x", message=7, callback="secret", language="de")
    await store.transact(lambda unit: unit.postpone(update, anna, tries=3, due=NOW))

    (queued,) = await store.transact(lambda unit: unit.postponed(NOW, 9))

    assert queued.inbound == inbound("1", kind=InboundKind.PRESS, press="v1.x", message=7, language="de")
    assert (queued.tries, queued.due) == (3, NOW)


async def test_only_the_oldest_of_each_person_is_tried_and_not_before_it_is_due(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def arrive(unit: UnitOfWork) -> None:
        for update, key, wait in (("1", anna, 5), ("2", ben, 0), ("3", anna, 0), ("4", ben, 0)):
            unit.note_update(inbound(update), key)
            unit.postpone(inbound(update), key, tries=1, due=NOW + timedelta(seconds=wait))

    def waiting(seconds: int, limit: int = 9) -> Callable[[UnitOfWork], list[str]]:
        moment = NOW + timedelta(seconds=seconds)
        return lambda unit: [queued.inbound.update for queued in unit.postponed(moment, limit)]

    await store.transact(arrive)

    assert await store.transact(waiting(4)) == ["2"]
    assert await store.transact(waiting(5)) == ["1", "2"]
    assert await store.transact(waiting(5, limit=1)) == ["1"]


async def test_an_update_keeps_its_place_when_it_is_postponed_again(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> list[tuple[str, int]]:
        for update in ("1", "2"):
            unit.postpone(inbound(update), anna, tries=1, due=NOW)
        unit.postpone(inbound("1"), anna, tries=2, due=NOW)
        return [(queued.inbound.update, queued.tries) for queued in unit.postponed(NOW, 9)]

    assert await store.transact(work) == [("1", 2)]


async def test_a_settled_update_makes_room_for_the_next_and_stays_known(
    store: Store, anna: PersonKey
) -> None:
    def work(unit: UnitOfWork) -> list[str]:
        for update in ("1", "2"):
            unit.postpone(inbound(update), anna, tries=1, due=NOW)
        unit.settle(unit.postponed(NOW, 1)[0].seq)
        return [queued.inbound.update for queued in unit.postponed(NOW, 9)]

    assert await store.transact(work) == ["2"]
    assert not await store.transact(lambda unit: unit.note_update(inbound("1"), anna))


async def test_a_person_has_postponed_updates_until_the_last_is_settled(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def work(unit: UnitOfWork) -> list[bool]:
        answers = [unit.has_postponed(anna)]
        unit.postpone(inbound("1"), anna, tries=1, due=NOW + timedelta(hours=1))
        answers += [unit.has_postponed(anna), unit.has_postponed(ben)]
        (queued,) = unit.postponed(NOW + timedelta(hours=1), 9)
        unit.settle(queued.seq)
        return [*answers, unit.has_postponed(anna)]

    assert await store.transact(work) == [False, True, False, False]


async def test_an_update_set_aside_is_kept_and_blocks_nobody(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> None:
        for update in ("1", "2"):
            unit.postpone(inbound(update), anna, tries=3, due=NOW)
        unit.set_aside(unit.postponed(NOW, 1)[0].seq, "LookupError")
        assert [queued.inbound.update for queued in unit.postponed(NOW, 9)] == ["2"]
        unit.settle(unit.postponed(NOW, 1)[0].seq)
        assert not unit.has_postponed(anna)

    await store.transact(work)

    assert await store.transact(lambda unit: unit.counts()) == {**NOBODY, "set_aside": 1}
    assert not await store.transact(lambda unit: unit.note_update(inbound("1"), anna))


async def test_prune_forgets_old_handled_updates_and_nothing_else(store: Store, anna: PersonKey) -> None:
    def arrive(unit: UnitOfWork) -> None:
        unit.note_update(inbound("new", at=NOW), anna)
        unit.note_update(inbound("old", at=NOW - timedelta(days=8)), anna)
        unit.postpone(inbound("waiting", at=NOW - timedelta(days=8)), anna, tries=1, due=NOW)
        unit.postpone(inbound("aside", at=NOW - timedelta(days=8)), anna, tries=1, due=NOW)
        unit.set_aside(unit.postponed(NOW, 1)[0].seq, "LookupError")
        unit.enqueue(anna, "test", "anna", outbound(), NOW)

    await store.transact(arrive)
    await store.transact(lambda unit: unit.prune(NOW - timedelta(days=7)))

    def known(unit: UnitOfWork) -> list[bool]:
        return [not unit.note_update(inbound(name), anna) for name in ("new", "old", "waiting", "aside")]

    assert await store.transact(known) == [True, False, True, True]
    assert await store.transact(lambda unit: unit.counts()) == {
        **NOBODY,
        "postponed": 1,
        "set_aside": 1,
        "unsent": 1,
    }


async def test_prune_leaves_people_whose_only_trace_is_a_sent_message_alone(
    store: Store, anna: PersonKey
) -> None:
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", outbound(), NOW))
    await store.transact(lambda unit: unit.mark_sent(queued.seq))
    await store.transact(lambda unit: unit.prune(NOW))
    await store.transact(lambda unit: unit.save_person(person(anna)))
    assert await store.transact(lambda unit: unit.person(anna)) == person(anna, revision=1)


# -- people -----------------------------------------------------------------------------------------------
async def test_somebody_new_is_nobody(store: Store, anna: PersonKey) -> None:
    assert await store.transact(lambda unit: unit.person(anna)) is None


async def test_a_person_is_read_as_written_with_the_revision_raised(store: Store, anna: PersonKey) -> None:
    await store.transact(lambda unit: unit.save_person(person(anna)))
    changed = person(anna, revision=1, session=b"\x00two", address="moved", waiting=True, reachable=False)
    await store.transact(lambda unit: unit.save_person(changed))

    stored = await store.transact(lambda unit: unit.person(anna))
    assert stored == person(
        anna, revision=2, session=b"\x00two", address="moved", waiting=True, reachable=False
    )


@pytest.mark.parametrize("revision", [0, 2, 7])
async def test_another_revision_than_the_stored_one_is_refused(
    store: Store, anna: PersonKey, revision: int
) -> None:
    await store.transact(lambda unit: unit.save_person(person(anna, session=b"kept")))
    with pytest.raises(StoreError):
        await store.transact(lambda unit: unit.save_person(person(anna, revision=revision)))
    stored = await store.transact(lambda unit: unit.person(anna))
    assert stored == person(anna, session=b"kept", revision=1)


async def test_somebody_who_is_not_stored_cannot_have_a_revision(store: Store, anna: PersonKey) -> None:
    with pytest.raises(StoreError):
        await store.transact(lambda unit: unit.save_person(person(anna, revision=1)))
    assert await store.transact(lambda unit: unit.counts()) == NOBODY


async def test_queueing_before_the_first_save_does_not_make_a_person(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.postpone(inbound("1"), anna, tries=1, due=NOW)
        unit.enqueue(anna, "test", "anna", outbound(), NOW)
        assert unit.person(anna) is None
        unit.save_person(person(anna))

    await store.transact(work)

    assert await store.transact(lambda unit: unit.counts()) == {
        **NOBODY,
        "people": 1,
        "postponed": 1,
        "unsent": 1,
    }


async def test_erasing_removes_the_person_and_everything_queued_and_the_audit_link(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def fill(unit: UnitOfWork) -> None:
        for name, key in (("anna", anna), ("ben", ben)):
            unit.save_person(person(key, address=name))
            unit.postpone(inbound(f"{name} 1"), key, tries=1, due=NOW)
            unit.set_aside(unit.postponed(NOW, 1)[0].seq, "LookupError")
            unit.postpone(inbound(f"{name} 2"), key, tries=1, due=NOW + timedelta(hours=1))
            unit.enqueue(key, "test", name, outbound(send_class=SendClass.SAFETY), NOW)
            dropped = unit.enqueue(key, "test", name, outbound(), NOW)
            unit.drop(dropped.seq, "SendRefused")
            unit.record(said(key))

    await store.transact(fill)
    await store.transact(lambda unit: unit.erase_person(anna))

    assert await store.transact(lambda unit: unit.person(anna)) is None
    assert not await store.transact(lambda unit: unit.has_postponed(anna))
    assert await store.transact(lambda unit: unit.counts()) == dict.fromkeys(NOBODY, 1)
    assert [q.person for q in await store.transact(lambda unit: unit.unsent(NOW, 9))] == [ben]
    assert await store.transact(links) == [None, ben]


async def test_an_erased_person_can_come_back_as_somebody_new(store: Store, anna: PersonKey) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.erase_person(anna)
        unit.enqueue(anna, "test", "anna", outbound("all erased"), NOW)

    await store.transact(lambda unit: unit.save_person(person(anna, session=b"old")))
    await store.transact(work)
    (farewell,) = await store.transact(lambda unit: unit.unsent(NOW, 9))
    await store.transact(lambda unit: unit.save_person(person(anna, session=b"new")))

    assert farewell.message.text == "all erased"
    assert await store.transact(lambda unit: unit.person(anna)) == person(anna, session=b"new", revision=1)


async def test_erasing_nobody_changes_nothing(store: Store, anna: PersonKey) -> None:
    await store.transact(lambda unit: unit.erase_person(anna))
    assert await store.transact(lambda unit: unit.counts()) == NOBODY


async def test_waiting_people_are_the_reachable_ones_in_key_order_page_by_page(store: Store) -> None:
    keys = sorted(store.person_key("test", str(number)) for number in range(9))

    def fill(unit: UnitOfWork) -> None:
        for number, key in enumerate(keys):
            unit.save_person(person(key, waiting=number % 3 != 0, reachable=number % 3 != 1))

    await store.transact(fill)
    wanted = keys[2::3]
    first = await store.transact(lambda unit: unit.waiting_people(2))
    rest = await store.transact(lambda unit: unit.waiting_people(2, first[-1].key))

    assert [one.key for one in first] == wanted[:2]
    assert [one.key for one in rest] == wanted[2:]


# -- outbox -----------------------------------------------------------------------------------------------
async def test_a_queued_message_is_handed_back_and_found_again_as_it_was(
    store: Store, anna: PersonKey
) -> None:
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", outbound(), NOW))
    (found,) = await store.transact(lambda unit: unit.unsent(NOW, 9))
    assert found == queued
    assert (found.person, found.channel, found.address) == (anna, "test", "anna")
    assert (found.message, found.tries, found.due, found.started) == (outbound(), 0, NOW, False)


async def test_safety_leaves_first_then_the_oldest_and_nothing_before_it_is_due(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def fill(unit: UnitOfWork) -> None:
        unit.enqueue(ben, "test", "ben", outbound("nudge", send_class=SendClass.NUDGE), NOW)
        unit.enqueue(anna, "test", "anna", outbound("content"), NOW)
        unit.enqueue(anna, "test", "anna", outbound("question", send_class=SendClass.QUESTION), NOW)
        unit.enqueue(ben, "test", "ben", outbound("safety", send_class=SendClass.SAFETY), NOW)
        unit.enqueue(anna, "test", "anna", outbound("tomorrow"), NOW + timedelta(days=1))

    def texts(limit: int, hours: int = 0) -> Callable[[UnitOfWork], list[str]]:
        moment = NOW + timedelta(hours=hours)
        return lambda unit: [queued.message.text for queued in unit.unsent(moment, limit)]

    await store.transact(fill)

    assert await store.transact(texts(9)) == ["safety", "nudge", "content", "question"]
    assert await store.transact(texts(2)) == ["safety", "nudge"]
    assert (await store.transact(texts(9, hours=24)))[-1] == "tomorrow"


async def test_a_question_replaces_older_unsent_questions_of_the_same_person_only(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def work(unit: UnitOfWork) -> list[str]:
        unit.enqueue(anna, "test", "anna", outbound("old", send_class=SendClass.QUESTION), NOW)
        unit.enqueue(anna, "test", "anna", outbound("card"), NOW)
        unit.enqueue(ben, "test", "ben", outbound("ben's", send_class=SendClass.QUESTION), NOW)
        unit.enqueue(anna, "test", "anna", outbound("safety", send_class=SendClass.SAFETY), NOW)
        unit.enqueue(anna, "test", "anna", outbound("new", send_class=SendClass.QUESTION), NOW)
        return [queued.message.text for queued in unit.unsent(NOW, 9)]

    assert await store.transact(work) == ["safety", "card", "ben's", "new"]


async def test_a_sent_message_is_forgotten(store: Store, anna: PersonKey) -> None:
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", outbound(), NOW))
    await store.transact(lambda unit: unit.mark_sent(queued.seq))
    await store.transact(lambda unit: unit.mark_sent(queued.seq))
    assert await store.transact(lambda unit: unit.unsent(NOW, 9)) == []
    assert await store.transact(lambda unit: unit.counts()) == NOBODY


async def test_a_late_note_about_a_replaced_message_never_touches_its_successor(
    store: Store, anna: PersonKey
) -> None:
    question = outbound(send_class=SendClass.QUESTION)
    old = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", question, NOW))
    new = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", question, NOW))
    await store.transact(lambda unit: unit.mark_sent(old.seq))
    assert [q.seq for q in await store.transact(lambda unit: unit.unsent(NOW, 9))] == [new.seq]


async def test_a_started_nudge_says_so(store: Store, anna: PersonKey) -> None:
    nudge = outbound(send_class=SendClass.NUDGE)
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", nudge, NOW))
    await store.transact(lambda unit: unit.mark_started(queued.seq))
    (found,) = await store.transact(lambda unit: unit.unsent(NOW, 9))
    assert found.started


async def test_a_retry_counts_and_waits(store: Store, anna: PersonKey) -> None:
    later = NOW + timedelta(seconds=30)
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", outbound(), NOW))
    await store.transact(lambda unit: unit.retry_at(queued.seq, later))
    assert await store.transact(lambda unit: unit.unsent(NOW, 9)) == []
    (found,) = await store.transact(lambda unit: unit.unsent(later, 9))
    assert (found.tries, found.due) == (1, later)


async def test_a_dropped_message_is_kept_and_not_sent(store: Store, anna: PersonKey) -> None:
    question = outbound(send_class=SendClass.QUESTION)
    queued = await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", question, NOW))
    await store.transact(lambda unit: unit.drop(queued.seq, "SendRefused"))
    await store.transact(lambda unit: unit.enqueue(anna, "test", "anna", question, NOW))
    await store.transact(lambda unit: unit.drop_unsent(anna))
    assert await store.transact(lambda unit: unit.unsent(NOW, 9)) == []
    assert await store.transact(lambda unit: unit.counts()) == {**NOBODY, "dropped": 1}


async def test_safety_messages_outlive_an_unreachable_person(
    store: Store, anna: PersonKey, ben: PersonKey
) -> None:
    def fill(unit: UnitOfWork) -> None:
        for send_class in SendClass:
            unit.enqueue(anna, "test", "anna", outbound(send_class, send_class=send_class), NOW)
        unit.enqueue(ben, "test", "ben", outbound("ben's"), NOW)

    await store.transact(fill)
    await store.transact(lambda unit: unit.drop_unsent(anna))

    left = await store.transact(lambda unit: unit.unsent(NOW, 9))
    assert [queued.message.text for queued in left] == ["safety", "ben's"]


# -- meta, keys -------------------------------------------------------------------------------------------
async def test_meta_is_written_over(store: Store) -> None:
    await store.transact(lambda unit: unit.set_meta("name", "one"))
    await store.transact(lambda unit: unit.set_meta("name", "two"))
    assert await store.transact(lambda unit: unit.get_meta("name")) == "two"


async def test_pseudonyms_and_secrets_depend_on_everything_they_should(store: Store) -> None:
    keys = {store.person_key(*who) for who in (("a", "1"), ("a", "2"), ("b", "1"), ("a1", ""), ("", "a1"))}
    assert len(keys) == 5
    assert all(len(key) == 16 for key in keys)
    assert store.person_key("a", "1") == Keyring(MASTER).person_key("a", "1")
    assert store.secret("buttons") == Keyring(MASTER).secret("buttons")
    assert store.secret("buttons") != store.secret("links")
    assert len(store.secret("buttons")) == 32
