"""Opening hours and the numbers for people in danger are changed at the desk, never with SQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from helpline.clock import now
from helpline.hours import actions, rules, store
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.language import COOKIE

Desk = Callable[..., Awaitable[Any]]
LATER = str(date.today() + timedelta(days=40))


@pytest.fixture
async def alice(signed_in: Desk) -> AsyncIterator[Any]:
    """A supervisor who reads English."""
    actions.remembered.clear()
    desk = await signed_in(Role.SUPERVISOR, "Alice")
    desk.cookies.set(COOKIE, "en")
    yield desk
    actions.remembered.clear()


async def audited(engine: Engine) -> list[str]:
    async with engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select action from audit_entry where action ~ '^(hours|number)[.]' order by at")
        return [row["action"] for row in rows]


async def test_a_supervisor_changes_the_hours_and_every_change_is_audited(alice: Any, engine: Engine) -> None:
    for path, given in {
        "week": {"weekday": "0", "opens": "10:00", "closes": "16:00", "since": LATER},
        "days": {"day": LATER, "opens": "", "closes": "", "reason": "Déménagement"},
        "holidays": {"holiday": LATER, "name": "Fête du Chat"},
    }.items():
        assert (await alice.post(f"/desk/hours/{path}", data=given)).status_code == 303, path
    page = (await alice.get("/desk/hours")).text.partition("<summary>Changes")[0]
    assert "10:00–16:00" in page
    assert "Déménagement" in page
    assert "Fête du Chat" not in page, "the day's own hours count over the holiday"
    assert (await alice.post(f"/desk/hours/days/{LATER}/removal")).status_code == 303
    assert "Déménagement" not in (await alice.get("/desk/hours")).text
    assert await audited(engine) == [
        "hours.week_changed",
        "hours.day_changed",
        "hours.holiday_added",
        "hours.day_freed",
    ]


async def test_a_number_is_added_verified_and_named_at_the_door(alice: Any, engine: Engine) -> None:
    new = {"number": "0800 00 000", "label": "suicide", "languages": "fr"}
    assert (await alice.post("/desk/hours/numbers", data=new)).status_code == 303
    assert "0800 00 000" in (await alice.get("/fr/")).text
    assert "0800 00 000" not in (await alice.get("/nl/")).text
    assert (await alice.post("/desk/hours/numbers/verification", data={"number": "112"})).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        verified = {one.number: one.verified_on for one in await actions.emergency_numbers(tx)}
        assert verified["112"] == verified["0800 00 000"] == actions.today(tx)
    assert (await alice.post("/desk/hours/numbers/removal", data={"number": "0800 00 000"})).status_code == 303
    assert "0800 00 000" not in (await alice.get("/fr/")).text
    assert await audited(engine) == ["number.added", "number.verified", "number.removed"]


async def test_the_last_number_for_people_in_danger_stays(alice: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("delete from emergency_number where number <> '112'")
    assert (await alice.post("/desk/hours/numbers/removal", data={"number": "112"})).status_code == 422
    assert "112" in (await alice.get("/fr/")).text


@pytest.mark.parametrize(
    ("path", "given", "said"),
    [
        ("week", {"weekday": "0", "opens": "16:00", "closes": "10:00", "since": LATER}, "the later one second"),
        ("week", {"weekday": "0", "opens": "10:00Z", "closes": "16:00", "since": LATER}, "Give a time."),
        ("week", {"weekday": "7", "since": LATER}, "weekday"),
        ("days", {"day": "2020-01-01", "reason": "Trop tard"}, "Choose today or a later day."),
        ("days", {"day": "9999-01-01", "reason": "Trop loin"}, "Choose today or a later day."),
        ("holidays", {"holiday": LATER, "name": " "}, "Give the holiday its name."),
        ("numbers", {"number": "call me", "label": "suicide"}, "digits and spaces"),
        ("numbers", {"number": "112", "label": "nobody"}, "Choose one of the answers."),
        ("numbers", {"number": "112", "label": "suicide", "languages": "xx"}, "languages"),
    ],
)
async def test_what_cannot_be_is_asked_again_with_what_was_typed(
    alice: Any, path: str, given: dict[str, str], said: str
) -> None:
    refused = await alice.post(f"/desk/hours/{path}", data=given)
    assert refused.status_code == 422
    assert said in refused.text
    assert all(
        f'value="{value}"' in refused.text for value in given.values() if value not in ("nobody", "xx", "7", " ")
    )


async def test_only_those_who_may_change_the_hours_are_led_there(signed_in: Desk) -> None:
    for role in Role:
        desk = await signed_in(role)
        may = role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        assert ('href="/desk/hours"' in (await desk.get("/desk", follow_redirects=True)).text) is may, role
        assert (await desk.get("/desk/hours")).status_code == (200 if may else 403), role
        refused = await desk.post("/desk/hours/days", data={"day": str(now().date() - timedelta(days=9))})
        assert refused.status_code == (422 if may else 403), role


async def test_the_public_holidays_of_a_year_are_proposed_and_taken_by_a_tick(alice: Any, engine: Engine) -> None:
    year = date.today().year + 4
    page = (await alice.get(f"/desk/hours?year={year}")).text
    assert page.count(f'value="{year}-') == 10
    chosen = [f"{year}-07-21", f"{year}-12-25"]
    given = {"year": str(year), "days": chosen, "version": "0"}
    assert (await alice.post("/desk/hours/public-holidays", data=given)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        found = await tx.db.fetch("select day from holiday where extract(year from day) = $1 order by day", year)
    assert [str(row["day"]) for row in found] == chosen


async def test_two_who_change_the_hours_at_once_both_see_what_stands(alice: Any, signed_in: Desk) -> None:
    first = {"weekday": "0", "opens": "10:00", "closes": "16:00", "since": LATER, "version": "0"}
    assert (await alice.post("/desk/hours/week", data=first)).status_code == 303
    bram = await signed_in(Role.SUPERVISOR, "Bram")
    bram.cookies.set(COOKIE, "en")
    late = await bram.post("/desk/hours/week", data=first | {"opens": "11:00"})
    assert late.status_code == 409
    assert "Alice changed this meanwhile (Monday 10:00–16:00" in late.text
    assert 'value="11:00"' in late.text, "what he entered stays"
    assert "10:00–16:00" in late.text, "beside what stands"


async def test_a_number_nobody_called_for_long_is_amber_and_says_who_called_last(alice: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update emergency_number set verified_on = current_date - 40 where number = '1813'")
    assert "call it again" not in (await alice.get("/desk/hours")).text
    assert (await alice.post("/desk/hours/numbers/check", data={"check_after": "30"})).status_code == 303
    assert "call it again" in (await alice.get("/desk/hours")).text
    assert "want" in (await alice.get("/desk/settings")).text
    await alice.post("/desk/hours/numbers/verification", data={"number": "1813"})
    row = (await alice.get("/desk/hours")).text.partition("1813")[2].partition("</tr>")[0]
    assert "call it again" not in row
    assert "Alice" in row


async def test_days_that_are_otherwise_move_what_is_due(alice: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        before = rules.due("soon", tx.now, await store.load(tx, tx.now.date()))
        today = actions.today(tx)
    given = {"day": str(today), "until": str(today + timedelta(days=20)), "reason": "Déménagement"}
    assert (await alice.post("/desk/hours/days", data=given)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        after = rules.due("soon", tx.now, await store.load(tx, tx.now.date()))
    assert after > before + timedelta(days=14)
