"""Putting people on the roster and taking them off."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.line import actions
from helpline.line.model import NewDuty
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form


class DutyForm(Struct, forbid_unknown_fields=True):
    """A turn as the form sends it, in local time."""

    staff_id: UUID
    starts_at: str = ""
    ends_at: str = ""


class RosterPages(Controller):
    path = "/desk/roster"
    opt = {"permission": Permission.ROSTER_WRITE, "page": "roster"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def add(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, DutyForm)
        starts_at, ends_at = from_local(given.starts_at, "starts_at"), from_local(given.ends_at, "ends_at")
        await actions.add_duty(tx, NewDuty(given.staff_id, starts_at, ends_at))
        return Redirect("/desk/roster", status_code=303)

    @post("/{duty:uuid}/removal")
    async def remove(self, tx: Transaction, duty: UUID) -> Redirect:
        await actions.remove_duty(tx, duty)
        return Redirect("/desk/roster", status_code=303)
