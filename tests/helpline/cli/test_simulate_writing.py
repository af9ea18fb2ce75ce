"""`helpline simulate email` and `form` bring real mails and real forms to a running server, whatever goes wrong."""

import asyncio
import json

import pytest
from msgspec import structs

from helpline.cli.simulate.email import door_in, letters
from helpline.cli.simulate.form import forms
from helpline.errors import ConfigurationError
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.cli.typed import free_port, parsed

ALL_FAULTS = "duplicate,reorder,drop,late"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The installation also takes mail; more than fourteen forms a minute are a flood to it."""
    return structs.replace(settings, lmtp_listen=f"127.0.0.1:{free_port()}", forms_a_minute=14)


async def arrived(engine: Engine, count: int) -> int:
    """How many contacts there are, once there are that many or time is up."""
    for _ in range(100):
        async with engine.transaction(SYSTEM) as tx:
            found = int(await tx.db.fetchval("select count(*) from contact where direction = 'in'"))
        if found >= count:
            break
        await asyncio.sleep(0.05)
    return found


async def test_every_mail_arrives_once_whatever_goes_wrong_on_the_way(
    server: str, engine: Engine, settings: Settings
) -> None:
    given = parsed("email", "--url", server, "--times", "3", "--concurrency", "3", "--faults", ALL_FAULTS)
    assert await letters(given, settings) == 0
    assert await arrived(engine, 3) == 3


async def test_every_form_gets_one_receipt_whatever_goes_wrong_on_the_way(
    server: str, engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    given = parsed("form", "--url", server, "--times", "3", "--concurrency", "3", "--faults", ALL_FAULTS, "--json")
    assert await forms(given, settings) == 0
    assert await arrived(engine, 3) == 3
    found = json.loads(capsys.readouterr().out)
    assert len({receipt["reference"] for receipt in found["receipts"]}) == 3
    assert all(len(receipt["words"].split()) == 6 for receipt in found["receipts"])


async def test_a_mail_door_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert await letters(parsed("email", "--lmtp", "127.0.0.1:9"), Settings()) == 1
    assert "No mail door at 127.0.0.1:9: scripts/demo opens one" in capsys.readouterr().err


def test_mail_goes_to_the_demo_unless_told_otherwise() -> None:
    assert door_in(parsed("email"), Settings()).port == 8001
    assert door_in(parsed("email", "--url", "http://127.0.0.1:9000"), Settings()).port == 9001
    assert door_in(parsed("email"), Settings(lmtp_listen="127.0.0.1:2424")).port == 2424
    with pytest.raises(ConfigurationError, match="host:port"):
        door_in(parsed("email", "--lmtp", "nonsense"), Settings())
