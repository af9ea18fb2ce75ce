"""What every benchmark stands on: a Postgres of its own that really syncs, and our programs as their own processes."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.request import urlopen

from msgspec import Struct

from helpline.db.embedded import Addresses, EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import Engine

TOKEN = "benchmark"
NUMBER = "+3225550100"


class Ground(Struct, frozen=True):
    """A migrated database, its keys, and the environment our programs are started with."""

    server: EmbeddedPostgres
    addresses: Addresses
    engine: Engine
    environment: dict[str, str]


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """A fresh one, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="helpline-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", shared_buffers="512MB", max_wal_size="4GB")
        addresses = await server.start()
        pool = None
        try:
            await migrate(addresses.owner)
            secret = Path(folder) / "secret"
            Secrets.create(secret)
            pool = await open_pool(addresses.app, 10)
            engine = Engine(pool, Vault(Secrets.load(secret)))
            yield Ground(server, addresses, engine, environment(addresses, folder, secret))
        finally:
            if pool is not None:
                pool.terminate()
            await server.stop()


def environment(addresses: Addresses, folder: str, secret: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    return plain | {
        "HELPLINE_DATABASE_URL": addresses.app,
        "HELPLINE_DATABASE_OWNER_URL": addresses.owner,
        "HELPLINE_DATA_DIR": folder,
        "HELPLINE_SECRET_FILE": str(secret),
        "HELPLINE_DEMO": "true",
        "HELPLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "HELPLINE_TWILIO_AUTH_TOKEN": TOKEN,
        "HELPLINE_TWILIO_NUMBER": NUMBER,
        "HELPLINE_FORMS_A_MINUTE": "0",
        "PYTHONWARNINGS": "ignore",
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def program(
    environment: dict[str, str], *arguments: str, ready: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    """One of our programs until the block ends; with `ready`, once that address answers."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        if ready:
            await until_answers(ready, process)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 20)


async def until_answers(address: str, process: asyncio.subprocess.Process) -> None:
    for _ in range(300):
        if process.returncode is not None:
            raise RuntimeError("the program ended before it answered")
        try:
            await asyncio.to_thread(lambda: urlopen(address, timeout=2).close())
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} does not answer")
