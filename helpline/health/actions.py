"""Looking at the house: one short transaction, never longer than a monitor waits."""

import asyncio

import asyncpg

from helpline import clock
from helpline.health import rules, store
from helpline.health.model import ChannelHealth, Expected, Health, Status
from helpline.jobs import store as jobs
from helpline.vault.transaction import SYSTEM, Engine, Transaction

PATIENCE_SECONDS = 5.0


async def look(engine: Engine, expected: Expected) -> Health:
    """How things stand now; a database that does not answer is an answer too."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), engine.transaction(SYSTEM) as tx:
            return await seen(tx, expected)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return Health(Status.NO_DATABASE, clock.now())


async def seen(tx: Transaction, expected: Expected) -> Health:
    today = tx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    backlog, refusals, sent = (
        await store.backlog(tx, today),
        await store.refusals(tx, today.date()),
        await store.sent(tx, today),
    )
    channels = [
        ChannelHealth(
            name,
            last_arrival_at=await store.last_arrival(tx, name),
            last_sent_at=sent[name].last_sent_at if name in sent else None,
            failed_today=sent[name].failed if name in sent else 0,
            refused_today=sum(refusal.count for refusal in refusals if refusal.channel == name),
        )
        for name in expected.channels
    ]
    runs = {run.job: run for run in await jobs.runs(tx.db)}
    done = tuple(rules.job(name, when, runs.get(name), tx.now) for name, when in expected.jobs)
    return Health(rules.status(backlog, done, tx.now), tx.now, backlog, tuple(channels), done, tuple(refusals))
