"""Who is paged when the line is closed."""

from typing import Any

from litestar import get
from litestar.response import Template

from helpline.line import panels
from helpline.line.pages import RosterPages
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction

Entered = dict[str, Any]


class RosterPage(RosterPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/", opt={"permission": Permission.ROSTER_READ})
    async def roster(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/roster.html", context=await context(tx, staff))


async def context(tx: Transaction, staff: SignedIn, *_: object, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what the form sent that could not be saved."""
    return await panels.roster(tx) | {
        "staff": await accounts.owners(tx),
        "may_change": staff.may(Permission.ROSTER_WRITE),
        "entered": entered or {},
    }
