"""Closed by default, through no side door either: every route, asked by every role, by a stranger and by a program.

Made from the route table, so that a new route is asked too. Ids are unknown ones: whoever may ask gets "not found" or a
refused form, never a fault of ours.
"""

import re
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from helpline.staff import actions
from helpline.staff.permissions import GRANTED, OPEN, Permission, Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.guards import handlers, is_options
from tests.conftest import employed

STREAMS = {"/desk/events"}


def asked(app: Litestar) -> list[tuple[str, str, Permission]]:
    """Every route that asks for a permission: method, a path with unknown ids, the permission."""
    return sorted(
        (method, filled(path), Permission(handler.opt["permission"]))
        for path, handler in handlers(app)
        if not is_options(handler) and handler.opt["permission"] not in OPEN - {Permission.SIGNED_IN}
        for method in getattr(handler, "http_methods", set()) - {"HEAD", "OPTIONS"}
        if path not in STREAMS
    )


#: What a path wants that is no id.
UNKNOWN = {"int": "999999", "date": "2031-01-01"}


def filled(path: str) -> str:
    """The path with ids of nothing."""
    return re.sub(r"{\w+(?::(\w+))?}", lambda place: UNKNOWN.get(place[1] or "", str(uuid4())), path)


async def answer(client: AsyncClient, method: str, path: str) -> int:
    body = {"json": {}} if path.startswith("/api/") else {"data": {}}
    return (await client.request(method, path, **(body if method == "POST" else {}))).status_code


async def test_a_stranger_gets_in_nowhere(app: Litestar, client: AsyncClient) -> None:
    for method, path, _ in asked(app):
        status = await answer(client, method, path)
        assert status == 401 or (status == 303 and method == "GET"), f"{method} {path} answered {status}"


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_in_where_it_may_and_nowhere_else(app: Litestar, engine: Engine, role: Role) -> None:
    _, token = await employed(engine, role)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        client.headers["Sec-Fetch-Site"] = "same-origin"
        client.cookies.set("helpline", token)
        for method, path, permission in asked(app):
            if path.startswith("/api/") or path == "/desk/sign-out":
                continue
            status = await answer(client, method, path)
            allowed = permission in GRANTED[role] or permission is Permission.SIGNED_IN
            assert (status != 403) is allowed, f"{role}: {method} {path} ({permission}) answered {status}"
            assert status < 500, f"{role}: {method} {path} answered {status}"


@pytest.mark.parametrize("held", [permission for permission in Permission if permission not in OPEN])
async def test_a_token_opens_what_it_names_and_nothing_else(app: Litestar, engine: Engine, held: Permission) -> None:
    async with engine.transaction(SYSTEM) as tx:
        token = await actions.add_token(tx, "a program", [held])
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        client.headers["Authorization"] = f"Bearer {token}"
        for method, path, permission in asked(app):
            if path.startswith("/api/"):
                status = await answer(client, method, path)
                assert (status != 403) is (permission is held), f"{held}: {method} {path} answered {status}"
                assert status < 500, f"{held}: {method} {path} answered {status}"
