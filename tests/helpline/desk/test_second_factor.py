"""Between the password and the desk: what is owed is proven first, and nothing else opens before."""

import re
from html import unescape
from uuid import UUID

import pyotp
import pytest
from httpx import AsyncClient, Response
from msgspec import structs

from helpline import clock
from helpline.factors import actions as factors
from helpline.settings import SecondFactor, Settings
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.factors.authenticator import Authenticator

PASSWORD = "four plain words here"
ORIGIN = "https://desk.example.org"
SECOND, SET_UP = "/desk/sign-in/second-factor", "/desk/sign-in/set-up"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return structs.replace(settings, public_url=ORIGIN, second_factor=SecondFactor.REQUIRED)


@pytest.fixture
async def alice(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await actions.add(
            tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR, password=PASSWORD, language="en"
        )


@pytest.fixture
async def browser(client: AsyncClient, alice: UUID) -> AsyncClient:
    """Alice's, before she has typed anything. The session's cookie is for https, as the address says."""
    client.base_url = ORIGIN  # type: ignore[assignment]  # httpx takes text
    client.headers.update({"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    return client


async def password(browser: AsyncClient, **changed: str) -> Response:
    return await browser.post("/desk/sign-in", data={"name": "alice", "password": PASSWORD} | changed)


def field(page: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def secret_in(page: Response) -> str:
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page.text)
    assert found, page.text
    return found[1].replace(" ", "")


async def with_app(browser: AsyncClient) -> tuple[str, Response]:
    """The secret of the app that Alice set up, and the page with her recovery codes."""
    await password(browser)
    page = await browser.get(SET_UP)
    secret = secret_in(page)
    given = {"sealed": field(page, "sealed"), "code": pyotp.TOTP(secret).at(clock.now())}
    return secret, await browser.post(f"{SET_UP}/app", data=given)


def next_code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=1)


async def test_the_first_sign_in_sets_up_a_second_factor_before_anything_else(browser: AsyncClient) -> None:
    assert (await password(browser)).headers["location"] == SET_UP
    for path in ("/desk/queue", "/desk/account", "/desk/confirmation"):
        assert (await browser.get(path)).headers["location"] == "/desk/sign-in"
    assert (await browser.get(SECOND)).headers["location"] == SET_UP
    _, shown = await with_app(browser)
    codes = re.findall(r"<code>([0-9a-z-]{14})</code>", shown.text)
    assert len(set(codes)) == 10
    assert (await browser.get("/desk/queue")).status_code == 200


async def test_a_mistyped_first_code_keeps_the_same_secret(browser: AsyncClient) -> None:
    await password(browser)
    page = await browser.get(SET_UP)
    again = await browser.post(f"{SET_UP}/app", data={"sealed": field(page, "sealed"), "code": "000000"})
    assert again.status_code == 422
    assert secret_in(again) == secret_in(page)
    assert "This code is not the one" in again.text


async def test_the_password_alone_is_not_enough_then(browser: AsyncClient) -> None:
    secret, _ = await with_app(browser)
    browser.cookies.clear()
    assert (await password(browser, next="/desk/cases")).headers["location"] == SECOND
    assert (await browser.get("/desk/queue")).headers["location"] == "/desk/sign-in"
    assert (await browser.post(f"{SET_UP}/app", data={"sealed": "x"})).status_code == 422
    before = browser.cookies.get("__Host-helpline")
    inside = await browser.post(SECOND, data={"code": next_code(secret)})
    assert inside.status_code == 303
    assert browser.cookies.get("__Host-helpline") != before, "another token than the half one"
    assert (await browser.get("/desk/queue")).status_code == 200


async def test_every_failure_of_the_second_step_says_the_same(browser: AsyncClient) -> None:
    secret, _ = await with_app(browser)
    browser.cookies.clear()
    await password(browser)
    codes = ("000000", "0", "", "abcd-efgh-jkmn", "1" * 40)
    wrong: list[dict[str, str]] = [{"credential": "{}"}, *({"code": code} for code in codes)]
    pages = [await browser.post(SECOND, data=given) for given in wrong]
    locked = await browser.post(SECOND, data={"code": next_code(secret)})
    assert {page.status_code for page in (*pages, locked)} == {422}
    assert len({page.text for page in (*pages, locked)}) == 1


async def test_the_half_session_opens_nothing_twice(browser: AsyncClient) -> None:
    secret, _ = await with_app(browser)
    browser.cookies.clear()
    await password(browser)
    half = browser.cookies.get("__Host-helpline") or ""
    await browser.post(SECOND, data={"code": next_code(secret)})
    browser.cookies.set("__Host-helpline", half, domain="desk.example.org")
    assert (await browser.get(SECOND)).headers["location"] == "/desk/sign-in"


async def test_a_passkey_set_up_first_signs_in_alone_and_as_the_second_step(browser: AsyncClient, alice: UUID) -> None:
    key = Authenticator(ORIGIN)
    await password(browser)
    made = key.make((await browser.get(f"{SET_UP}/challenge")).text)
    shown = await browser.post(f"{SET_UP}/passkey", data={"credential": made, "name": "blue key"})
    assert "Recovery codes" in shown.text
    browser.cookies.clear()
    proof = key.use((await browser.get("/desk/sign-in/challenge")).text)
    alone = await browser.post("/desk/sign-in/passkey", data={"credential": proof, "next": "/desk/cases"})
    assert (alone.status_code, alone.headers["location"]) == (303, "/desk/cases")
    browser.cookies.clear()
    await password(browser)
    proof = key.use((await browser.get(f"{SECOND}/challenge")).text)
    assert (await browser.post(SECOND, data={"credential": proof})).status_code == 303
    assert (await browser.get("/desk/queue")).status_code == 200


async def test_a_wrong_passkey_at_the_door_gets_the_words_of_a_wrong_password(browser: AsyncClient) -> None:
    proof = Authenticator(ORIGIN).use((await browser.get("/desk/sign-in/challenge")).text)
    refused = await browser.post("/desk/sign-in/passkey", data={"credential": proof})
    wrong = await password(browser, name="", password="wrong")
    assert refused.status_code == wrong.status_code == 422
    assert refused.text.replace("/sign-in/passkey", "/sign-in") == wrong.text.replace("/sign-in/passkey", "/sign-in")


async def test_whoever_lost_the_factors_comes_in_with_a_recovery_code(browser: AsyncClient, engine: Engine) -> None:
    _, shown = await with_app(browser)
    code = re.findall(r"<code>([0-9a-z-]{14})</code>", shown.text)[0]
    browser.cookies.clear()
    await password(browser)
    assert (await browser.post(SECOND, data={"code": code})).status_code == 303
    actions_done = await audited(engine)
    assert "staff.recovery_code_used" in actions_done


async def test_a_password_that_somebody_else_gave_is_replaced_before_the_desk_opens(
    browser: AsyncClient, engine: Engine, alice: UUID
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await actions.change_password(tx, alice, PASSWORD, given=True)
    _, shown = await with_app(browser)
    assert 'href="/desk/sign-in/new-password"' in shown.text
    assert (await browser.get("/desk/queue")).headers["location"] == "/desk/sign-in"
    for refused in (PASSWORD, "short", "password12345"):
        assert (await browser.post("/desk/sign-in/new-password", data={"password": refused})).status_code == 422
    own = "zebra cutlery onion harbour"
    assert (await browser.post("/desk/sign-in/new-password", data={"password": own})).status_code == 303
    assert (await browser.get("/desk/queue")).status_code == 200
    browser.cookies.clear()
    assert (await password(browser)).status_code == 422
    assert (await password(browser, password=own)).headers["location"] == SECOND


async def test_who_leaves_has_no_factor_any_more(browser: AsyncClient, engine: Engine, alice: UUID) -> None:
    await with_app(browser)
    async with engine.transaction(SYSTEM) as tx:
        await actions.leave(tx, alice)
        assert not await factors.has_any(tx, alice)


async def audited(engine: Engine) -> list[str]:
    async with engine.transaction(SYSTEM) as tx:
        return [row["action"] for row in await tx.db.fetch("select action from audit_entry order by id")]
