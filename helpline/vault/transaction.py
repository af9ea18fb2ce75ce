"""One transaction per request or job: who acts, when, on which connection, with which keys.

Returning commits, raising rolls back. The actor is set inside the transaction, and row-level security shows nothing
without one.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from asyncpg import Pool
from asyncpg.pool import PoolConnectionProxy
from msgspec import Struct

from helpline import clock
from helpline.vault.vault import Vault


class ActorKind(StrEnum):
    STAFF = "staff"
    TOKEN = "token"  # noqa: S105  # a kind of actor, not a password
    WRITER = "writer"
    SYSTEM = "system"


class Actor(Struct, frozen=True):
    """Who acts. `role` is what row-level security looks at; `id` is a staff or token id, or None for the house."""

    kind: ActorKind
    role: str
    id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)


SYSTEM = Actor(ActorKind.SYSTEM, "system")
WRITER = Actor(ActorKind.WRITER, "system")


class Transaction(Struct, frozen=True):
    """What every action needs: a connection inside a transaction, the keys, who acts, and the time it is for him."""

    db: PoolConnectionProxy
    vault: Vault
    actor: Actor
    now: datetime


class Engine(Struct, frozen=True):
    """The database and the keys of this process."""

    pool: Pool
    vault: Vault

    @asynccontextmanager
    async def transaction(self, actor: Actor) -> AsyncIterator[Transaction]:
        """Begin, name the actor, and commit on return or roll back on any error."""
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(ACT, str(actor), actor.role)
            yield Transaction(connection, self.vault, actor, clock.now())


ACT = "select set_config('helpline.actor', $1, true), set_config('helpline.role', $2, true)"
