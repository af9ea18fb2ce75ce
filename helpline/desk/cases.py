"""Cases: the list, and one case with everything that happened in it."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.accompaniment import panels as accompaniment
from helpline.cases import documents, network, panels, timeline
from helpline.cases.model import Relation, Shown
from helpline.cases.panels import View
from helpline.directory import panels as directory
from helpline.followups import actions as promising
from helpline.followups import dialling
from helpline.followups import panels as followups
from helpline.referrals import panels as referrals
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


class CasesPage(Controller):
    path = "/desk/cases"
    opt = {"permission": Permission.CASE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def cases(self, tx: Transaction, staff: SignedIn, view: View = View.OPEN, before: str = "") -> Template:
        found = await panels.listed(tx, view, staff.id, before)
        older = f"/desk/cases?view={view}&before={found.more}" if found.more else ""
        return Template("desk/cases.html", context={"cases": found.cases, "views": views(view), "older": older})

    @get("/{case:uuid}")
    async def case(
        self,
        tx: Transaction,
        staff: SignedIn,
        case: UUID,
        before: str = "",
        show: Shown = Shown.EVERYTHING,
        area: str = "",
        files: int = 1,
    ) -> Template:
        page = await context(tx, staff, case, before=before, show=show, area=area, files=files)
        return Template("desk/case.html", context=page)

    @get("/{case:uuid}/print")
    async def on_paper(self, tx: Transaction, staff: SignedIn, case: UUID) -> Template:
        await panels.printed(tx, case)
        return Template("desk/case_print.html", context=await of_paper(tx, staff, case))


def views(view: View) -> list[tuple[str, str, None, bool]]:
    """The lists there are, as links."""
    names = {View.OPEN: _("Open cases"), View.MINE: _("Mine"), View.CLOSED: _("Closed")}
    return [(f"/desk/cases?view={one}", name, None, one is view) for one, name in names.items()]


async def context(
    tx: Transaction,
    staff: SignedIn,
    case: UUID,
    *_ids: object,
    entered: dict[str, Any] | None = None,
    before: str = "",
    show: Shown = Shown.EVERYTHING,
    area: str = "",
    files: int = 1,
) -> dict[str, Any]:
    """The whole page; `entered` is what a form sent that could not be saved, so that no text is ever lost."""
    facts = await panels.facts(tx, case)
    entries, more = await timeline.page(tx, case, before, show, area=area)
    promises = await followups.of_case(tx, case)
    participants = await panels.participants(tx, case)
    narrowed = "" if show is Shown.EVERYTHING else f"show={show}"
    if area:
        narrowed = f"area={quote(area)}"
    page = min(max(files, 1), MOST_FILES)
    kept, older_files = await documents.page(tx, case, page)
    return {
        "case": facts,
        "path": await accompaniment.path(tx, case, facts),
        "area": area,
        "timeline": entries,
        "summary": await panels.summary(tx, facts, promises),
        "shown": [
            (f"/desk/cases/{case}?show={one}#timeline", name, None, one is show and not area) for one, name in filters()
        ],
        "here": f"/desk/cases/{case}" + (f"?{narrowed}" if narrowed else ""),
        "older": f"/desk/cases/{case}?{narrowed}{'&' if narrowed else ''}before={more}" if more else "",
        "answers": await panels.answers(tx, case) if facts["open"] and staff.may(Permission.CONTACT_REPLY) else [],
        "documents": kept,
        "files": page,
        "more_files": older_files,
        "participants": participants,
        "network": await network.picture(tx, case, participants),
        "relations": list(Relation),
        "follow_ups": promises,
        "promise_due": await promising.proposed_due(tx),
        "callees": await dialling.offered(tx, case),
        "promise_to": f"/desk/cases/{case}/follow-ups",
        "referrals": await referrals.about(tx, case),
        "partners": await directory.partners(tx),
        "services": await directory.services(tx),
        "staff": await accounts.owners(tx),
        "entered": entered or {},
    }


#: No case has so many pages of files; whoever types a number reads no whole table.
MOST_FILES = 100


def filters() -> list[tuple[Shown, str]]:
    """What a timeline can be narrowed to, in words."""
    return [
        (Shown.EVERYTHING, _("Everything")),
        (Shown.CONTACTS, _("Contacts")),
        (Shown.NOTES, _("Notes")),
        (Shown.PROMISES, _("Promises")),
        (Shown.ORIENTATIONS, _("Orientations")),
        (Shown.PATH, _("Path and changes")),
    ]


ON_PAPER = 300
"""A longer story is no help on paper; that it is cut is printed."""


async def of_paper(tx: Transaction, staff: SignedIn, case: UUID) -> dict[str, Any]:
    """The case to take along: what stands, who takes part, what is promised and what happened, by whom printed."""
    facts = await panels.facts(tx, case)
    entries, more = await timeline.page(tx, case, "", most=ON_PAPER)
    promises = await followups.of_case(tx, case)
    return {
        "case": facts,
        "path": await accompaniment.path(tx, case, facts),
        "summary": await panels.summary(tx, facts, promises),
        "timeline": entries,
        "cut": bool(more),
        "participants": await panels.participants(tx, case),
        "follow_ups": promises,
        "referrals": await referrals.about(tx, case),
        "printed_by": staff.name,
        "printed_at": tx.now,
    }
