"""One contact point for all promises about what it leaves behind, with a telephone provider of its own."""

from collections.abc import AsyncIterator

import aiohttp
import httpx
import pytest

from helpline.cli.simulate.wire import Wire
from helpline.settings import Settings
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.channels._twilio.fake import Fake
from tests.promises.running import Running, running

ACCOUNT = Settings(
    twilio_account_sid="AC" + "1" * 32, twilio_auth_token="token of today", twilio_number="+447700900900"
)
PASSWORD = "seven grey geese over the canal"


@pytest.fixture(scope="session")
async def provider() -> AsyncIterator[Fake]:
    fake = Fake(ACCOUNT)
    fake.base = f"http://127.0.0.1:{await fake.open('127.0.0.1', 0)}"
    yield fake
    await fake.close()


@pytest.fixture(scope="session")
async def house(provider: Fake, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(
        tmp_path_factory.mktemp("house"),
        twilio_api_base=provider.base,
        twilio_account_sid=ACCOUNT.twilio_account_sid,
        twilio_auth_token=ACCOUNT.twilio_auth_token,
        twilio_number=ACCOUNT.twilio_number,
    ) as house:
        yield house


@pytest.fixture
async def wire(house: Running) -> AsyncIterator[Wire]:
    """The provider's way to the house."""
    async with aiohttp.ClientSession() as session:
        yield Wire(session, house.url, house.url, ACCOUNT.twilio_auth_token)


@pytest.fixture
async def anyone(house: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A browser nobody knows."""
    async with httpx.AsyncClient(base_url=house.url, timeout=30) as browser:
        yield browser


@pytest.fixture
async def anna(house: Running, anyone: httpx.AsyncClient) -> httpx.AsyncClient:
    """A supervisor's browser, signed in."""
    async with house.engine.transaction(SYSTEM) as tx:
        if not await tx.db.fetchval("select exists (select from staff where sign_in_name = 'anna')"):
            await staff.add(tx, sign_in_name="anna", display_name="Anna", role=Role.SUPERVISOR, password=PASSWORD)
    anyone.headers["Sec-Fetch-Site"] = "same-origin"
    answer = await anyone.post("/desk/sign-in", data={"name": "anna", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return anyone
