"""The duty roster on the desk."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from helpline.staff.permissions import Role
from helpline.web.language import COOKIE

Desk = Callable[..., Awaitable[Any]]
TURN = {"starts_at": "2026-01-01T08:00", "ends_at": "2031-01-01T08:00"}


@pytest.fixture
def at_desk(signed_in: Desk) -> Desk:
    """Whoever sits there reads English."""

    async def sit_down(role: Role, name: str = "") -> Any:
        desk = await signed_in(role, name)
        desk.cookies.set(COOKIE, "en")
        return desk

    return sit_down


async def test_a_supervisor_puts_somebody_on_the_roster_and_takes_him_off(at_desk: Desk) -> None:
    alice, bob = await at_desk(Role.SUPERVISOR, "Alice"), await at_desk(Role.OPERATOR, "Bob")
    added = await alice.post("/desk/roster", data=TURN | {"staff_id": str(bob.staff.id)})
    assert added.status_code == 303
    page = (await bob.get("/desk/roster")).text
    assert "Bob" in page
    assert "Nobody is on duty now" not in page
    assert "/removal" not in page, "an operator reads it only"
    page = (await alice.get("/desk/roster")).text
    duty = page.split("/desk/roster/")[1].split("/removal")[0]
    assert (await alice.post(f"/desk/roster/{duty}/removal")).status_code == 303
    assert "Nobody is on duty now" in (await alice.get("/desk/roster")).text


async def test_an_impossible_turn_is_asked_again_with_what_was_typed(at_desk: Desk) -> None:
    alice = await at_desk(Role.SUPERVISOR, "Alice")
    given = {"staff_id": str(alice.staff.id), "starts_at": "2030-01-02T08:00", "ends_at": "2030-01-01T08:00"}
    refused = await alice.post("/desk/roster", data=given)
    assert refused.status_code == 422
    assert "A turn ends after it begins." in refused.text
    assert "2030-01-02T08:00" in refused.text


async def test_an_operator_changes_no_roster(at_desk: Desk) -> None:
    bob = await at_desk(Role.OPERATOR)
    assert (await bob.post("/desk/roster", data=TURN | {"staff_id": str(bob.staff.id)})).status_code == 403
