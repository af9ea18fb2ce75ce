"""An administrator invites, changes roles and lets go; a password of somebody else he never reads nor sets."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from helpline import clock
from helpline.staff import actions, entering, store
from helpline.staff.model import Owed
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.language import COOKIE

Desk = Callable[..., Awaitable[Any]]
NADIA = {
    "sign_in_name": "nadia",
    "display_name": "Nadia",
    "role": "operator",
    "language": "fr",
    "phone": "+32470000001",
}


@pytest.fixture
async def ines(signed_in: Desk) -> Any:
    desk = await signed_in(Role.ADMINISTRATOR, "Ines")
    desk.cookies.set(COOKIE, "en")
    return desk


def code_in(page: str) -> str:
    (code,) = re.findall(r"<code dir=\"ltr\">([a-z0-9-]+)</code>", page)
    return str(code)


async def test_an_invitation_opens_once_and_only_to_choose_a_password(ines: Any, engine: Engine) -> None:
    code = code_in((await ines.post("/desk/staff", data=NADIA)).text)
    token = await actions.sign_in(engine, "nadia", code, clock.now())
    assert token
    who = await entering.entering(engine, token, clock.now())
    assert who
    assert who.owes is Owed.PASSWORD
    assert await entering.choose_password(engine, who, token, "five plain words of hers", None, clock.now())
    assert await actions.sign_in(engine, "nadia", code, clock.now()) is None, "it opens no second time"
    assert code not in (await ines.get("/desk/staff")).text


async def test_an_invitation_expires(ines: Any, engine: Engine) -> None:
    code = code_in((await ines.post("/desk/staff", data=NADIA)).text)
    assert await actions.sign_in(engine, "nadia", code, clock.now() + timedelta(days=8)) is None


async def test_a_role_is_changed_and_two_who_do_it_at_once_both_see_it(ines: Any, signed_in: Desk) -> None:
    bob = await signed_in(Role.OPERATOR, "Bob")
    path = f"/desk/staff/{bob.staff.id}/post"
    given = {"role": "supervisor", "language": "nl", "version": "1"}
    assert (await bob.get("/desk/board")).status_code == 403
    assert (await ines.post(path, data=given)).status_code == 303
    assert (await bob.get("/desk/board")).status_code == 200, "at once"
    late = await ines.post(path, data=given | {"role": "researcher"})
    assert late.status_code == 409
    assert '<option value="researcher" selected>' in late.text
    assert "Supervisor" in late.text


async def test_who_leaves_is_out_at_once_and_keeps_the_name(ines: Any, signed_in: Desk, engine: Engine) -> None:
    bob = await signed_in(Role.OPERATOR, "Bob")
    assert (await ines.post(f"/desk/staff/{bob.staff.id}/leaving")).status_code == 303
    assert (await bob.get("/desk/queue")).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert (await store.names(tx.db, [bob.staff.id]))[bob.staff.id] == "Bob"
        audited = await tx.db.fetch("select action from audit_entry where subject_id = $1", bob.staff.id)
    assert "staff.left" in {row["action"] for row in audited}


async def test_the_last_administrator_stays_and_nobody_changes_himself(ines: Any, signed_in: Desk) -> None:
    own = f"/desk/staff/{ines.staff.id}"
    given = {"role": "operator", "language": "fr", "version": "1"}
    for path, data in ((f"{own}/leaving", {}), (f"{own}/post", given), (f"{own}/invitations", {})):
        assert (await ines.post(path, data=data)).status_code == 403, path
    omar = await signed_in(Role.ADMINISTRATOR, "Omar")
    assert (await omar.post(f"{own}/leaving")).status_code == 303
    assert (await ines.get("/desk/staff")).status_code == 303, "one of two may go"


async def test_a_new_invitation_ends_the_password_and_every_session(ines: Any, signed_in: Desk, engine: Engine) -> None:
    bob = await signed_in(Role.OPERATOR, "Bob")
    async with engine.transaction(SYSTEM) as tx:
        name = (await actions.opened(tx, bob.staff.id)).sign_in_name
    code = code_in((await ines.post(f"/desk/staff/{bob.staff.id}/invitations")).text)
    assert (await bob.get("/desk/queue")).status_code == 303
    assert await actions.sign_in(engine, name, "four plain words here", clock.now()) is None
    assert await actions.sign_in(engine, name, code, clock.now())


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("role", "", "Choose"),
        ("sign_in_name", "a b", "letters"),
        ("phone", "0470", "a plus"),
        ("display_name", " ", "Give"),
    ],
)
async def test_what_cannot_be_is_asked_again(ines: Any, field: str, value: str, said: str) -> None:
    refused = await ines.post("/desk/staff", data=NADIA | {field: value})
    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="Nadia"' in refused.text or field == "display_name"


async def test_only_an_administrator_makes_accounts(signed_in: Desk) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        desk = await signed_in(role)
        assert (await desk.post("/desk/staff", data=NADIA)).status_code == 403, role
