"""A text message arrives while a colleague looks at the queue, and is followed to a kept promise, in a real browser."""

import pytest
from playwright.async_api import Page, expect

from helpline.staff.permissions import Role
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside, eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

MOTHER = "+447700900123"
WORRY = "Bonjour, je suis inquiète pour mon fils. Pouvez-vous nous accompagner ?"


async def test_a_text_message_arrives_before_her_eyes_and_is_followed_to_a_kept_promise(
    outside: Outside, sign_in: SignIn, look: Look, provider: Fake
) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await it_arrives_without_a_reload(outside, page, look)
    await she_takes_it_and_answers(outside, page, look, provider)
    await it_was_delivered_without_a_reload(outside, page)
    await she_decides(page, look)
    await she_promises_and_keeps_it(page, look)


async def it_arrives_without_a_reload(outside: Outside, page: Page, look: Look) -> None:
    await page.evaluate("document.body.dataset.same = 'page'")
    row = page.locator("#queue-list a.list__words")
    await expect(row).to_have_count(0)
    await outside.text(MOTHER, WORRY)
    await expect(row).to_contain_text("inquiète pour mon fils")
    assert await page.evaluate("document.body.dataset.same") == "page"
    await look(page)


async def she_takes_it_and_answers(outside: Outside, page: Page, look: Look, provider: Fake) -> None:
    await page.click("#queue-list button:has-text('Take')")
    await expect(page.locator("#answer textarea")).to_have_count(0)
    await page.click("summary:text('Note what is safe')")
    await look(page)
    await page.check("#may_call")
    await page.check("#may_write")
    await page.click("button:text('Save what is safe')")
    await page.fill("#text", "Bonjour. Nous pouvons vous appeler demain.")
    await page.click("button:text('Send the answer')")
    await expect(page.locator("#sent")).to_contain_text("Nous pouvons vous appeler demain")
    await eventually(lambda: left(provider))
    assert MOTHER not in await page.content()
    await look(page)


async def it_was_delivered_without_a_reload(outside: Outside, page: Page) -> None:
    await page.fill("#text", "Encore un mot")
    await outside.report("sent", "delivered")
    await expect(page.locator("#sent")).to_contain_text("Delivered")
    assert await page.input_value("#text") == "Encore un mot", "what she was typing stays"


async def she_decides(page: Page, look: Look) -> None:
    await page.check("input[value=accompaniment]")
    await page.check("input[name=urgency][value=soon]")
    await page.check("input[name=landing][value=case]")
    await page.fill("#case_title", "Maman de N.")
    if await page.locator("#reason").is_visible():
        await page.fill("#reason", "Elle préfère demain.")
    await page.click("button:text('Save the decision')")
    await look(page)
    await expect(page.locator("#decided")).to_contain_text("Maya")


async def she_promises_and_keeps_it(page: Page, look: Look) -> None:
    await page.click("summary:text('Promise something')")
    await page.select_option("#promise-kind", "call_back")
    await page.fill("#promise-what", "Rappeler la mère")
    await page.fill("#promise-due", "2031-05-05T10:00")
    await page.click("form[action$=follow-ups] button")
    await page.click("#follow-ups a:text('Rappeler la mère')")
    await look(page)
    await page.click("button:text('Show the number')")
    assert MOTHER in await page.inner_text("#call")
    await look(page)
    await page.check("input[name=outcome][value=reached]")
    await page.click("#attempt button")
    await page.click("nav >> text=Cases")
    await look(page)
    await page.click("a:has-text('Maman de N.')")
    await look(page)
    await expect(page.locator("#timeline")).to_contain_text("Rappeler la mère")


async def left(provider: Fake) -> bool:
    return [message["To"] for message in provider.messages.values()] == [MOTHER]
