"""Where wrapped keys live, and where a record is erased by forgetting its key.

Keys are asked for anew in every transaction and kept nowhere: a key destroyed a moment ago opens nothing any more.
"""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from helpline.db.statements import statements
from helpline.errors import Erased, NotFound
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.vault.vault import wrapped_under

FIRST = UUID(int=0)

sql = statements(__file__)


class WrappedKey(Struct, frozen=True):
    """A row of `vault_key`; without `wrapped` the record is erased."""

    record: UUID
    wrapped: bytes | None


class MasterUse(Struct, frozen=True):
    """How many living keys a master version still opens."""

    version: int
    living: int


async def remember(tx: Transaction, keys: Collection[Key]) -> None:
    """Keeps the keys of new records, in the transaction that keeps what they seal."""
    await sql.remember.run(tx.db, [key.record for key in keys], [key.wrapped for key in keys], tx.now)


async def key(tx: Transaction, record: UUID) -> Key:
    """The record's key. Raises `NotFound` when there never was one and `Erased` when it is destroyed."""
    row = await sql.one.one(tx.db, WrappedKey, record)
    if row is None:
        raise NotFound("There is no such record.")
    if row.wrapped is None:
        raise Erased("This record was erased: nobody can read it again.")
    return tx.vault.open(record, row.wrapped)


async def keys(tx: Transaction, records: Collection[UUID]) -> dict[UUID, Key]:
    """The keys of many records in one question; erased and unknown ones are absent."""
    rows = await sql.living.many(tx.db, WrappedKey, list(records))
    return {row.record: tx.vault.open(row.record, row.wrapped) for row in rows if row.wrapped is not None}


async def destroy(tx: Transaction, records: Collection[UUID]) -> int:
    """Erases records for good; answers how many were still readable."""
    return await sql.destroy.run(tx.db, list(records), tx.now)


async def rewrap(tx: Transaction, after: UUID = FIRST, limit: int = 500) -> UUID | None:
    """Moves the next keys after a record to the current master; answers the last one seen, or None at the end."""
    rows = await sql.following.many(tx.db, WrappedKey, after, limit)
    stale = [row for row in rows if row.wrapped and wrapped_under(row.wrapped) != tx.vault.current]
    fresh = [tx.vault.rewrap(row.record, row.wrapped) for row in stale if row.wrapped]
    await sql.replace.run(tx.db, [key.record for key in fresh], [key.wrapped for key in fresh])
    return rows[-1].record if len(rows) == limit else None


async def in_use(tx: Transaction) -> list[MasterUse]:
    """Which masters living keys still need."""
    return await sql.in_use.many(tx.db, MasterUse)
