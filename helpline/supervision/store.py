"""The board's questions: reads over several rooms' tables, bounded, along their indexes."""

from datetime import date, datetime

from helpline.contacts.model import Channel
from helpline.db.statements import statements
from helpline.supervision.model import Called, ChannelWait, Counts, MissedRow, Promised, WorkerLoad
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
