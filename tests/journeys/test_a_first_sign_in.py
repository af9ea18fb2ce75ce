"""A new colleague's first morning: the password is not enough, a passkey or an app is, and nothing typed is lost."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pyotp
import pytest
from msgspec import structs
from playwright.async_api import Browser, BrowserContext, Page

from helpline import clock
from helpline.settings import SecondFactor, Settings
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import PASSWORD, Look

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Passkeys are bound to a name, so the desk stands at one."""
    return structs.replace(settings, host="localhost", second_factor=SecondFactor.REQUIRED)


@pytest.fixture
async def maya(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await accounts.add(
            tx, sign_in_name="maya", display_name="Maya", role=Role.SUPERVISOR, password=PASSWORD, language="en"
        )


@pytest.fixture
async def context(server: str, browser: Browser, maya: None) -> AsyncIterator[BrowserContext]:
    heard: list[str] = []
    context = await browser.new_context(base_url=server, locale="en-GB")
    context.set_default_timeout(8000)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on("console", lambda said: heard.append(said.text) if "Content Security" in said.text else None)
    yield context
    assert heard == []


async def with_authenticator(context: BrowserContext) -> Page:
    """A page of a browser with a security chip that knows its owner."""
    page = await context.new_page()
    chip = await context.new_cdp_session(page)
    await chip.send("WebAuthn.enable")
    await chip.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


async def type_password(page: Page) -> None:
    await page.goto("/desk/sign-in")
    await page.fill("#name", "maya")
    await page.fill("#password", PASSWORD)
    await page.click("form[action='/desk/sign-in'] button")


async def sign_out(page: Page) -> None:
    await page.click("form[action='/desk/sign-out'] button")
    await page.wait_for_url("**/desk/sign-in")


async def time_passes(engine: Engine) -> None:
    await engine.pool.execute("update staff_session set confirmed_at = now() - interval '11 minutes'")


async def test_a_passkey_from_the_first_sign_in_to_a_sensitive_act(
    context: BrowserContext, engine: Engine, look: Look
) -> None:
    page = await with_authenticator(context)
    await type_password(page)
    await page.wait_for_url("**/desk/sign-in/set-up")
    await look(page)
    await page.fill("#passkey-name", "work laptop")
    await page.click("form[action$='/set-up/passkey'] button")
    await page.wait_for_selector(".codes")
    assert await page.locator(".codes li").count() == 10
    await look(page)
    await page.click("text=I have kept them")
    await page.wait_for_url("**/desk/queue")

    await sign_out(page)
    await look(page)
    await page.click("text=Sign in with a passkey")
    await page.wait_for_url("**/desk/queue")

    await page.goto("/desk/account")
    assert await page.locator("text=work laptop").first.is_visible()
    await look(page)
    await time_passes(engine)
    await page.goto("/desk/audit?record=01980000-0000-7000-8000-000000000000")
    assert await page.locator("h1").inner_text() == "Confirm that it is you"
    await look(page)
    await page.click("text=Use a passkey")
    await page.wait_for_url("**/desk/audit?record=01980000-0000-7000-8000-000000000000")

    await sign_out(page)
    await type_password(page)
    await page.wait_for_url("**/desk/sign-in/second-factor")
    await look(page)
    await page.click("text=Use a passkey")
    await page.wait_for_url("**/desk/queue")


async def test_an_app_by_its_typed_key_and_paper_when_the_telephone_is_lost(context: BrowserContext) -> None:
    page = await context.new_page()
    await type_password(page)
    await page.wait_for_url("**/desk/sign-in/set-up")
    await page.click("text=Type the key instead")
    secret = (await page.inner_text(".key")).replace(" ", "")
    await page.fill("#code", "000000")
    await page.click("text=Use this app")
    assert (await page.inner_text(".govuk-error-message")).endswith("type it here.")
    await page.fill("#code", pyotp.TOTP(secret).at(clock.now()))
    await page.click("text=Use this app")
    codes = await page.locator(".codes code").all_inner_texts()
    await page.click("text=I have kept them")
    await page.wait_for_url("**/desk/queue")
    await sign_out(page)
    await type_password(page)
    await page.fill("#code", codes[3].upper())
    await page.click("text=Go on")
    await page.wait_for_url("**/desk/queue")
    await page.goto("/desk/account")
    assert await page.locator("text=9 are left").is_visible()


async def test_a_form_goes_on_after_the_proof_with_every_word(context: BrowserContext, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        bob = await accounts.add(
            tx, sign_in_name="bob", display_name="Bob", role=Role.OPERATOR, password=PASSWORD, language="en"
        )
        await tx.db.execute("insert into factor_app values ($1, '', 0, now())", bob)
    page = await with_authenticator(context)
    await type_password(page)
    await page.click("form[action$='/set-up/passkey'] button")
    await page.click("text=I have kept them")
    await page.goto("/desk/staff")
    await page.click("text=Lost the second factor")
    words = "He stands before me & shows <his> badge; “the red one”."
    await page.fill("textarea[name=reason]", words)
    await time_passes(engine)
    await page.click("text=Ask for a reset")
    await page.click("text=Use a passkey")
    await page.wait_for_url("**/desk/staff")
    assert await page.locator("text=Reset the second factor of Bob?").is_visible()
    assert words in await page.inner_text("main")


async def test_a_passkey_that_is_refused_says_so_and_leaves_the_other_ways(context: BrowserContext) -> None:
    page = await context.new_page()
    chip: Any = await context.new_cdp_session(page)
    await chip.send("WebAuthn.enable")
    empty = AUTHENTICATOR | {"isUserVerified": False}
    await chip.send("WebAuthn.addVirtualAuthenticator", {"options": empty})
    await type_password(page)
    await page.wait_for_url("**/desk/sign-in/set-up")
    await page.click("form[action$='/set-up/passkey'] button")
    await page.wait_for_selector("[data-refused]:not([hidden])")
    assert re.search("take another way", await page.inner_text("[data-refused]:not([hidden])"))
