"""Resets that were asked for. A file of its own because who asks and who allows are accounts, which know factors."""

from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct, structs

from helpline.db.statements import Db
from helpline.factors.store import sql


class Asked(Struct, frozen=True):
    """A reset that waits for a second person. `asked_by`: an actor as the audit names him."""

    id: UUID
    staff_id: UUID
    asked_by: str
    asked_at: datetime
    sealed_reason: bytes
    reason: str = ""

    def with_reason(self, reason: str) -> "Asked":
        """The same, for a screen."""
        return structs.replace(self, reason=reason)


async def ask(db: Db, id: UUID, staff: UUID, actor: str, sealed: bytes, now: datetime) -> bool:
    return await sql.ask_reset.run(db, id, staff, actor, sealed, now) == 1


async def answer(db: Db, id: UUID, actor: str, now: datetime, *, allowed: bool) -> UUID | None:
    """Whose it is; None when it was answered before, or this one may not."""
    return cast("UUID | None", await sql.answer_reset.value(db, id, actor, now, allowed))


async def waiting(db: Db) -> list[Asked]:
    return await sql.resets.many(db, Asked)
