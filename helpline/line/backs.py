"""Who is to be called back, and who calls or is called already, as the tables say. Apart from `store`, because it joins
the line with promises and contacts by the number behind them.
"""

from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.line.model import Back
from helpline.vault.transaction import Transaction

sql = statements(__file__)

#: How many are looked at in one go.
PAGE = 20


async def due(tx: Transaction, left_before: datetime, dialled_since: datetime, seen: int) -> list[Back]:
    return await sql.backs_due.many(tx.db, Back, tx.now, left_before, dialled_since, seen, PAGE)


async def promised(tx: Transaction, contact: UUID) -> UUID | None:
    found: UUID | None = await sql.back_of.value(tx.db, contact)
    return found


async def has_come(tx: Transaction, follow_up: UUID) -> bool:
    found: bool = await sql.has_come.value(tx.db, follow_up)
    return found


async def stuck(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.stuck_calls.values(tx.db, before)


async def calls(tx: Transaction, follow_up: UUID) -> list[UUID]:
    return await sql.calls_of_number.values(tx.db, follow_up)


async def asked_to_call(tx: Transaction, follow_up: UUID, since: datetime) -> list[UUID]:
    return await sql.asked_to_call.values(tx.db, follow_up, since)


async def was_offered(tx: Transaction, call: UUID) -> bool:
    found: bool = await sql.was_offered.value(tx.db, call)
    return found
