"""Keys: what is written about a person can be read only with a key that does not lie beside the data.

Knows nothing of tables, and decides nothing about where the key or its file comes from.

The 32-byte master key yields, by HKDF, the pepper of the pseudonyms, the key that wraps each person's own
data key, and one secret per purpose. Deleting a wrapped data key makes every copy of that person's data
unreadable, backups included.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.app.ports import StoreMismatch, StoreUnavailable
from bot.messages import PersonKey

KEY_BYTES = 32
PSEUDONYM_BYTES = 16
NONCE_BYTES = 12


class DataKey:
    """One person's key: seals what is stored about them and opens it again."""

    __slots__ = ("_aead", "_person")

    def __init__(self, person: PersonKey, key: bytes) -> None:
        self._person = person
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Encrypt for one place (table, and row where it has a fixed number): it opens nowhere else."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, place + self._person)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Decrypt what `seal` wrote for the same place; raises StoreMismatch when anything was changed."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place + self._person)
        except (InvalidTag, ValueError):
            raise StoreMismatch(
                f"A stored row ({place.decode()}) was changed or damaged; restore the last backup."
            ) from None


class Keyring:
    """Everything derived from the master key; the same on every start."""

    __slots__ = ("_master", "_pepper", "_wrapping")

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise StoreMismatch(f"The encryption key has {len(master)} bytes; it must have {KEY_BYTES}.")
        self._master = master
        self._pepper = self.secret("pseudonyms")
        self._wrapping = AESGCM(self.secret("data keys"))

    @classmethod
    def from_text(cls, text: str) -> Keyring:
        """Read an `ENCRYPTION_KEY`: 32 bytes as base64 or hex; raises StoreMismatch, which never shows it."""
        return cls(_parse(text.strip()))

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, independent of every other purpose."""
        info = b"steadyback/" + purpose.encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    def person_key(self, channel: str, address: str) -> PersonKey:
        """The pseudonym of an address: the same for the same key, not reversible without it."""
        name = f"{len(channel)}:{channel}:{address}".encode()
        return PersonKey(hmac.digest(self._pepper, name, "sha256")[:PSEUDONYM_BYTES])

    def new_data_key(self, person: PersonKey) -> tuple[DataKey, bytes]:
        """A fresh random key for a person, and its wrapped form, which is what may be stored."""
        key = secrets.token_bytes(KEY_BYTES)
        nonce = os.urandom(NONCE_BYTES)
        return DataKey(person, key), nonce + self._wrapping.encrypt(nonce, key, person)

    def unwrap(self, person: PersonKey, wrapped: bytes) -> DataKey:
        """The person's key from its stored form; raises StoreMismatch for another master key or person."""
        try:
            key = self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], person)
        except (InvalidTag, ValueError):
            raise StoreMismatch(
                "A stored data key does not open with this encryption key; "
                "start with the key that wrote the data, or restore the last backup."
            ) from None
        return DataKey(person, key)

    def check_value(self) -> str:
        """A value to store with the data: another key has another one, and nothing follows from it."""
        return self.secret("key check")[:PSEUDONYM_BYTES].hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A key file that was read or made."""

    keyring: Keyring
    #: True when this call made the file: tell the operator to keep a copy of it apart from the data.
    created: bool


def open_key_file(path: Path) -> KeyFile:
    """Read the key in `path`, which must lie outside the data folder; make one (0600) when there is none.

    Processes that start at the same moment end with the same key. Raises StoreMismatch when the file holds no
    key, and StoreUnavailable when it can be neither read nor made.
    """
    try:
        created = not path.exists() and _create(path)
        text = path.read_text("ascii", errors="replace")
    except OSError as error:
        raise StoreUnavailable(
            f"The key file {path} can be neither read nor made ({error.strerror}); "
            "give this account access to it, or set ENCRYPTION_KEY."
        ) from None
    try:
        return KeyFile(keyring=Keyring.from_text(text), created=created)
    except StoreMismatch:
        raise StoreMismatch(
            f"The key file {path} does not hold a key of {KEY_BYTES} bytes; put back the copy that you kept."
        ) from None


def _create(path: Path) -> bool:
    """Make the key file whole or not at all; False when another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _parse(text: str) -> bytes:
    if len(text) == 2 * KEY_BYTES:
        decoded = _decoded(bytes.fromhex, text)
    else:
        padding = "=" * (-len(text) % 4)
        decoded = _decoded(base64.urlsafe_b64decode, text.replace("+", "-").replace("/", "_") + padding)
    if len(decoded) != KEY_BYTES:
        raise StoreMismatch(
            f"ENCRYPTION_KEY is not {KEY_BYTES} bytes in base64 or hex; "
            "use the key that wrote the data, or make one with: openssl rand -base64 32"
        )
    return decoded


def _decoded(decode: Callable[[str], bytes], text: str) -> bytes:
    try:
        return decode(text)
    except ValueError:
        return b""
