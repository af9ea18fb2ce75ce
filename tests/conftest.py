"""What every test may ask for: a real Postgres, a migrated database, and a transaction that leaves no trace.

`tx` shares one database and rolls back: the default. `engine` is a database of the test's own, for tests that commit,
need two connections, or listen.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from helpline import clock
from helpline.db.embedded import EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import ACT, SYSTEM, Engine, Transaction

CLONES = count(1)


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """One server for the whole run, in a directory that is thrown away; it need not survive a power cut."""
    directory: Path = tmp_path_factory.mktemp("postgres")
    server = EmbeddedPostgres(directory / "data", fsync="off", synchronous_commit="off", full_page_writes="off")
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
