"""The process as a whole: it serves, and it stops within seconds whatever is still open."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import asyncpg
import pytest
from httpx import AsyncClient

from helpline.cli.premises import brought_up, database, engine_at
from helpline.db.pool import Pool, open_pool
from helpline.errors import ConfigurationError
from helpline.settings import Settings
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import employed


async def test_a_screen_hears_of_a_change_over_http(server: str, engine: Engine) -> None:
    _, token = await employed(engine, Role.OPERATOR)
    async with (
        AsyncClient(base_url=server, cookies={"helpline": token}) as client,
        client.stream("GET", "/desk/events?topic=queue") as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 2000"
        await engine.pool.execute("select pg_notify('helpline_live', 'queue')")
        async with asyncio.timeout(5):
            assert "event: changed" in [await anext(lines) for _ in range(2)]


@asynccontextmanager
async def program(data: Path, command: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`helpline` as somebody starts it, on an embedded server of its own."""
    environment = os.environ | {"HELPLINE_DATA_DIR": str(data), "HELPLINE_PORT": "0"} | settings
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "helpline.cli.main", command),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_at_once_with_a_stream_open(tmp_path: Path, number: signal.Signals) -> None:
    async with program(tmp_path, "serve") as started:
        assert started.stdout
        line = (await asyncio.wait_for(started.stdout.readline(), 60)).decode()
        url = line.split(" at ")[1].split("/ ")[0]
        async with engine_at(Settings(data_dir=tmp_path)) as (engine, _):
            _, token = await employed(engine, Role.OPERATOR)
        async with (
            AsyncClient(base_url=url, cookies={"helpline": token}) as client,
            client.stream("GET", "/desk/events") as stream,
        ):
            assert stream.status_code == 200
            begun = monotonic()
            started.send_signal(number)
            assert await asyncio.wait_for(started.wait(), 15) == 0
            assert monotonic() - begun < 5


async def test_a_taken_port_is_one_sentence(tmp_path: Path, server: str) -> None:
    async with program(tmp_path, "web", HELPLINE_PORT=server.rsplit(":", 1)[1]) as started:
        _, said = await started.communicate()
    assert started.returncode == 1
    assert "HELPLINE_PORT" in said.decode()
    assert "Traceback" not in said.decode()


async def test_a_demo_that_another_release_made_is_told_how_it_begins_anew(tmp_path: Path) -> None:
    async with database(Settings(data_dir=tmp_path)) as addresses:
        connection = await asyncpg.connect(addresses.owner)
        await connection.execute("update schema_migration set sha256 = '' where version = 1")
        await connection.close()
        with pytest.raises(ConfigurationError, match=r"edited after it ran.*scripts/demo --reset"):
            await brought_up(Settings(data_dir=tmp_path, demo=True), addresses.owner)
        with pytest.raises(ConfigurationError, match=r"restore the original file\.$"):
            await brought_up(Settings(data_dir=tmp_path), addresses.owner)


async def test_a_killed_database_is_started_again_with_what_it_held(tmp_path: Path) -> None:
    async with database(Settings(data_dir=tmp_path)) as addresses:
        pool = await open_pool(addresses.app, size=2)
        await pool.execute(
            "insert into refusal (channel, why, day, last_at) values ('sms', 'bad_signature', now(), now())"
        )
        at_first = the_postmaster(tmp_path)
        os.kill(at_first, signal.SIGKILL)
        async with asyncio.timeout(20):
            # What the killed one leaves behind still answers for a moment: only the next one's answer counts.
            while the_postmaster(tmp_path) in {at_first, None} or await refusals(pool) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert await refusals(pool) == 1
        pool.terminate()


def the_postmaster(data_dir: Path) -> int | None:
    try:
        return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return None


async def refusals(pool: Pool) -> int | None:
    try:
        return int(await pool.fetchval("select count(*) from refusal"))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return None


async def test_what_the_web_keeps_the_worker_reads(tmp_path: Path) -> None:
    async with program(tmp_path, "worker") as worker, program(tmp_path, "web") as web:
        assert web.stdout
        line = (await asyncio.wait_for(web.stdout.readline(), 60)).decode()
        url = line.split(" at ")[1].split("/ ")[0]
        async with AsyncClient(base_url=url) as client, engine_at(Settings(data_dir=tmp_path)) as (engine, _):
            posted = await client.post("/fr/write", data=await blank(client) | {"message": "Bonjour, je m'inquiète."})
            assert posted.status_code < 400, posted.text
            async with asyncio.timeout(60):
                while not await waiting(engine):  # noqa: ASYNC110  # a screen would hear of it; a test asks
                    await asyncio.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        web.send_signal(signal.SIGTERM)
        assert {await worker.wait(), await web.wait()} == {0}


async def blank(client: AsyncClient) -> dict[str, str]:
    """The hidden fields of the visitor's form."""
    page = (await client.get("/fr/write")).text
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


async def waiting(engine: Engine) -> int:
    async with engine.transaction(SYSTEM) as tx:
        return int(await tx.db.fetchval("select count(*) from waiting"))


async def test_a_taken_mail_door_is_one_sentence(tmp_path: Path, server: str) -> None:
    async with program(tmp_path, "worker", HELPLINE_LMTP_LISTEN=server.removeprefix("http://")) as started:
        _, said = await started.communicate()
    assert started.returncode == 1
    assert said.decode().startswith("HELPLINE_LMTP_LISTEN")
    assert len(said.decode().splitlines()) == 1
