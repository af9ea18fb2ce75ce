"""Several contacts at once: look once more, decide by name, and take it back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import many
from helpline.triage.pages import seen_in
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.terms import term

Entered = dict[str, Any]


class ManyForm(Struct, forbid_unknown_fields=True):
    """What was ticked, each as its id and the version that was seen, and what it is called."""

    what: many.Junk
    seen: list[str] = []


class ManyPages(Controller):
    path = "/desk/queue/many"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "many"}  # noqa: RUF012  # Litestar's own way

    @post("/", status_code=200)
    async def look(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Template:
        given = await form(request, ManyForm)
        return Template(
            "desk/many.html", context=await context(tx, staff, entered={"what": given.what, "seen": given.seen})
        )

    @post("/decisions")
    async def decide(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, ManyForm)
        made = await many.decide_many(tx, [seen_in(one) for one in given.seen], given.what)
        return Redirect(f"/desk/queue/many/{made}", status_code=303)


class ManyDecided(Controller):
    path = "/desk/queue/many/{decision:uuid}"
    opt = {"permission": Permission.CONTACT_DECIDE}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def decided(self, tx: Transaction, decision: UUID) -> Template:
        rows = await many.together(tx, decision)
        return Template("desk/many_decided.html", context={"decision": decision, "rows": rows})

    @post("/undoing")
    async def take_back(self, tx: Transaction, decision: UUID) -> Redirect:
        await many.take_back(tx, decision)
        return Redirect("/desk/queue", status_code=303)


async def context(tx: Transaction, staff: SignedIn, *ids: UUID, entered: Entered | None = None) -> Entered:
    """What is ticked, as it stands now; also after a decision that could not be saved."""
    given = entered or {}
    ticked = given.get("seen", [])
    seen = [seen_in(one) for one in ([ticked] if isinstance(ticked, str) else ticked)]
    what = str(given.get("what", ""))
    rows = await many.looked_at(tx, seen)
    called = (
        term(many.Junk.WRONG_NUMBER, "closing_reason")
        if what == many.Junk.WRONG_NUMBER
        else term("spam", "disposition")
    )
    return {"rows": rows, "what": what, "called": called, "allowed": [row for row in rows if not row["refused"]]}
