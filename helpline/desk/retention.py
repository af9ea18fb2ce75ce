"""How long each class of record is kept, with the law's note, and what would go today."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from helpline.changes import actions as changes
from helpline.retention import periods
from helpline.retention.model import PROPOSED, KeptClass, Period
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form

HOME = "/desk/settings/retention"
Entered = dict[str, Any]


class PeriodForm(Struct, forbid_unknown_fields=True):
    days: int
    note: Annotated[str, Meta(max_length=500)] = ""
    version: int | None = None


class RetentionPage(Controller):
    """In the house's name, because counts are of everybody's records: numbers alone come to the page."""

    path = HOME
    opt = {"permission": Permission.RETENTION_WRITE, "house": True, "page": "retention"}  # noqa: RUF012  # Litestar's

    @get("/", opt={"permission": Permission.SETTINGS_READ})
    async def page(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/retention.html", context=await context(tx, staff))

    @post("/{name:str}/periods")
    async def change(self, request: Request[Any, Any, Any], tx: Transaction, name: KeptClass) -> Redirect:
        given = await form(request, PeriodForm)
        await periods.change(tx, name, Period(given.days, given.note.strip()), given.version)
        return Redirect(HOME, status_code=303)


async def context(tx: Transaction, staff: SignedIn, name: object = None, *, entered: Entered | None = None) -> Entered:
    """The whole table; `entered` is what a form sent that could not be saved."""
    known = await periods.load(tx)
    due = await periods.due(tx, known)
    return {
        "rows": [
            {
                "name": one,
                "period": period,
                "proposed": PROPOSED[one].days,
                "due": due.get(one, 0),
                "version": await changes.version(tx, periods.area(one)),
                "changes": await changes.lately(tx, periods.area(one), 3),
            }
            for one, period in known.items()
        ],
        "may_change": staff.may(Permission.RETENTION_WRITE),
        "open_for": str(name) if entered else "",
        "entered": entered or {},
    }
