"""The audit's table: append and read, nothing else."""

from collections.abc import Sequence
from uuid import UUID

from helpline.audit.model import Entry
from helpline.db.statements import statements
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def record(tx: Transaction, action: str, kind: str, subject: UUID | None, shown: int | None, detail: str) -> None:
    await sql.record.run(tx.db, tx.now, str(tx.actor), action, kind, subject, shown, detail)


async def record_each(tx: Transaction, action: str, kind: str, subjects: Sequence[UUID]) -> None:
    await sql.record_each.run(tx.db, tx.now, str(tx.actor), action, kind, subjects)


async def about(tx: Transaction, subject: UUID, limit: int) -> list[Entry]:
    return await sql.about.many(tx.db, Entry, subject, limit)
