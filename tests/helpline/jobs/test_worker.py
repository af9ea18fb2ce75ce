"""What the worker promises: once committed a job runs, again after a failure, and never for ever."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from msgspec import Struct
from pgqueuer.queries import Queries

from helpline import clock
from helpline.db.embedded import EmbeddedPostgres
from helpline.db.statements import AnyDb
from helpline.errors import TransportError
from helpline.jobs import actions, store
from helpline.jobs.jobs import prune, put_back
from helpline.jobs.model import Every, Job, Premises
from helpline.jobs.worker import MOST_STARTS, Worker
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine


class Ring(Struct, frozen=True):
    bell: UUID


@asynccontextmanager
async def working(
    engine: Engine, *lines: Job | Every, heartbeat: float = 30, patience: float = 10
) -> AsyncIterator[Worker]:
    worker = Worker(Premises(engine, Settings()), lines, timedelta(seconds=heartbeat))
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        await worker.stop(running, patience)
        with suppress(asyncio.CancelledError):
            await running


async def until(true: Callable[[], object]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def enqueue(engine: Engine, **how: object) -> UUID:
    bell = clock.new_id()
    async with engine.transaction(SYSTEM) as tx:
        await actions.enqueue(tx, "bell.ring", Ring(bell), **how)
    return bell


async def held(engine: Engine) -> int:
    """How many jobs stand aside for a human."""
    count: int = await engine.pool.fetchval("select count(*) from pgqueuer where status = 'failed'")
    return count


class Bell:
    """Remembers who rang, and fails as often as told."""

    def __init__(self, *failures: BaseException) -> None:
        self.rung: list[UUID] = []
        self.failures = list(failures)

    async def ring(self, house: Premises, job: Ring) -> None:
        self.rung.append(job.bell)
        if self.failures:
            raise self.failures.pop(0)


async def test_a_job_runs_when_its_transaction_commits(engine: Engine) -> None:
    bell = Bell()
    async with working(engine, Job("bell.ring", Ring, bell.ring)):
        expected = await enqueue(engine)
        await until(lambda: bell.rung)
    assert bell.rung == [expected]


async def test_a_job_of_a_rolled_back_transaction_never_runs(engine: Engine) -> None:
    with suppress(RuntimeError):
        async with engine.transaction(SYSTEM) as tx:
            await actions.enqueue(tx, "bell.ring", Ring(clock.new_id()))
            raise RuntimeError("changed my mind")
    assert await engine.pool.fetchval("select count(*) from pgqueuer") == 0


async def test_the_same_key_waits_only_once(engine: Engine) -> None:
    await enqueue(engine, key="door")
    await enqueue(engine, key="door")
    assert await engine.pool.fetchval("select count(*) from pgqueuer") == 1


async def test_a_job_for_later_waits(engine: Engine) -> None:
    bell = Bell()
    await enqueue(engine, at=clock.now() + timedelta(seconds=1.5))
    async with working(engine, Job("bell.ring", Ring, bell.ring)):
        await asyncio.sleep(0.7)
        assert not bell.rung
        await until(lambda: bell.rung)


async def test_a_failure_is_tried_again_and_leaves_only_its_code_behind(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bell = Bell(ValueError("my son Karim told me"))
    await enqueue(engine)
    async with working(engine, Job("bell.ring", Ring, bell.ring)):
        await until(lambda: len(bell.rung) == 2)
    assert "ValueError" in caplog.text
    assert "Karim" not in caplog.text
    stored = str(await engine.pool.fetch("select traceback::text from pgqueuer_log"))
    assert "ValueError" in stored
    assert "Karim" not in stored


async def test_a_permanent_failure_stands_aside_at_once(engine: Engine) -> None:
    bell = Bell(TransportError("number_gone", permanent=True))
    await enqueue(engine)
    async with working(engine, Job("bell.ring", Ring, bell.ring)):
        await until(lambda: bell.rung)
    assert await held(engine) == 1
    assert [(run.job, run.code) for run in await store.runs(engine.pool)] == [("bell.ring", "number_gone")]


async def test_the_last_failure_stands_aside(engine: Engine) -> None:
    bell = Bell(ValueError(), ValueError())
    await enqueue(engine)
    async with working(engine, Job("bell.ring", Ring, bell.ring, attempts=1)):
        await until(lambda: bell.rung)
    assert await held(engine) == 1


async def test_a_database_that_goes_away_under_a_job_sets_none_aside(
    engine: Engine, postgres: EmbeddedPostgres
) -> None:
    """Neither the work's own failure nor the note on it, which cannot be written then, is the job's."""
    name = await engine.pool.fetchval("select current_database()")
    rung: list[UUID] = []

    async def ring(house: Premises, job: Ring) -> None:
        rung.append(job.bell)
        if len(rung) == 1:
            await admin.execute(f'alter database "{name}" allow_connections false')
            await admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
            await house.engine.pool.execute("select 1")

    await enqueue(engine)
    admin = await asyncpg.connect(postgres._dsn("postgres", "postgres"))
    try:
        async with working(engine, Job("bell.ring", Ring, ring), heartbeat=1):
            await until(lambda: rung)
            await asyncio.sleep(0.3)
            await admin.execute(f'alter database "{name}" allow_connections true')
            await until(lambda: len(rung) == 2)
    finally:
        await admin.close()
    assert await held(engine) == 0


async def test_a_job_that_the_library_could_not_put_back_is_put_back_and_no_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away once more, exactly then: a person has nothing to decide about that."""

    async def away(*_: object) -> None:
        raise ConnectionError

    bell, broken = Bell(OSError()), Bell(TransportError("number_gone", permanent=True))
    bells = Job("bell.ring", Ring, bell.ring), Job("bell.break", Ring, broken.ring)
    await enqueue(engine)
    async with engine.transaction(SYSTEM) as tx:
        await actions.enqueue(tx, "bell.break", Ring(clock.new_id()))
    with monkeypatch.context() as patched:
        patched.setattr(Queries, "retry_job", away)
        async with working(engine, *bells):
            await until(lambda: bell.rung and broken.rung)
    assert await held(engine) == 2
    await put_back(Premises(engine, Settings()))
    assert await held(engine) == 1
    async with working(engine, *bells):
        await until(lambda: len(bell.rung) == 2)
    assert len(broken.rung) == 1


async def test_a_database_that_keeps_going_away_is_no_crash_of_a_job(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that came to an end, however the database took it, is none under which a process died."""
    written, gone = store.ended, iter([True])

    async def ended(db: AnyDb, job: int) -> None:
        if next(gone, False):
            raise ConnectionError
        await written(db, job)

    monkeypatch.setattr(store, "ended", ended)
    bell = Bell()
    await enqueue(engine)
    async with working(engine, Job("bell.ring", Ring, bell.ring)):
        await until(lambda: bell.rung)
        await asyncio.sleep(0.2)
    assert await engine.pool.fetchval("select count(*) from job_start") == 0


async def test_a_killed_workers_job_runs_again_after_its_heartbeat(engine: Engine) -> None:
    bell = Bell()
    expected = await enqueue(engine)
    await pretend_killed(engine, times=1)
    async with working(engine, Job("bell.ring", Ring, bell.ring), heartbeat=0.5):
        await until(lambda: bell.rung)
    assert bell.rung == [expected]


async def test_a_job_that_kills_its_worker_three_times_stands_aside(engine: Engine) -> None:
    bell = Bell()
    await enqueue(engine)
    await pretend_killed(engine, times=MOST_STARTS)
    async with working(engine, Job("bell.ring", Ring, bell.ring), heartbeat=0.5):
        await asyncio.sleep(2)
    assert await held(engine) == 1
    assert not bell.rung
    assert [run.code for run in await store.runs(engine.pool)] == ["Crashed"]


async def pretend_killed(engine: Engine, times: int) -> None:
    """As if another worker had picked the job, marked its start and died, that many times."""
    await engine.pool.execute("update pgqueuer set status = 'picked', heartbeat = now() - interval '1 hour'")
    await engine.pool.execute("insert into job_start select id, $1, now() from pgqueuer", times)


async def test_a_stopped_worker_puts_its_work_back(engine: Engine) -> None:
    begun = asyncio.Event()

    async def forever(house: Premises, job: Ring) -> None:
        begun.set()
        await asyncio.sleep(3600)

    await enqueue(engine)
    async with working(engine, Job("bell.ring", Ring, forever), patience=0.2):
        await begun.wait()
    assert await engine.pool.fetchval("select status::text from pgqueuer") == "queued"
    assert await engine.pool.fetchval("select count(*) from job_start") == 0


async def test_the_clock_starts_work_and_its_success_is_known(engine: Engine) -> None:
    ticks: list[int] = []

    async def tick(house: Premises) -> None:
        ticks.append(1)

    async with working(engine, Every("clock.tick", "* * * * * *", tick)):
        await until(lambda: len(ticks) > 1)
    assert [run.job for run in await store.runs(engine.pool) if run.succeeded_at] == ["clock.tick"]


async def test_old_log_lines_are_forgotten(engine: Engine) -> None:
    await enqueue(engine)
    await engine.pool.execute("update pgqueuer_log set created = now() - interval '8 days'")
    await engine.pool.execute("insert into job_start values (0, 1, now())")
    await prune(Premises(engine, Settings()))
    assert await engine.pool.fetchval("select count(*) from pgqueuer_log") == 0
    assert await engine.pool.fetchval("select count(*) from job_start") == 0
