"""Keys and seals: they come back whole, or not at all."""

import copy
import pickle
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from helpline.errors import VaultError
from helpline.vault import Key, Secrets, Vault
from helpline.vault.vault import wrapped_under

VAULT = Vault(Secrets.for_tests())
RECORD, OTHER = UUID(int=1), UUID(int=2)
ROW, NEXT = UUID(int=3), UUID(int=4)
PLACE = "contact.text"


class Note(msgspec.Struct, frozen=True):
    title: str
    pages: tuple[int, ...] = ()


@given(plain=st.binary(max_size=5000), record=st.uuids(), row=st.uuids(), place=st.text(max_size=40))
def test_what_was_sealed_comes_back_whole(plain: bytes, record: UUID, row: UUID, place: str) -> None:
    key = VAULT.mint(record)
    again = VAULT.open(record, key.wrapped)
    assert again.unseal(place, row, key.seal(place, row, plain)) == plain


@given(st.builds(Note, title=st.text(), pages=st.lists(st.integers(0, 2**63)).map(tuple)))
def test_a_struct_comes_back_as_itself(note: Note) -> None:
    key = VAULT.mint(RECORD)
    assert key.unseal_struct(PLACE, ROW, key.seal_struct(PLACE, ROW, note), Note) == note


def test_the_same_text_never_seals_to_the_same_bytes() -> None:
    key = VAULT.mint(RECORD)
    assert len({key.seal(PLACE, ROW, b"Alice") for _ in range(1000)}) == 1000


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    key = VAULT.mint(RECORD)
    sealed = key.seal(PLACE, ROW, b"Alice")
    for place, row in ((PLACE, NEXT), ("contact.subject", ROW), ("", ROW), (PLACE, RECORD)):
        with pytest.raises(VaultError):
            key.unseal(place, row, sealed)


def test_a_value_moved_to_another_record_does_not_open() -> None:
    sealed = VAULT.mint(RECORD).seal(PLACE, ROW, b"Alice")
    with pytest.raises(VaultError):
        VAULT.mint(OTHER).unseal(PLACE, ROW, sealed)


def test_a_value_does_not_open_for_a_record_that_shares_the_data_key() -> None:
    """The record is authenticated by itself, not only by having another key."""
    sealed = Key(RECORD, b"", b"k" * 32).seal(PLACE, ROW, b"Alice")
    with pytest.raises(VaultError):
        Key(OTHER, b"", b"k" * 32).unseal(PLACE, ROW, sealed)


@given(position=st.integers(0, 200), bit=st.integers(0, 7))
def test_a_changed_bit_is_noticed_wherever_it_is(position: int, bit: int) -> None:
    key = VAULT.mint(RECORD)
    sealed = bytearray(key.seal(PLACE, ROW, b"Alice and Bob"))
    sealed[position % len(sealed)] ^= 1 << bit
    with pytest.raises(VaultError):
        key.unseal(PLACE, ROW, bytes(sealed))


def test_a_value_cut_short_or_lengthened_does_not_open() -> None:
    key = VAULT.mint(RECORD)
    sealed = key.seal(PLACE, ROW, b"Alice")
    for broken in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\x00", sealed[1:], b"\x00" * 60]:
        with pytest.raises(VaultError):
            key.unseal(PLACE, ROW, broken)


def test_a_refusal_says_the_place_and_nothing_that_was_sealed() -> None:
    key = VAULT.mint(RECORD)
    with pytest.raises(VaultError) as refusal:
        key.unseal("contact.subject", ROW, key.seal(PLACE, ROW, b"Alice"))
    assert "contact.subject" in str(refusal.value)
    assert "Alice" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_wrapped_key_opens_for_its_own_record_only() -> None:
    with pytest.raises(VaultError, match="belong"):
        VAULT.open(OTHER, VAULT.mint(RECORD).wrapped)


@given(position=st.integers(0, 100), bit=st.integers(0, 7))
def test_a_changed_wrapped_key_does_not_open(position: int, bit: int) -> None:
    wrapped = bytearray(VAULT.mint(RECORD).wrapped)
    wrapped[position % len(wrapped)] ^= 1 << bit
    with pytest.raises(VaultError):
        VAULT.open(RECORD, bytes(wrapped))


def test_a_wrapped_key_cut_short_does_not_open() -> None:
    wrapped = VAULT.mint(RECORD).wrapped
    for length in range(len(wrapped)):
        with pytest.raises(VaultError):
            VAULT.open(RECORD, wrapped[:length])


def test_a_key_wrapped_under_one_master_does_not_pass_for_another_version() -> None:
    """Version 2 with version 1's master behind it: the version is authenticated, not only looked up."""
    one, both = Vault(Secrets({1: b"m" * 32}, b"i" * 32)), Vault(Secrets({1: b"m" * 32, 2: b"m" * 32}, b"i" * 32))
    wrapped = one.mint(RECORD).wrapped
    assert both.open(RECORD, wrapped).record == RECORD
    with pytest.raises(VaultError):
        both.open(RECORD, wrapped[:1] + b"\x00\x02" + wrapped[3:])


def test_new_keys_are_wrapped_under_the_highest_version() -> None:
    assert wrapped_under(VAULT.mint(RECORD).wrapped) == 2


def test_rewrapping_moves_a_key_to_the_current_master_and_keeps_what_it_sealed_readable() -> None:
    old = Vault(Secrets({1: b"1" * 32}, b"i" * 32))
    key = old.mint(RECORD)
    sealed = key.seal(PLACE, ROW, b"Alice")
    moved = VAULT.rewrap(RECORD, key.wrapped)
    without_the_old_master = Vault(Secrets({2: b"2" * 32}, b"i" * 32))
    assert wrapped_under(moved.wrapped) == 2
    assert without_the_old_master.open(RECORD, moved.wrapped).unseal(PLACE, ROW, sealed) == b"Alice"


def test_once_a_master_is_gone_what_only_it_wrapped_is_gone() -> None:
    """So an old backup goes dark when the master of its time is destroyed."""
    wrapped = Vault(Secrets({1: b"1" * 32}, b"i" * 32)).mint(RECORD).wrapped
    with pytest.raises(VaultError, match="no longer holds"):
        Vault(Secrets({2: b"2" * 32}, b"i" * 32)).open(RECORD, wrapped)


def test_a_key_shows_its_record_and_nothing_else_and_does_not_change() -> None:
    key = Key(RECORD, b"wrapped", b"secret bytes of a data key 32 ..")
    assert repr(key) == f"Key(record={RECORD})"
    assert not hasattr(key, "__dict__")
    with pytest.raises(AttributeError):
        key.record = OTHER


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_key_is_never_copied_out_of_the_process(copied: object) -> None:
    with pytest.raises(TypeError):
        copied(VAULT.mint(RECORD))  # type: ignore[operator]  # three functions of one shape


def test_the_cipher_is_aes_256_gcm_as_published() -> None:
    """Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation" (the revised GCM specification)."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = AESGCM(key).encrypt(nonce, plain, about)
    assert sealed.hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


def test_a_seal_can_be_opened_by_any_program_that_knows_the_written_format() -> None:
    """docs/security.md describes the bytes; this opens them without the vault."""
    sealed = Key(RECORD, b"", b"k" * 32).seal(PLACE, ROW, b"Alice")
    about = b"\x01" + RECORD.bytes + ROW.bytes + PLACE.encode()
    assert AESGCM(b"k" * 32).decrypt(sealed[1:13], sealed[13:], about) == b"Alice"
