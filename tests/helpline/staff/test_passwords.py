"""Which passwords are refused: those in a file of breached ones, and those that everybody tries first."""

from hashlib import sha1
from pathlib import Path

import pytest

from helpline.errors import Invalid
from helpline.staff import passwords
from helpline.staff.commonplace import is_commonplace


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A file as Have I Been Pwned hands it out, of the passwords `breached 0` to `breached 999`."""
    sums = sorted(
        sha1(f"breached {number}".encode(), usedforsecurity=False).hexdigest().upper() for number in range(1000)
    )
    path = tmp_path / "breached.txt"
    path.write_text("".join(f"{one}:{number * 37 % 1000}\n" for number, one in enumerate(sums)))
    return path


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_every_line_of_the_file_is_found_and_nothing_else(known: Path, ending: str) -> None:
    text = known.read_text().replace("\n", ending or "\n")
    known.write_bytes((text if ending else text.rstrip("\n")).encode())
    assert all(passwords.is_breached(known, f"breached {number}") for number in range(1000))
    assert not any(passwords.is_breached(known, f"breached {number}") for number in range(1000, 2000))


def test_an_empty_file_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert not passwords.is_breached(tmp_path / "empty", "whatever it is")


async def test_a_breached_password_is_refused(known: Path) -> None:
    with pytest.raises(Invalid):
        await passwords.check("breached 77 ".strip(), "alice", known)
    await passwords.check("four plain words here", "alice", known)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "P@ssw0rd12345", "motdepasse2026", "Bruxelles2026!", "azertyuiop123", "qwertyuiop[]",
        "aaaaaaaaaaaa", "abababababab", "alice.alice1999", "AliceAlice12!", "welkomwelkom1",
        "correct horse battery staple",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_commonplace(password: str) -> None:
    assert is_commonplace(password, "alice")


@pytest.mark.parametrize(
    "password",
    ["four plain words here", "kuxomotaverd", "x9#fK2!pQz7m", "un âne mange la soupe", "demo demo demo demo"],
)
def test_what_is_long_and_ones_own_is_a_password(password: str) -> None:
    assert not is_commonplace(password, "alice")
