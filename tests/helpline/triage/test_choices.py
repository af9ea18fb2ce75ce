"""What the decision's form fills in by itself."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.contacts.model import Disposition
from helpline.staff.permissions import Role
from helpline.triage.model import LandingKind
from helpline.triage.rules_landing import ALLOWED, CLOSING_REASONS
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.dates import ZONE
from helpline.web.language import COOKIE
from helpline.web.terms import TERMS
from tests.journeys.pages import Page

SignedIn = Callable[..., Awaitable[Any]]


async def visit(desk: Any, key: str, text: str = "A visit.") -> str:
    typed = {"channel": "visit", "text": text, "key": key, "address": "+447700900123"}
    return str((await desk.post("/desk/contacts", data=typed)).headers["location"])


async def test_a_case_that_is_only_near_by_a_shared_phone_is_offered_and_never_chosen(
    signed_in: SignedIn, engine: Engine
) -> None:
    desk = await signed_in(Role.OPERATOR)
    mother, son = await visit(desk, "1"), await visit(desk, "2")
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="M.")
        await cases.attach(tx, case, UUID(mother.rpartition("/")[2]))
    near = Page(son, 200, (await desk.get(son)).text).form("/decision")
    assert str(case) in near.answers["case_id"]
    assert (near.filled["case_id"], near.filled.get("landing", "")) == ("new", "")
    own = Page(mother, 200, (await desk.get(mother)).text).form("/decision")
    assert (own.filled["case_id"], own.filled["landing"]) == (str(case), "case")


async def test_what_is_suggested_and_lands_in_one_place_alone_lands_there_without_being_asked(
    signed_in: SignedIn,
) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await visit(desk, "1", "bjr je suis la maman qui a appelé mardi est ce que qqn peut me rappeler svp")
    form = Page(page, 200, (await desk.get(page)).text).form("/decision")
    assert (form.filled["disposition"], form.filled["landing"], form.filled["case_id"]) == (
        "accompaniment", "case", "new",
    )  # fmt: skip


async def test_each_landing_and_each_reason_stands_under_what_it_belongs_to(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = (await desk.get(await visit(desk, "1"))).text
    for kind in LandingKind:
        tag = re.search(rf'<input[^>]*name="landing" value="{kind}"[^>]*>', page)
        assert tag is not None
        assert set(re.findall(r'data-for="([^"]*)"', tag[0])[0].split()) == {
            one for one in Disposition if kind in ALLOWED[one]
        }
    groups = re.findall(r'<optgroup [^>]*data-for="([^"]*)">(.*?)</optgroup>', page, re.DOTALL)
    assert {one: set(re.findall(r'value="([^"]*)"', reasons)) for one, reasons in groups} == {
        one: set(reasons) for one, reasons in CLOSING_REASONS.items() if reasons
    }


async def test_everything_that_keeps_a_decision_from_being_saved_is_said_at_once_and_nothing_typed_is_lost(
    signed_in: SignedIn,
) -> None:
    desk = await signed_in(Role.OPERATOR)
    desk.cookies.set(COOKIE, "en")
    page = await visit(desk, "1")
    danger = {"version": "1", "disposition": "urgent_safety", "urgency": "immediate", "landing": "follow_up"}
    refused = await desk.post(f"{page}/decision", data=danger | {"owner": "", "reason": "She said so herself."})
    assert refused.status_code == 422
    assert {"#landing", "#what", "#owner", "#due_at"} <= set(re.findall(r'<li><a href="([^"]*)"', refused.text))
    assert "She said so herself." in refused.text
    wrong = {"version": "1", "disposition": "accompaniment", "urgency": "soon", "landing": "follow_up"}
    told = await desk.post(f"{page}/decision", data=wrong)
    assert told.status_code == 422
    assert f'<a href="#landing">{TERMS["disposition_lands"]["accompaniment"]}' in told.text


async def test_what_is_promised_with_a_case_is_promised_by_the_same_decision(
    signed_in: SignedIn, engine: Engine
) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await visit(desk, "1")
    filled = Page(page, 200, (await desk.get(page)).text).form("/decision").filled
    chosen = {"disposition": "accompaniment", "urgency": "soon", "landing": "case", "case_title": "M.", "what": "Call"}
    saved = await desk.post(f"{page}/decision", data=filled | chosen)
    assert saved.status_code == 303, saved.text
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from case_contact") == 1
        promised = await tx.db.fetchrow("select contact_id, owner from follow_up")
    assert promised is not None
    assert (str(promised["contact_id"]), promised["owner"]) == (page.rpartition("/")[2], desk.staff.id)


async def test_a_decision_lands_in_the_promise_that_stands_and_makes_no_second_one(
    signed_in: SignedIn, engine: Engine
) -> None:
    desk = await signed_in(Role.OPERATOR)
    desk.cookies.set(COOKIE, "en")
    page = await visit(desk, "1")
    call = {"kind": "call_back", "what": "Ring her", "due_at": in_half_an_hour(), "owner": str(desk.staff.id)}
    assert (await desk.post(f"{page}/follow-ups", data=call)).status_code == 303
    filled = Page(page, 200, (await desk.get(page)).text).form("/decision").filled
    async with engine.transaction(SYSTEM) as tx:
        promised = await tx.db.fetchval("select id from follow_up")
    assert filled["promise"] == str(promised)
    await desk.post(f"{page}/danger", data={"category": "other", "ground": "A knife", "recipient": "112"})
    chosen = filled | {"disposition": "urgent_safety", "urgency": "immediate", "landing": "follow_up"}
    both = await desk.post(f"{page}/decision", data=chosen | {"what": "Ring her again"})
    assert (both.status_code, 'href="#promise"' in both.text, "Ring her again" in both.text) == (422, True, True)
    elsewhere = await desk.post(f"{page}/decision", data=chosen | {"promise": page.rpartition("/")[2]})
    assert (elsewhere.status_code, "does not stand any more" in elsewhere.text) == (422, True)
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set due_at = due_at + interval '3 weeks'")
    late = await desk.post(f"{page}/decision", data=chosen)
    assert (late.status_code, "due too late for what is so urgent" in late.text) == (422, True)
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set due_at = due_at - interval '3 weeks'")
    saved = await desk.post(f"{page}/decision", data=chosen)
    assert saved.status_code == 303, saved.text
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select follow_up_id from decision") == promised
        assert await tx.db.fetchval("select count(*) from follow_up") == 1


def in_half_an_hour() -> str:
    return f"{datetime.now(ZONE) + timedelta(minutes=30):%Y-%m-%dT%H:%M}"
