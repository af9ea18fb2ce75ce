"""Answering a contact, now or later, and taking an answer back before it leaves."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.contacts import actions as contacts
from helpline.outbox import actions, conversation
from helpline.outbox.rules import leaves_at
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form
from helpline.web.once import sent_before


class ReplyForm(Struct, forbid_unknown_fields=True):
    """`leave_at`: a local time to come, or "" for now; `prepared`: an answer to put in, for the preview."""

    text: str = ""
    leave_at: str = ""
    prepared: str = ""


class Prepared(Struct, frozen=True):
    """A prepared answer with what it left open filled in for one contact."""

    text: str


class ReplyPages(Controller):
    path = "/desk/contacts/{contact:uuid}"
    opt = {"permission": Permission.CONTACT_REPLY, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @get("/answers/{answer:uuid}")
    async def prepared(self, tx: Transaction, contact: UUID, answer: UUID) -> Prepared:
        view = await contacts.opened(tx, contact)
        return Prepared(await actions.drafted(tx, view, "", str(answer)))

    @post("/replies")
    async def reply(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, ReplyForm)
        if not await sent_before(request, tx):
            chosen = from_local(given.leave_at, "leave_at") if given.leave_at else None
            await actions.reply(tx, contact, given.text, leaves_at(chosen, tx.now))
        return Redirect(f"/desk/contacts/{contact}#sent", status_code=303)

    @post("/replies/{reply:uuid}/withdrawal")
    async def withdraw(self, tx: Transaction, contact: UUID, reply: UUID) -> Redirect:
        letter = await actions.withdraw(tx, contact, reply)
        return Redirect(f"/desk/contacts/{contact}?again={letter}#answer", status_code=303)

    @post("/replies/{reply:uuid}/notice")
    async def notice(self, tx: Transaction, contact: UUID, reply: UUID) -> Redirect:
        await conversation.notice(tx, contact, reply)
        return Redirect("/desk/queue", status_code=303)
