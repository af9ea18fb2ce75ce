"""`GET /follow-ups` for programs: open promises, soonest first."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.followups import panels, store
from helpline.followups.model import AttemptOutcome, FollowUp, FollowUpKind
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.api import Cursor, Limit, Moment, cursor, place_in, problems


class OpenFollowUp(Struct, kw_only=True):
    """A promise that is not kept yet."""

    id: UUID
    number: int
    kind: FollowUpKind
    what: str
    due_at: datetime
    overdue: bool
    escalated: bool
    owner_id: UUID | None
    owner: str | None
    contact_id: UUID | None
    case_id: UUID | None
    attempts: int
    last_outcome: AttemptOutcome | None
    version: int


class FollowUpPage(Struct):
    items: list[OpenFollowUp]
    next: str | None


class FollowUpsApi(Controller):
    path = "/follow-ups"
    opt = {"permission": Permission.FOLLOW_UP_READ}  # noqa: RUF012  # Litestar's own way
    tags = ("follow-ups",)

    @get("/", summary="Open promises, soonest first", responses=problems(422))
    async def follow_ups(
        self, tx: Transaction, owner: UUID | None = None, cursor: Cursor = "", limit: Limit = 50
    ) -> FollowUpPage:
        due, after = begins(cursor)
        rows = await store.open_after(tx, due, after, owner, limit + 1)
        shown = [panels.opened(tx, row) for row in rows[:limit]]
        await audit.record(tx, "follow_up.listed", "follow_up", shown=len(shown))
        return FollowUpPage([told(one) for one in shown], ends(shown[-1]) if len(rows) > limit else None)


def begins(given: str) -> tuple[datetime, UUID]:
    return place_in(given, tuple[Moment, UUID]) if given else (panels.LONG_AGO, UUID(int=0))


def ends(last: FollowUp) -> str:
    return cursor(last.due_at.isoformat(), last.id)


def told(one: FollowUp) -> OpenFollowUp:
    return OpenFollowUp(**{name: getattr(one, name) for name in OpenFollowUp.__struct_fields__})
