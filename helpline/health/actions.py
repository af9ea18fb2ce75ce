"""Looking at the house: one short transaction, never longer than a monitor waits."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import asyncpg

from helpline import clock
from helpline.health import rules, store
from helpline.health.model import Backlog, Break, ChannelHealth, Expected, Health, Poll, Queued, Refusal, Status
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
    backlog, refusals = await store.backlog(tx, today), await store.refusals(tx, today.date())
    sent, queued, polls = await store.sent(tx, today), await store.queued(tx), await store.polls(tx)
    channels = [
        channel(
            name,
            await store.last_arrival(tx, name),
            sent.get(name, store.SentRow(name, None, 0)),
            queued.get(name, Queued(name, 0, 0)),
            polls.get(name, Poll(name, None, None, "")),
            [one for one in refusals if one.channel == name],
        )
        for name in expected.channels
    ]
    runs = {run.job: run for run in await jobs.runs(tx.db)}
    done = tuple(rules.job(name, when, runs.get(name), tx.now) for name, when in expected.jobs)
    status = rules.status(backlog, done, tx.now)
    return Health(status, tx.now, backlog, tuple(channels), done, tuple(refusals), await broken(tx, backlog))


def channel(
    name: str, arrival: datetime | None, sent: store.SentRow, queued: Queued, poll: Poll, refusals: Sequence[Refusal]
) -> ChannelHealth:
    """Everything that is known of one way in and out."""
    counts = {one.why: one.count for one in refusals}
    return ChannelHealth(
        name,
        last_arrival_at=arrival,
        last_sent_at=sent.last_sent_at,
        failed_today=sent.failed,
        refused_today=sum(counts.values()),
        last_poll_at=poll.succeeded_at,
        poll_code=poll.code,
        unread=queued.unread,
        parked=queued.parked,
        letters_waiting=sent.waiting,
        failing=sent.failing,
        bad_signatures_today=counts.get(rules.BAD_SIGNATURE, 0),
        holes_filled_today=counts.get(rules.HOLE_FILLED, 0),
    )


async def broken(tx: Transaction, backlog: Backlog) -> tuple[Break, ...]:
    """What does not work now."""
    today = tx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return rules.breaks(
        backlog,
        list((await store.polls(tx)).values()),
        await store.refusals(tx, today.date()),
        await failing(tx, tx.now - rules.AN_HOUR),
        await store.failed_pages(tx, tx.now - rules.AN_HOUR),
        await store.left_copies(tx),
        tx.now,
    )


async def failing(tx: Transaction, since: datetime) -> dict[str, int]:
    """Letters that wait after an attempt in vain, and those refused for good where none has left since."""
    found, refused = await store.failing(tx), await store.refused(tx, since)
    sent = await store.sent(tx, since) if refused else {}
    for name, count in refused.items():
        last = sent[name].last_sent_at if name in sent else None
        if last is None or last < since:
            found[name] = found.get(name, 0) + count
    return found
