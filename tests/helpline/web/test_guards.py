"""Who gets in: nobody by mistake, programs by token, people by session and from our own pages only."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get, post

from helpline.errors import ConfigurationError
from helpline.settings import Settings
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web import errors, guards
from helpline.web.templates import config
from tests.conftest import employed

Asks = Callable[..., Awaitable[AsyncClient]]


@get("/desk/anybody", opt={"permission": "public"})
async def anybody() -> str:
    return "in"


@get(["/desk/read", "/api/v1/read"], opt={"permission": "contact.read"})
async def read() -> str:
    return "in"


@post(["/desk/write", "/api/v1/write"], opt={"permission": "contact.write"})
async def write() -> str:
    return "in"


@get("/desk/mine", opt={"permission": "signed_in"})
async def mine() -> str:
    return "in"


@get("/forgotten")
async def forgotten() -> str:
    return "in"


@get("/mistyped", opt={"permission": "contact.raed"})
async def mistyped() -> str:
    return "in"


@pytest.fixture
async def client(engine: Engine) -> AsyncClient:
    app = Litestar(
        [anybody, read, write, mine],
        guards=[guards.guard],
        exception_handlers=errors.HANDLED,
        template_config=config(),
        openapi_config=None,
        logging_config=None,
    )
    app.state.update({"engine": engine, "settings": Settings()})
    guards.check_routes(app)
    return AsyncClient(transport=ASGITransport(app), base_url="http://testserver")


async def as_(client: AsyncClient, engine: Engine, role: Role) -> AsyncClient:
    _, token = await employed(engine, role)
    client.cookies.set("helpline", token)
    return client


async def bearer(engine: Engine, *permissions: str) -> dict[str, str]:
    async with engine.transaction(SYSTEM) as tx:
        return {"Authorization": "Bearer " + await actions.add_token(tx, "a program", list(permissions))}


@pytest.mark.parametrize("route", [forgotten, mistyped])
def test_a_route_that_names_no_permission_stops_the_app(route: Any) -> None:
    with pytest.raises(ConfigurationError, match="names no permission"):
        guards.check_routes(Litestar([route], openapi_config=None))


async def test_a_stranger_sees_what_is_public_and_nothing_else(client: AsyncClient) -> None:
    assert (await client.get("/desk/anybody")).text == "in"
    for path in ("/api/v1/read", "/desk/read", "/desk/mine"):
        client.cookies.set("helpline", "a made-up token")
        assert (await client.get(path)).status_code == 401
    assert (await client.get("/api/v1/read", headers={"Authorization": "Bearer helpline_x"})).status_code == 401
    assert (await client.get("/api/v1/read", headers={"Authorization": "Basic YTpi"})).status_code == 401


async def test_a_role_gets_what_the_table_grants(client: AsyncClient, engine: Engine) -> None:
    desk = await as_(client, engine, Role.OPERATOR)
    assert (await desk.get("/desk/read")).text == "in"
    desk = await as_(client, engine, Role.RESEARCHER)
    assert (await desk.get("/desk/mine")).text == "in"
    assert (await desk.get("/desk/read")).status_code == 403


async def test_a_token_gets_what_it_was_given(client: AsyncClient, engine: Engine) -> None:
    headers = await bearer(engine, "contact.read")
    assert (await client.get("/api/v1/read", headers=headers)).text == "in"
    assert (await client.post("/api/v1/write", headers=headers)).status_code == 403


async def test_a_session_does_not_open_the_api(client: AsyncClient, engine: Engine) -> None:
    desk = await as_(client, engine, Role.SUPERVISOR)
    assert (await desk.get("/api/v1/read")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
async def test_what_is_done_with_a_session_must_come_from_our_own_pages(
    client: AsyncClient, engine: Engine, headers: dict[str, str], welcome: bool
) -> None:
    desk = await as_(client, engine, Role.OPERATOR)
    answer = await desk.post("/desk/write", headers=headers)
    assert (answer.text == "in") is welcome


async def test_a_token_needs_no_page_of_ours(client: AsyncClient, engine: Engine) -> None:
    headers = await bearer(engine, "contact.write") | {"Sec-Fetch-Site": "cross-site"}
    assert (await client.post("/api/v1/write", headers=headers)).text == "in"


async def test_looking_somebody_up_is_one_statement(client: AsyncClient, engine: Engine) -> None:
    desk = await as_(client, engine, Role.OPERATOR)
    asked: list[str] = []
    for connection in [await engine.pool.acquire() for _ in range(engine.pool.get_size())]:
        connection.add_query_logger(lambda query: asked.append(query.query))
        await engine.pool.release(connection)
    assert (await desk.get("/desk/read")).text == "in"
    assert len(asked) == 1
