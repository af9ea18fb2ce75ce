"""Comparing without reading: blind indexes, digests, message authentication codes."""

import hmac

from hypothesis import assume, given
from hypothesis import strategies as st

from helpline.vault import Secrets, Vault

VAULT = Vault(Secrets.for_tests())
ELSEWHERE = Vault(Secrets({1: b"1" * 32}, b"another index master, 32 bytes.."))
ALICE = "+447700900123"


def test_the_same_number_has_the_same_blind_index_and_another_has_another() -> None:
    assert VAULT.blind("phone", ALICE) == VAULT.blind("phone", ALICE)
    assert VAULT.blind("phone", ALICE) != VAULT.blind("phone", "+447700900124")
    assert len(VAULT.blind("phone", ALICE)) == 16


def test_the_kind_keeps_values_that_look_alike_apart() -> None:
    assert VAULT.blind("phone", ALICE) != VAULT.blind("email", ALICE)
    assert VAULT.blind("ab", "c") != VAULT.blind("a", "bc")


def test_without_the_index_master_nothing_can_be_compared() -> None:
    assert VAULT.blind("phone", ALICE) != ELSEWHERE.blind("phone", ALICE)
    assert VAULT.digest(b"sms", b"SM1") != ELSEWHERE.digest(b"sms", b"SM1")
    assert VAULT.mac("receipt", b"1") != ELSEWHERE.mac("receipt", b"1")
    assert not set(VAULT.tokens("Alice called", "en")) & set(ELSEWHERE.tokens("Alice called", "en"))


def test_what_is_compared_survives_a_new_wrapping_master() -> None:
    grown = Vault(Secrets({1: b"1" * 32, 2: b"2" * 32, 3: b"3" * 32}, b"i" * 32))
    assert grown.blind("phone", ALICE) == VAULT.blind("phone", ALICE)
    assert grown.tokens("Alice called", "en") == VAULT.tokens("Alice called", "en")


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_no_two_lists_of_parts_have_one_digest(one: list[bytes], other: list[bytes]) -> None:
    assume(one != other)
    assert VAULT.digest(*one) != VAULT.digest(*other)


def test_each_purpose_signs_with_a_key_of_its_own() -> None:
    signed = {VAULT.mac(purpose, b"0199") for purpose in ("receipt", "mail token")} | {VAULT.digest(b"0199")}
    assert len(signed) == 3
    assert all(len(value) == 32 for value in signed)


def test_a_code_is_hmac_sha256_under_the_purposes_sub_key() -> None:
    expected = hmac.digest(Secrets.for_tests().comparing("mac/receipt"), b"0199", "sha256")
    assert VAULT.mac("receipt", b"0199") == expected
