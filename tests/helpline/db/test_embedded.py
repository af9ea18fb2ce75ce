"""The server that needs no installation: starts, is joined, is killed, keeps what it was given."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from helpline.db.embedded import EmbeddedPostgres
from helpline.errors import ConfigurationError

SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from helpline.db.embedded import EmbeddedPostgres

async def run():
    server = EmbeddedPostgres(Path(sys.argv[1]))
    await server.start()
    print(server.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(run())
"""


async def rows(dsn: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


async def test_the_two_roles_have_no_power_beyond_their_work(postgres: EmbeddedPostgres) -> None:
    found = await rows(
        postgres.addresses().owner,
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname ~ '^helpline'",
    )
    assert {tuple(row) for row in found} == {
        ("helpline_owner", False, False, False, True),
        ("helpline_app", False, False, False, False),
    }


async def test_the_application_role_cannot_make_a_table(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rows(postgres.addresses().app, "create table forbidden (id int)")


async def test_a_database_is_copied_from_a_template_and_dropped_in_use(postgres: EmbeddedPostgres) -> None:
    template = await postgres.create_database("copied_from")
    await rows(template.owner, "create table kept as select 7 as number")
    copy = await postgres.create_database("copy", template="copied_from")
    open_connection = await asyncpg.connect(copy.app)
    assert [row["number"] for row in await rows(copy.owner, "select number from kept")] == [7]
    await postgres.drop_database("copy")
    await postgres.drop_database("copied_from")
    open_connection.terminate()
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await rows(copy.app, "select 1")


async def test_what_a_failed_statement_carried_is_not_in_the_log(postgres: EmbeddedPostgres) -> None:
    owner = postgres.addresses().owner
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        await rows(owner, "select 'canary-in-a-cast'::int")
    with pytest.raises(asyncpg.CheckViolationError):
        await rows(
            owner, "do $$ begin create temp table t (w text check (w = 'x')); insert into t values ('canary'); end $$"
        )
    assert "canary" not in postgres.log.read_text()


async def test_a_second_process_joins_the_running_server_and_leaves_it_running(postgres: EmbeddedPostgres) -> None:
    second = EmbeddedPostgres(postgres.data)
    joined = await second.start()
    assert joined == postgres.addresses()
    assert not second.owned
    await second.stop()
    assert await rows(joined.app, "select 1")


async def test_of_three_that_start_at_once_one_owns_the_server(tmp_path: Path) -> None:
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", SUPERVISOR, str(tmp_path / "data"), stdout=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    try:
        told = [await process.stdout.readline() for process in started if process.stdout is not None]
        assert len(told) == 3
        assert len(set(told)) == 1
        assert int(told[0])
    finally:
        for process in started:
            process.kill()
            await process.wait()


async def test_a_server_killed_together_with_its_supervisor_starts_again_with_its_data(tmp_path: Path) -> None:
    data = tmp_path / ("long-" * 20) / "data"
    server = EmbeddedPostgres(data)
    addresses = await server.start()
    await rows(addresses.owner, "create table kept as select 7 as number")
    await server.stop()

    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SUPERVISOR, str(data), stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    postmaster = int(await supervisor.stdout.readline())
    os.kill(postmaster, signal.SIGKILL)
    supervisor.kill()
    await supervisor.wait()

    again = EmbeddedPostgres(data)
    addresses = await again.start()
    try:
        assert again.owned
        assert [row["number"] for row in await rows(addresses.owner, "table kept")] == [7]
    finally:
        await again.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="The kernel's parent death signal is Linux's.")
async def test_the_server_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SUPERVISOR, str(tmp_path / "data"), stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    await supervisor.stdout.readline()
    supervisor.kill()
    await supervisor.wait()
    for _ in range(200):
        if not (tmp_path / "data" / "postmaster.pid").exists():
            return
        await asyncio.sleep(0.05)
    pytest.fail("The server outlived its supervisor by ten seconds.")


async def test_a_server_that_cannot_start_says_where_to_look(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data", shared_buffers="nonsense")
    with pytest.raises(ConfigurationError, match=r"see .*data\.log"):
        await server.start()


async def test_a_server_that_dies_under_its_program_is_started_again_with_its_data(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    addresses = await server.start()
    keeping = asyncio.create_task(server.keep_alive())
    try:
        await execute(addresses.owner, "create table kept as select 42 as answer")
        os.kill(server.pid, signal.SIGKILL)
        assert await eventually(addresses.owner, "select answer from kept") == 42
    finally:
        keeping.cancel()
        await server.stop()


class DyingAgain(EmbeddedPostgres):
    """Dies once more in the middle of the first question it is asked after a death."""

    deaths = 0

    async def _answer(self, deadline: float) -> None:
        self.deaths += 1
        await super()._answer(deadline)
        if self.deaths == 2:
            os.kill(self.pid, signal.SIGKILL)
            raise asyncpg.ConnectionDoesNotExistError("gone in the middle")


async def test_a_server_that_dies_again_while_it_starts_is_started_once_more(tmp_path: Path) -> None:
    server = DyingAgain(tmp_path / "data")
    addresses = await server.start()
    keeping = asyncio.create_task(server.keep_alive())
    try:
        os.kill(server.pid, signal.SIGKILL)
        assert await eventually(addresses.owner, "select 42") == 42
        async with asyncio.timeout(30):
            while server.deaths < 3:  # noqa: ASYNC110  # a death is no event of ours
                await asyncio.sleep(0.05)
        assert await eventually(addresses.owner, "select 42") == 42
    finally:
        keeping.cancel()
        await server.stop()


async def execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(statement)
    await connection.close()


async def eventually(dsn: str, question: str) -> object:
    """The answer once the server gives one again."""
    async with asyncio.timeout(30):
        while True:
            try:
                connection = await asyncpg.connect(dsn)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.2)
                continue
            try:
                return await connection.fetchval(question)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                await asyncio.sleep(0.2)
            finally:
                connection.terminate()
