"""Counts and times over other rooms' tables, which are only read, and the alarms."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from msgspec import Struct

from helpline.db.statements import statements
from helpline.health.model import (
    Alarm,
    Backlog,
    Break,
    HeldJob,
    HeldLetter,
    LeftCopies,
    LeftMailbox,
    Parked,
    Poll,
    Queued,
    Refusal,
)
from helpline.vault.transaction import Transaction

sql = statements(__file__)


class SentRow(Struct, frozen=True):
    channel: str
    last_sent_at: datetime | None
    failed: int
    waiting: int = 0
    failing: int = 0


class Failing(Struct, frozen=True):
    channel: str
    count: int


async def backlog(tx: Transaction, today: datetime) -> Backlog:
    found = await sql.backlog.one(tx.db, Backlog, today)
    assert found is not None, "a select of counts has a row"  # noqa: S101  # one row, always
    return found


async def last_arrival(tx: Transaction, channel: str) -> datetime | None:
    return cast("datetime | None", await sql.last_arrival.value(tx.db, channel))


async def sent(tx: Transaction, today: datetime) -> dict[str, SentRow]:
    return {row.channel: row for row in await sql.sent.many(tx.db, SentRow, today)}


async def refusals(tx: Transaction, today: date) -> list[Refusal]:
    return await sql.refusals.many(tx.db, Refusal, today)


async def queued(tx: Transaction) -> dict[str, Queued]:
    return {row.channel: row for row in await sql.queued.many(tx.db, Queued)}


async def polls(tx: Transaction) -> dict[str, Poll]:
    return {row.channel: row for row in await sql.polls.many(tx.db, Poll)}


async def failing(tx: Transaction) -> dict[str, int]:
    return {row.channel: row.count for row in await sql.failing.many(tx.db, Failing)}


async def refused(tx: Transaction, since: datetime) -> dict[str, int]:
    return {row.channel: row.count for row in await sql.refused.many(tx.db, Failing, since)}


async def failed_pages(tx: Transaction, since: datetime) -> int:
    found: int = await sql.failed_pages.value(tx.db, since)
    return found


async def parked(tx: Transaction, limit: int) -> list[Parked]:
    return await sql.parked.many(tx.db, Parked, limit)


async def left_mailboxes(tx: Transaction, since: datetime) -> list[LeftMailbox]:
    return await sql.left_mailboxes.many(tx.db, LeftMailbox, since)


async def left_copies(tx: Transaction) -> list[LeftCopies]:
    return await sql.left_copies.many(tx.db, LeftCopies)


async def held_jobs(tx: Transaction, limit: int) -> list[HeldJob]:
    return await sql.held_jobs.many(tx.db, HeldJob, limit)


async def held_letters(tx: Transaction, since: datetime, limit: int) -> list[HeldLetter]:
    return await sql.held_letters.many(tx.db, HeldLetter, since, limit)


async def alarms(tx: Transaction) -> list[Alarm]:
    return await sql.alarms.many(tx.db, Alarm)


async def past_alarms(tx: Transaction, limit: int) -> list[Alarm]:
    return await sql.past_alarms.many(tx.db, Alarm, limit)


async def take_turns(tx: Transaction, which: int) -> None:
    await sql.take_turns.run(tx.db, which)


async def begin_alarm(tx: Transaction, id: UUID, what: Break) -> bool:
    return await sql.begin_alarm.run(tx.db, id, what.fault, what.channel, tx.now, "nobody") == 1


async def told(tx: Transaction, alarm: UUID, how: str) -> None:
    await sql.told.run(tx.db, alarm, how)


async def told_in_vain(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.told_in_vain.values(tx.db, before)


async def end_alarm(tx: Transaction, alarm: UUID) -> bool:
    return await sql.end_alarm.run(tx.db, alarm, tx.now) == 1
