"""`GET /queue` for programs: who waits, most urgent first; no names and no words."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from msgspec import Struct

from helpline.contacts.model import Channel, Disposition, Language, Urgency
from helpline.queue import actions
from helpline.queue.model import Filter, Line, Place
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.api import Cursor, Limit, Moment, cursor, place_in, problems


class WaitingContact(Struct, kw_only=True):
    """One line of the queue."""

    contact_id: UUID
    number: int
    channel: Channel
    received_at: datetime
    language: Language | None
    urgency: Urgency
    suggested_disposition: Disposition | None
    unclear: bool
    due_at: datetime
    overdue: bool
    claimed_by: UUID | None
    unreadable: bool
    version: int


class WaitingPage(Struct):
    items: list[WaitingContact]
    next: str | None


class QueueApi(Controller):
    path = "/queue"
    opt = {"permission": Permission.QUEUE_READ}  # noqa: RUF012  # Litestar's own way
    tags = ("queue",)

    @get("/", summary="Who waits for a decision", responses=problems(422))
    async def queue(
        self, tx: Transaction, channel: Channel | None = None, cursor: Cursor = "", limit: Limit = 50
    ) -> WaitingPage:
        lines = await actions.lines(tx, begins(cursor), Filter(channel=channel), limit + 1)
        shown = lines[:limit]
        return WaitingPage([line(tx, one) for one in shown], ends(shown[-1]) if len(lines) > limit else None)


def begins(given: str) -> Place:
    return Place(*place_in(given, tuple[int, Moment, UUID])) if given else actions.BEGINNING


def ends(last: Line) -> str:
    return cursor(last.row.urgency_rank, last.row.due_at.isoformat(), last.row.id)


def line(tx: Transaction, one: Line) -> WaitingContact:
    row = one.row
    return WaitingContact(
        contact_id=row.id,
        number=row.number,
        channel=row.channel,
        received_at=row.received_at,
        language=row.language,
        urgency=row.urgency,
        suggested_disposition=row.disposition,
        unclear=bool(row.unclear),
        due_at=row.due_at,
        overdue=row.due_at < tx.now,
        claimed_by=row.claimed_by,
        unreadable=row.unreadable,
        version=row.version,
    )
