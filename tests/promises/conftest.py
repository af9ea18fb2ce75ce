"""One contact point for all promises about what it leaves behind, with a telephone provider of its own."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx
import pytest
from aiosmtpd.smtp import SMTP

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


class Postman:
    """The mail server that takes what we send. `lmtp`: where ours takes what comes."""

    def __init__(self, lmtp: int) -> None:
        self.lmtp, self.port = lmtp, 0
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the library's name
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="session")
async def postman() -> AsyncIterator[Postman]:
    postman = Postman(free_port())
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(postman), "127.0.0.1", 0)
    postman.port = server.sockets[0].getsockname()[1]
    yield postman
    server.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
async def house(provider: Fake, postman: Postman, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(
        tmp_path_factory.mktemp("house"),
        lmtp_listen=f"127.0.0.1:{postman.lmtp}",
        smtp_url=f"smtp://127.0.0.1:{postman.port}",
        mail_from="contact@example.org",
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
