"""Promises: the list of what is overdue, due today and upcoming, and one promise with its attempts."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Template
from msgspec import Struct, structs

from helpline.contacts import actions as contacts
from helpline.contacts import panels as contact_panels
from helpline.contacts.rules import shown_address
from helpline.desk import contact as contact_page
from helpline.errors import Erased, Invalid, NotFound
from helpline.followups import calling, dialling, panels, rules, slips
from helpline.followups.model import Dialling, FollowUpKind, Need
from helpline.followups.pages import Listed, Undone
from helpline.hours import actions as hours
from helpline.line import panels as line_panels
from helpline.people.model import Danger
from helpline.questions import panels as question_panels
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import actions as triage
from helpline.triage.panels import in_danger
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE
from helpline.web.forms import form
from helpline.web.words import gettext as _


class CallForm(Struct, forbid_unknown_fields=True):
    """A call about to be made. `danger`: a life is at stake, whatever the rule says."""

    version: int
    danger: Danger | None = None


class NumberForm(CallForm):
    """`need`: why, where the promise is a colleague's."""

    need: Need | None = None


SHOWING = {"permission": Permission.NUMBER_READ, "page": "follow_up", "fresh": True}
WRITING = {"permission": Permission.FOLLOW_UP_WRITE, "page": "follow_up"}


class FollowUpsPage(Controller):
    path = "/desk/follow-ups"
    opt = {"permission": Permission.FOLLOW_UP_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def follow_ups(
        self,
        tx: Transaction,
        staff: SignedIn,
        show: Listed = Listed.DAY,
        done: UUID | None = None,
        undone: Undone | None = None,
    ) -> Template:
        late = show is Listed.OVERDUE
        groups = await (panels.late(tx) if late else panels.agenda(tx, staff.id if show is Listed.DAY else None))
        shown = {
            "groups": groups,
            "views": views(show),
            "listed": show,
            "done": await panels.done(tx, done),
            "undone": undone,
            "slip": await slips.slip(tx, done) if done and undone is None else None,
        }
        return Template("desk/follow_ups.html", context=shown)

    @get("/week")
    async def week(self, tx: Transaction, staff: SignedIn, of: str = "", everybody: bool = False) -> Template:
        monday = rules.monday(week_in(of) or tx.now.astimezone(ZONE).date())
        days = await panels.week(tx, monday, None if everybody else staff.id)
        return Template("desk/week.html", context={"days": days, "views": views(None)} | around(monday, everybody))

    @get("/reminder")
    async def reminder(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("followups/_reminder.html", context={"due": await panels.reminder(tx, staff.id)})

    @get("/{follow_up:uuid}")
    async def follow_up(self, tx: Transaction, staff: SignedIn, follow_up: UUID) -> Template:
        return Template("desk/follow_up.html", context=await context(tx, staff, follow_up))

    @post("/{follow_up:uuid}/calls", opt=SHOWING, status_code=200)
    async def call(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, follow_up: UUID
    ) -> Template:
        """The number in the page, for a call from another telephone."""
        given = await form(request, NumberForm)
        dialled = await calling.show(tx, follow_up, staff.id, given.version, given.danger, given.need)
        shown = {"dialled": dialled, "problems": groundless(dialled, "danger")}
        found = await context(tx, staff, follow_up)
        return Template("desk/follow_up.html", context=found | shown, status_code=200 if dialled.number else 409)

    @post("/{follow_up:uuid}/line-calls", opt=WRITING, status_code=200)
    async def call_through_line(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, follow_up: UUID
    ) -> Template:
        """The operator's own handset rings, then the number is dialled as the service; the page shows a mask of it."""
        given = await form(request, CallForm)
        dialled = await calling.call(tx, follow_up, staff.id, given.version, given.danger)
        shown = {
            "dialled": structs.replace(dialled, number=""),
            "calling": shown_address(dialled.number),
            "problems": groundless(dialled, "line-danger"),
        }
        found = await context(tx, staff, follow_up)
        return Template("desk/follow_up.html", context=found | shown, status_code=200 if dialled.number else 409)


def groundless(dialled: Dialling, field: str) -> dict[str, str]:
    """What a call that no rule allows asks for before it can be made; nothing for one that is made."""
    sentence = _("Nobody is called now; the promise stays. Where somebody is in danger, say which danger it is.")
    return {} if dialled.number else {field: sentence}


async def said_there(tx: Transaction, staff: SignedIn, contact: UUID | None) -> dict[str, Any]:
    """What the contact said that a promise is about, and what is safe: whoever calls reads both first."""
    try:
        view = await contacts.opened(tx, contact) if contact and staff.may(Permission.CONTACT_READ) else None
    except (NotFound, Erased):
        view = None
    if view is None:
        return {"contact": None, "safe": None, "answers": [], "emergency": []}
    rules, now = await contact_page.considered(tx, view)
    form = view.content
    return {
        "contact": contact_panels.said(view, []),
        "safe": await contact_page.safe(tx, view, {}, rules, now),
        "answers": await question_panels.answered(tx, form.form, form.answers, form.told),
        "emergency": await hours.emergency_numbers(tx) if in_danger(await triage.known(tx, view.row.id)) else [],
    }


async def context(
    tx: Transaction, staff: SignedIn, follow_up: UUID, entered: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One promise with its attempts; the number stays in the record until it is dialled."""
    told = await panels.one(tx, follow_up)
    return {
        "promised": told.promised,
        "attempts": told.attempts,
        "again_at": told.promised.again_at,
        "staff": await accounts.owners(tx),
        "dangers": list(Danger),
        "needs": list(Need) if rules.anothers(told.promised.owner_id, staff.id) else [],
        "dialled": Dialling("", await dialling.shut_now(tx, follow_up)),
        "calling": "",
        "at_line": await line_panels.at_line(tx, staff.id),
        "entered": entered or {},
    } | await said_there(tx, staff, told.promised.contact_id if told.promised.kind is FollowUpKind.CALL_BACK else None)


def views(show: Listed | None) -> list[tuple[str, str, None, bool]]:
    """The lists there are, as links; none of them is the week."""
    return [
        ("/desk/follow-ups", _("My day"), None, show is Listed.DAY),
        ("/desk/follow-ups?show=overdue", _("Overdue"), None, show is Listed.OVERDUE),
        ("/desk/follow-ups/week", _("Week"), None, show is None),
        ("/desk/follow-ups?show=all", _("Everybody's"), None, show is Listed.ALL),
    ]


def week_in(of: str) -> date | None:
    """The week an address names, `2026-W47`; None when it names none. Raises `Invalid` for what is no week."""
    try:
        return datetime.strptime(f"{of}-1", "%G-W%V-%u").date() if of else None  # A day, not a moment.
    except ValueError:
        raise Invalid({"": _("This page does not exist; open the list again.")}) from None


def around(monday: date, everybody: bool) -> dict[str, Any]:
    """The ways from one week to its neighbours, and from mine to everybody's."""
    whose = "&everybody=true" if everybody else ""
    named = {name: (monday + timedelta(weeks=by)).strftime("%G-W%V") for name, by in (("before", -1), ("after", 1))}
    return {
        "monday": monday,
        "everybody": everybody,
        "other": f"/desk/follow-ups/week?of={monday:%G-W%V}" + ("" if everybody else "&everybody=true"),
    } | {name: f"/desk/follow-ups/week?of={week}{whose}" for name, week in named.items()}
