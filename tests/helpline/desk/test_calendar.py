"""A calendar shows when promises are due, and nothing about anybody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.followups import actions
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

SignedIn = Callable[..., Awaitable[Any]]


async def address(desk: Any) -> str:
    """The path of a new secret address."""
    page = (await desk.post("/desk/follow-ups/calendar/address")).text
    return urlsplit(page.split('value="http')[1].split('"')[0]).path


@pytest.fixture
async def desk(signed_in: SignedIn, engine: Engine) -> Any:
    desk = await signed_in(Role.CASE_WORKER, "Alice")
    other = await signed_in(Role.CASE_WORKER, "Bob")
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")
        for owner, days in ((desk.staff.id, 1), (desk.staff.id, 2), (other.staff.id, 3), (None, 4)):
            await actions.promise(
                tx, kind=FollowUpKind.TASK, what="Rappeler la maman de Noa", due_at=tx.now + timedelta(days=days),
                owner=owner, case=case,
            )  # fmt: skip
    return desk


async def test_the_feed_holds_the_times_of_its_owner_and_not_a_word_more(desk: Any) -> None:
    answer = await desk.get(await address(desk), headers={"Cookie": ""})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not [event.errors for event in events if event.errors]
    assert len(events) == 2
    assert {str(name) for event in events for name in event} == {
        "UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "URL", "SEQUENCE", "CLASS",
    }  # fmt: skip
    for word in (b"Noa", b"Maman", b"maman", b"Rappeler", b"Alice", b"Case", b"case"):
        assert word not in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert answer.content.endswith(b"END:VCALENDAR\r\n")


async def test_an_unchanged_feed_is_not_sent_again(desk: Any) -> None:
    path = await address(desk)
    first = await desk.get(path)
    assert (await desk.get(path, headers={"If-None-Match": first.headers["etag"]})).status_code == 304
    assert (await desk.get(path)).headers["etag"] == first.headers["etag"]


async def test_a_new_address_ends_the_one_before_and_only_its_digest_is_kept(desk: Any, engine: Engine) -> None:
    old, new = await address(desk), await address(desk)
    assert (await desk.get(old)).status_code == 404
    assert (await desk.get(new)).status_code == 200
    secret = new.rpartition("/")[2].removesuffix(".ics")
    async with engine.transaction(SYSTEM) as tx:
        assert secret.encode() not in await tx.db.fetchval("select secret from calendar_feed")
    assert secret not in (await desk.get("/desk/follow-ups/calendar")).text
    await desk.post("/desk/follow-ups/calendar/removal")
    assert (await desk.get(new)).status_code == 404


async def test_whoever_has_left_has_no_calendar_here(desk: Any, engine: Engine) -> None:
    path = await address(desk)
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update staff set left_at = now() where id = $1", desk.staff.id)
    assert (await desk.get(path)).status_code == 404
