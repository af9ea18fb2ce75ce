"""What is noted, oriented and promised in an accompaniment names its life area: words beside words, never a measure."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind, NoteKind
from helpline.errors import Invalid
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.referrals import actions as referrals
from helpline.research import actions as research
from helpline.research import panels as reports
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine, Transaction

SignedIn = Callable[..., Awaitable[Any]]
LATER = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%dT10:00}"


async def promised(tx: Transaction, case: UUID, area: str) -> None:
    await followups.promise(
        tx, kind=FollowUpKind.TASK, what="Ask", due_at=tx.now, owner=None, case=case, life_area=area
    )


async def test_a_note_and_an_orientation_say_what_part_of_a_life_they_are_about(
    signed_in: SignedIn, engine: Engine
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")
    desk, home = await signed_in(Role.CASE_WORKER, "Alice"), f"/desk/cases/{case}"
    desk.cookies.set("language", "en")
    page = (await desk.get(home)).text
    assert "Nothing was written about one yet" in page
    assert "Education and training · Mental health" in page.partition("To be considered in each accompaniment")[2][:300]
    for path, form in [
        ("notes", {"note": "He cannot stay at his aunt's.", "life_area": "housing"}),
        ("notes", {"note": "She sleeps badly.", "life_area": ""}),
        ("referrals", {"service": "107", "life_area": "mental_health", "referral_note": "at night"}),
        ("follow-ups", {"kind": "task", "what": "Ask the town hall", "due_at": LATER, "life_area": "papers"}),
    ]:
        answer = await desk.post(f"{home}/{path}", data=form)
        assert answer.status_code == 303, answer.text
    page = (await desk.get(home)).text
    assert f'{home}?area=housing#timeline"' in page
    assert "Mental health" not in page.partition("To be considered in each accompaniment")[2][:200]
    narrowed = (await desk.get(f"{home}?area=housing")).text.partition('id="timeline"')[2]
    assert "cannot stay" in narrowed
    assert "sleeps badly" not in narrowed
    assert "Show everything again" in narrowed
    assert "107" in (await desk.get(f"{home}?area=mental_health")).text.partition('id="timeline"')[2]
    planned = (await desk.get(f"{home}?area=papers")).text.partition('id="timeline"')[2]
    assert "Ask the town hall" in planned
    assert "cannot stay" not in planned


async def test_only_an_accompaniment_has_life_areas_and_only_those_of_the_list(tx: Transaction, a_contact: Any) -> None:
    case = await cases.open(tx, kind=CaseKind.INFORMATION_REQUEST, title="A question")
    with pytest.raises(Invalid):
        await cases.note(tx, case, "A note.", NoteKind.NOTE, "housing")
    with pytest.raises(Invalid):
        await referrals.refer(tx, case=case, service="107", life_area="housing")
    for about in ({"case": case}, {"contact": await a_contact("+447700900123", "sms")}):
        with pytest.raises(Invalid):
            await followups.promise(
                tx, kind=FollowUpKind.TASK, what="Call", due_at=tx.now, owner=None, life_area="housing", **about
            )
    followed = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")
    with pytest.raises(Invalid):
        await cases.note(tx, followed, "A note.", NoteKind.NOTE, "religion")


async def test_a_report_counts_life_areas_and_withholds_the_few(tx: Transaction, a_contact: Any) -> None:
    came = datetime(2026, 8, 12, 9, tzinfo=UTC)
    contact = await a_contact("+447700900123", "sms")
    await tx.db.execute("update contact set received_at = $2 where id = $1", contact, came)
    for number in range(14):
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title=f"N. {number}")
        for area in ("housing", "work" if number < 9 else "family" if number < 12 else "papers"):
            await cases.note(replace(tx, now=came), case, "A note.", NoteKind.NOTE, area)
        if number < 12:
            await promised(replace(tx, now=came), case, "education")
    await research.release(replace(tx, now=datetime(2026, 10, 20, tzinfo=UTC)))
    told = await reports.report(tx, "2026-Q3")
    table = next(one for one in told["tables"] if one["name"] == "life_area")
    numbers = {label: number for label, number, _bar in table["rows"]}
    assert (numbers["Housing"], numbers["Couple"]) == (14, 0)
    assert [label for label, number in numbers.items() if number is None] == [
        "Work and money",
        "Family and parenting",
        "Papers",
    ]
    assert numbers["Education and training"] == 12
    assert table["total"] == 40
