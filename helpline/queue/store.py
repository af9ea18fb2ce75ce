"""The queue's tables."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.queue.model import Filter, GivenRow, LineRow, NewWaiting, Place, SavedView, Waiting, Whose
from helpline.vault.transaction import Transaction

sql = statements(__file__)

WORD = "claim.word"


async def wait(tx: Transaction, news: Sequence[NewWaiting]) -> None:
    rows = [(new.contact_id, new.urgency.rank, new.since, new.due_at, new.channel) for new in news]
    if rows:
        await sql.wait.run(tx.db, *map(list, zip(*rows, strict=True)))


async def lines(tx: Transaction, after: Place, only: Filter, limit: int) -> list[LineRow]:
    place = (after.urgency_rank, after.due_at, after.contact_id)
    wanted = (
        only.channel,
        only.urgency.rank if only.urgency else None,
        tx.now if only.overdue else None,
        only.whose is Whose.NOBODY,
        tx.actor.id if only.whose is Whose.MINE else None,
        only.language,
        only.suggested,
    )
    return await sql.lines.many(tx.db, LineRow, *place, limit, *wanted)


async def first(tx: Transaction, limit: int) -> list[UUID]:
    return await sql.first.values(tx.db, limit)


async def held(tx: Transaction, staff: UUID) -> int:
    return int(await sql.held.value(tx.db, staff))


async def place(tx: Transaction, contact: UUID) -> Waiting | None:
    return await sql.place.one(tx.db, Waiting, contact)


async def claim(tx: Transaction, contact: UUID, staff: UUID) -> bool:
    return await sql.claim.run(tx.db, contact, staff, tx.now) == 1


async def begin_claim(
    tx: Transaction,
    contact: UUID,
    staff: UUID,
    given_by: UUID | None = None,
    word: bytes | None = None,
    *,
    unopened: bool = False,
) -> None:
    await sql.begin_claim.run(tx.db, contact, staff, tx.now, given_by, word, unopened)


async def open(tx: Transaction, contact: UUID, staff: UUID) -> bool:
    return await sql.open.run(tx.db, contact, staff) == 1


async def open_claim(tx: Transaction, contact: UUID, staff: UUID) -> None:
    await sql.open_claim.run(tx.db, contact, staff)


async def given(tx: Transaction, contact: UUID) -> GivenRow | None:
    return await sql.given.one(tx.db, GivenRow, contact)


async def end_claim(tx: Transaction, contact: UUID, how: str) -> None:
    await sql.end_claim.run(tx.db, contact, tx.now, how)


async def release(tx: Transaction, contact: UUID, staff: UUID) -> bool:
    return await sql.release.run(tx.db, contact, staff) == 1


async def hand_over(tx: Transaction, contact: UUID, holder: UUID | None, to: UUID, *, unopened: bool) -> bool:
    return await sql.hand_over.run(tx.db, contact, holder, to, tx.now, unopened) == 1


async def leave(tx: Transaction, contact: UUID) -> datetime | None:
    due: datetime | None = await sql.leave.value(tx.db, contact)
    return due


async def raised(tx: Transaction, contact: UUID, rank: int, due_at: datetime) -> bool:
    return await sql.raised.run(tx.db, contact, rank, due_at) == 1


async def views(tx: Transaction, staff: UUID, limit: int) -> list[SavedView]:
    return await sql.views.many(tx.db, SavedView, staff, limit)


async def kept_by(tx: Transaction, staff: UUID, name: str) -> int:
    return int(await sql.kept_by.value(tx.db, staff, name))


async def keep_view(tx: Transaction, view: SavedView) -> None:
    await sql.keep_view.run(tx.db, view.id, view.staff_id, view.name, view.filter, view.shared, tx.now)


async def rename_view(tx: Transaction, view: UUID, staff: UUID, name: str, *, any_shared: bool) -> bool:
    return await sql.rename_view.run(tx.db, view, staff, any_shared, name) == 1


async def view_stands(tx: Transaction, view: UUID, staff: UUID, *, any_shared: bool) -> bool:
    return bool(await sql.view_stands.value(tx.db, view, staff, any_shared))


async def drop_view(tx: Transaction, view: UUID, staff: UUID, *, any_shared: bool) -> bool:
    return await sql.drop_view.run(tx.db, view, staff, any_shared) == 1
