"""A double click adds nothing twice, and another text under the same page's key is not lost."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.clock import now
from helpline.envelope import SafeContact
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.dates import local
from tests.helpline.outbox.conftest import allow, arrive

Desk = Callable[..., Awaitable[Any]]


@pytest.fixture
async def contact(engine: Engine) -> UUID:
    """Alice, who may be written to at any time."""
    async with engine.transaction(SYSTEM) as tx:
        await allow(tx, SafeContact(may_write=True))
        return await arrive(tx)


@pytest.fixture
async def case(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="The nephew")


async def key_of(desk: Any, page: str, form: str) -> str:
    """The key that the form of a page was rendered with."""
    text = (await desk.get(page)).text
    found = re.search(f'action="{form}".*?name="form_key" value="([^"]+)"', text, re.DOTALL)
    assert found
    return found[1]


async def count(engine: Engine, table: str) -> int:
    async with engine.transaction(SYSTEM) as tx:
        found: int = await tx.db.fetchval(f"select count(*) from {table}")
        return found


async def test_a_double_click_on_send_the_answer_sends_once(signed_in: Desk, engine: Engine, contact: UUID) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = f"/desk/contacts/{contact}"
    given = {"text": "Call us tomorrow.", "form_key": await key_of(desk, page, f"{page}/replies")}
    answers = await asyncio.gather(*(desk.post(f"{page}/replies", data=given) for _click in range(3)))
    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, f"{page}#sent")] * 3
    assert await count(engine, "outbox") == 1


async def test_other_words_from_a_page_taken_back_are_another_answer(
    signed_in: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = f"/desk/contacts/{contact}"
    key = await key_of(desk, page, f"{page}/replies")
    for text in ("Call us tomorrow.", "Or write to us."):
        await desk.post(f"{page}/replies", data={"text": text, "form_key": key})
    assert await count(engine, "outbox") == 2


async def test_other_words_in_a_note_taken_back_are_another_note(signed_in: Desk, engine: Engine) -> None:
    desk = await signed_in(Role.OPERATOR)
    note = {"channel": "visit", "key": "one-rendering"}
    written = ("A mother came by.", "A mother came by.", "A mother came by, and her son leaves tonight.")
    answers = [await desk.post("/desk/contacts", data={**note, "text": text}) for text in written]
    assert [one.status_code for one in answers] == [303] * 3
    assert len({one.headers["location"] for one in answers}) == 2
    assert "leaves tonight" in (await desk.get(answers[-1].headers["location"])).text


async def test_a_refused_form_leaves_no_trace_and_may_be_sent_again_as_it_was(signed_in: Desk, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        case = f"/desk/cases/{await cases.open(tx, kind=CaseKind.INFORMATION_REQUEST, title='The nephew')}"
    desk = await signed_in(Role.CASE_WORKER)
    form = {"role": "concerned", "name": "N.", "form_key": "one-rendering"}
    assert (await desk.post(f"{case}/participants", data=form)).status_code == 422
    becoming = {"version": "1", "case_kind": "accompaniment", "kind_reason": "She asks for it"}
    assert (await desk.post(f"{case}/kind", data=becoming)).status_code == 303
    for _try in range(2):
        assert (await desk.post(f"{case}/participants", data=form)).status_code == 303
    assert await count(engine, "participant") == 1


@pytest.mark.parametrize(
    ("path", "given", "table"),
    [
        ("notes", {"note": "Spoke with the aunt."}, "note"),
        ("participants", {"role": "concerned", "name": "N."}, "participant"),
        ("referrals", {"service": "1712"}, "referral"),
        ("follow-ups", {"kind": "task", "what": "Ask the school", "due_at": "later"}, "follow_up"),
    ],
)
async def test_what_is_added_to_a_case_by_a_double_click_is_added_once(
    signed_in: Desk, engine: Engine, case: UUID, path: str, given: dict[str, str], table: str
) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    page = f"/desk/cases/{case}"
    sent = given | {"form_key": await key_of(desk, page, f"{page}/{path}")}
    if "due_at" in sent:
        sent["due_at"] = local(now() + timedelta(days=1))
    assert {(await desk.post(f"{page}/{path}", data=sent)).status_code for _click in range(2)} == {303}
    assert await count(engine, table) == 1


async def test_an_entry_of_the_danger_log_and_an_attempt_are_written_once(
    signed_in: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = f"/desk/contacts/{contact}"
    entry = {"ground": "He has the key", "recipient": "112", "form_key": await key_of(desk, page, f"{page}/danger")}
    for _click in range(2):
        assert (await desk.post(f"{page}/danger", data=entry)).status_code == 303
    assert await count(engine, "danger_entry") == 1
    await desk.post(
        f"{page}/follow-ups", data={"kind": "task", "what": "x", "due_at": local(now() + timedelta(days=1))}
    )
    async with engine.transaction(SYSTEM) as tx:
        promise = f"/desk/follow-ups/{await tx.db.fetchval('select id from follow_up')}"
    tried = {"version": "1", "outcome": "not_reached", "form_key": await key_of(desk, promise, f"{promise}/attempts")}
    assert {(await desk.post(f"{promise}/attempts", data=tried)).status_code for _click in range(2)} == {303}
    assert await count(engine, "attempt") == 1
