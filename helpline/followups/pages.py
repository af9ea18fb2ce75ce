"""Making a promise, writing down attempts, ending it, handing it over, postponing it."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.followups import actions, dialling, slips
from helpline.followups.model import AttemptOutcome, Ending, FollowUpKind
from helpline.followups.rules import still_to_come
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form
from helpline.web.once import sent_before


class PromiseForm(Struct, forbid_unknown_fields=True):
    """A promise about a contact or a case, as the form sends it."""

    kind: FollowUpKind
    what: str
    due_at: str
    owner: UUID | None = None


class CasePromiseForm(PromiseForm):
    """A case knows several people, so its form says whom: an address of somebody, or a contact."""

    whom: UUID | None = None
    life_area: str = ""


class Listed(StrEnum):
    """The list a promise was worked on in, which is where its reader goes on."""

    DAY = "day"
    OVERDUE = "overdue"
    ALL = "all"


class AttemptForm(Struct, forbid_unknown_fields=True):
    """What came of an attempt. From a list (`listed`) it is one key: `again` is the next time it proposed."""

    version: int
    outcome: AttemptOutcome
    due_at: str = ""
    note: str = ""
    again: str = ""
    listed: Listed | None = None


class Undone(StrEnum):
    """What was taken back just now: that the promise ended, or that somebody tried."""

    ENDING = "ending"
    ATTEMPT = "attempt"


class ClosureForm(Struct, forbid_unknown_fields=True):
    version: int
    how: Ending
    reason: str = ""
    listed: Listed | None = None


class OwnerForm(Struct, forbid_unknown_fields=True):
    version: int
    owner: UUID
    listed: Listed | None = None


class SlipForm(Struct, forbid_unknown_fields=True):
    version: int
    listed: Listed | None = None


class PostponementForm(Struct, forbid_unknown_fields=True):
    version: int
    later: str


class ContactPromises(Controller):
    path = "/desk/contacts/{contact:uuid}/follow-ups"
    opt = {"permission": Permission.FOLLOW_UP_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def promise(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, PromiseForm)
        due_at = still_to_come(from_local(given.due_at, "due_at"), tx.now, "due_at")
        if not await sent_before(request, tx):
            await actions.promise(
                tx, kind=given.kind, what=given.what, due_at=due_at, owner=given.owner, contact=contact
            )
        return Redirect(f"/desk/contacts/{contact}", status_code=303)


class CasePromises(Controller):
    path = "/desk/cases/{case:uuid}/follow-ups"
    opt = {"permission": Permission.FOLLOW_UP_WRITE, "page": "case"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def promise(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, CasePromiseForm)
        due_at = still_to_come(from_local(given.due_at, "due_at"), tx.now, "due_at")
        callee = await dialling.chosen(tx, case, given.kind, given.whom)
        if not await sent_before(request, tx):
            await actions.promise(
                tx,
                kind=given.kind,
                what=given.what,
                due_at=due_at,
                owner=given.owner,
                case=case,
                contact=callee.contact,
                person=callee.person,
                address=callee.address,
                life_area=given.life_area,
            )
        return Redirect(f"/desk/cases/{case}", status_code=303)


class FollowUpPages(Controller):
    path = "/desk/follow-ups/{follow_up:uuid}"
    opt = {"permission": Permission.FOLLOW_UP_WRITE, "page": "follow_up"}  # noqa: RUF012  # Litestar's own way

    @post("/attempts")
    async def attempt(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, AttemptForm)
        chosen = given.due_at or (given.again if given.outcome is AttemptOutcome.LATER else "")
        due_at = from_local(chosen, "due_at") if chosen else None
        if await sent_before(request, tx):
            return shown(follow_up)
        permitted = await actions.attempt(tx, follow_up, given.outcome, given.note, given.version, due_at)
        return back(follow_up, given.listed) if permitted else shown(follow_up)

    @post("/attempts/removal")
    async def take_back(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, SlipForm)
        await slips.take_back(tx, follow_up, given.version)
        return back(follow_up, given.listed, Undone.ATTEMPT) if given.listed else shown(follow_up)

    @post("/closure")
    async def close(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, ClosureForm)
        end = actions.keep if given.how is Ending.KEPT else actions.drop
        await end(tx, follow_up, given.version, given.reason)
        return back(follow_up, given.listed)

    @post("/reopening")
    async def reopen(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, SlipForm)
        await slips.reopen(tx, follow_up, given.version)
        return back(follow_up, given.listed, Undone.ENDING) if given.listed else shown(follow_up)

    @post("/owner")
    async def hand_over(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, OwnerForm)
        await actions.hand_over(tx, follow_up, given.version, given.owner)
        return back(follow_up, given.listed) if given.listed else shown(follow_up)

    @post("/postponement")
    async def postpone(self, request: Request[Any, Any, Any], tx: Transaction, follow_up: UUID) -> Redirect:
        given = await form(request, PostponementForm)
        await actions.postpone(tx, follow_up, given.version, from_local(given.later, "later"))
        return Redirect(f"/desk/follow-ups/{follow_up}", status_code=303)


def shown(follow_up: UUID) -> Redirect:
    """The promise itself, where what was done can be seen."""
    return Redirect(f"/desk/follow-ups/{follow_up}", status_code=303)


def back(follow_up: UUID, listed: Listed | None, undone: Undone | None = None) -> Redirect:
    """The list it was worked on in, or one's day, which says what was done and offers to take it back."""
    where = f"/desk/follow-ups?show={listed or Listed.DAY}&done={follow_up}"
    return Redirect(f"{where}&undone={undone}" if undone else where, status_code=303)
