"""What an update becomes, and that no update whatever can raise."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.answers import UnreadableAnswerError, read_answer
from bot.channels.telegram.wire import NotABatchError, decode_update, find_update_ids, split_batch
from bot.messages import Inbound, InboundKind
from tests.bot.channels.telegram.conftest import NOW
from tests.bot.channels.telegram.update_corpus import CORPUS, GROUP, PERSON, PRIVATE, message, press


def received(update: object) -> Inbound | None:
    return decode_update(json.dumps(update).encode(), NOW).inbound


def test_typed_text_arrives_with_what_is_needed_and_nothing_else() -> None:
    update = {"update_id": 5, "message": message(text="my back hurts")}

    assert received(update) == Inbound(
        channel="telegram",
        update="5",
        address="77",
        kind=InboundKind.TEXT,
        at=NOW,
        text="my back hurts",
        language="de-AT",
    )


def test_a_press_names_its_button_its_message_and_its_spinner() -> None:
    update = {"update_id": 6, "callback_query": press("v1.abc.yes.123456")}

    inbound = received(update)

    assert inbound is not None
    assert (inbound.kind, inbound.press, inbound.message, inbound.callback, inbound.address) == (
        InboundKind.PRESS,
        "v1.abc.yes.123456",
        12,
        "99",
        "77",
    )


def test_a_press_on_a_message_too_old_to_be_shown_still_counts() -> None:
    query = press("v1.x")
    query["message"] = {"message_id": 3, "chat": PRIVATE, "date": 0}

    inbound = received({"update_id": 6, "callback_query": query})

    assert inbound is not None
    assert (inbound.kind, inbound.message) == (InboundKind.PRESS, 3)


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_every_type_of_update_is_sorted(name: str) -> None:
    update, expected = CORPUS[name]

    got = decode_update(json.dumps({"update_id": 1, **update}).encode(), NOW)

    assert got.update_id == 1
    assert (got.inbound.kind if got.inbound else None) == expected


def test_words_of_edits_forwards_and_captions_are_kept_but_are_no_answer() -> None:
    forwarded = message(text="I cannot feel my legs", forward_origin={"type": "hidden_user", "date": 1})
    captioned = message(photo=[{"file_id": "x"}], caption="I cannot feel my legs")
    for update in (
        {"message": forwarded},
        {"message": captioned},
        {"edited_message": message(text="I cannot …")},
    ):
        inbound = received({"update_id": 1, **update})
        assert inbound is not None
        assert inbound.kind is InboundKind.UNREADABLE
        assert inbound.text.startswith("I cannot")


def test_text_is_cut_and_control_characters_are_neutralised() -> None:
    long = received({"update_id": 1, "message": message(text="x" * 5000)})
    odd = received({"update_id": 1, "message": message(text="a\0b")})
    surrogate = decode_update(
        b'{"update_id":1,"message":{"message_id":1,"chat":{"id":77,"type":"private"},"text":"a\\ud800b"}}',
        NOW,
    ).inbound

    assert long is not None
    assert len(long.text) == 4096
    assert odd is not None
    assert odd.text == "a\ufffdb"
    assert surrogate is not None
    assert surrogate.kind is InboundKind.TEXT
    assert surrogate.text.encode() == b"a?b"


def test_fields_of_the_wrong_type_leave_the_chat_known() -> None:
    broken = message(text=["not", "text"])

    got = decode_update(json.dumps({"update_id": 9, "message": broken}).encode(), NOW)

    assert got.update_id == 9
    assert got.inbound is not None
    assert (got.inbound.kind, got.inbound.address) == (InboundKind.UNREADABLE, "77")


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[]", b"{", b'{"update_id":"7"}', b'{"update_id":true}', b"\xff"]
)
def test_what_is_no_update_has_no_id(raw: bytes) -> None:
    assert decode_update(raw, NOW) == (None, None)


def test_one_bad_update_does_not_spoil_its_batch() -> None:
    good = json.dumps({"update_id": 1, "message": message(text="good")}).encode()
    for bad in (
        b'{"update_id":2,"message":3}',
        b'{"update_id":2,"message":"\\ud800"}',
        b'{"update_id":2,"x":"\x01"}',
        b'{"update_id":2,"x":"\xff"}',
    ):
        result = read_answer(200, b'{"ok":true,"result":[%b,%b,%b]}' % (good, bad, good))
        batch = [decode_update(raw, NOW) for raw in split_batch(result)]
        assert [one.inbound.text if one.inbound else None for one in batch] == ["good", None, "good"]
        assert [one.update_id for one in batch] == [1, 2, 1]


def test_a_batch_that_is_not_json_still_tells_its_ids() -> None:
    body = b'{"ok":true,"result":[{"update_id": 41, "message": tru}, {"update_id":42}]}'

    with pytest.raises(UnreadableAnswerError) as caught:
        read_answer(200, body)

    assert find_update_ids(caught.value.body) == [41, 42]
    assert "41" not in repr(caught.value)


def test_a_result_that_is_no_list_is_no_batch() -> None:
    with pytest.raises(NotABatchError):
        split_batch(b'{"update_id": 1}')


def test_a_bot_is_not_answered() -> None:
    robot = message(text="hello", **{"from": {**PERSON, "is_bot": True}})

    assert received({"update_id": 1, "message": robot}) is None


def test_nothing_of_a_name_is_kept() -> None:
    for update, _ in CORPUS.values():
        inbound = received({"update_id": 1, **update})
        assert "Canary" not in repr(inbound)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=200))
def test_random_bytes_never_raise(raw: bytes) -> None:
    decode_update(raw, NOW)


@settings(max_examples=500, deadline=None)
@given(
    key=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]),
    value=JSON,
)
def test_any_json_in_the_place_of_a_message_never_raises(key: str, value: object) -> None:
    raw = json.dumps({"update_id": 1, key: value}).encode()

    assert decode_update(raw, NOW).update_id == 1


def test_twenty_thousand_mutated_updates_never_raise() -> None:
    dice = random.Random(20261122)
    originals = [{"update_id": 1000, **update} for update, _ in CORPUS.values()]

    for _ in range(20_000):
        raw = _mutated(copy.deepcopy(dice.choice(originals)), dice)
        inbound = decode_update(raw, NOW).inbound
        if inbound is not None:
            assert len(inbound.text) <= 4096
            inbound.text.encode()
            assert inbound.address.lstrip("-").isdigit()


ODD: list[Any] = [None, True, -1, 2**70, 1.5, "", "\0", "\ud800", "x" * 9000, [], {}, [[]], {"id": "x"}]


def _mutated(update: dict[str, Any], dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 3)):
        _mutate(update, dice)
    raw = bytearray(json.dumps(update).encode())
    if dice.random() < 0.3:
        for _ in range(dice.randint(1, 4)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def _mutate(node: Any, dice: random.Random) -> None:
    while isinstance(node, dict | list) and node:
        key = dice.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if dice.random() < 0.4 or not isinstance(node[key], dict | list):
            if dice.random() < 0.3:
                del node[key]
            else:
                node[key] = dice.choice(ODD)
            return
        node = node[key]


def test_groups_are_recognised_by_their_type() -> None:
    inbound = received({"update_id": 1, "message": message(text="hello", chat=GROUP)})

    assert inbound is not None
    assert (inbound.kind, inbound.address, inbound.text) == (InboundKind.NOT_PRIVATE, "-100500", "")
