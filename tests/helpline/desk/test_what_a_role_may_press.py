"""No page offers a role what the permission table refuses it: taken from the pages and the routes themselves.

A file of its own, because it fills a house with one of everything and walks every page of it as every role.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.cases.model import Role as Part
from helpline.clock import now
from helpline.directory import actions as directory
from helpline.directory.model import Entry
from helpline.envelope import AddressKind, Arrival, Sender
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent
from helpline.referrals import actions as referrals
from helpline.staff.permissions import GRANTED, OPEN, Permission, Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.guards import handlers, is_options

SignIn = Callable[..., Awaitable[Any]]
OFFERED = re.compile(r'<form[^>]*method="post"[^>]*action="([^"?#]*)|hx-post="([^"?#]*)')
LED_TO = re.compile(r'(?:href|hx-get)="(/desk[^"?#]*)')
LISTS = ("queue", "quarantine", "cases", "follow-ups", "board", "partners", "partners/new", "search", "roster", "hours",
         "audit", "settings", "settings/texts", "settings/retention", "contacts/new",
         "rules", "rules/draft", "rules/trial", "rules/versions", "rules/differences",
         "rules/signs/en/suicide")  # fmt: skip


@pytest.fixture
async def pages(engine: Engine, signed_in: SignIn) -> list[str]:
    """One of everything there is a page for."""
    arrived = []
    for which in ("waiting", "in a case", "spam"):
        sender = Sender(AddressKind.PHONE, "+447700900123", "Une mère", True)
        arrival = Arrival("visit", "", now(), sender, text="Elle est passée.")
        kept = await intake.keep(engine, intake.by_hand(arrival, which))
        await Digestion(engine, {}).at_once(kept.record)
        arrived.append(kept.record)
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", contact=arrived[1])
        address = AddressKind.PHONE, "+447700900124"
        person = await people.ensure_person(tx, Kind.REQUESTER, address, PersonContent("Maman"))
        await cases.add_participant(tx, case, person, Part.REQUESTER)
        later = tx.now + timedelta(days=1)
        promises = [
            await followups.promise(tx, kind=kind, what="x", due_at=later, owner=None, case=case, contact=arrived[0])
            for kind in (FollowUpKind.CALL_BACK, FollowUpKind.TASK)
        ]
        partner = await directory.add(tx, Entry(name="Planning Inventé", services=("écoute",), phone="+3281000000"))
        referral = await referrals.refer(tx, case=case, partner=partner)
    desk = await signed_in(Role.SUPERVISOR)
    spam = {"version": "1", "disposition": "spam", "urgency": "routine", "landing": "quarantine", "reason": "junk"}
    assert (await desk.post(f"/desk/contacts/{arrived[2]}/decision", data=spam)).status_code == 303
    records = [*(f"contacts/{one}" for one in arrived), f"cases/{case}", f"people/{person}", f"partners/{partner}"]
    records += [f"referrals/{referral}", *(f"follow-ups/{one}" for one in promises)]
    return [f"/desk/{name}" for name in (*LISTS, *records)]


def pattern(path: str) -> re.Pattern[str]:
    """A route's path for addresses; every id holds a digit, so that no word of ours is taken for one."""
    return re.compile(re.sub(r"{[^}]*}", r"[^/]*\\d[^/]*", re.sub(r"{[^}]*:str}", "[^/]+", path)))


def asked(app: Litestar) -> Callable[[str, str], Permission]:
    """The permission that a method and an address ask for."""
    table = [
        (method, pattern(path), Permission(handler.opt["permission"]))
        for path, handler in handlers(app)
        if not is_options(handler)
        for method in getattr(handler, "http_methods", ())
    ]

    def permission(method: str, path: str) -> Permission:
        known = [asks for verb, pattern, asks in table if verb == method and pattern.fullmatch(path.rstrip("/"))]
        assert known, f"{method} {path} leads nowhere"
        return known[0]

    return permission


async def test_no_page_offers_a_role_what_would_be_refused_to_it(
    app: Litestar, signed_in: SignIn, pages: list[str]
) -> None:
    permission, pressed = asked(app), dict.fromkeys(Role, 0)
    for role in Role:
        desk = await signed_in(role)
        for path in pages:
            may_see = permission("GET", path) in GRANTED[role]
            page = await desk.get(path)
            assert page.status_code == (200 if may_see else 403), (role, path)
            forms = {one or other for one, other in OFFERED.findall(page.text)}
            pressed[role] += len(forms)
            for method, found in (("POST", forms), ("GET", set(LED_TO.findall(page.text)))):
                refused = {one for one in found if permission(method, one) not in GRANTED[role] | OPEN}
                assert refused == set(), f"{role} is offered this on {path}"
    read_only = pressed[Role.DATA_PROTECTION_OFFICER]  # He sets for how long things are kept, and nothing else.
    assert pressed[Role.SUPERVISOR] > pressed[Role.OPERATOR] > 1.5 * read_only > 0
