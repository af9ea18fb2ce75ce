"""The way to the desk: signing in, being sent back to where one wanted to go, and out."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient, Response

from helpline.desk.sign_in import safe_path, session_cookie
from helpline.settings import Settings
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

PASSWORD = "four plain words here"
SignedIn = Callable[..., Awaitable[Any]]


@pytest.fixture
async def alice(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await actions.add(tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR, password=PASSWORD)


async def sign_in(client: AsyncClient, **changed: str) -> Response:
    return await client.post("/desk/sign-in", data={"name": "alice", "password": PASSWORD, "next": ""} | changed)


async def test_a_page_asks_who_is_there_and_leads_back(client: AsyncClient, alice: None) -> None:
    sent = await client.get("/desk/events")
    assert (sent.status_code, sent.headers["location"]) == (303, "/desk/sign-in")
    page = await client.get("/desk/sign-in")
    assert 'value="/desk/events"' in page.text
    back = await sign_in(client, next="/desk/events")
    assert (back.status_code, back.headers["location"]) == (303, "/desk/events")


async def test_the_cookie_is_for_our_pages_alone(client: AsyncClient, alice: None) -> None:
    cookies = (await sign_in(client)).headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith("helpline=")]
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in session.split(";")}


def test_over_https_the_cookie_is_bound_to_this_host_and_to_https() -> None:
    cookie = session_cookie(Settings(public_url="https://contact.example.org"), "token")
    assert (cookie.key, cookie.secure, cookie.path, cookie.domain) == ("__Host-helpline", True, "/", None)


@pytest.mark.parametrize("wrong", [{"password": "not the password"}, {"name": "nobody"}, {"password": ""}])
async def test_whatever_was_wrong_the_answer_is_the_same(
    client: AsyncClient, alice: None, wrong: dict[str, str]
) -> None:
    refused, other = await sign_in(client, **wrong), await sign_in(client, name="alice", password="wrong again")
    assert refused.status_code == other.status_code == 422
    assert refused.text.replace("nobody", "alice") == other.text
    assert "set-cookie" not in refused.headers


async def test_signing_out_ends_the_session(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    assert (await desk.post("/desk/sign-out")).headers["location"] == "/desk/sign-in"
    desk.cookies.set("helpline", desk.cookies.get("helpline") or "")
    assert (await desk.post("/desk/sign-out")).status_code == 401


async def test_a_form_sent_after_the_session_ended_is_kept_on_the_screen(client: AsyncClient) -> None:
    kept = await client.post("/desk/sign-out", data={"note": "what <b>Bob</b> wrote"})
    assert kept.status_code == 401
    assert "what &lt;b&gt;Bob&lt;/b&gt; wrote" in kept.text
    assert 'action="/desk/sign-out"' in kept.text


async def test_a_fragment_that_is_refused_takes_no_page_from_under_its_writer(client: AsyncClient) -> None:
    answer = await client.post("/desk/sign-out", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-trigger"]) == (401, "locked")
    assert "hx-redirect" not in answer.headers


async def test_a_strangers_page_signs_nobody_in(client: AsyncClient, alice: None) -> None:
    answer = await client.post(
        "/desk/sign-in", data={"name": "alice", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_the_desk_speaks_the_language_one_chooses(client: AsyncClient) -> None:
    assert (await client.post("/desk/language", data={"language": "fr", "back": "/desk/sign-in"})).status_code == 303
    assert 'lang="fr"' in (await client.get("/desk/sign-in")).text
    assert (await client.post("/desk/language", data={"language": "xx"})).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/desk//evil.example",
        "https://evil.example/desk",
        "/desk/../x",
        "/desk\\x",
        "/",
        "/desk/sign-in",
    ],
)
def test_the_way_back_never_leads_elsewhere(path: str) -> None:
    assert safe_path(path) == ""
