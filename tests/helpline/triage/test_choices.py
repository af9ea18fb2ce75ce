"""What the decision's form fills in by itself."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.pages import Page

SignedIn = Callable[..., Awaitable[Any]]


async def visit(desk: Any, key: str) -> str:
    typed = {"channel": "visit", "text": "A visit.", "key": key, "address": "+447700900123"}
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
