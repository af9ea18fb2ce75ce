"""The tables of the roster and of pages: whose turn it is, and who was called about what.

Apart from `store`, because all of it is about hours in which nobody takes calls.
"""

from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.line.model import Duty, NewDuty, Overdue, Reachable
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def add_duty(tx: Transaction, id: UUID, new: NewDuty) -> None:
    await sql.add_duty.run(tx.db, id, new.staff_id, new.starts_at, new.ends_at, tx.now)


async def remove_duty(tx: Transaction, duty: UUID) -> bool:
    return await sql.remove_duty.run(tx.db, duty) == 1


async def duties(tx: Transaction) -> list[Duty]:
    return await sql.duties.many(tx.db, Duty, tx.now)


async def on_duty(tx: Transaction, at: datetime) -> Duty | None:
    return await sql.on_duty.one(tx.db, Duty, at)


async def supervisors(tx: Transaction) -> list[Reachable]:
    return await sql.supervisors.many(tx.db, Reachable)


async def paged(tx: Transaction, contact: UUID) -> bool:
    found: bool = await sql.paged.value(tx.db, contact)
    return found


async def add_page(tx: Transaction, id: UUID, contact: UUID, staff: UUID | None, letter: UUID | None) -> None:
    await sql.add_page.run(tx.db, id, contact, staff, letter, tx.now)


async def answer_pages(tx: Transaction) -> int:
    return await sql.answer_pages.run(tx.db, tx.now)


async def close_pages(tx: Transaction, contact: UUID) -> None:
    await sql.close_pages.run(tx.db, contact, tx.now)


async def reopen_pages(tx: Transaction, handed_before: datetime) -> None:
    await sql.reopen_pages.run(tx.db, handed_before)


async def unanswered(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.unanswered.values(tx.db, before)


async def escalate(tx: Transaction, contact: UUID) -> None:
    await sql.escalate.run(tx.db, contact)


async def overdue(tx: Transaction) -> list[Overdue]:
    return await sql.overdue.many(tx.db, Overdue)


async def unheard(tx: Transaction, since: datetime, closed: bool) -> list[UUID]:
    return await sql.unheard.values(tx.db, since, closed)
