"""Supervisors change the rules at the desk and the next message is judged by them; who works with them reads them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from helpline.clock import now
from helpline.contacts.model import Disposition, Language
from helpline.envelope import Arrival, Sender
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.rulebook import actions as rulebook
from helpline.staff.permissions import Role
from helpline.triage import store as triage
from helpline.triage.lexicon import Entry
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.language import COOKIE

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/rules"
EN = Language.EN
SEED = [
    Entry(EN, "groups", "@kin=son|daughter"),
    Entry(EN, "suicide", "end it all"),
    Entry(EN, "worry", "worried"),
    Entry(EN, "small_words", "the"),
    Entry(EN, "small_words", "is"),
]
SUICIDE = f"{HOME}/signs/en/suicide"


@pytest.fixture(autouse=True)
async def book(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await rulebook.take_in(tx, b"1", SEED)


@pytest.fixture
async def farid(signed_in: Desk) -> Any:
    return await speaking(signed_in, "Farid")


async def speaking(signed_in: Desk, name: str, role: Role = Role.SUPERVISOR) -> Any:
    desk = await signed_in(role, name)
    desk.cookies.set(COOKIE, "en")
    return desk


async def arrive(engine: Engine, text: str) -> UUID:
    arrival = Arrival("visit", "", now(), Sender(display="Somebody"), text=text, language="en")
    kept = await intake.keep(engine, intake.by_hand(arrival, text))
    await Digestion(engine, {}).at_once(kept.record)
    return kept.record


async def suggested(engine: Engine, contact: UUID) -> Any:
    async with engine.transaction(SYSTEM) as tx:
        return await triage.suggestion(tx, contact)


async def test_a_supervisor_changes_a_phrase_and_the_next_message_is_judged_by_it(farid: Any, engine: Engine) -> None:
    before = await arrive(engine, "The zorblax is packed.")
    added = await farid.post(f"{SUICIDE}/changes", data={"written": "zorblax is packed"})
    assert added.status_code == 303
    draft = await farid.get(f"{HOME}/draft")
    assert "zorblax is packed" in draft.text
    seen = await farid.post(f"{HOME}/draft/preview")
    assert "1 of the 1 newest messages would be suggested otherwise: 1 sooner" in seen.text
    assert f"/desk/contacts/{before}" in seen.text
    published = await farid.post(f"{HOME}/publications", data={"why": "Heard twice", "version": "1"})
    assert published.headers["location"] == f"{HOME}/versions/2"
    after = await suggested(engine, await arrive(engine, "Now the zorblax is packed."))
    assert (after.disposition, after.rules_version.partition("/")[2]) == (Disposition.URGENT_SAFETY, "2")
    assert (await suggested(engine, before)).disposition is not Disposition.URGENT_SAFETY
    history = (await farid.get(f"{HOME}/versions/2")).text
    assert "Heard twice" in history
    assert "zorblax is packed" in history


async def test_a_bad_phrase_is_explained_and_kept_in_its_field(farid: Any) -> None:
    refused = await farid.post(f"{SUICIDE}/changes", data={"written": "(one two"})
    assert refused.status_code == 422
    assert "A bracket is opened and not closed" in refused.text
    assert "(one two</textarea>" in refused.text


async def test_two_people_switch_a_sign_of_danger_off(farid: Any, signed_in: Desk, engine: Engine) -> None:
    assert (await farid.post(f"{SUICIDE}/switch", data={"off": "true"})).status_code == 303
    page = (await farid.get(f"{HOME}/draft")).text
    assert "a colleague has to publish it" in page
    assert "Nobody else may publish now. Ask whoever administers the accounts" in page
    alone = await farid.post(f"{HOME}/publications", data={"why": "Too many", "version": "1"})
    assert alone.status_code == 422
    ada = await speaking(signed_in, "Ada")
    assert "These may: Ada" in (await farid.get(f"{HOME}/draft")).text
    assert (await ada.post(f"{HOME}/publications", data={"why": "Agreed", "version": "1"})).status_code == 303
    for page in ("/desk/board", "/desk/queue", HOME):
        assert "“suicide” is not looked for in English." in (await ada.get(page)).text, page


async def test_with_suggestions_off_what_arrives_stands_without_and_soon(
    farid: Any, signed_in: Desk, engine: Engine
) -> None:
    await farid.post(f"{HOME}/switch", data={"off": "true"})
    ada = await speaking(signed_in, "Ada")
    await ada.post(f"{HOME}/publications", data={"why": "A mistake in the release", "version": "1"})
    contact = await arrive(engine, "I want to end it all.")
    assert await suggested(engine, contact) is None
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select urgency_rank from waiting where contact_id = $1", contact) == 2
    for page in ("/desk/queue", f"/desk/contacts/{contact}"):
        assert "Suggestions are switched off" in (await ada.get(page)).text, page


async def test_where_people_decided_otherwise_is_shown_with_counts_and_accuracy(farid: Any, engine: Engine) -> None:
    contact = await arrive(engine, "I want to end it all, the tax is too much.")
    decision = {"version": "1", "disposition": "out_of_scope", "urgency": "routine", "landing": "closing",
                "closing_reason": "other_service", "reason": "About a tax form"}  # fmt: skip
    assert (await farid.post(f"/desk/contacts/{contact}/decision", data=decision)).status_code == 303
    shown = (await farid.get(f"{HOME}/differences")).text
    for word in ("end it all", "About a tax form", f"/desk/contacts/{contact}", "1 of 1: 100% (21 to 100%)"):
        assert word in shown
    made = await farid.get(f"{HOME}/from/{contact}")
    assert "the tax is too much" in made.text
    given = {"language": "en", "heading": "figurative", "written": "tax is too much"}
    assert (await farid.post(f"{HOME}/from/{contact}/changes", data=given)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        audited = await tx.db.fetchval("select count(*) from audit_entry where action = 'rules.differences_shown'")
    assert audited == 1


async def test_a_typed_message_is_tried_and_not_kept(farid: Any, engine: Engine) -> None:
    await farid.post(f"{HOME}/signs/en/worry/changes", data={"written": "uneasy"})
    tried = await farid.post(f"{HOME}/trial", data={"text": "I want to end it all.", "language": "en"})
    assert tried.text.count('<q dir="auto">end it all</q>') == 2
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from contact") == 0


async def test_one_goes_back_and_withdraws(farid: Any) -> None:
    await farid.post(f"{HOME}/signs/en/worry/changes", data={"was": "worried", "written": "worri*"})
    await farid.post(f"{HOME}/publications", data={"why": "Endings", "version": "1"})
    assert "worri*" in (await farid.get(f"{HOME}?words=worri")).text
    assert (await farid.post(f"{HOME}/versions/1/return")).status_code == 303
    draft = (await farid.get(f"{HOME}/draft")).text
    for change in re.findall(rf'action="({HOME}/changes/[^"]+)"', draft):
        assert (await farid.post(change)).status_code == 303
    assert "Nothing is being prepared" in (await farid.get(f"{HOME}/draft")).text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CASE_WORKER, Role.DATA_PROTECTION_OFFICER])
async def test_others_read_and_change_nothing(signed_in: Desk, role: Role) -> None:
    desk = await speaking(signed_in, "Olga", role)
    for page in ("", "/signs/en/suicide", "/draft", "/trial", "/versions", "/versions/1"):
        shown = await desk.get(HOME + page)
        assert shown.status_code == 200, page
        assert not re.search(rf'method="post" action="{HOME}/(?!trial)', shown.text), page
    assert (await desk.get(f"{HOME}/differences")).status_code == 403
    assert (await desk.post(f"{SUICIDE}/changes", data={"written": "x"})).status_code == 403
    assert (await desk.post(f"{HOME}/publications", data={"why": "x", "version": "1"})).status_code == 403


async def test_what_is_not_there_is_not_found(farid: Any) -> None:
    for page in ("/signs/en/nothing", "/signs/xx/suicide", "/versions/99"):
        assert (await farid.get(HOME + page)).status_code == 404, page


@pytest.mark.parametrize("said", ["\0", "x" * 5000, "'; drop table rule_entry; --", "%", "\\", "<script>", "🙂"])
async def test_nothing_that_is_typed_breaks_a_page(farid: Any, said: str) -> None:
    for page in ("", "/differences", "/signs/en/suicide"):
        assert (await farid.get(HOME + page, params={"words": said, "sign": said, "language": said})).status_code < 500
    assert (await farid.get(f"{HOME}/versions/99999999999999999999")).status_code < 500
    for address, field in (
        (f"{SUICIDE}/changes", "written"),
        (f"{SUICIDE}/changes", "was"),
        (f"{SUICIDE}/switch", "off"),
        (f"{HOME}/switch", "language"),
        (f"{HOME}/trial", "text"),
        (f"{HOME}/trial", "language"),
        (f"{HOME}/signs/xx/suicide/changes", "written"),
        (f"{HOME}/signs/en/nothing/switch", "off"),
        (f"{HOME}/publications", "why"),
        (f"{HOME}/publications", "version"),
        (f"{HOME}/versions/7/return", "x"),
        (f"{HOME}/changes/{UUID(int=7)}/withdrawal", "x"),
        (f"{HOME}/from/{UUID(int=7)}/changes", "written"),
    ):
        assert (await farid.post(address, data={field: said})).status_code < 500, address
