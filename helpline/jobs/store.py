"""When each job ran. These rows hold no confidence: they are written outside the jobs' own transactions."""

from datetime import datetime

from helpline.db.statements import AnyDb, statements
from helpline.jobs.model import Run

sql = statements(__file__)


async def started(db: AnyDb, job: int) -> int:
    starts: int = await sql.started.value(db, job)
    return starts


async def ended(db: AnyDb, job: int) -> None:
    await sql.ended.run(db, job)


async def succeeded(db: AnyDb, name: str) -> None:
    await sql.succeeded.run(db, name)


async def failed(db: AnyDb, name: str, code: str) -> None:
    await sql.failed.run(db, name, code)


async def runs(db: AnyDb) -> list[Run]:
    return await sql.runs.many(db, Run)


async def retry(db: AnyDb, job: int) -> bool:
    await sql.ended.run(db, job)
    return await sql.retry.run(db, job) == 1


async def put_back(db: AnyDb, attempts: int) -> int:
    return await sql.put_back.run(db, attempts)


async def prune(db: AnyDb, log_before: datetime, statistics_before: datetime) -> None:
    await sql.prune_log.run(db, log_before)
    await sql.prune_statistics.run(db, statistics_before)
    await sql.prune_starts.run(db)
