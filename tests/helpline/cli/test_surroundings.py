"""What the doctor looks at around the program."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from helpline.channel import Doubt
from helpline.cli import surroundings
from helpline.clock import now
from helpline.settings import Settings
from helpline.vault.transaction import Engine

HTTPS = Settings(public_url="https://127.0.0.1:9")


async def test_two_clocks_that_agree_are_well_and_two_that_do_not_are_said(engine: Engine) -> None:
    assert await surroundings.database_clock(engine.pool) is None
    assert "7 seconds apart" in str(surroundings.apart(now(), now() + timedelta(seconds=7)))
    await engine.pool.close()
    assert isinstance(await surroundings.database_clock(engine.pool), Doubt)


@pytest.mark.parametrize(
    ("mode", "folder", "remedy"), [(0o600, 0o700, ""), (0o640, 0o700, "chmod 600"), (0o600, 0o777, "go-w")]
)
def test_the_secrets_file_is_its_owners_alone(tmp_path: Path, mode: int, folder: int, remedy: str) -> None:
    home = tmp_path / "secrets"
    home.mkdir()
    file = home / "master"
    file.write_text("x")
    file.chmod(mode)
    home.chmod(folder)
    found = surroundings.secret_file(file)
    assert (remedy in str(found)) if remedy else found is None


def test_a_secret_that_is_gone_is_said(tmp_path: Path) -> None:
    assert "restore it" in str(surroundings.secret_file(tmp_path / "none"))


def test_a_full_disk_is_said_before_it_is_full(tmp_path: Path) -> None:
    assert surroundings.full(10_000_000_000, 100_000_000_000) is False
    assert surroundings.full(1_000_000_000, 10_000_000_000) is True
    assert surroundings.full(3_000_000_000, 100_000_000_000) is True
    assert surroundings.disk(tmp_path / "not" / "there") is None or "free" in str(surroundings.disk(tmp_path))


async def test_a_certificate_that_cannot_be_asked_is_no_fault_and_one_that_ends_soon_is() -> None:
    assert isinstance(await surroundings.certificate(HTTPS), Doubt)
    assert await surroundings.certificate(Settings(public_url="http://127.0.0.1")) is None
    assert surroundings.running_out("a", now() + timedelta(days=30), now()) is None
    assert "ends in 3 days" in str(surroundings.running_out("a", now() + timedelta(days=3, hours=1), now()))
    assert issubclass(ssl.SSLCertVerificationError, OSError), "so it is caught before"
