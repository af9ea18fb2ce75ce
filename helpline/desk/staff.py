"""Who works here, what protects each account, and resets of lost second factors: asked by one, allowed by another."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.factors import store as factors
from helpline.staff import resets, store
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

HOME = "/desk/staff"
Entered = dict[str, Any]


class Reason(Struct):
    reason: str = ""


class Answer(Struct):
    allowed: bool


class StaffPage(Controller):
    path = HOME
    opt = {"permission": Permission.STAFF_RESET, "house": True, "fresh": True}  # noqa: RUF012  # Litestar's own way

    @get("/", opt={"permission": Permission.STAFF_READ, "fresh": False})
    async def page(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/staff.html", context=await context(tx, staff))

    @post("/{account:uuid}/resets", opt={"page": "staff"})
    async def ask(self, request: Request[Any, Any, Any], tx: Transaction, account: UUID) -> Redirect:
        await resets.ask(tx, account, (await form(request, Reason)).reason)
        return Redirect(HOME, status_code=303)

    @post("/resets/{reset:uuid}/answer", opt={"page": "staff"})
    async def answer(self, request: Request[Any, Any, Any], tx: Transaction, reset: UUID) -> Redirect:
        await resets.answer(tx, reset, allowed=(await form(request, Answer)).allowed)
        return Redirect(HOME, status_code=303)


async def context(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what the form sent that could not be saved."""
    accounts, held = await store.accounts(tx.db), await factors.holders(tx.db)
    asked = await resets.waiting(tx) if staff.may(Permission.STAFF_RESET) else []
    names = {one.id: one.display_name for one in accounts}
    await audit.record(tx, "staff.listed", "staff", shown=len(accounts))
    return {
        "accounts": [{"account": one, "factors": held.get(one.id, 0)} for one in accounts],
        "resets": [
            {
                "id": one.id,
                "name": names.get(one.staff_id, ""),
                "by": names.get(UUID(one.asked_by.partition(":")[2]), "") if ":" in one.asked_by else _("The server"),
                "at": one.asked_at,
                "reason": one.reason,
                "mine": staff.id == one.staff_id or str(staff.actor) == one.asked_by,
            }
            for one in asked
        ],
        "may_reset": staff.may(Permission.STAFF_RESET),
        "open_for": ids[0] if entered and ids else None,
        "entered": entered or {},
    }
