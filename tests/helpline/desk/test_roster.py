"""The duty roster on the desk."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from helpline.line.coverage import gaps
from helpline.staff.permissions import Role

Desk = Callable[..., Awaitable[Any]]
TURN = {"starts_at": "2026-01-01T08:00", "ends_at": "2031-01-01T08:00"}


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


async def test_the_week_shows_turns_and_the_gaps_between_them(at_desk: Desk) -> None:
    alice = await at_desk(Role.SUPERVISOR, "Alice")
    page = (await alice.get("/desk/roster?week=2030-06-03")).text
    assert page.count(">nobody<") > 7, "before and after opening, every day"
    turn = {"staff_id": str(alice.staff.id), "starts_at": "2030-06-03T00:00", "ends_at": "2030-06-10T00:00"}
    assert (await alice.post("/desk/roster", data=turn)).status_code == 303
    page = (await alice.get("/desk/roster?week=2030-06-05")).text
    assert ">nobody<" not in page
    assert "Monday 3 June 2030" in page
    assert (await alice.get("/desk/roster?week=9999-12-31")).status_code == 200


def test_a_gap_is_what_nobody_covers() -> None:
    def at(hour: int) -> datetime:
        return datetime(2030, 6, 3, hour, tzinfo=UTC)

    covered = [(at(8), at(12)), (at(10), at(13)), (at(20), at(23))]
    assert gaps(covered, at(6), at(22)) == [(at(6), at(8)), (at(13), at(20))]
    assert gaps([], at(6), at(7)) == [(at(6), at(7))]
    assert gaps([(at(1), at(9))], at(6), at(8)) == []
