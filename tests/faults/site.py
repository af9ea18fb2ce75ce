"""An installation of real processes that is watched as a service manager would: what ends is started again."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from importlib.metadata import entry_points
from multiprocessing.process import BaseProcess
from pathlib import Path

import asyncpg
import httpx

from helpline.app import CHANNELS
from helpline.db.embedded import DATABASE, EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import Pool, open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import Engine
from tests.faults.program import program

#: Programs are born of a process that has read the code already, and are processes like any other from then on: to read
#: it takes longer than a round.
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(
    ["tests.faults.program", "helpline.cli.serve", *(entry.module for entry in entry_points(group=CHANNELS))]
)

PATIENCE = 60.0
PROGRAMS = ("web", "worker")

#: What a dead worker was reading is read again when its lease is over. One worker reads one batch after the other, so
#: that it never takes anything from itself.
LEASES_END = """
update inbox set due_at = now()
where id in (select id from inbox where state = 'new' and due_at > now() for update skip locked)
"""
#: What would happen by itself within minutes once a worker is dead: its jobs go to others.
PUT_FORWARD = f"""
{LEASES_END};
update pgqueuer set heartbeat = heartbeat - interval '10 minutes' where status = 'picked';
update pgqueuer set execute_after = now() where status = 'queued' and execute_after > now();
update outbox set changed_at = changed_at - interval '20 minutes', due_at = now() - interval '20 minutes'
where state in ('queued', 'sending');
"""


class Victim(StrEnum):
    """What ends without warning. `restart`: Postgres is told to end, as for maintenance."""

    WEB = "web"
    WORKER = "worker"
    POSTGRES = "postgres"
    RESTART = "restart"
    ALL = "all"


class Site:
    """One data directory with its Postgres, a web and a worker process."""

    def __init__(self, folder: Path, server: EmbeddedPostgres, port: int, environment: Mapping[str, str]) -> None:
        self.folder, self.server, self.port, self.environment = folder, server, port, dict(environment)
        self.base = f"http://127.0.0.1:{port}"
        self.running: dict[str, BaseProcess] = {}
        self.deaths, self._ended = 0, 0
        self.engine: Engine
        self._watching: list[asyncio.Task[None]] = []
        self._wanted = {name: asyncio.Event() for name in PROGRAMS}

    async def open(self) -> None:
        addresses = await self.server.start()
        await migrate(addresses.owner)
        self.environment["HELPLINE_DATABASE_URL"] = addresses.app
        secret = self.folder / "secret"
        if not secret.exists():
            Secrets.create(secret)
        self.engine = Engine(await self.pool(), Vault(Secrets.load(secret)))
        self._watching = [asyncio.create_task(self.server.keep_alive())]
        for name in PROGRAMS:
            self._wanted[name].set()
            self._watching.append(asyncio.create_task(self._keep_up(name)))
        await self.until_up()

    async def pool(self) -> Pool:
        return await open_pool(self.server.addresses().app, 3)

    async def close(self) -> None:
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        for name in self.running:
            self._kill(name)
        self.engine.pool.terminate()
        await self.server.stop()

    async def kill(self, victim: Victim) -> None:
        """Without a word. Whatever it was, it is started again by whoever watches."""
        self.deaths += 1
        if victim in (Victim.WEB, Victim.ALL):
            self._kill("web")
        if victim in (Victim.WORKER, Victim.ALL):
            self._kill("worker")
        if victim in (Victim.POSTGRES, Victim.ALL, Victim.RESTART):
            with contextlib.suppress(OSError, IndexError, ValueError):
                self._ended = self.server.pid
                os.kill(self._ended, signal.SIGINT if victim is Victim.RESTART else signal.SIGKILL)

    def _kill(self, name: str) -> None:
        if name in self.running and self.running[name].exitcode is None:
            self.running[name].kill()

    async def pause(self, name: str) -> None:
        """End it, and leave it so."""
        self._wanted[name].clear()
        self._kill(name)
        if name in self.running:
            await ended(self.running[name])

    def resume(self, name: str) -> None:
        self._wanted[name].set()

    async def put_forward(self) -> None:
        """The clock, as far as the dead are concerned; the worker is ended for it, so that it holds nothing."""
        await self.pause("worker")
        await self.until_answers()
        await self.told(PUT_FORWARD)
        self.resume("worker")

    async def told(self, statements: str) -> None:
        """The database, by its superuser."""
        connection = await asyncpg.connect(self.superuser)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    async def asked(self, question: str) -> list[tuple[object, ...]]:
        """What the database answers its superuser."""
        connection = await asyncpg.connect(self.superuser)
        try:
            return [tuple(row) for row in await connection.fetch(question)]
        finally:
            await connection.close()

    @property
    def superuser(self) -> str:
        return self.server._dsn("postgres", DATABASE)

    async def until_up(self) -> None:
        """Until Postgres and the web answer, and the worker at its mail door."""
        await self.until_answers()
        host, _colon, port = self.environment["HELPLINE_LMTP_LISTEN"].rpartition(":")
        async with httpx.AsyncClient() as client, asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(httpx.HTTPError, OSError):
                    await client.get(f"{self.base}/health/live")
                    (await asyncio.open_connection(host, int(port)))[1].close()
                    break
                await asyncio.sleep(0.05)
        # Ours to a database that died are of no use, and do not know it yet.
        await self.engine.pool.expire_connections()

    async def until_answers(self) -> None:
        """Until Postgres takes connections, another one than was told to end."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(OSError, asyncpg.PostgresError, IndexError, ValueError):
                    await (await asyncpg.connect(self.superuser)).close()
                    if self.server.pid != self._ended:
                        return
                await asyncio.sleep(0.05)

    async def _keep_up(self, name: str) -> None:
        while True:
            await self._wanted[name].wait()
            await self.until_answers()
            self.running[name] = process = NURSERY.Process(
                target=program, args=(name, self.environment, str(self.folder / f"{name}.log")), daemon=True
            )
            process.start()
            await ended(process)
            await asyncio.sleep(0.05)


async def ended(process: BaseProcess) -> None:
    while process.exitcode is None:  # noqa: ASYNC110  # a process is no event of ours
        await asyncio.sleep(0.02)


@asynccontextmanager
async def site(folder: Path, environment: Mapping[str, str], **postgres: str) -> AsyncIterator[Site]:
    """A site on `folder`, ended afterwards; what is there already is used again. A Postgres that really syncs."""
    port, server = free_port(), EmbeddedPostgres(folder / "postgres", **postgres)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    known = {
        "HELPLINE_DATA_DIR": str(folder),
        "HELPLINE_SECRET_FILE": str(folder / "secret"),
        "HELPLINE_PORT": str(port),
        "HELPLINE_FORMS_A_MINUTE": "0",
        "PYTHONWARNINGS": "ignore",
    }
    here = Site(folder, server, port, plain | known | dict(environment))
    try:
        await here.open()
        yield here
    finally:
        await here.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
