"""The quarantine: what was called spam, for a person to look at every day."""

from typing import Any

from litestar import Controller, get
from litestar.response import Template

from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import quarantine
from helpline.vault.transaction import Transaction

Entered = dict[str, Any]


class QuarantinePage(Controller):
    path = "/desk/quarantine"
    opt = {"permission": Permission.QUEUE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def quarantine(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/quarantine.html", context=await context(tx, staff))


async def context(tx: Transaction, staff: SignedIn, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what a form sent that could not be saved."""
    return {
        "rows": await quarantine.rows(tx),
        "may_sweep": staff.may(Permission.CONTACT_DECIDE),
        "entered": entered or {},
    }
