"""A queue that is worked through by keyboard alone, beside the contact that is open."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

FIRST, SECOND = "+447700900123", "+447700900456"
ROWS = "#queue-list [data-row]"


async def two_wait(outside: Outside, page: Page) -> None:
    await outside.text(FIRST, "Bonjour, je suis inquiète pour mon fils.")
    await outside.text(SECOND, "Pouvez-vous me dire quand vous êtes là ?")
    await expect(page.locator(ROWS)).to_have_count(2, timeout=15_000)


def whole(row: str) -> str:
    """Where the page of the contact of a line is."""
    return f"/desk/contacts/{row.partition('row-')[2]}"


async def test_from_the_list_to_the_contact_and_back_without_a_mouse(
    outside: Outside, sign_in: SignIn, look: Look
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    await look(page)
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    second = await page.locator(ROWS).nth(1).get_attribute("id")
    assert await page.evaluate("document.activeElement.closest('[data-row]').id") == second
    await page.keyboard.press("Enter")
    await expect(page.locator("#beside-contact h2").first).to_be_visible()
    assert page.url.endswith(f"open={(second or '')[4:]}")
    await look(page)
    await page.keyboard.press("t")
    await expect(page.locator(f"#{second} .mark--cool")).to_have_text("You")
    await expect(page.locator(".filters .views a:has-text('Mine') .count")).to_have_text("1")
    await expect(page.locator("#beside-contact form[action$='/release']")).to_be_visible()
    await page.keyboard.press("h")
    assert await page.evaluate("document.activeElement.matches(\"form[action$='/hand-over'] select\")")
    await page.keyboard.press("Escape")
    await expect(page.locator("#beside")).to_be_hidden()


async def test_the_question_mark_shows_the_keys_there_are_and_they_can_be_switched_off(
    outside: Outside, sign_in: SignIn, look: Look
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    await page.keyboard.press("?")
    await expect(page.locator("#keys tr", has_text="Next contact").first).to_be_visible()
    await expect(page.locator("#keys tr", has_text="Board")).to_have_count(0)
    await look(page)
    await page.uncheck("#keys-on")
    await page.keyboard.press("Escape")
    await expect(page.locator("#keys")).to_be_hidden()
    await page.keyboard.press("j")
    await expect(page.locator(f"{ROWS}:focus-within")).to_have_count(0)
    await page.click("[data-keys-help]")
    await page.check("#keys-on")
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("c")
    await page.wait_for_url("**/desk/cases")


async def test_ctrl_k_leads_to_a_contact_by_its_number(outside: Outside, sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    await page.keyboard.press("Control+k")
    await expect(page.locator("#palette-found [role=option]").first).to_be_visible()
    await look(page)
    await page.keyboard.type("1")
    await expect(page.locator("#palette-found [aria-selected=true]")).to_have_text("Contact 1")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk/contacts/0*")


async def test_nothing_moves_under_a_pointer_and_a_button_says_what_waits(
    outside: Outside, sign_in: SignIn, look: Look
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    await page.hover(f"{ROWS} >> nth=0")
    before = await page.locator(ROWS).evaluate_all("all => all.map(one => one.id)")
    await outside.text("+447700900789", "Bonjour, je m'inquiète pour ma sœur.")
    await expect(page.locator("#queue-waits button")).to_contain_text("1 new", timeout=15_000)
    assert await page.locator(ROWS).evaluate_all("all => all.map(one => one.id)") == before
    await look(page)
    await page.hover(f"{ROWS} >> nth=0")
    await page.click("#queue-waits button")
    await expect(page.locator(ROWS)).to_have_count(3)


async def test_of_two_who_take_the_same_contact_one_sees_who_was_faster(
    outside: Outside, sign_in: SignIn, complaints: list[str]
) -> None:
    maya, bram = await sign_in("Maya", Role.OPERATOR), await sign_in("Bram", Role.OPERATOR)
    await two_wait(outside, maya)
    await expect(bram.locator(ROWS)).to_have_count(2, timeout=15_000)
    row = f"#{await maya.locator(ROWS).first.get_attribute('id')}"
    still = "(real => (to, how) => how?.method === 'POST' ? real(to, how) : new Promise(() => 0))(fetch)"
    await bram.evaluate(f"() => {{ window.fetch = {still}; }}")
    await maya.click(f"{row} form button")
    await expect(maya.locator("#beside-contact form[action$='/release']")).to_be_visible()
    await expect(maya.get_by_role("link", name="Open the whole page")).to_have_attribute("href", whole(row))
    await bram.click(f"{row} form button")
    await expect(bram.locator("#beside-contact")).to_contain_text("Maya took this contact first.")
    await expect(maya.locator(f"{row} .mark--cool")).to_have_text("You")
    complaints[:] = [said for said in complaints if "409" not in said]


async def test_a_call_from_beside_the_list_shows_the_number_on_the_page_it_is_made_from(
    outside: Outside, sign_in: SignIn
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.click("#beside-contact summary:text('Note what is safe')")
    await page.check("#beside-contact #may_call")
    await page.click("#beside-contact button:text('Save what is safe')")
    await expect(page.locator("#beside-contact #call")).to_be_in_viewport(ratio=1)
    await page.click("#beside-contact form[action$='/calls'] button")
    await expect(page.locator("#call a.dial")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#beside-contact #call")).to_be_visible()


async def test_what_comes_late_for_a_contact_that_was_left_changes_nothing_of_the_next(
    outside: Outside, sign_in: SignIn
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await two_wait(outside, page)
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        if "hx-target" not in route.request.headers:
            await route.continue_()
            return
        answer = await route.fetch()
        asked.set()
        await go_on.wait()
        await route.fulfill(response=answer)

    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("#beside-contact #history-now")).to_be_attached()
    await page.route("**/desk/contacts/*", late)
    await page.locator("#beside-contact [hx-select-oob='#history-now']").dispatch_event("sse:changed")
    await asyncio.wait_for(asked.wait(), 15)
    await page.locator(f"{ROWS} a.list__words").nth(1).click()
    await expect(page.locator("#beside-contact h2").first).to_contain_text("Contact 2")
    await page.evaluate("document.querySelector('#beside-contact #history-now').dataset.mine = 'yes'")
    async with page.expect_event("requestfinished"):
        go_on.set()
    await asyncio.sleep(0.3)
    await expect(page.locator("#beside-contact #history-now[data-mine]")).to_be_attached()
