"""Everything that can be set at the desk, on one calm page: what stands, what wants looking at, who changed it last."""

from typing import Any

from litestar import Controller, get
from litestar.response import Template
from msgspec import Struct

from helpline.changes import actions as changes
from helpline.changes.model import Change
from helpline.hours import actions as hours
from helpline.line import actions as line
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.questions import actions as questions
from helpline.retention import periods
from helpline.retention.model import KeptClass
from helpline.staff import store as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _
from helpline.web.words import ngettext
from helpline.wording import panels as wording


class Area(Struct, frozen=True):
    """One place where something is set. `wants`: what somebody should look at, "" when nothing."""

    href: str
    title: str
    about: str
    permission: Permission
    state: str = ""
    wants: str = ""
    change: Change | None = None


class SettingsPage(Controller):
    path = "/desk/settings"
    opt = {"permission": Permission.SETTINGS_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def settings(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/settings.html", context=await context(tx, staff))


async def context(tx: Transaction, staff: SignedIn) -> dict[str, Any]:
    """The areas that this person may look at, in groups."""
    newest = await changes.newest(tx)
    groups = [
        (_("When we are there"), await reachable(tx, newest)),
        (_("What we say"), await said(tx)),
        (_("What we ask"), await asked(tx, newest)),
        (_("What we choose from"), choices(newest)),
        (_("Who works here"), await people(tx)),
        (_("What we keep"), kept(newest)),
        (_("What carries us"), channels()),
    ]
    allowed = [(title, [one for one in areas if staff.may(one.permission)]) for title, areas in groups]
    return {"groups": [(title, areas) for title, areas in allowed if areas]}


async def reachable(tx: Transaction, newest: dict[str, Change]) -> list[Area]:
    known, stale = await hours.load(tx), len(await hours.stale(tx))
    today = hours.today(tx)
    ahead = sum(1 for day in {*known.holidays, *known.exceptions} if day >= today)
    on_duty = await line.on_duty(tx, tx.now)
    call_again = ngettext("%(num)s number wants a call", "%(num)s numbers want a call", stale) % {"num": stale}
    otherwise = ngettext("%(num)s day ahead is otherwise", "%(num)s days ahead are otherwise", ahead) % {"num": ahead}
    return [
        Area(
            "/desk/hours#week", _("Opening hours"), _("The week, public holidays, days that are otherwise"),
            Permission.HOURS_WRITE, otherwise, change=newest.get(hours.HOURS),
        ),
        Area(
            "/desk/hours#numbers", _("Numbers for people in danger"),
            _("At the door, in the call guide, in the danger log"), Permission.HOURS_WRITE,
            wants=call_again if stale else "", change=newest.get(hours.NUMBERS),
        ),
        Area(
            "/desk/roster", _("Duty roster"), _("Who is paged when the line is closed"), Permission.ROSTER_READ,
            _("Now: %(name)s") % {"name": on_duty.name} if on_duty else "",
            "" if on_duty else _("Nobody is on duty now"),
        ),
    ]  # fmt: skip


async def said(tx: Transaction) -> list[Area]:
    overdue = await wording.overdue(tx)
    look = ngettext("%(num)s answer to review", "%(num)s answers to review", overdue) % {"num": overdue}
    return [
        Area(
            "/desk/settings/texts#acknowledgements", _("A word that something arrived"),
            _("In six languages, neutral, with a preview"), Permission.WORDING_WRITE,
        ),
        Area(
            "/desk/settings/texts#answers", _("Prepared answers"),
            _("What you often explain, each with a day of review"), Permission.WORDING_WRITE,
            wants=look if overdue else "",
        ),
        Area("/desk/rules", _("Rules"), _("The phrases by which messages are judged"), Permission.RULES_READ),
    ]  # fmt: skip


async def asked(tx: Transaction, newest: dict[str, Change]) -> list[Area]:
    draft, published = await questions.versions(tx)
    return [
        Area(
            "/desk/settings/form", _("The public form"),
            _("Its questions, hints and order, in versions with a preview"), Permission.WORDING_WRITE,
            _("Version %(number)s is asked") % {"number": published[0].number},
            _("a draft waits") if draft else "", newest.get(questions.FORM),
        )
    ]  # fmt: skip


def choices(newest: dict[str, Change]) -> list[Area]:
    about = {
        ListName.CONTACT_CLOSING: _("What a decision may be closed with"),
        ListName.CASE_CLOSING: _("What a case may be closed with"),
        ListName.LIFE_AREA: _("What an accompaniment looks at"),
        ListName.LEGAL_GROUND: _("On which information may leave the house, with the days they count"),
    }
    return [
        Area(
            f"/desk/settings/lists/{name}",
            term(name, "list"),
            words,
            Permission.WORDING_WRITE,
            change=newest.get(lists.area(name)),
        )
        for name, words in about.items()
    ]


async def people(tx: Transaction) -> list[Area]:
    count = len(await accounts.accounts(tx.db))
    work_here = ngettext("%(num)s person", "%(num)s persons", count) % {"num": count}
    return [
        Area(
            "/desk/staff", _("Staff and roles"), _("Accounts, roles, second factors"), Permission.STAFF_READ, work_here
        )
    ]


def kept(newest: dict[str, Change]) -> list[Area]:
    lately = [newest[name] for name in map(periods.area, KeptClass) if name in newest]
    return [
        Area(
            "/desk/settings/retention",
            _("How long we keep things"),
            _("By class, with the note of the law and what would go today"),
            Permission.SETTINGS_READ,
            change=max(lately, key=lambda one: one.at, default=None),
        )
    ]


def channels() -> list[Area]:
    about = _("What comes in and goes out, and what is stuck")
    return [Area("/desk/health", _("Channel health"), about, Permission.HEALTH_READ)]
