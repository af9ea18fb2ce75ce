"""Promises: the list of what is overdue, due today and upcoming, and one promise with its attempts."""

from typing import Any, Literal
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Template
from msgspec import Struct, structs

from helpline.contacts.rules import shown_address
from helpline.followups import calling, panels
from helpline.followups.model import Dialling, Need
from helpline.line import panels as line_panels
from helpline.people.model import Danger
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _


class CallForm(Struct, forbid_unknown_fields=True):
    """A call about to be made. `danger`: a life is at stake, whatever the rule says."""

    version: int
    danger: Danger | None = None


class NumberForm(CallForm):
    """`need`: why, where the promise is a colleague's."""

    need: Need | None = None


SHOWING = {"permission": Permission.NUMBER_READ, "page": "follow_up", "fresh": True}
WRITING = {"permission": Permission.FOLLOW_UP_WRITE, "page": "follow_up"}


class FollowUpsPage(Controller):
    path = "/desk/follow-ups"
    opt = {"permission": Permission.FOLLOW_UP_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def follow_ups(self, tx: Transaction, staff: SignedIn, whose: Literal["mine", "all"] = "mine") -> Template:
        groups = await panels.agenda(tx, staff.id if whose == "mine" else None)
        views = [
            ("/desk/follow-ups", _("Mine and nobody's"), None, whose == "mine"),
            ("/desk/follow-ups?whose=all", _("Everybody's"), None, whose == "all"),
        ]
        return Template("desk/follow_ups.html", context={"groups": groups, "views": views})

    @get("/reminder")
    async def reminder(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("followups/_reminder.html", context={"due": await panels.reminder(tx, staff.id)})

    @get("/{follow_up:uuid}")
    async def follow_up(self, tx: Transaction, staff: SignedIn, follow_up: UUID) -> Template:
        return Template("desk/follow_up.html", context=await context(tx, staff, follow_up))

    @post("/{follow_up:uuid}/calls", opt=SHOWING, status_code=200)
    async def call(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, follow_up: UUID
    ) -> Template:
        """The number in the page, for a call from another telephone."""
        given = await form(request, NumberForm)
        dialled = await calling.show(tx, follow_up, staff.id, given.version, given.danger, given.need)
        return Template("desk/follow_up.html", context=await context(tx, staff, follow_up) | {"dialled": dialled})

    @post("/{follow_up:uuid}/line-calls", opt=WRITING, status_code=200)
    async def call_through_line(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, follow_up: UUID
    ) -> Template:
        """The operator's own handset rings, then the number is dialled as the service; the page shows a mask of it."""
        given = await form(request, CallForm)
        dialled = await calling.call(tx, follow_up, staff.id, given.version, given.danger)
        shown = {
            "dialled": structs.replace(dialled, number=""),
            "calling": shown_address(dialled.number),
            "problems": {} if dialled.number else {"": dialled.reason},
        }
        found = await context(tx, staff, follow_up)
        return Template("desk/follow_up.html", context=found | shown, status_code=200 if dialled.number else 409)


async def context(
    tx: Transaction, staff: SignedIn, follow_up: UUID, entered: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One promise with its attempts; the number stays in the record until it is dialled."""
    told = await panels.one(tx, follow_up)
    return {
        "promised": told.promised,
        "attempts": told.attempts,
        "staff": await accounts.owners(tx),
        "dangers": list(Danger),
        "needs": list(Need) if told.promised.owner_id not in (None, staff.id) else [],
        "dialled": NOT_DIALLED,
        "calling": "",
        "at_line": await line_panels.at_line(tx, staff.id),
        "entered": entered or {},
    }


NOT_DIALLED = Dialling("", "")
