"""An operator's day without a mouse: junk put away, somebody taken on, a case begun and a note written in it."""

import pytest
from playwright.async_api import Page, expect

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

ROWS = "#queue-list [data-row]"
FOCUS = "document.activeElement"


async def tab_to(page: Page, selector: str) -> None:
    """Goes on by Tab, as somebody does who sees where the focus stands."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.evaluate(f"wanted => {FOCUS}.matches(wanted)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


async def row_with(page: Page, words: str) -> None:
    for _ in range(5):
        await page.keyboard.press("j")
        if words in await page.evaluate(f"{FOCUS}.textContent"):
            return
    pytest.fail(f"{words} is not in the list")


async def test_an_operators_day_by_keyboard_only(outside: Outside, sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await outside.text("+447700900123", "Félicitations! Cliquez ici pour votre cadeau gratuit.")
    await outside.text("+447700900456", "Bonjour, mon fils ne voit plus ses amis et je suis inquiète.")
    await expect(page.locator(ROWS)).to_have_count(2, timeout=15_000)

    await row_with(page, "cadeau")
    await page.keyboard.press("s")
    await tab_to(page, "#many button[value=spam]")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("Look once more")
    await look(page)
    await tab_to(page, "form[action$='/decisions'] button")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("Decided")

    await page.keyboard.press("g")
    await page.keyboard.press("q")
    await expect(page.locator(ROWS)).to_have_count(1)
    await page.keyboard.press("j")
    await page.keyboard.press("t")
    await expect(page.locator("#beside-contact form[action$='/release']")).to_be_visible()
    await page.keyboard.press("2")
    await expect(page.locator("#beside-contact input[value=accompaniment]")).to_be_checked()
    await tab_to(page, "#case_title")
    await page.keyboard.type("N. et sa maman")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#beside-contact #decided")).to_contain_text("Maya")

    await page.keyboard.press("Control+k")
    await page.keyboard.type("maman")
    await expect(page.locator("#palette-found [aria-selected=true]")).to_contain_text("N. et sa maman")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("N. et sa maman")
    await page.keyboard.press("n")
    await page.keyboard.type("Elle rappelle jeudi.")
    await tab_to(page, "button:not([type=button])")
    await page.keyboard.press("Enter")
    await expect(page.locator("#timeline")).to_contain_text("Elle rappelle jeudi.")
