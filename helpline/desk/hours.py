"""When the line is open, and which numbers are named to people in danger: for those who may change it."""

from typing import Any

from litestar import get
from litestar.response import Template

from helpline.hours import panels
from helpline.hours.pages import HoursPages
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Transaction

Entered = dict[str, Any]


class HoursPage(HoursPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/")
    async def hours(self, tx: Transaction, staff: SignedIn, year: int | None = None) -> Template:
        return Template("desk/hours.html", context=await context(tx, staff, year))


async def context(
    tx: Transaction, _staff: SignedIn, year: object = None, *_: object, entered: Entered | None = None
) -> Entered:
    """The whole page; `year`: of the proposed holidays; `entered` is what a form sent that could not be saved."""
    return await panels.changeable(tx, year if isinstance(year, int) else None) | {"entered": entered or {}}
