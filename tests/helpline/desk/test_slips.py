"""What was noted on a promise by a slip is taken back in the list where it was noted, by the same key as an ending."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.outbox.conftest import arrive


@pytest.mark.parametrize(("outcome", "way"), [("reached", "reopening"), ("not_reached", "attempts/removal")])
async def test_what_was_noted_last_is_taken_back_by_one_key(
    at_desk: Callable[..., Awaitable[Any]], engine: Engine, outcome: str, way: str
) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        due, contact = tx.now + timedelta(hours=1), await arrive(tx)
        promise = await followups.promise(
            tx, kind=FollowUpKind.TASK, what="Ask", due_at=due, owner=desk.staff.id, contact=contact
        )
    address = f"/desk/follow-ups/{promise}"
    noted = await desk.post(f"{address}/attempts", data={"version": 1, "outcome": outcome, "listed": "day"})
    undo = (await desk.get(noted.headers["location"])).text.partition(f'action="{address}/{way}"')[2]
    form = undo.partition("</form>")[0]
    assert 'data-key="u"' in form
    sent = dict(re.findall(r'name="(\w+)" value="(\w+)"', form))
    assert sent["listed"] == "day"
    undone = await desk.post(f"{address}/{way}", data=sent)
    page = (await desk.get(undone.headers["location"])).text
    assert ("Undone" in page, "Open again" in page) == (outcome != "reached", outcome == "reached")
    assert 'data-key="u"' not in page
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select due_at from follow_up") == due
    assert (await desk.post(f"{address}/{way}", data=sent)).status_code == 409
