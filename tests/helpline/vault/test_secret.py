"""The secret file: who may read it, what it must hold, and what is derived from it."""

import hmac
import os
import pickle
from pathlib import Path

import pytest

from helpline.errors import ConfigurationError
from helpline.vault import Secrets
from helpline.vault.secret import derive

MASTER = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_created_file_is_readable_by_its_owner_alone_and_loads_again(tmp_path: Path) -> None:
    made = Secrets.create(tmp_path / "masters")
    read = Secrets.load(tmp_path / "masters")
    assert (tmp_path / "masters").stat().st_mode & 0o777 == 0o600
    assert made.wrapping(1) == read.wrapping(1)
    assert made.comparing("words") == read.comparing("words")


def test_two_created_files_have_nothing_in_common(tmp_path: Path) -> None:
    assert Secrets.create(tmp_path / "a").wrapping(1) != Secrets.create(tmp_path / "b").wrapping(1)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    Secrets.create(tmp_path / "masters")
    before = (tmp_path / "masters").read_bytes()
    with pytest.raises(ConfigurationError, match="never overwritten"):
        Secrets.create(tmp_path / "masters")
    assert (tmp_path / "masters").read_bytes() == before


def test_an_added_master_is_current_and_the_others_stay_as_they_were(tmp_path: Path) -> None:
    before = Secrets.create(tmp_path / "masters")
    assert Secrets.add(tmp_path / "masters") == 2
    after = Secrets.load(tmp_path / "masters")
    assert after.versions == (1, 2)
    assert after.wrapping(1) == before.wrapping(1)
    assert after.comparing("words") == before.comparing("words")
    assert (tmp_path / "masters").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
def test_a_file_others_can_open_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "masters", f"index:{MASTER}\n1:{MASTER}\n", mode)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        Secrets.load(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="helpline keys create"):
        Secrets.load(tmp_path / "nowhere")


def test_the_highest_version_is_current_and_the_others_still_open(tmp_path: Path) -> None:
    text = f"# two holders\n\nindex:{MASTER}\n2:{MASTER}\n 10:{MASTER}\n1:{MASTER}\n"
    secrets = Secrets.load(written(tmp_path / "masters", text))
    assert secrets.current == 10
    assert secrets.versions == (1, 2, 10)


@pytest.mark.parametrize(
    "line",
    [
        *("2:short", "2", "\x00", "two:" + MASTER, "0:" + MASTER, "01:" + MASTER, "1:" + MASTER, "70000:" + MASTER),
        *("-2:" + MASTER, "²:" + MASTER, ":" + MASTER, "2:" + MASTER[:-4], "2:" + MASTER[:-1] + "!"),
    ],
)
def test_a_line_that_is_not_a_master_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "masters", f"index:{MASTER}\n1:{MASTER}\n{line}\n")
    with pytest.raises(ConfigurationError, match="Line 3") as refusal:
        Secrets.load(path)
    assert MASTER not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", f"index:{MASTER}\n", f"1:{MASTER}\n"])
def test_a_file_without_both_kinds_of_master_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match="index"):
        Secrets.load(written(tmp_path / "masters", text))


def test_every_purpose_and_version_has_a_key_of_its_own() -> None:
    secrets = Secrets.for_tests()
    keys = [secrets.wrapping(1), secrets.wrapping(2), *map(secrets.comparing, ("words", "blind index", "idempotency"))]
    assert len(set(keys)) == len(keys)


def test_masters_are_neither_shown_nor_pickled() -> None:
    secrets = Secrets.for_tests()
    assert repr(secrets) == "Secrets(versions=(1, 2))"
    with pytest.raises(TypeError):
        pickle.dumps(secrets)


def test_sub_keys_are_hkdf_sha256_as_rfc_5869_writes_it() -> None:
    """The construction by hand (extract, then one block of expand), so that another program could open our data."""
    extracted = hmac.digest(b"helpline/vault/1", b"m" * 32, "sha256")
    assert derive(b"m" * 32, "words") == hmac.digest(extracted, b"words\x01", "sha256")
