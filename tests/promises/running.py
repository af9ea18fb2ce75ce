"""The whole contact point as a process of its own, alone in a directory that can be searched afterwards."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec
from msgspec import Struct

from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.db.embedded import EmbeddedPostgres
from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import SYSTEM, Engine
from tests.promises.canary import Canary, shown_by, sightings, traces

PATIENCE = 60.0
READY = "The contact point is at "


class Running(Struct, frozen=True):
    """`folder` holds everything it writes: data, server log, own log, temporary files.

    `clean` remembers which files were searched without a find, for each canary.
    """

    folder: Path
    url: str
    engine: Engine
    superuser: str
    clean: dict[str, dict[Path, tuple[int, int]]] = {}

    async def holding(self, canary: Canary, channel: str, more_than: int = -1) -> int:
        """How many contacts of a channel hold the canary once there are more than that: it really was there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                views = [view for view in await self.digested() if view.row.channel == channel]
                told = [msgspec.json.encode(view.content) for view in views]
                held = sum(canary.word.encode() in one or canary.number.encode() in one for one in told)
                if held > more_than:
                    return held
                await asyncio.sleep(0.05)

    async def digested(self) -> list[ContactView]:
        """All contacts, oldest first, once nothing waits to be read."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.engine.transaction(SYSTEM) as tx:
                    if not await tx.db.fetchval("select count(*) from inbox where state = 'new'"):
                        found = await tx.db.fetch("select id from contact order by number")
                        return [await contacts.opened(tx, row["id"]) for row in found]
                await asyncio.sleep(0.05)

    async def shows(self, canary: Canary) -> list[str]:
        """Where the canary can be read without the masters: in any file, or in any table."""
        await self.write_out()
        looked_for, clean = traces(canary), self.clean.setdefault(canary.word, {})
        return sightings(self.folder, looked_for, clean=clean) + await shown_by(self.superuser, looked_for)

    async def write_out(self) -> None:
        """What Postgres still holds in memory is in its files."""
        connection = await asyncpg.connect(self.superuser)
        await connection.execute("checkpoint")
        await connection.close()


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Running]:
    """Starts it as a newcomer would, with its own Postgres; ended by Ctrl-C."""
    (folder / "tmp").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")} | {
        "HELPLINE_DATA_DIR": str(folder / "data"),
        "HELPLINE_PORT": "0",
        "HELPLINE_SECOND_FACTOR": "optional",
        "TMPDIR": str(folder / "tmp"),
        **{f"HELPLINE_{name.upper()}": value for name, value in settings.items()},
    }
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "helpline.cli.main", "serve"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        async with asyncio.timeout(PATIENCE):
            url = await address(process)
        async with joined(folder, url) as house:
            yield house
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


async def address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if line.startswith(READY):
            return line.removeprefix(READY).split("/ ", 1)[0]
    raise AssertionError("it did not start")


@asynccontextmanager
async def joined(folder: Path, url: str) -> AsyncIterator[Running]:
    """The test's own way into its database, with its masters."""
    server = EmbeddedPostgres(folder / "data" / "postgres")
    addresses = await server.start()
    pool = await open_pool(addresses.app, size=2)
    superuser = addresses.owner.replace("//helpline_owner@", "//postgres@")
    try:
        yield Running(folder, url, Engine(pool, Vault(Secrets.load(folder / "data" / "secret"))), superuser)
    finally:
        pool.terminate()
        await server.stop()
