"""Counts and times over other rooms' tables; reads only."""

from datetime import date, datetime
from typing import cast

from msgspec import Struct

from helpline.db.statements import statements
from helpline.health.model import Backlog, Refusal
from helpline.vault.transaction import Transaction

sql = statements(__file__)


class SentRow(Struct, frozen=True):
    channel: str
    last_sent_at: datetime | None
    failed: int


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
