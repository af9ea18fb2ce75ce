"""The vault: makes and opens records' keys, and turns values into what can be compared without being read."""

import hmac
import os
from datetime import UTC, datetime
from hashlib import blake2b
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.errors import VaultError
from helpline.vault import words
from helpline.vault.key import NONCE, Key
from helpline.vault.secret import LENGTH, Secrets

FORMAT = b"\x01"
HEAD = 3  # The format byte and two bytes of master version.
WRAPPED = HEAD + NONCE + LENGTH + 16
BLIND = 16
CARRIED = b"\x01"
STAMP = len(CARRIED) + 8


class Vault:
    """Everything that needs a master. One for the process; holds no record's key and no text."""

    def __init__(self, secrets: Secrets) -> None:
        self.current = secrets.current
        self._wrapping = {version: AESGCM(secrets.wrapping(version)) for version in secrets.versions}
        self._comparing = secrets.comparing
        self._macs: dict[str, bytes] = {}
        self._blind = secrets.comparing("blind index")
        self._idempotency = secrets.comparing("idempotency")
        self._words = blake2b(key=secrets.comparing("words"), digest_size=8)
        self._names = blake2b(key=secrets.comparing("name prefixes"), digest_size=8)

    def mint(self, record: UUID) -> Key:
        """A new key for a new record, wrapped under the current master and not yet stored."""
        return self._wrap(record, os.urandom(LENGTH))

    def open(self, record: UUID, wrapped: bytes) -> Key:
        """The record's key again; raises VaultError when it was wrapped for another record or its master is gone."""
        return Key(record, wrapped, self._unwrap(record, wrapped))

    def rewrap(self, record: UUID, wrapped: bytes) -> Key:
        """The same key under the current master: what was sealed with it stays readable."""
        return self._wrap(record, self._unwrap(record, wrapped))

    def _wrap(self, record: UUID, plain: bytes) -> Key:
        head = FORMAT + self.current.to_bytes(2, "big")
        nonce = os.urandom(NONCE)
        return Key(
            record, head + nonce + self._wrapping[self.current].encrypt(nonce, plain, _about(head, record)), plain
        )

    def _unwrap(self, record: UUID, wrapped: bytes) -> bytes:
        if len(wrapped) != WRAPPED or wrapped[:1] != FORMAT:
            raise VaultError("A wrapped key is cut short or of an unknown format.")
        version = wrapped_under(wrapped)
        if version not in self._wrapping:
            raise VaultError(f"A key is wrapped under master {version}, which the secret file no longer holds.")
        head, nonce, sealed = wrapped[:HEAD], wrapped[HEAD : HEAD + NONCE], wrapped[HEAD + NONCE :]
        try:
            return self._wrapping[version].decrypt(nonce, sealed, _about(head, record))
        except InvalidTag:
            raise VaultError(
                "A wrapped key does not belong to its record, was changed, or needs another master."
            ) from None

    def blind(self, kind: str, value: str) -> bytes:
        """The blind index of a normalised value (a number in E.164, a mail address): 16 bytes, equal when it is equal.

        The kind keeps a number and a mail address that look alike apart.
        """
        return hmac.digest(self._blind, _joined(kind.encode(), value.encode()), "sha256")[:BLIND]

    def digest(self, *parts: bytes) -> bytes:
        """32 bytes that tell whether the same parts came before, and nothing else about them."""
        return hmac.digest(self._idempotency, _joined(*parts), "sha256")

    def mac(self, purpose: str, value: bytes) -> bytes:
        """32 bytes only we can make for this value; each purpose ("receipt", "mail token") has a key of its own."""
        if purpose not in self._macs:
            self._macs[purpose] = self._comparing(f"mac/{purpose}")
        return hmac.digest(self._macs[purpose], value, "sha256")

    def carry(self, purpose: str, plain: bytes, at: datetime) -> bytes:
        """Seals bytes that go out in a stranger's hands, such as a half-filled form, and come back unchanged or not."""
        stamp = CARRIED + int(at.timestamp()).to_bytes(8, "big")
        nonce = os.urandom(NONCE)
        return stamp + nonce + self._carrying(purpose, at).encrypt(nonce, plain, stamp)

    def carried(self, purpose: str, sealed: bytes) -> tuple[bytes, datetime]:
        """What `carry` sealed for this purpose, and when. Raises VaultError for anything else."""
        stamp, nonce, rest = sealed[:STAMP], sealed[STAMP : STAMP + NONCE], sealed[STAMP + NONCE :]
        try:
            at = datetime.fromtimestamp(int.from_bytes(stamp[len(CARRIED) :], "big"), UTC)
            return self._carrying(purpose, at).decrypt(nonce, rest, stamp), at
        except (InvalidTag, ValueError, OverflowError, OSError):
            raise VaultError("What came back is not what was given out.") from None

    def _carrying(self, purpose: str, at: datetime) -> AESGCM:
        """A key for each day: strangers decide how much is sealed, and one key must not seal without end."""
        return AESGCM(self._comparing(f"carry/{purpose}/{at:%Y-%m-%d}"))

    def tokens(self, text: str, language: str | None) -> list[int]:
        """What a text is found by: sorted, distinct, signed 64-bit numbers for a `bigint[]` column."""
        return sorted(map(self._word, words.forms(text, language)))

    def query(self, text: str) -> list[list[int]]:
        """For each typed word the tokens it may be stored as: every word must match by one of its alternatives."""
        return [sorted(map(self._word, alternatives)) for alternatives in words.alternatives(text)]

    def prefixes(self, name: str) -> list[int]:
        """What a name is found by while it is being typed: a token for each beginning of each of its words."""
        return sorted(map(self._name, words.beginnings(name)))

    def prefix(self, typed: str) -> list[int]:
        """The tokens that must all be among a name's `prefixes` for it to begin like what was typed."""
        return sorted(map(self._name, words.typed_beginnings(typed)))

    def _word(self, word: str) -> int:
        return _number(self._words, word)

    def _name(self, beginning: str) -> int:
        return _number(self._names, beginning)


def wrapped_under(wrapped: bytes) -> int:
    """The master version a wrapped key names."""
    return int.from_bytes(wrapped[1:HEAD], "big")


def _about(head: bytes, record: UUID) -> bytes:
    return b"helpline record key" + head + record.bytes


def _joined(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _number(keyed: "blake2b", word: str) -> int:
    # BLAKE2b's keyed mode (RFC 7693) is a MAC by itself and costs a third of an HMAC: a text has hundreds of words.
    one = keyed.copy()
    one.update(word.encode())
    return int.from_bytes(one.digest(), "big", signed=True)
