"""`helpline simulate call` walks the whole way at a running server: the line, whoever is rung, and the talk."""

import pytest
from msgspec import structs

from helpline.cli.simulate.call import calls
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.cli.typed import free_port, parsed

DUTY = "+447700900901"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The installation looks for its provider on this machine."""
    return structs.replace(
        settings,
        twilio_account_sid="AC" + "1" * 32,
        twilio_auth_token="token",
        twilio_number="+447700900900",
        twilio_api_base=f"http://127.0.0.1:{free_port()}",
        duty_phone=DUTY,
    )


@pytest.fixture
async def opened(engine: Engine) -> None:
    """The line is open, whatever day it is."""
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "insert into opening_exception (day, opens, closes) "
            "select (now() at time zone 'Europe/Brussels')::date + day, '00:00', '23:59:59' "
            "from generate_series(0, 1) day"
        )


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (("--talk", "1"), "talked"),
        (("--press=-1", "--duty", "silent"), "call_back"),
        (("--duty", "busy"), "message"),
    ],
)
async def test_a_simulated_call_goes_through_the_line(
    opened: None, server: str, engine: Engine, settings: Settings, typed: tuple[str, ...], left: str
) -> None:
    assert await calls(parsed("call", "--url", server, *typed), structs.replace(settings, public_url=server)) == 0
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select left_how from line_call") == left
