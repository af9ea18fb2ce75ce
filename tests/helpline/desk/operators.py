"""Somebody at the line, with the desk in a browser."""

from uuid import UUID

from helpline.channel import Leaving
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.conftest import Desk
from tests.helpline.line.conftest import CALLER, Line

AVAILABLE = {"state": "available", "handset": "browser", "languages": "fr"}


async def at_the_line(signed_in, name: str = "Maya") -> Desk:
    desk = await signed_in(Role.OPERATOR, name)
    desk.headers["Accept-Language"] = "en"
    assert (await desk.post("/desk/line/presence", data=AVAILABLE)).status_code == 303
    return desk


async def talks(line: Line, desk: Desk) -> UUID:
    line.people[desk.staff.id] = desk.staff.name
    await line.call()
    assert (await line.answers()).room
    return (await line.row()).id


async def promised(line: Line, number: str = CALLER) -> UUID:
    await line.call("CAold", number=number)
    await line.house.leave_line("CAold", Leaving.HUNG_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        contact = await tx.db.fetchval("select id from contact order by number limit 1")
        due = tx.now.replace(year=tx.now.year + 1)
        return await followups.promise(
            tx, kind=FollowUpKind.CALL_BACK, what="Rappeler", due_at=due, owner=None, contact=contact
        )
