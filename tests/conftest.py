"""What every test may ask for: a real Postgres, a migrated database, and a transaction that leaves no trace.

`tx` shares one database and rolls back: the default. `engine` is a database of the test's own, for tests that commit,
need two connections, or listen.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from helpline import clock
from helpline.db.embedded import Addresses, EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import ACT, SYSTEM, Engine, Transaction

CLONES = count(1)


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
    addresses = await postgres.create_database("template")
    await migrate(addresses.owner)
    return "template"


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The same keys in every test process."""
    return Vault(Secrets.for_tests())


@pytest.fixture
async def engine(postgres: EmbeddedPostgres, template: str, vault: Vault) -> AsyncIterator[Engine]:
    """A migrated database of the test's own, and its keys."""
    async with cloned(postgres, template, vault) as engine:
        yield engine


@pytest.fixture(scope="session")
async def shared_engine(postgres: EmbeddedPostgres, template: str, vault: Vault) -> AsyncIterator[Engine]:
    """The database in which nothing is ever committed."""
    async with cloned(postgres, template, vault) as engine:
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


@asynccontextmanager
async def cloned(postgres: EmbeddedPostgres, template: str, vault: Vault) -> AsyncIterator[Engine]:
    """A copy of the template, dropped afterwards."""
    name = f"clone_{next(CLONES)}"
    addresses = await postgres.create_database(name, template)
    pool = await open_pool(addresses.app, size=8)
    try:
        yield Engine(pool, vault)
    finally:
        pool.terminate()
        await postgres.drop_database(name)
