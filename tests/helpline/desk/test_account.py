"""One's own account: wishes, password, factors, and where one is signed in."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pyotp
import pytest
from httpx import AsyncClient

from helpline import clock
from helpline.staff.permissions import Role
from helpline.staff.rules import device
from helpline.vault.transaction import Engine

SignIn = Callable[..., Awaitable[Any]]
PASSWORD = "four plain words here"
WISHES = {"name": "Alice B.", "language": "en", "density": "compact", "appearance": "dark", "sound": "yes"}


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_has_an_account_page(at_desk: SignIn, role: Role) -> None:
    desk = await at_desk(role)
    page = await desk.get("/desk/account")
    assert page.status_code == 200
    assert desk.staff.name in page.text


async def test_wishes_are_kept_and_every_page_follows_them(at_desk: SignIn) -> None:
    desk = await at_desk(Role.OPERATOR)
    assert (await desk.post("/desk/account/preferences", data=WISHES)).status_code == 303
    for path in ("/desk/account", "/desk/queue"):
        page = (await desk.get(path)).text
        assert 'class="govuk-template desk compact theme-dark"' in page
        assert '<meta name="color-scheme" content="dark">' in page
        assert "Alice B." in page
    assert re.search(r'name="sound" value="yes" checked', (await desk.get("/desk/account")).text)


async def test_the_computers_wish_counts_until_somebody_has_one(at_desk: SignIn) -> None:
    page = (await (await at_desk(Role.OPERATOR)).get("/desk/queue")).text
    assert 'class="govuk-template desk"' in page
    assert '<meta name="color-scheme" content="light dark">' in page


@pytest.mark.parametrize("wrong", [{"name": " "}, {"language": "xx"}, {"appearance": "pink"}, {"density": ""}])
async def test_a_refused_wish_shows_what_was_typed(at_desk: SignIn, wrong: dict[str, str]) -> None:
    desk = await at_desk(Role.ADMINISTRATOR)
    refused = await desk.post("/desk/account/preferences", data={"name": "Typed Name", **WISHES} | wrong)
    assert refused.status_code == 422
    assert wrong.get("name") or "Alice B." in refused.text


async def test_the_desk_remembers_the_language_for_the_person(at_desk: SignIn, engine: Engine) -> None:
    desk = await at_desk(Role.OPERATOR)
    await desk.post("/desk/language", data={"language": "fr"})
    assert await engine.pool.fetchval("select language from staff where id = $1", desk.staff.id) == "fr"


async def test_a_new_password_asks_for_the_old_one_and_ends_other_sessions(
    at_desk: SignIn, client: AsyncClient, engine: Engine
) -> None:
    desk = await at_desk(Role.OPERATOR)
    name = await engine.pool.fetchval("select sign_in_name from staff")
    await client.post("/desk/sign-in", data={"name": name, "password": PASSWORD})
    new = "zebra cutlery onion harbour"
    wrong = await desk.post("/desk/account/password", data={"current": "not it", "password": new})
    assert wrong.status_code == 422
    done = await desk.post("/desk/account/password", data={"current": PASSWORD, "password": new})
    assert done.status_code == 303
    assert (await desk.get("/desk/account")).status_code == 200
    assert (await client.get("/desk/account")).status_code == 303
    assert (await client.post("/desk/sign-in", data={"name": name, "password": PASSWORD})).status_code == 422
    assert (await client.post("/desk/sign-in", data={"name": name, "password": new})).status_code == 303


@pytest.mark.parametrize("common", ["password1234", "Motdepasse2026!", "azertyuiop12", "too few"])
async def test_a_password_everybody_tries_is_refused(at_desk: SignIn, common: str) -> None:
    desk = await at_desk(Role.OPERATOR)
    refused = await desk.post("/desk/account/password", data={"current": PASSWORD, "password": common})
    assert refused.status_code == 422
    assert common not in refused.text


async def test_sessions_are_listed_in_our_own_words_and_end_one_by_one(
    at_desk: SignIn, client: AsyncClient, engine: Engine
) -> None:
    desk = await at_desk(Role.OPERATOR)
    name = await engine.pool.fetchval("select sign_in_name from staff")
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"
    for _ in range(2):
        await client.post("/desk/sign-in", data={"name": name, "password": PASSWORD}, headers={"User-Agent": agent})
    page = (await desk.get("/desk/account")).text
    assert page.count("Firefox on Windows") >= 2
    assert "Gecko" not in str(await engine.pool.fetch("select * from staff_session"))
    here = re.findall(r"/desk/account/sessions/([0-9a-f-]{36})/closure", page)
    assert len(here) == 2, "this one is ended by signing out"
    await desk.post(f"/desk/account/sessions/{here[0]}/closure")
    await desk.post("/desk/account/sessions/closure")
    assert (await client.get("/desk/account")).status_code == 303
    assert (await desk.get("/desk/account")).text.count("/closure") == 0


async def test_nobody_ends_a_strangers_session(at_desk: SignIn, engine: Engine) -> None:
    alice, bob = await at_desk(Role.OPERATOR), await at_desk(Role.ADMINISTRATOR)
    session = await engine.pool.fetchval("select id from staff_session where staff_id = $1", alice.staff.id)
    assert (await bob.post(f"/desk/account/sessions/{session}/closure")).status_code == 404
    assert (await alice.get("/desk/account")).status_code == 200


async def test_an_app_is_set_up_and_removed_and_codes_come_with_the_first(at_desk: SignIn) -> None:
    desk = await at_desk(Role.RESEARCHER)
    page = (await desk.get("/desk/account/app")).text
    secret = re.findall(r'class="key">([A-Z2-7 ]+)<', page)[0].replace(" ", "")
    sealed = unescape(re.findall(r'name="sealed" value="([^"]*)"', page)[0])
    wrong = await desk.post("/desk/account/app", data={"sealed": sealed, "code": "000000"})
    assert wrong.status_code == 422
    shown = await desk.post("/desk/account/app", data={"sealed": sealed, "code": pyotp.TOTP(secret).at(clock.now())})
    assert len(re.findall(r"<code>[0-9a-z-]{14}</code>", shown.text)) == 10
    assert "10 are left" in (await desk.get("/desk/account")).text
    await desk.post("/desk/account/app/removal")
    page = (await desk.get("/desk/account")).text
    assert "Only your password protects" in page
    assert "are left" not in page, "with the last factor go the codes that stand in for it"


async def test_a_strangers_guesses_are_shown_to_whose_account_it_is(
    at_desk: SignIn, client: AsyncClient, engine: Engine
) -> None:
    desk = await at_desk(Role.ADMINISTRATOR)
    name = await engine.pool.fetchval("select sign_in_name from staff")
    await client.post("/desk/sign-in", data={"name": name, "password": "a stranger's guess"})
    page = (await desk.get("/desk/account")).text
    assert "A wrong password was tried" in page
    assert "a stranger" not in page


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/140.0 Safari/537.36", "Chrome/Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge/Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari/iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6) Version/18.5 Safari/605.1.15", "Safari/macOS"),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)  # fmt: skip
def test_a_device_is_two_words_of_ours(agent: str, said: str) -> None:
    assert device(agent) == said
