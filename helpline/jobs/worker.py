"""Runs the timetable: jobs that actions enqueued, and work that the clock starts.

The library repeats a killed worker's job once its heartbeat is old, and it stores and logs the text of what a job
raises. So every start is marked, a job that died with its worker three times stands aside, and what a job raises
crosses into the library as a code.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import msgspec
from asyncpg import InterfaceError, InternalClientError, PostgresError
from pgqueuer import PgQueuer
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context, Schedule
from pgqueuer.models import Job as Picked

from helpline.errors import TransportError
from helpline.jobs import store
from helpline.jobs.model import Every, Job, Premises, Timetable

HEARTBEAT = timedelta(seconds=30)
POLL = timedelta(seconds=5)
PATIENCE = 20.0
AGAIN = 1.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=15)
MOST_STARTS = 3

log = logging.getLogger(__name__)


class JobFailed(Exception):
    """A job's failure as the library may store it: a code, nothing else."""


class Worker:
    """One process's hands. `run` returns after `stop`; a database that goes away is waited for."""

    def __init__(self, house: Premises, timetable: Timetable, heartbeat: timedelta = HEARTBEAT) -> None:
        self.house, self.timetable, self.heartbeat = house, timetable, heartbeat
        self.queue = self._manned()
        self._stopping = asyncio.Event()

    def _manned(self) -> PgQueuer:
        """The library's queue with every line of the timetable; it cannot be run twice."""
        self.queue = PgQueuer.from_asyncpg_pool(self.house.engine.pool)
        for line in self.timetable:
            if isinstance(line, Job):
                self._take_up(line)
            else:
                self._wind_up(line)
        return self.queue

    async def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping.is_set():
            try:
                await self.queue.run(dequeue_timeout=POLL, heartbeat_timeout=self.heartbeat)
            except (OSError, PostgresError, InterfaceError, InternalClientError, ExceptionGroup) as problem:
                log.warning("jobs wait for the database: %s", type(problem).__name__)
                await asyncio.sleep(AGAIN)
                self._manned()
            else:
                return

    async def stop(self, running: "asyncio.Task[None]", patience: float = PATIENCE) -> None:
        """Take no new job, give the running ones `patience` seconds, then put them back."""
        self._stopping.set()
        self.queue.shutdown.set()
        done, _ = await asyncio.wait({running}, timeout=patience)
        if not done:
            running.cancel()
            await asyncio.wait({running}, timeout=patience)

    def _take_up(self, job: Job) -> None:
        self.queue.entrypoint(
            job.name,
            concurrency_limit=job.at_once,
            accepts_context=False,
            on_failure="hold",
            executor_factory=lambda parameters: Attempt(parameters, self.house, job),
        )(nothing)

    def _wind_up(self, every: Every) -> None:
        async def tick(_: Schedule) -> None:
            failure = await outcome(every.run(self.house))
            if failure is None:
                await store.succeeded(self.house.engine.pool, every.name)
            else:
                report(every.name, failure)
                await store.failed(self.house.engine.pool, every.name, code(failure))

        self.queue.schedule(every.name, every.when, clean_old=True, accepts_context=False)(tick)


async def nothing(_: Picked) -> None:
    """The library wants a function for every job; ours stand in the timetable."""


class Attempt(AbstractEntrypointExecutor):
    """One job's way of being run."""

    def __init__(self, parameters: EntrypointExecutorParameters, house: Premises, job: Job) -> None:
        super().__init__(parameters)
        self.house, self.job = house, job

    async def execute(self, job: Picked, context: Context) -> None:
        """Run the job, or put it back, or set it aside. Raises `RetryRequested` or `JobFailed`, without a cause.

        The library sets aside whatever else is raised, and whatever it cannot put back: where the database went away,
        no job is to blame, so it is waited for.
        """
        failure = await outcome(self._attempt(job))
        if isinstance(failure, RetryRequested | JobFailed):
            raise failure
        if failure is not None:
            log.warning("job %s waits for the database: %s", self.job.name, code(failure))
            await outcome(self._answered())
            await outcome(store.ended(self.house.engine.pool, job.id))
            raise RetryRequested(FIRST_PAUSE, code(failure))

    async def _attempt(self, job: Picked) -> None:
        pool = self.house.engine.pool
        if await store.started(pool, job.id) > MOST_STARTS:
            await store.failed(pool, self.job.name, "Crashed")
            raise JobFailed("Crashed")
        failure = await outcome(self._run(job.payload or b"{}"))
        await store.ended(pool, job.id)
        if failure is None:
            await store.succeeded(pool, self.job.name)
            return
        if isinstance(failure, asyncio.CancelledError):
            raise RetryRequested(timedelta(), "Stopped")
        report(self.job.name, failure)
        await store.failed(pool, self.job.name, code(failure))
        if permanent(failure) or job.attempts + 1 >= self.job.attempts:
            raise JobFailed(code(failure))
        raise RetryRequested(min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE), code(failure))

    async def _answered(self) -> None:
        """Until the database answers again."""
        while True:
            try:
                await self.house.engine.pool.execute("select 1")
            except (OSError, PostgresError, InterfaceError):
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _run(self, payload: bytes) -> None:
        await self.job.run(self.house, msgspec.json.decode(payload, type=self.job.payload))


async def outcome(work: Awaitable[Any]) -> BaseException | None:
    """What the work raised, handed back so that nothing raised later carries it as its context."""
    try:
        await work
    except (Exception, asyncio.CancelledError) as failure:
        return failure
    return None


def permanent(failure: BaseException) -> bool:
    """Whether trying again is useless or forbidden."""
    return isinstance(failure, TransportError) and (failure.permanent or failure.unknown)


def code(failure: BaseException) -> str:
    """What may be stored about a failure: never its text, which may quote a person."""
    return failure.code if isinstance(failure, TransportError) else type(failure).__name__


def report(name: str, failure: BaseException) -> None:
    """The log gets the code and the places, not the text."""
    places = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(failure.__traceback__)
    ]
    log.warning("job %s failed: %s at %s", name, code(failure), " > ".join(places[-4:]))
