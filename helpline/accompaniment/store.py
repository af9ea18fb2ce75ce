"""The table of accompaniments."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from helpline.accompaniment.model import Accompaniment, Considered, Frame, Stage
from helpline.db.statements import statements
from helpline.vault.transaction import Transaction

sql = statements(__file__)


class Unreviewed(Struct, frozen=True):
    """An open accompaniment that nobody promised to review."""

    case_id: UUID
    worker: UUID | None
    next_review: date | None
    opened_at: datetime


async def ensure(tx: Transaction, case: UUID, next_review: date) -> None:
    await sql.ensure.run(tx.db, case, next_review)


async def one(tx: Transaction, case: UUID) -> Accompaniment | None:
    return await sql.one.one(tx.db, Accompaniment, case)


async def change(
    tx: Transaction, case: UUID, version: int, frame: Frame | None, stage: Stage, next_review: date
) -> bool:
    return await sql.change.run(tx.db, case, version, frame, stage, next_review) == 1


async def unreviewed(tx: Transaction, limit: int) -> list[Unreviewed]:
    return await sql.unreviewed.many(tx.db, Unreviewed, limit)


async def considered(tx: Transaction, case: UUID) -> list[Considered]:
    return await sql.considered.many(tx.db, Considered, case)


async def carried(tx: Transaction, worker: UUID) -> int:
    count: int = await sql.carried.value(tx.db, worker)
    return count
