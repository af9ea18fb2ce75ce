"""What a role sees: where it begins, and nothing to press that it may not do."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from helpline.clock import now
from helpline.envelope import Arrival, Sender
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.staff.permissions import Role
from helpline.vault.transaction import Engine

SignIn = Callable[..., Awaitable[Any]]


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.OPERATOR, "/desk/queue"),
        (Role.DATA_PROTECTION_OFFICER, "/desk/queue"),
        (Role.ADMINISTRATOR, "/desk/roster"),
        (Role.RESEARCHER, "/desk/partners"),
    ],
)
async def test_every_role_begins_where_it_may_be(signed_in: SignIn, role: Role, begins: str) -> None:
    desk = await signed_in(role)
    assert (await desk.get("/desk")).headers["location"] == begins
    page = await desk.get(begins)
    assert page.status_code == 200
    for path in set(re.findall(r'href="(/desk[^"#?]*)"', page.text)):
        assert (await desk.get(path, follow_redirects=True)).status_code == 200, path


async def test_who_may_only_read_is_offered_nothing_to_press(signed_in: SignIn, engine: Engine) -> None:
    arrival = Arrival("visit", "", now(), Sender(display="Une mère"), text="Elle est passée.")
    kept = await intake.keep(engine, intake.by_hand(arrival, "one"))
    await Digestion(engine, {}).at_once(kept.record)
    acts = (f"/desk/contacts/{kept.record}/claim", f"/desk/contacts/{kept.record}/decision")
    for role, offered in ((Role.OPERATOR, True), (Role.DATA_PROTECTION_OFFICER, False)):
        desk = await signed_in(role)
        pages = [await desk.get(path) for path in ("/desk/queue", f"/desk/contacts/{kept.record}")]
        assert all("Une mère" in page.text for page in pages)
        assert all(any(act in page.text for page in pages) is offered for act in acts)
