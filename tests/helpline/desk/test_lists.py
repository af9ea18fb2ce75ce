"""What people choose from is data: added, renamed, ended from a day on, and never deleted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.lists import actions, store
from helpline.lists.model import ListName
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web import terms
from helpline.web.language import COOKIE
from tests.helpline.outbox.conftest import arrive

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/settings/lists"
TODAY = str(date.today())
YESTERDAY = str(date.today() - timedelta(days=1))
SCHOOL = {"fr": "Vu avec l'école", "en": "Seen with the school", "applies": "out_of_scope", "valid_from": YESTERDAY}


@pytest.fixture
async def farid(signed_in: Desk) -> AsyncIterator[Any]:
    actions.remembered.clear()
    terms.OWN.clear()
    desk = await signed_in(Role.SUPERVISOR, "Farid")
    desk.cookies.set(COOKIE, "en")
    yield desk
    actions.remembered.clear()
    terms.OWN.clear()


async def entry(engine: Engine, name: ListName, code: str) -> Any:
    async with engine.transaction(SYSTEM) as tx:
        return next(one for one in await store.entries(tx) if (one.name, one.code) == (name, code))


async def test_an_entry_of_our_own_closes_a_contact_and_is_said_in_words_afterwards(farid: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx)
    decision = {"version": "1", "disposition": "out_of_scope", "urgency": "routine", "landing": "closing"}
    decision |= {"closing_reason": "seen_with_the_school", "reason": "x"}
    path = f"/desk/contacts/{contact}"
    assert (await farid.post(f"{path}/decision", data=decision)).status_code == 422, "nobody added it yet"
    assert (await farid.post(f"{HOME}/contact_closing", data=SCHOOL)).status_code == 303
    assert "Seen with the school" in (await farid.get(path)).text
    assert (await farid.post(f"{path}/decision", data=decision)).status_code == 303
    assert "Closed: Seen with the school" in (await farid.get(path)).text


async def test_an_ended_entry_is_offered_to_nobody_and_stays_in_the_records(farid: Any, engine: Engine) -> None:
    one = await entry(engine, ListName.CASE_CLOSING, "moved")
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
    ended = {"valid_from": "2020-01-01", "valid_until": YESTERDAY, "applies": "accompaniment", "version": "1"}
    assert 'value="moved"' in (await farid.get(f"/desk/cases/{case}")).text
    assert (await farid.post(f"{HOME}/case_closing/{one.id}/versions", data=ended)).status_code == 303
    assert 'value="moved"' not in (await farid.get(f"/desk/cases/{case}")).text
    refused = await farid.post(f"/desk/cases/{case}/closure", data={"closing_reason": "moved", "version": "1"})
    assert refused.status_code == 422
    page = (await farid.get(f"{HOME}/case_closing")).text
    assert "Moved or transferred" in page
    assert "ended" in page


async def test_a_legal_ground_is_chosen_in_the_danger_log_while_it_counts(farid: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact: UUID = await arrive(tx)
    page = (await farid.get(f"/desk/contacts/{contact}")).text
    assert 'value="necessity"' in page
    assert 'value="testimony"' not in page, "the old Code's articles ended"
    said = {"category": "violence", "ground": "x", "recipient": "112", "legal_ground": "necessity"}
    path = f"/desk/contacts/{contact}/danger"
    assert (await farid.post(path, data=said | {"legal_ground": "testimony"})).status_code == 422
    assert (await farid.post(path, data=said)).status_code == 303
    assert "Necessity: serious and immediate danger</dd>" in (await farid.get(f"/desk/contacts/{contact}")).text


async def test_what_the_program_decides_with_does_not_end_and_two_at_once_both_see_it(
    farid: Any, engine: Engine
) -> None:
    one = await entry(engine, ListName.CONTACT_CLOSING, "wrong_number")
    path, given = f"{HOME}/contact_closing/{one.id}/versions", {"valid_from": "2020-01-01", "applies": "out_of_scope"}
    assert (await farid.post(path, data=given | {"version": "1", "valid_until": TODAY})).status_code == 422
    assert (await farid.post(path, data=given | {"version": "1", "en": "Not for us"})).status_code == 303
    late = await farid.post(path, data=given | {"version": "1", "en": "Other words"})
    assert late.status_code == 409
    assert 'value="Other words"' in late.text
    assert "Not for us" in late.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fr": "", "en": ""}, "at least one language"),
        ({"applies": ""}, "Say where"),
        ({"valid_until": "2020-01-01"}, "not before"),
    ],
)
async def test_what_cannot_be_is_asked_again(farid: Any, change: dict[str, str], said: str) -> None:
    refused = await farid.post(f"{HOME}/contact_closing", data=SCHOOL | change)
    assert (refused.status_code, said in refused.text) == (422, True)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR, Role.RESEARCHER])
async def test_others_change_nothing_of_it(signed_in: Desk, role: Role) -> None:
    desk = await signed_in(role)
    assert (await desk.get(f"{HOME}/life_area")).status_code == 403
    assert (await desk.post(f"{HOME}/life_area", data=SCHOOL)).status_code == 403
