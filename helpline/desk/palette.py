"""One field over everything: contacts and cases by number, contacts and people by a whole telephone number or mail
address, people and who waits by name, cases by words, partners, and pages.

What is typed travels in the body, as in the search; what a role may not see is not asked for.
"""

from typing import Any

from litestar import Controller, Request, post
from litestar.response import Template
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.cases import actions as cases
from helpline.cases import store as case_store
from helpline.contacts import finding
from helpline.contacts import store as contact_store
from helpline.contacts.model import Listed
from helpline.desk import places
from helpline.desk.places import plain
from helpline.directory import actions as directory
from helpline.people import actions as people
from helpline.queue import actions as queue
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import moment
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
        (_("Contacts"), await of_contacts(tx, typed) if staff.may(Permission.CONTACT_READ) else []),
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


async def of_contacts(tx: Transaction, typed: str) -> Found:
    """The newest contacts from a number or mail address typed whole, however its digits are parted; else who waits
    under a name that begins like that.
    """
    found = await finding.by_address(tx, typed, SHOWN) or await waiting_as(tx, typed)
    return [
        (
            f"/desk/contacts/{one.row.id}",
            _("Contact %(number)s") % {"number": one.row.number},
            f"{one.gist.sender or _('Anonymous')} · {term(one.row.channel, 'channel')} · {moment(one.row.received_at)}",
        )
        for one in found
    ]


async def waiting_as(tx: Transaction, typed: str) -> list[Listed]:
    """Who waits under this name, as the queue shows it. A masked address is no name."""
    words = f" {plain(typed)}"
    names = [
        one for one in await queue.senders(tx) if not one.gist.sender.startswith("+") and "@" not in one.gist.sender
    ]
    found = [one for one in names if words in f" {plain(one.gist.sender)}"][:SHOWN]
    if found:
        await audit.record(tx, "contact.searched", "contact", shown=len(found))
    return found


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
    return [(href, name, "") for href, name in places.named(staff, typed)]
