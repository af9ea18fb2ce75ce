"""Who is paged when the line is closed."""

from datetime import date
from typing import Any

from litestar import get
from litestar.response import Template

from helpline.line import panels
from helpline.line.pages import RosterPages
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import YEARS

Entered = dict[str, Any]


class RosterPage(RosterPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/", opt={"permission": Permission.ROSTER_READ})
    async def roster(self, tx: Transaction, staff: SignedIn, week: date | None = None) -> Template:
        sane = week if week is not None and week.year in YEARS else None
        return Template("desk/roster.html", context=await context(tx, staff, sane))


async def context(
    tx: Transaction, staff: SignedIn, week: object = None, *_: object, entered: Entered | None = None
) -> Entered:
    """The whole page with the week of a day; `entered` is what the form sent that could not be saved."""
    return await panels.roster(tx, week if isinstance(week, date) else None) | {
        "staff": await accounts.owners(tx),
        "may_change": staff.may(Permission.ROSTER_WRITE),
        "entered": entered or {},
    }
