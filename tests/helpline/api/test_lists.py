"""The API's lists: the queue most urgent first, promises soonest first, page by page."""

from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient
from litestar import Litestar

from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import employed
from tests.helpline.api.test_contacts import kept, program

RIGHTS = ("contact.read", "contact.write", "queue.read", "follow_up.read")


@pytest.fixture
async def api(app: Litestar, engine: Engine) -> AsyncClient:
    return await program(app, engine, *RIGHTS)


async def test_the_queue_is_told_most_urgent_first_without_words(api: AsyncClient) -> None:
    calm = await kept(api, external_id="1", text="What are your opening hours?", subject="")
    grave = await kept(api, external_id="2", text="He has a knife and says he will kill her tonight.", subject="")
    page = (await api.get("/queue")).json()
    assert [item["contact_id"] for item in page["items"]] == [grave["id"], calm["id"]]
    assert {"urgency", "due_at", "overdue", "claimed_by", "channel"} <= page["items"][0].keys()
    assert "knife" not in str(page)


async def test_the_queue_goes_on_where_a_page_ended(api: AsyncClient) -> None:
    for number in range(3):
        await kept(api, external_id=str(number))
    first = (await api.get("/queue", params={"limit": 2})).json()
    rest = (await api.get("/queue", params={"limit": 2, "cursor": first["next"]})).json()
    assert len({item["contact_id"] for item in first["items"] + rest["items"]}) == 3
    assert rest["next"] is None


async def test_promises_due_at_the_same_minute_are_all_told(api: AsyncClient, engine: Engine) -> None:
    contact = await kept(api)
    owner, _ = await employed(engine, Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        for number in range(3):
            await followups.promise(
                tx, kind=FollowUpKind.TASK, what=f"step {number}", due_at=tx.now + timedelta(hours=1), owner=owner.id,
                contact=UUID(contact["id"]),
            )  # fmt: skip
    first = (await api.get("/follow-ups", params={"limit": 2})).json()
    rest = (await api.get("/follow-ups", params={"limit": 2, "cursor": first["next"]})).json()
    assert {item["what"] for item in first["items"] + rest["items"]} >= {"step 0", "step 1", "step 2"}
    mine = (await api.get("/follow-ups", params={"owner": str(owner.id)})).json()
    assert {item["owner_id"] for item in mine["items"]} == {str(owner.id)}
