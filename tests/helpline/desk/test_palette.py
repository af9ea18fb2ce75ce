"""One field over everything, as far as the role may see."""

from collections.abc import Awaitable, Callable

from helpline.staff.permissions import Role
from helpline.vault.transaction import Engine
from tests.conftest import Desk

SignedIn = Callable[..., Awaitable[Desk]]


async def found(desk: Desk, typed: str) -> str:
    answer = await desk.post("/desk/palette", data={"search": typed}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


async def test_a_contact_is_found_by_its_number_and_a_page_by_its_name(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    written = await desk.post("/desk/contacts", data={"channel": "letter", "text": "Bonjour", "key": "1"})
    assert f'data-href="{written.headers["location"]}"' in await found(desk, "1")
    assert 'data-href="/desk/follow-ups"' in await found(desk, "follow")
    assert "option" not in await found(desk, "nothing is called like this")


async def test_a_role_is_shown_nothing_it_may_not_see(signed_in: SignedIn) -> None:
    written = await (await signed_in(Role.OPERATOR)).post(
        "/desk/contacts", data={"channel": "letter", "text": "Bonjour", "key": "1"}
    )
    researcher = await signed_in(Role.RESEARCHER)
    assert written.headers["location"] not in await found(researcher, "1")
    every = await found(researcher, "")
    assert 'data-href="/desk/partners"' in every
    assert "/desk/queue" not in every


async def test_what_the_palette_finds_is_in_the_audit(signed_in: SignedIn, engine: Engine) -> None:
    await found(await signed_in(Role.OPERATOR), "Samira")
    async with engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        actions = {row["action"] for row in await db.fetch("select action from audit_entry")}
    assert {"person.searched", "case.searched"} <= actions
