"""Killed in the middle, nothing that was acknowledged is lost, doubled or half-made."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from helpline.db.embedded import EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import Engine
from tests.faults.ledger import Installation, Senders, check, installation, serving, until_all_is_read

ROUND = 150


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A Postgres that really syncs to disk."""
    server = EmbeddedPostgres(tmp_path / "postgres")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def here(server: EmbeddedPostgres, tmp_path: Path) -> Installation:
    await migrate(server.addresses().owner)
    Secrets.create(tmp_path / "secret")
    return installation(free_port(), tmp_path, server.addresses(), tmp_path / "secret")


async def judge(here: Installation, senders: Senders) -> None:
    """Let a fresh process read what is left, then compare what was said with what is there."""
    pool = await open_pool(here.environment["HELPLINE_DATABASE_URL"], 3)
    engine = Engine(pool, Vault(Secrets.load(here.environment["HELPLINE_SECRET_FILE"])))
    try:
        await until_all_is_read(engine)
        await check(engine, senders.acknowledged)
    finally:
        pool.terminate()


async def test_the_application_killed_during_intake_loses_doubles_and_halves_nothing(here: Installation) -> None:
    senders = Senders(here)
    async with serving(here) as doomed, senders.writing():
        await senders.until(ROUND)
        doomed.kill()
        await doomed.wait()
        async with serving(here):
            await senders.until(ROUND)
            senders.enough.set()
            await judge(here, senders)


async def test_postgres_killed_during_intake_loses_doubles_and_halves_nothing(
    here: Installation, server: EmbeddedPostgres
) -> None:
    senders = Senders(here)
    async with serving(here), senders.writing():
        await senders.until(ROUND)
        os.kill(server.pid, signal.SIGKILL)
        await asyncio.sleep(1)
        await server.stop()
        await server.start()
        await senders.until(ROUND)
        senders.enough.set()
        await judge(here, senders)
    assert senders.refused > 0, "the kill was never felt"
