"""The board's questions: reads over several rooms' tables, bounded, along their indexes."""

from datetime import date, datetime
from uuid import UUID

from helpline.contacts.model import Channel
from helpline.db.statements import statements
from helpline.supervision.model import (
    AccountRow,
    Called,
    ChannelWait,
    Counts,
    DangerRow,
    FaultRow,
    LetterRow,
    MissedRow,
    PageRow,
    Promised,
    UrgentRow,
    WorkerLoad,
)
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def waiting(tx: Transaction, most: int) -> list[ChannelWait]:
    return await sql.waiting.many(tx.db, ChannelWait, tx.now, list(Channel), most)


async def missed(tx: Transaction, since: datetime, limit: int) -> list[MissedRow]:
    return await sql.missed.many(tx.db, MissedRow, since, limit)


async def load(tx: Transaction, most: int) -> list[WorkerLoad]:
    return await sql.load.many(tx.db, WorkerLoad, most)


async def counts(tx: Transaction, most: int, pages_since: datetime, today: date) -> Counts:
    found = await sql.counts.one(tx.db, Counts, tx.now, most, pages_since, today)
    return found or Counts(0, 0, 0, 0, 0)


async def promised(tx: Transaction, since: datetime) -> Promised:
    return await sql.promised.one(tx.db, Promised, since, tx.now) or Promised(0, 0, 0, 0)


async def called(tx: Transaction, since: datetime) -> Called:
    return await sql.called.one(tx.db, Called, since, tx.now) or Called(0, 0)


async def urgent(tx: Transaction, since: datetime, limit: int) -> list[UrgentRow]:
    return await sql.urgent.many(tx.db, UrgentRow, since, limit)


async def dangers(tx: Transaction, since: datetime, limit: int) -> list[DangerRow]:
    return await sql.dangers.many(tx.db, DangerRow, since, limit)


async def pages(tx: Transaction, since: datetime, limit: int) -> list[PageRow]:
    return await sql.pages.many(tx.db, PageRow, since, limit)


async def letters(tx: Transaction, since: datetime, limit: int) -> list[LetterRow]:
    return await sql.letters.many(tx.db, LetterRow, since, limit)


async def faults(tx: Transaction, since: datetime, limit: int) -> list[FaultRow]:
    return await sql.faults.many(tx.db, FaultRow, since, limit)


async def accounts(tx: Transaction, since: datetime, limit: int) -> list[AccountRow]:
    return await sql.accounts.many(tx.db, AccountRow, since, limit)


async def last_here(tx: Transaction, staff: UUID) -> datetime | None:
    found: datetime | None = await sql.last_here.value(tx.db, staff)
    return found
