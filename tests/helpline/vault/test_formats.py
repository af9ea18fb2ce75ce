"""What an earlier release wrote is still read and still found. A failure here means data loss or a lost index.

If the change is wanted, it needs a new format byte, or every index computed again; never just new values here.
"""

import os
import zlib
from uuid import UUID

import pytest

from helpline.vault import Secrets, Vault

VAULT = Vault(Secrets.for_tests())
RECORD = UUID("0199d2a4-0000-7000-8000-000000000001")
WRAPPED = bytes.fromhex(
    "0100024ee7c829a8602d7c877af91f924b27029d8ab183a00a4741bc3c178185"
    "953c0f85b3daf12661318ad51e43c6cd09ea5eba9c1eca5fbf2f79fa172a97"
)
SEALED = bytes.fromhex("012995cb94cd7ad86c8f01b89257fa8484a4184de65ebfa92cc8d690bbdd477a0ed4900a827b5305b5bfc8")


def test_a_key_and_a_field_of_the_first_release_open() -> None:
    opened = VAULT.open(RECORD, WRAPPED).unseal("contact.content", RECORD, SEALED)
    assert opened.decode() == "Élodie called"


@pytest.mark.parametrize(
    ("word", "language", "tokens"),
    [
        ("radicalisée", "fr", [6314694151527443265, 7008174932390157318, 8127715087102568604]),
        ("vrienden", "nl", [1935714980795030150, 7989796864669957695]),
        ("Straße", "de", [586952507844989991, 3057831918379465992]),
        ("threatened", "en", [-6264559864916358082, 7300085173535136258]),
        ("çocuk", "tr", [-7256673912268232514]),
        ("مدرسة", "ar", [5750699887861674103]),
    ],
)
def test_a_text_indexed_by_the_first_release_is_found(word: str, language: str, tokens: list[int]) -> None:
    assert VAULT.tokens(word, language) == tokens
    assert set(VAULT.query(word)[0]).intersection(tokens)


def test_names_addresses_and_codes_of_the_first_release_compare() -> None:
    assert VAULT.prefixes("Zoë") == [-7765335340701773701, 8673492457139213397]
    assert VAULT.blind("phone", "+447700900123").hex() == "c2309831acd5a96ab26eefced705934f"
    assert VAULT.digest(b"sms", b"SM1").hex() == "543cfe9e143bc78a3c055478065655f5340e1abf0300a65056e00ba1f8b5d245"
    assert VAULT.mac("receipt", b"1").hex() == "4111782cbf9bbe4bc9c943a9a37557e6cca98180050e041a011b32214d408442"


def test_a_stolen_column_reads_as_noise() -> None:
    """A thousand equal texts: nothing repeats, nothing can be packed smaller than random bytes can."""
    stolen = b"".join(
        VAULT.mint(record).seal("contact.content", record, b"Alice is afraid of Bob. " * 4)[1:]
        for record in (UUID(int=number) for number in range(1000))
    )
    assert len(zlib.compress(stolen, 9)) >= len(zlib.compress(os.urandom(len(stolen)), 9)) - 64
    assert b"Alice" not in stolen
    counts = [stolen.count(value) for value in range(256)]
    expected = len(stolen) / 256
    assert sum((count - expected) ** 2 / expected for count in counts) < 360  # chi-squared, 255 degrees, p below 1e-5
