"""What every test may ask for: a real Postgres, a migrated database, and a transaction that leaves no trace.

`tx` shares one database and rolls back: the default. `engine` is a database of the test's own, for tests that commit,
need two connections, or listen. `client` asks the whole application on that database without a network, as a visitor
or a program would; `await signed_in(Role.OPERATOR)` asks as a member of staff; `server` is a real one on a free port.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from msgspec import structs

from helpline import clock
from helpline.app import build, open_channels, switch_of
from helpline.channel import Channel
from helpline.cli.parts import until
from helpline.cli.premises import Open
from helpline.cli.serve import listen, web_parts, worker_parts
from helpline.db.embedded import Addresses, EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.intake.house import House
from helpline.jobs.model import Premises
from helpline.live.hub import Hub
from helpline.settings import SecondFactor, Settings
from helpline.staff import actions as accounts
from helpline.staff import store
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Role
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import ACT, SYSTEM, Engine, Transaction

CLONES, PEOPLE = count(1), count(1)

#: Tests may run in several processes; where these share a server, each has databases of its own.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")


class GivenPostgres(EmbeddedPostgres):
    """The server behind HELPLINE_TEST_DATABASE_URL, a superuser's address, in place of the embedded one."""

    def __init__(self, data: Path, url: str) -> None:
        super().__init__(data)
        self.url = urlsplit(url)

    async def start(self) -> Addresses:
        await self._make_roles()
        return self.addresses()

    async def stop(self) -> None:
        pass

    def _dsn(self, role: str, database: str) -> str:
        server = self.url.netloc.rpartition("@")[2]
        role = role if role.startswith("helpline") else str(self.url.username)
        return urlunsplit(self.url._replace(netloc=f"{role}@{server}", path=f"/{database}"))


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """One server for the whole run, in a directory that is thrown away; it need not survive a power cut."""
    data: Path = tmp_path_factory.mktemp("postgres") / "data"
    if given := os.environ.get("HELPLINE_TEST_DATABASE_URL"):
        server: EmbeddedPostgres = GivenPostgres(data, given)
    else:
        server = EmbeddedPostgres(data, fsync="off", synchronous_commit="off", full_page_writes="off")
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """A migrated database that others are copied from; nobody connects to it."""
    name = f"template_{PROCESS}"
    addresses = await postgres.create_database(name)
    await migrate(addresses.owner)
    return name


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The same keys in every test process."""
    return Vault(Secrets.for_tests())


@pytest.fixture
async def database(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Addresses]:
    """A migrated database of the test's own."""
    async with cloned(postgres, template) as addresses:
        yield addresses


@pytest.fixture
async def engine(database: Addresses, vault: Vault) -> AsyncIterator[Engine]:
    """A database of the test's own, and the keys."""
    async with opened(database, vault) as engine:
        yield engine


@pytest.fixture(scope="session")
async def shared_engine(postgres: EmbeddedPostgres, template: str, vault: Vault) -> AsyncIterator[Engine]:
    """The database in which nothing is ever committed."""
    async with cloned(postgres, template) as addresses, opened(addresses, vault) as engine:
        yield engine


@pytest.fixture
async def tx(shared_engine: Engine) -> AsyncIterator[Transaction]:
    """A transaction of the house itself, rolled back when the test is done."""
    async with shared_engine.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute(ACT, str(SYSTEM), SYSTEM.role)
            yield Transaction(connection, shared_engine.vault, SYSTEM, clock.now())
        finally:
            await transaction.rollback()


@pytest.fixture
def settings() -> Settings:
    """An installation as a test file may override it."""
    return Settings(
        public_url="http://testserver",
        twilio_account_sid="AC00000000000000000000000000000000",
        twilio_auth_token="a-token-of-nobody",
        twilio_number="+3225550100",
        second_factor=SecondFactor.OPTIONAL,
    )


@pytest.fixture
async def channels(engine: Engine, settings: Settings) -> AsyncIterator[dict[str, Channel]]:
    """Every channel, opened on the test's own database."""
    async with open_channels(House(engine, settings), settings) as channels:
        yield channels


@pytest.fixture
def whole_app(engine: Engine, database: Addresses, settings: Settings, channels: dict[str, Channel]) -> Litestar:
    """The whole application on the test's own database."""
    return build(engine, settings, channels, Hub(database.app))


@pytest.fixture
def app(whole_app: Litestar) -> Litestar:
    """What `client` and `signed_in` ask."""
    return whole_app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[AsyncClient]:
    """Somebody from outside."""
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        yield client


class Desk(AsyncClient):
    """The browser of somebody who is signed in."""

    staff: SignedIn


@pytest.fixture
async def signed_in(app: Litestar, engine: Engine) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    """`await signed_in(Role.SUPERVISOR)`: a new member of staff at a browser of his own."""
    async with AsyncExitStack() as stack:

        async def sign_in(role: Role, name: str = "") -> Desk:
            desk = Desk(transport=ASGITransport(app), base_url="http://testserver")
            desk.headers["Sec-Fetch-Site"] = "same-origin"
            desk.staff, token = await employed(engine, role, name)
            desk.cookies.set("helpline", token)
            return await stack.enter_async_context(desk)

        yield sign_in


async def employed(engine: Engine, role: Role, name: str = "") -> tuple[SignedIn, str]:
    """A new account and the token of a session of it."""
    number, token = next(PEOPLE), secrets.token_urlsafe()
    async with engine.transaction(SYSTEM) as tx:
        id = await accounts.add(
            tx,
            sign_in_name=f"{role}.{number}",
            display_name=name or f"{role.replace('_', ' ').title()} {number}",
            role=role,
            password="four plain words here",
            language="en",
        )
        await store.begin_session(tx.db, accounts.digest(token), id, tx.now)
    person = await accounts.signed_in(engine, token, clock.now())
    assert person
    return person, token


@pytest.fixture
async def server(engine: Engine, database: Addresses, settings: Settings) -> AsyncIterator[str]:
    """What `helpline serve` runs, jobs and digestion included, on a free port; answers its address."""
    listening = listen(structs.replace(settings, port=0))
    settings = structs.replace(settings, public_url="", port=listening.getsockname()[1])
    async with open_channels(House(engine, settings), settings) as channels:
        senders = {name: sender for channel in channels.values() for name, sender in channel.senders.items()}
        house = Open(Premises(engine, settings, channels, senders, switch_of(channels)), database.app)
        stop = asyncio.Event()
        running = asyncio.create_task(until(stop, [*web_parts(house, listening), *worker_parts(house)]))
        await answering(settings.base_url)
        yield settings.base_url
        stop.set()
        assert await running == 0


async def answering(url: str) -> None:
    """Waits until the server takes requests; its socket already holds them."""
    async with AsyncClient(base_url=url, timeout=30) as client:
        await client.get("/desk/sign-in")


@asynccontextmanager
async def cloned(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Addresses]:
    """A copy of the template, dropped afterwards."""
    name = f"clone_{PROCESS}_{next(CLONES)}"
    yield await postgres.create_database(name, template)
    await postgres.drop_database(name)


@asynccontextmanager
async def opened(addresses: Addresses, vault: Vault) -> AsyncIterator[Engine]:
    """The application's own way in."""
    pool = await open_pool(addresses.app, size=8)
    try:
        yield Engine(pool, vault)
    finally:
        pool.terminate()
