"""Counting what has been kept for its time. Nothing here erases."""

from datetime import datetime

from helpline.db.statements import statements
from helpline.retention.model import Due, KeptClass
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def due(tx: Transaction, before: dict[KeptClass, datetime]) -> dict[KeptClass, int]:
    return {row.name: row.due for row in await sql.due.many(tx.db, Due, *(before[name] for name in KeptClass))}
