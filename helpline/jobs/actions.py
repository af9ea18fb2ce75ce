"""Work for later, promised in the same transaction as the reason for it."""

from datetime import datetime, timedelta
from typing import cast

import msgspec
from asyncpg import Connection
from msgspec import Struct
from pgqueuer.queries import Queries

from helpline.errors import NotFound
from helpline.jobs import store
from helpline.vault.transaction import Transaction


async def enqueue(
    tx: Transaction, job: str, payload: Struct, *, key: str | None = None, at: datetime | None = None
) -> None:
    """Run `job` once this transaction commits, not before `at`.

    `payload` carries ids only. While a job with the same `key` waits *or runs*, another is not enqueued: a job that
    enqueues its own successor needs another key.
    """
    after = max(at - tx.now, timedelta()) if at else None
    await Queries.from_asyncpg_connection(cast(Connection, tx.db)).enqueue(
        job, msgspec.json.encode(payload), dedupe_key=key, execute_after=after, on_conflict="skip"
    )


async def retry(tx: Transaction, job: int) -> None:
    """Let a job that failed to its last attempt be tried anew. Raises `NotFound` when it is not held any more."""
    if not await store.retry(tx.db, job):
        raise NotFound("This job waits for nobody any more.")
