"""Taking a contact, letting it go, handing it over."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.errors import Invalid
from helpline.queue import actions, filters, views
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form, id_in
from helpline.web.words import gettext as _


class HandOver(Struct, forbid_unknown_fields=True):
    """To whom, who held it on the screen, and a word to whoever gets it."""

    to: str = ""
    holder: str = ""
    word: str = ""


class ViewForm(Struct, forbid_unknown_fields=True):
    """A name for the filter on the screen; `filter` is what stands behind the question mark there."""

    name: str = ""
    filter: str = ""
    shared: str = ""


class ViewPages(Controller):
    path = "/desk/queue/views"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "queue"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def keep(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Redirect:
        given = await form(request, ViewForm)
        only = await views.keep(tx, staff, given.name, given.filter, shared=given.shared == "yes")
        return Redirect(filters.address(only), status_code=303)

    @post("/{view:uuid}/name")
    async def rename(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, view: UUID) -> Redirect:
        given = await form(request, ViewForm)
        await views.rename(tx, staff, view, given.name)
        return Redirect(filters.address(views.readable(given.filter) or actions.EVERYTHING), status_code=303)

    @post("/{view:uuid}/removal")
    async def drop(self, tx: Transaction, staff: SignedIn, view: UUID) -> Redirect:
        await views.drop(tx, staff, view)
        return Redirect("/desk/queue", status_code=303)


class QueuePages(Controller):
    path = "/desk/contacts/{contact:uuid}"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/claim")
    async def claim(self, tx: Transaction, staff: SignedIn, contact: UUID) -> Redirect:
        await actions.claim(tx, contact, staff.id)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)

    @post("/release")
    async def release(self, tx: Transaction, staff: SignedIn, contact: UUID) -> Redirect:
        await actions.release(tx, contact, staff.id)
        return Redirect("/desk/queue", status_code=303)

    @post("/hand-over")
    async def hand_over(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, HandOver)
        if not given.to:
            raise Invalid({"to": _("Choose who takes it.")})
        holder = id_in(given.holder, "to") if given.holder else None
        await actions.hand_over(tx, contact, id_in(given.to, "to"), holder, given.word)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)
