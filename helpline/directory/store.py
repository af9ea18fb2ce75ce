"""The table of partners."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from helpline.db.statements import statements
from helpline.directory.model import Entry, Partner
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def insert(tx: Transaction, partner: UUID, entry: Entry, verified_on: date | None, by: UUID | None) -> None:
    await sql.insert.run(tx.db, partner, *_columns(entry), verified_on, by)


async def change(tx: Transaction, partner: UUID, version: int, entry: Entry, active: bool) -> bool:
    return await sql.change.run(tx.db, partner, version, *_columns(entry), active) == 1


async def verify(tx: Transaction, partner: UUID, version: int, on: date, by: UUID | None) -> bool:
    return await sql.verify.run(tx.db, partner, version, on, by) == 1


async def one(tx: Transaction, partner: UUID) -> Partner | None:
    return await sql.one.one(tx.db, Partner, partner)


async def search(tx: Transaction, words: Sequence[str], limit: int) -> list[Partner]:
    return await sql.search.many(tx.db, Partner, words, limit)


def _columns(entry: Entry) -> tuple[object, ...]:
    return (
        entry.name, entry.services, entry.territory, entry.languages, entry.phone, entry.email, entry.url,
        entry.ethics, entry.note,
    )  # fmt: skip
