"""One field over everything: contacts and cases by number, people by name, cases by words, partners, and pages.

What is typed travels in the body, as in the search; what a role may not see is not asked for.
"""

from typing import Any

from litestar import Controller, Request, post
from litestar.response import Template
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.cases import actions as cases
from helpline.cases import store as case_store
from helpline.contacts import store as contact_store
from helpline.directory import actions as directory
from helpline.people import actions as people
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.terms import term
from helpline.web.words import gettext as _

SHOWN = 6
#: A number of ours; what is longer is a telephone number, which people are found by.
DIGITS = 7

Found = list[tuple[str, str, str]]


class PaletteForm(Struct, forbid_unknown_fields=True):
    search: str = ""


class PalettePage(Controller):
    path = "/desk/palette"
    opt = {"permission": Permission.SIGNED_IN}  # noqa: RUF012  # Litestar's own way

    @post("/", status_code=200)
    async def look(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Template:
        typed = (await form(request, PaletteForm)).search.strip()[:200]
        return Template("desk/palette.html", context={"groups": await groups(tx, staff, typed)})


async def groups(tx: Transaction, staff: SignedIn, typed: str) -> list[tuple[str, Found]]:
    """What was found, by kind; pages alone while nothing is typed."""
    if typed.removeprefix("#").isdecimal() and len(typed) <= DIGITS:
        return [*await numbered(tx, staff, int(typed.removeprefix("#"))), (_("Pages"), pages(staff, typed))]
    if len(typed) < 2:
        return [(_("Pages"), pages(staff, typed))]
    return [
        (_("Pages"), pages(staff, typed)),
        (_("People"), await of_people(tx, typed) if staff.may(Permission.PERSON_READ) else []),
        (_("Cases"), await of_cases(tx, typed) if staff.may(Permission.CASE_READ) else []),
        (_("Partners"), await of_partners(tx, typed) if staff.may(Permission.PARTNER_READ) else []),
    ]


async def numbered(tx: Transaction, staff: SignedIn, number: int) -> list[tuple[str, Found]]:
    """The contact and the case of that number."""
    contact = await contact_store.numbered(tx, number) if staff.may(Permission.CONTACT_READ) else None
    case = await case_store.numbered(tx, number) if staff.may(Permission.CASE_READ) else None
    for found, kind in ((contact, "contact"), (case, "case")):
        if found:
            await audit.record(tx, f"{kind}.searched", kind, shown=1)
    return [
        (
            _("Contacts"),
            [(f"/desk/contacts/{contact}", _("Contact %(number)s") % {"number": number}, "")] * bool(contact),
        ),
        (_("Cases"), [(f"/desk/cases/{case}", _("Case %(number)s") % {"number": number}, "")] * bool(case)),
    ]


async def of_people(tx: Transaction, typed: str) -> Found:
    found = await people.find(tx, typed, SHOWN)
    return [(f"/desk/people/{one.id}", one.name or _("Anonymous"), term(one.kind, "participant")) for one in found]


async def of_cases(tx: Transaction, typed: str) -> Found:
    found = await cases.search(tx, typed, SHOWN)
    return [(f"/desk/cases/{one.id}", f"{one.number} {one.title}", term(one.kind, "case_kind")) for one in found]


async def of_partners(tx: Transaction, typed: str) -> Found:
    found = await directory.search(tx, typed)
    return [(f"/desk/partners/{one.id}", one.name, ", ".join(one.territory)) for one in found[:SHOWN]]


def pages(staff: SignedIn, typed: str) -> Found:
    """Where one may go and what one may begin, by the words typed."""
    every = [
        ("/desk/queue", Permission.QUEUE_READ, _("Queue")),
        ("/desk/queue?whose=mine", Permission.QUEUE_READ, _("Queue: mine")),
        ("/desk/queue?overdue=1", Permission.QUEUE_READ, _("Queue: overdue")),
        ("/desk/contacts/new", Permission.CONTACT_WRITE, _("Write down a visit, letter or call")),
        ("/desk/line", Permission.LINE_ANSWER, _("Line")),
        ("/desk/cases", Permission.CASE_READ, _("Cases")),
        ("/desk/follow-ups", Permission.FOLLOW_UP_READ, _("Follow-ups")),
        ("/desk/board", Permission.BOARD_READ, _("Board")),
        ("/desk/partners", Permission.PARTNER_READ, _("Partners")),
        ("/desk/search", Permission.CONTACT_READ, _("Search")),
        ("/desk/roster", Permission.ROSTER_READ, _("Roster")),
        ("/desk/hours", Permission.HOURS_WRITE, _("Hours")),
        ("/desk/staff", Permission.STAFF_READ, _("Staff")),
        ("/desk/audit", Permission.AUDIT_READ, _("Audit")),
        ("/desk/health", Permission.HEALTH_READ, _("Health")),
        ("/desk/settings", Permission.SETTINGS_READ, _("Settings")),
        ("/desk/quarantine", Permission.QUEUE_READ, _("Quarantine")),
        ("/desk/account", Permission.SIGNED_IN, _("My account")),
    ]
    words = typed.casefold().split()
    return [
        (href, label, "")
        for href, permission, label in every
        if (permission is Permission.SIGNED_IN or staff.may(permission))
        and all(one in label.casefold() for one in words)
    ]
