"""Somebody comes in; a colleague writes it down, decides, follows up, and keeps what was promised."""

import pytest
from playwright.async_api import Page

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser


async def test_from_a_visit_to_a_kept_promise(sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await look(page)
    await write_down(page, look)
    await note_what_is_safe(page)
    await decide(page, look)
    await work_on_the_case(page, look)
    await keep_the_promise(page, look)


async def write_down(page: Page, look: Look) -> None:
    await page.click("text=Write down a visit")
    await look(page)
    await page.fill("#text", "Mother came in. She worries about her daughter, 17, and asks to be followed.")
    await page.fill("#name", "N. B.")
    await page.fill("#address", "+447700900456")
    await page.click("button:text('Save')")
    await page.click(".heading button:text('Take')")
    await look(page)


async def note_what_is_safe(page: Page) -> None:
    await page.click("summary:text('Note what is safe')")
    await page.check("#may_call")
    await page.click("button:text('Save what is safe')")
    assert await page.inner_text("#safe .mark >> nth=0") == "may call"


async def decide(page: Page, look: Look) -> None:
    await page.check("input[value=accompaniment]")
    await page.check("input[value=soon]")
    await page.check("input[name=landing][value=case]")
    await page.fill("#case_title", "Guitar")
    if await page.locator("#reason").is_visible():
        await page.fill("#reason", "We spoke with the mother: nothing is planned.")
    await page.click("button:text('Save the decision')")
    await look(page)
    await page.click("#decided a")


async def work_on_the_case(page: Page, look: Look) -> None:
    await look(page)
    await page.fill("#note", "Talk with the mother: her daughter is at home and goes to school.")
    await page.click("button:text('Save the note')")
    assert "her daughter is at home" in await page.inner_text("#timeline")
    await page.click("summary:text('Promise something')")
    await page.select_option("#promise-kind", "task")
    await page.fill("#promise-what", "Ask how the school meeting went")
    await page.click("form[action$=follow-ups] button")
    await look(page)


async def keep_the_promise(page: Page, look: Look) -> None:
    await page.click("nav >> text=Follow-ups")
    await look(page)
    await page.click("a:text('Ask how the school meeting went')")
    await look(page)
    await page.check("#outcome")
    await page.click("#attempt button")
    assert "Promise kept" in await page.inner_text("#done")
    assert await page.locator("tr a:text('Ask how the school meeting went')").count() == 0
