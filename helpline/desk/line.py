"""The operators' telephone: who is there, who waits, and the call one is on with everything it needs.

The only page that talks to somebody else than us: the browser's telephone connects to the provider, so this page's
policy names the provider's addresses and lets the microphone be used.
"""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.channel import Switch
from helpline.contacts.model import Language
from helpline.desk import contact as contact_page
from helpline.desk.follow_ups import said_there
from helpline.followups import calling
from helpline.followups import panels as followup_panels
from helpline.hours import actions as hours
from helpline.intake import noting
from helpline.intake.digest import Digestion
from helpline.line import calls, panels
from helpline.line.model import LineCall
from helpline.line.pages import LinePages
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Engine, Transaction
from helpline.web.forms import form
from helpline.web.guards import actor
from helpline.web.headers import with_telephone

Entered = dict[str, Any]


class ClosureForm(Struct, forbid_unknown_fields=True):
    """The version of the note as its writer sees it; None: as it stands."""

    version: int | None = None


class LinePage(LinePages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/")
    async def line(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Template:
        switch: Switch = request.app.state.switch
        headers = with_telephone(switch.origins())
        return Template("desk/line.html", context=await context(tx, staff), headers=headers)

    @get("/bar")
    async def bar(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("line/_bar.html", context=await panels.line(tx, staff.id))

    @post("/calls/{call:uuid}/closure")
    async def finish(self, request: Request[Any, Any, Any], engine: Engine, call: UUID) -> Redirect:
        digestion: Digestion = request.app.state.digestion
        given = await form(request, ClosureForm)
        await noting.finish(engine, digestion, actor(request), call, given.version)
        return Redirect("/desk/line", status_code=303)


async def context(tx: Transaction, staff: SignedIn, *ids: UUID, entered: Entered | None = None) -> Entered:
    """The whole page. `ids`: what a refused form's address named; the page shows what is there now."""
    row = await panels.own_call(tx, staff.id)
    found = await panels.line(tx, staff.id)
    return {
        **found,
        "ringing": [one | {"safe": await calling.safe(tx, one["call_id"])} for one in found["ringing"]],
        **(await with_contact(tx, staff, row) if row else {}),
        "call": await panels.call(tx, row, staff.id) if row else None,
        "theirs": (entered or {}).get("text") is not None,
        "call_backs": await followup_panels.call_backs(tx, staff.id),
        "phone_known": await accounts.phone(tx, staff.id) is not None,
        "languages_known": list(Language),
        "emergency": await hours.emergency_numbers(tx),
        "entered": entered or {},
    }


async def with_contact(tx: Transaction, staff: SignedIn, row: LineCall) -> Entered:
    """The call's contact as on its own page; nothing while its first ring is not read yet. A call of ours for a case is
    no contact: what is safe stands there all the same.
    """
    contact = await calls.contact_of(tx, row)
    await audit.record(tx, "line.call_opened", "call", row.id)
    promise = await followup_panels.done(tx, row.follow_up_id)
    words = {"words": await said_there(tx, staff, promise.contact_id if promise else None)}
    if contact:
        return await contact_page.context(tx, staff, contact) | words
    return words | {"contact": None, "dialled": await calling.safe(tx, row.id)}
