"""The public form is drafted, looked at in every language and published; no answer is ever chosen in advance."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asyncpg import RaiseError
from httpx import AsyncClient
from litestar import Litestar

from helpline.intake.house import House
from helpline.questions import actions, rules, store
from helpline.questions.model import Worded
from helpline.settings import Settings
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.desk.arriving import arrived

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/settings/form"


@pytest.fixture
def app(whole_app: Litestar) -> Litestar:
    """The form that a visitor fills in is a channel's own."""
    return whole_app


async def filled(engine: Engine, language: str = "nl", **changes: Any) -> dict[str, Any]:
    """The draft's form as it stands, with changes."""
    async with engine.transaction(SYSTEM) as tx:
        form, (draft, _published) = await actions.drafted(tx), await actions.versions(tx)
    given: dict[str, Any] = {"language": language, "version": str(draft.draft_version if draft else 0)}
    given["asked"] = [one.name for one in form.questions if one.asked]
    for place, one in enumerate(form.questions):
        given[f"place_{one.name}"] = str(place)
        given[f"label_{one.name}"] = one.labels.get(language, "")
        given[f"hint_{one.name}"] = one.hints.get(language, "")
        given[f"choices_{one.name}"] = "\n".join(choice.labels.get(language, "") for choice in one.choices)
    return given | changes


async def published(farid: Any, engine: Engine, **changes: Any) -> None:
    """A version with these changes is asked from now on, also by a process that remembers another."""
    assert (await farid.post(f"{HOME}/draft", data=await filled(engine, **changes))).status_code == 303
    assert (await farid.post(f"{HOME}/publication", data={"version": "1"})).status_code == 303


async def test_a_draft_is_seen_in_its_preview_and_by_nobody_outside_before_it_is_published(
    farid: Any, engine: Engine, client: AsyncClient
) -> None:
    given = await filled(engine, label_message="Wat wilt u kwijt?")
    assert (await farid.post(f"{HOME}/draft", data=given)).status_code == 303
    assert "Wat wilt u kwijt?" in (await farid.get(f"{HOME}/preview/nl")).text
    assert "Wat wilt u kwijt?" not in (await client.get("/nl/write")).text
    assert "Wat wilt u ons vertellen of vragen?" in (await client.get("/nl/write")).text
    assert (await farid.post(f"{HOME}/publication", data={"version": "1"})).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert (await actions.asked(tx)).number == 2
    assert "version 2 published" in (await farid.get("/desk/settings")).text


async def test_a_contact_keeps_the_version_it_answered_and_what_became_of_each_question(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    sent = {"message": "Bonjour.", "requester": "declined", "answer": "", "token": "a" * 24}
    assert (await client.post("/fr/write", data=sent)).status_code == 200
    view = await arrived(engine, app)
    assert (view.content.form, view.row.requester) == (1, None)
    assert dict(view.content.answers)["message"] == "answered"
    assert dict(view.content.answers)["requester"] == "declined"
    assert dict(view.content.answers)["answer"] == "unknown"
    assert dict(view.content.answers)["windows"] == "not_asked"
    asked = [name for name in (await filled(engine))["asked"] if name != "requester"]
    await published(farid, engine, asked=asked)
    page = (await farid.get(f"/desk/contacts/{view.row.id}")).text
    assert "What the form asked (version 1)" in page
    assert "would rather not say" in page


async def test_a_question_that_is_left_out_is_no_page_of_the_form(
    farid: Any, engine: Engine, settings: Settings
) -> None:
    asked = [name for name in (await filled(engine))["asked"] if name not in ("requester", "files")]
    await published(farid, engine, asked=asked)
    form = await House(engine, settings).form()
    assert form.number == 2
    assert "requester" not in form.asks("nl")
    assert next(iter(form.asks("nl"))) == "message"


async def test_no_answer_is_chosen_in_advance_anywhere(client: AsyncClient, farid: Any) -> None:
    """A silent default answer poisons research: nothing is ticked, chosen or filled in before its writer does it."""
    page = (await client.get("/fr/write")).text
    for _step in range(4):
        chosen = re.findall(r"<(?:input|option)[^>]*\s(?:checked|selected)[\s>]", page)
        assert chosen == []
        state = dict(re.findall(r'<input type="hidden" name="(token|state|page)" value="([^"]*)"', page))
        page = (await client.post("/fr/write", data=state | {"message": "Bonjour.", "go": "next"})).text
    assert "checked" not in (await farid.get(f"{HOME}/preview/fr")).text
    note = (await farid.get("/desk/contacts/new")).text.partition("<main")[2]
    for name in ("language", "requester"):
        select = note.partition(f'name="{name}"')[2].partition("</select>")[0]
        assert " selected" not in select


async def test_a_published_version_stays_as_it_is(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        with pytest.raises(RaiseError):
            await tx.db.execute("update form_version set body = '{}'")


async def test_two_who_write_the_draft_at_once_both_see_it(farid: Any, engine: Engine) -> None:
    given = await filled(engine, label_message="Eerst?")
    assert (await farid.post(f"{HOME}/draft", data=given)).status_code == 303
    late = await farid.post(f"{HOME}/draft", data=given | {"label_message": "Te laat?"})
    assert late.status_code == 409
    assert "Te laat?</textarea>" in late.text
    assert (await farid.post(f"{HOME}/removal", data={"version": "1"})).status_code == 303
    assert "Eerst?" not in (await farid.get(f"{HOME}?language=nl")).text


async def test_the_message_is_always_asked_and_comes_first(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        form = await actions.asked(tx)
    names = [one.name for one in form.questions]
    words = {one.name: Worded(one.labels["fr"]) for one in form.questions}
    other = rules.changed(form, "fr", [*names[1:], names[0]], [], words)
    assert [one.name for one in other.questions if one.asked] == ["message"]
    assert other.questions[0].name == "message"
    assert store.decoded(store.encoded(other)) == other


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR, Role.RESEARCHER])
async def test_others_change_nothing_of_it(signed_in: Desk, role: Role) -> None:
    desk = await signed_in(role)
    assert (await desk.get(HOME)).status_code == 403
    assert (await desk.post(f"{HOME}/publication", data={"version": "1"})).status_code == 403
