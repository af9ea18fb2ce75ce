"""The retention table says what counts and what would go; it erases nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from helpline.clock import new_id
from helpline.retention import periods
from helpline.retention.model import KeptClass
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.language import COOKIE
from tests.helpline.outbox.conftest import arrive

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/settings/retention"


@pytest.fixture
async def olga(signed_in: Desk) -> Any:
    desk = await signed_in(Role.DATA_PROTECTION_OFFICER, "Olga")
    desk.cookies.set(COOKIE, "en")
    return desk


async def decided(engine: Engine, disposition: str, reason: str | None, days: int) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx)
        await tx.db.execute(
            """insert into decision (id, contact_id, disposition, urgency, landing_kind, closing_reason, by, at)
               values ($1, $2, $3, 'routine', 'closing', $4, 'system', $5)""",
            new_id(), contact, disposition, reason, tx.now - timedelta(days=days),
        )  # fmt: skip


async def counted(engine: Engine) -> dict[KeptClass, int]:
    async with engine.transaction(SYSTEM) as tx:
        return await periods.due(tx, await periods.load(tx))


async def test_what_would_go_is_counted_and_nothing_goes(olga: Any, engine: Engine) -> None:
    await decided(engine, "spam", "swept", 8)
    await decided(engine, "out_of_scope", "silent", 2)
    await decided(engine, "information_request", "answered", 91)
    found = await counted(engine)
    assert (found[KeptClass.SPAM], found[KeptClass.SILENT], found[KeptClass.INFORMATION_REQUEST]) == (1, 1, 0)
    given = {"days": "90", "note": "RGPD, art. 5(1)(e)", "version": "0"}
    assert (await olga.post(f"{HOME}/information_request/periods", data=given)).status_code == 303
    assert (await counted(engine))[KeptClass.INFORMATION_REQUEST] == 1
    page = (await olga.get(HOME)).text
    assert "RGPD, art. 5(1)(e)" in page
    assert "Olga" in page
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from vault_key where wrapped is null") == 0


async def test_two_who_change_a_period_at_once_both_see_it(olga: Any) -> None:
    given = {"days": "10", "version": "0"}
    assert (await olga.post(f"{HOME}/spam/periods", data=given)).status_code == 303
    late = await olga.post(f"{HOME}/spam/periods", data=given | {"days": "12"})
    assert late.status_code == 409
    assert "Olga changed this meanwhile (Spam: 10 days)" in late.text
    assert 'value="12"' in late.text


@pytest.mark.parametrize("days", ["0", "-3", "40000", "many"])
async def test_a_period_is_a_number_of_days(olga: Any, days: str) -> None:
    assert (await olga.post(f"{HOME}/spam/periods", data={"days": days})).status_code == 422


async def test_who_may_look_and_who_may_change(signed_in: Desk) -> None:
    for role in Role:
        desk = await signed_in(role)
        looks = role in (Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
        changes = looks and role is not Role.ADMINISTRATOR
        assert (await desk.get(HOME)).status_code == (200 if looks else 403), role
        answer = await desk.post(f"{HOME}/spam/periods", data={"days": "0"})
        assert answer.status_code == (422 if changes else 403), role
