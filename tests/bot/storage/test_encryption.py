"""Keys: round trips, tampering, key files, and that no secret shows itself."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.app.ports import StoreMismatch, StoreUnavailable
from bot.messages import PersonKey
from bot.storage.encryption import KEY_BYTES, Keyring, open_key_file
from tests.bot.storage.examples import MASTER

ANNA = PersonKey(b"a" * 16)
BEN = PersonKey(b"b" * 16)


def test_what_was_sealed_opens_again_and_never_looks_the_same() -> None:
    key, _ = Keyring(MASTER).new_data_key(ANNA)
    sealed = key.seal(b"words", b"outbox 1 ")
    assert key.open(sealed, b"outbox 1 ") == b"words"
    assert sealed != key.seal(b"words", b"outbox 1 ")
    assert b"words" not in sealed


def test_a_data_key_survives_wrapping() -> None:
    key, wrapped = Keyring(MASTER).new_data_key(ANNA)
    sealed = key.seal(b"words", b"person ")
    assert Keyring(MASTER).unwrap(ANNA, wrapped).open(sealed, b"person ") == b"words"


@pytest.mark.parametrize("position", [0, 11, 12, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    key, wrapped = Keyring(MASTER).new_data_key(ANNA)
    sealed = bytearray(key.seal(b"words", b"person "))
    sealed[position] ^= 1
    with pytest.raises(StoreMismatch):
        key.open(bytes(sealed), b"person ")
    broken = bytearray(wrapped)
    broken[position] ^= 1
    with pytest.raises(StoreMismatch):
        Keyring(MASTER).unwrap(ANNA, bytes(broken))


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 27])
def test_a_torn_value_is_noticed(sealed: bytes) -> None:
    keyring = Keyring(MASTER)
    key, _ = keyring.new_data_key(ANNA)
    with pytest.raises(StoreMismatch):
        key.open(sealed, b"person ")
    with pytest.raises(StoreMismatch):
        keyring.unwrap(ANNA, sealed)


def test_a_value_opens_only_in_its_own_place_for_its_own_person_and_key() -> None:
    keyring = Keyring(MASTER)
    key, wrapped = keyring.new_data_key(ANNA)
    other, _ = keyring.new_data_key(ANNA)
    sealed = key.seal(b"words", b"outbox 1 ")
    for wrong, place in ((key, b"outbox 2 "), (other, b"outbox 1 ")):
        with pytest.raises(StoreMismatch):
            wrong.open(sealed, place)
    with pytest.raises(StoreMismatch):
        keyring.unwrap(BEN, wrapped)
    with pytest.raises(StoreMismatch):
        Keyring(bytes(KEY_BYTES)).unwrap(ANNA, wrapped)


@pytest.mark.parametrize(
    "text",
    [
        MASTER.hex(),
        MASTER.hex().upper(),
        base64.b64encode(b"\xfb\xff" * 16).decode(),
        base64.urlsafe_b64encode(b"\xfb\xff" * 16).decode(),
        base64.b64encode(MASTER).decode().rstrip("="),
        f"  {base64.b64encode(MASTER).decode()}\n",
    ],
)
def test_a_key_may_be_written_in_base64_or_hex(text: str) -> None:
    master = MASTER if "AAECAw" in text or len(text) == 64 else b"\xfb\xff" * 16
    assert Keyring.from_text(text).secret("x") == Keyring(master).secret("x")


@pytest.mark.parametrize("text", ["", "secret-word", "00" * 31, "zz" * 32, "é" * 64, "A" * 1000])
def test_something_else_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(StoreMismatch) as refusal:
        Keyring.from_text(text)
    assert "ENCRYPTION_KEY" in str(refusal.value)
    assert not text or text not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_secrets_do_not_show_in_repr() -> None:
    keyring = Keyring(MASTER)
    key, _ = keyring.new_data_key(ANNA)
    shown = f"{keyring!r} {keyring} {key!r} {key}"
    assert MASTER.hex() not in shown
    assert repr(MASTER) not in shown
    assert repr(ANNA) not in shown


def test_a_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "steadyback.key"
    first, second = open_key_file(path), open_key_file(path)
    assert (first.created, second.created) == (True, False)
    assert first.keyring.secret("x") == second.keyring.secret("x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert path.read_text().strip() not in repr(first)


def test_starting_at_the_same_moment_ends_with_one_key(tmp_path: Path) -> None:
    path, starters = tmp_path / "steadyback.key", 16
    barrier = Barrier(starters)

    def start(_: int) -> tuple[bytes, bool]:
        barrier.wait()
        opened = open_key_file(path)
        return opened.keyring.secret("x"), opened.created

    with ThreadPoolExecutor(starters) as pool:
        results = list(pool.map(start, range(starters)))

    assert len({secret for secret, _ in results}) == 1
    assert sum(created for _, created in results) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"half a ke", b"\xff\xfe\x00"])
def test_a_file_without_a_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "steadyback.key"
    path.write_bytes(content)
    with pytest.raises(StoreMismatch, match="put back the copy"):
        open_key_file(path)
    assert path.read_bytes() == content


def test_a_key_file_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="set ENCRYPTION_KEY"):
        open_key_file(tmp_path / "file" / "steadyback.key")
    with pytest.raises(StoreUnavailable, match="set ENCRYPTION_KEY"):
        open_key_file(tmp_path)
