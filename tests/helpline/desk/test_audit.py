"""Who saw what can be read by those who oversee, and by nobody else."""

from collections.abc import Awaitable, Callable
from typing import Any

from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.language import COOKIE
from tests.helpline.outbox.conftest import arrive

Desk = Callable[..., Awaitable[Any]]


async def test_the_supervisor_and_the_officer_read_who_opened_a_record_and_that_is_known_too(
    signed_in: Desk, engine: Engine
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx)
    reader = await signed_in(Role.OPERATOR, "Alice")
    await reader.get(f"/desk/contacts/{contact}")
    for role in (Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER):
        desk = await signed_in(role)
        desk.cookies.set(COOKIE, "en")
        page = await desk.get("/desk/audit", params={"record": f"http://testserver/desk/contacts/{contact}#safe"})
        assert page.status_code == 200
        for shown in ("Alice", "contact.opened"):
            assert shown in page.text
    assert "audit.read" in (await desk.get("/desk/audit", params={"record": str(contact)})).text
    assert (await desk.get("/desk/audit", params={"record": "nothing"})).status_code == 422


async def test_others_read_no_audit(signed_in: Desk) -> None:
    for role in (Role.OPERATOR, Role.CASE_WORKER, Role.RESEARCHER, Role.ADMINISTRATOR):
        assert (await (await signed_in(role)).get("/desk/audit")).status_code == 403
