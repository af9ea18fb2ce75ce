"""Asking what is safe, in words that tell nobody anything, and noting the answer."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template

from helpline.contacts import actions as contacts
from helpline.desk.contact import considered, safe, safe_for
from helpline.followups import dialling
from helpline.outbox import asking
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import actions as triage
from helpline.triage import panels as triage_panels
from helpline.vault.transaction import Transaction
from helpline.web.once import sent_before
from helpline.wording.asking import SPOKEN


class SafeQuestionPage(Controller):
    path = "/desk/contacts/{contact:uuid}/safe-question"
    opt = {"permission": Permission.CONTACT_REPLY, "page": "safe_question"}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def question(self, tx: Transaction, staff: SignedIn, contact: UUID) -> Template:
        return Template("desk/safe_question.html", context=await context(tx, staff, contact))

    @post("/")
    async def ask(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        if not await sent_before(request, tx):
            await asking.ask(tx, contact)
        return Redirect(f"/desk/contacts/{contact}#safe", status_code=303)


async def context(
    tx: Transaction, staff: SignedIn, contact: UUID, entered: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What would be written and said, how it would go, and the form for the answer, which begins with what stands."""
    view = await contacts.opened(tx, contact)
    rules, now = await considered(tx, view)
    names = {f"staff:{one}": name for one, name in await accounts.owners(tx)}
    way, known = await asking.way(tx, view), await triage.known(tx, contact)
    return {
        "contact": {"id": contact, "number": view.row.number},
        "in_danger": triage_panels.in_danger(known) and dialling.asked_for(view.content) is not None,
        "asking": way,
        "aloud": SPOKEN[way.language],
        "asked_at": asking.asked_at(view),
        "on_its_way": asking.on_its_way(view),
        "safe": await safe(tx, view, names, rules, now),
        "safe_for": safe_for(view),
        "entered": entered or {},
    }
