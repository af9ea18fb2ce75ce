"""The table of changes: append and read, nothing else."""

from helpline.changes.model import Change
from helpline.db.statements import statements
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def add(tx: Transaction, area: str, version: int, what: str, value: str | None) -> bool:
    return await sql.add.run(tx.db, area, version, what, value, str(tx.actor), tx.now) == 1


async def version(tx: Transaction, area: str) -> int:
    found: int = await sql.version.value(tx.db, area)
    return found


async def value(tx: Transaction, area: str) -> str | None:
    found: str | None = await sql.value.value(tx.db, area)
    return found


async def lately(tx: Transaction, area: str, limit: int) -> list[Change]:
    return await sql.lately.many(tx.db, Change, area, limit)


async def newest(tx: Transaction) -> list[Change]:
    return await sql.newest.many(tx.db, Change)
