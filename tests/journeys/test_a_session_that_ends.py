"""The session ends while somebody writes: the page says so, keeps every word, and goes on after the sign-in."""

import pytest
from playwright.async_api import Page

from helpline.staff.permissions import Role
from helpline.vault.transaction import Engine
from tests.journeys.conftest import PASSWORD, SignIn

pytestmark = pytest.mark.browser

WORDS = "what the mother said, in many words that nobody wants to type twice"
NOTE = "form[action='/desk/contacts']"


async def ends(engine: Engine) -> None:
    await engine.pool.execute("update staff_session set ended_at = now()")


async def a_part_asks(page: Page) -> None:
    """As when something happens on the line."""
    await page.evaluate("document.querySelector('.bar').dispatchEvent(new Event('sse:line'))")


async def sign_in_elsewhere(page: Page) -> None:
    async with page.context.expect_page() as opened:
        await page.click("a[target=_blank]:visible")
    other = await opened.value
    await other.fill("#name", "maya")
    await other.fill("#password", PASSWORD)
    await other.click("form[action='/desk/sign-in'] button")
    await other.wait_for_url("**/desk/queue")
    await other.close()


async def test_the_page_stays_with_its_words_and_the_form_goes_through_after_signing_in(
    sign_in: SignIn, engine: Engine, complaints: list[str]
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await page.goto("/desk/contacts/new")
    await page.wait_for_selector(".bar a")
    await page.fill(f"{NOTE} textarea", WORDS)
    await ends(engine)
    await a_part_asks(page)
    await page.wait_for_selector("#locked", state="visible")
    await sign_in_elsewhere(page)
    assert await page.input_value(f"{NOTE} textarea") == WORDS
    await page.click(f"{NOTE} button[type=submit]")
    await page.wait_for_url("**/desk/contacts/0*")
    assert WORDS in await page.inner_text("main")
    complaints[:] = [said for said in complaints if "401" not in said]


async def test_a_form_sent_too_late_waits_in_its_page(sign_in: SignIn, engine: Engine, complaints: list[str]) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await page.goto("/desk/contacts/new")
    await page.fill(f"{NOTE} textarea", WORDS)
    await ends(engine)
    await page.click(f"{NOTE} button[type=submit]")
    assert WORDS in await page.inner_text("main")
    await sign_in_elsewhere(page)
    await page.click("text=Send again")
    await page.wait_for_url("**/desk/contacts/0*")
    assert WORDS in await page.inner_text("main")
    complaints[:] = [said for said in complaints if "401" not in said]


async def test_a_page_in_which_nobody_wrote_leads_to_the_sign_in(
    sign_in: SignIn, engine: Engine, complaints: list[str]
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await page.goto("/desk/cases")
    await page.wait_for_selector(".bar a")
    await ends(engine)
    await a_part_asks(page)
    await page.wait_for_url("**/desk/sign-in")
    complaints[:] = [said for said in complaints if "401" not in said]
