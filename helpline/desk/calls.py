"""Calling whoever a contact is from, with one press: the handset rings, or the number stands in the promise's page.

Apart from that page's own buttons, because the press makes the promise too. What is merely opened or loaded again shows
no number.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template

from helpline.desk import follow_ups
from helpline.followups import contacting
from helpline.line import panels as line_panels
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.errors import NotConfirmed
from helpline.web.forms import read
from helpline.web.once import sent_before


class ContactCalls(Controller):
    path = "/desk/contacts/{contact:uuid}/calls"
    opt = {"permission": Permission.FOLLOW_UP_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def calls(self, contact: UUID) -> Redirect:
        """Where somebody who was sent the address of a colleague's call finds whom it was to."""
        return Redirect(f"/desk/contacts/{contact}#call", status_code=303)

    @post("/", status_code=200)
    async def call(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, contact: UUID
    ) -> Redirect | Template:
        """Sent again, as by a page that is loaded again, it leads to the promise and shows nothing."""
        await read(request)
        if await sent_before(request, tx):
            standing = await contacting.standing(tx, contact, staff.id)
            return called(standing.id) if standing else Redirect(f"/desk/contacts/{contact}#call", status_code=303)
        promise = await contacting.call(tx, contact, staff.id)
        if await line_panels.at_line(tx, staff.id) or not staff.may(Permission.NUMBER_READ):
            return called(promise)
        return await number(tx, staff, promise)


class DangerCalls(Controller):
    path = "/desk/contacts/{contact:uuid}/danger-calls"
    opt = {"permission": Permission.FOLLOW_UP_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def promise(self, tx: Transaction, staff: SignedIn, contact: UUID) -> Redirect:
        """To the page where a danger to life, named, overrides what is not safe; nothing rings and nothing is shown."""
        return called(await contacting.in_danger(tx, contact, staff.id))


def called(promise: UUID) -> Redirect:
    return Redirect(f"/desk/follow-ups/{promise}#call", status_code=303)


async def number(tx: Transaction, staff: SignedIn, promise: UUID) -> Template:
    """The number in the promise's page, under the same gate and with the same record as its own button.

    Raises `NotConfirmed` for whoever has not proved lately who he is.
    """
    if not staff.is_fresh(tx.now):
        raise NotConfirmed("Confirm that it is you.")
    dialled = await contacting.show(tx, promise, staff.id)
    shown = {"dialled": dialled, "problems": follow_ups.groundless(dialled, "danger")}
    found = await follow_ups.context(tx, staff, promise)
    return Template("desk/follow_up.html", context=found | shown, status_code=200 if dialled.number else 409)
