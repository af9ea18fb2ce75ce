"""A form that no page of ours offered is refused with a sentence, and hands nothing to anybody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.clock import now
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.dates import local

SignedIn = Callable[..., Awaitable[Any]]
NOBODY = "00000000-0000-7000-8000-000000000000"
LATER = {"what": "call", "promise_kind": "check", "landing": "follow_up", "disposition": "urgent_safety"}


async def contact(desk: AsyncClient) -> str:
    written = await desk.post("/desk/contacts", data={"channel": "visit", "text": "My brother left.", "key": "1"})
    return str(written.headers["location"])


def soon() -> str:
    return local(now() + timedelta(days=1))


@pytest.mark.parametrize(
    "typed",
    [
        {"landing": "case", "disposition": "accompaniment", "case_id": "abc"},
        {"landing": "case", "disposition": "accompaniment", "case_id": NOBODY},
        {"landing": "orientation", "target": "partner:zzz"},
        {"landing": "orientation", "target": f"partner:{NOBODY}"},
        {"landing": "orientation", "target": "service:0900 12 345"},
        LATER | {"owner": "zz", "due_at": "2031-05-05T10:00"},
        LATER | {"owner": NOBODY, "due_at": "2031-05-05T10:00"},
        LATER | {"owner": NOBODY, "due_at": "0001-01-01T00:00"},
    ],
)
async def test_a_decision_that_names_what_does_not_exist_is_refused(signed_in: SignedIn, typed: dict[str, str]) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await contact(desk)
    await desk.post(f"{page}/danger", data={"category": "other", "ground": "g", "recipient": "112"})
    given = {"version": "1", "disposition": "out_of_scope", "urgency": "immediate", "reason": "why"} | typed
    refused = await desk.post(f"{page}/decision", data=given)
    assert refused.status_code in (404, 422), refused.text
    assert "<h1" in refused.text


@pytest.mark.parametrize("typed", [{"to": NOBODY}, {"to": "zz"}, {"to": NOBODY, "holder": "xx"}, {"holder": "xx"}])
async def test_handing_over_to_nobody_is_refused(signed_in: SignedIn, typed: dict[str, str]) -> None:
    desk = await signed_in(Role.OPERATOR)
    assert (await desk.post(f"{await contact(desk)}/hand-over", data=typed)).status_code == 422


async def unfit(signed_in: SignedIn, engine: Engine) -> list[UUID]:
    """A researcher, and an operator who has left."""
    researcher, gone = await signed_in(Role.RESEARCHER), await signed_in(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        await accounts.leave(tx, gone.staff.id)
    return [researcher.staff.id, gone.staff.id]


async def test_nothing_is_handed_to_who_does_not_work_on_it_or_has_left(signed_in: SignedIn, engine: Engine) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    page = await contact(desk)
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="R.")
    for one in await unfit(signed_in, engine):
        promise = {"kind": "task", "what": "call", "due_at": soon(), "owner": str(one)}
        for path, typed in (
            (f"{page}/hand-over", {"to": str(one)}),
            (f"{page}/follow-ups", promise),
            (f"/desk/cases/{case}/follow-ups", promise),
            (f"/desk/cases/{case}/assignment", {"version": "1", "worker": str(one)}),
            (f"/desk/cases/{case}/assignment", {"version": "1", "deputy": str(one)}),
        ):
            assert (await desk.post(path, data=typed)).status_code == 422, path
    mine = {"kind": "task", "what": "call", "due_at": soon(), "owner": str(desk.staff.id)}
    assert (await desk.post(f"{page}/follow-ups", data=mine)).status_code == 303


@pytest.mark.parametrize("due_at", ["2020-01-01T10:00", "2199-12-31T23:59", "9999-12-31T23:59", "0001-01-01T00:00"])
async def test_a_promise_lies_ahead_and_within_living_memory(signed_in: SignedIn, due_at: str) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await contact(desk)
    promise = {"kind": "task", "what": "call the mother", "due_at": due_at, "owner": str(desk.staff.id)}
    refused = await desk.post(f"{page}/follow-ups", data=promise)
    assert refused.status_code == 422
    assert "call the mother" in refused.text
