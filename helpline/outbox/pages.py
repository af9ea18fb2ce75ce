"""Answering a contact."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.outbox import actions
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.once import sent_before


class ReplyForm(Struct, forbid_unknown_fields=True):
    text: str = ""


class ReplyPages(Controller):
    path = "/desk/contacts/{contact:uuid}"
    opt = {"permission": Permission.CONTACT_REPLY, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/replies")
    async def reply(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, ReplyForm)
        if not await sent_before(request, tx):
            await actions.reply(tx, contact, given.text)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)
