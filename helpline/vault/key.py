"""A record's own key: seals every field of one contact, case or person, and is destroyed with it."""

import os
from typing import TypeVar
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.errors import VaultError

FORMAT = b"\x01"
NONCE = 12
TAG = 16
SHORTEST = len(FORMAT) + NONCE + TAG

T = TypeVar("T")


class Key:
    """AES-256-GCM under one record's data key. Made by the vault; lives no longer than the transaction that asked.

    A sealed field is: format byte, 12 random bytes of nonce, cipher text, tag. Its place ("table.column"), row and
    record are authenticated with it, so a value that was moved, swapped or cut does not open.
    """

    __slots__ = ("_cipher", "record", "wrapped")

    record: UUID
    wrapped: bytes
    _cipher: AESGCM

    def __init__(self, record: UUID, wrapped: bytes, plain: bytes) -> None:
        object.__setattr__(self, "record", record)
        object.__setattr__(self, "wrapped", wrapped)
        object.__setattr__(self, "_cipher", AESGCM(plain))

    def seal(self, place: str, row: UUID, plain: bytes) -> bytes:
        """Seals a field for one place ("table.column") and row."""
        nonce = os.urandom(NONCE)
        return FORMAT + nonce + self._cipher.encrypt(nonce, plain, self._about(place, row))

    def unseal(self, place: str, row: UUID, sealed: bytes) -> bytes:
        """Opens a field; raises VaultError when it is not exactly what was sealed for this place, row and record."""
        if len(sealed) < SHORTEST or sealed[:1] != FORMAT:
            raise VaultError(f"A sealed value in {place} is cut short or of an unknown format.")
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], self._about(place, row))
        except InvalidTag:
            raise VaultError(f"A sealed value in {place} does not belong there or was changed.") from None

    def seal_struct(self, place: str, row: UUID, struct: object) -> bytes:
        """Seals anything msgspec can encode."""
        return self.seal(place, row, msgspec.msgpack.encode(struct))

    def unseal_struct(self, place: str, row: UUID, sealed: bytes, type: type[T]) -> T:
        """Opens what `seal_struct` sealed, as the same type."""
        return msgspec.msgpack.decode(self.unseal(place, row, sealed), type=type)

    def _about(self, place: str, row: UUID) -> bytes:
        # The two ids and the format have a fixed length and the place stands last: nothing can be read two ways.
        return FORMAT + self.record.bytes + row.bytes + place.encode()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("A key does not change.")

    def __repr__(self) -> str:
        return f"Key(record={self.record})"

    def __reduce__(self) -> str:
        raise TypeError("A key is never copied out of the process.")
