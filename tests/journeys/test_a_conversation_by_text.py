"""Points 20 to 22 at the desk: a conversation by text message, as a colleague lives through it in a real browser."""

import pytest
from playwright.async_api import Page, expect

from helpline.staff.permissions import Role
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside, eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

MOTHER = "+447700900123"
#: Milliseconds: a report may be faster than our own note of sending, and is then read once more a little later.
PATIENCE = 30_000


async def test_a_conversation_by_text_goes_on_until_she_says_stop(
    outside: Outside, sign_in: SignIn, look: Look, provider: Fake
) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await she_takes_it_and_notes_what_is_safe(outside, page)
    await she_sees_how_long_her_answer_is(page)
    await it_waits_leaves_and_is_delivered(outside, page, provider, look)
    await the_next_text_joins_and_is_taken_out_again(outside, page, look)
    await a_further_one_is_only_suggested(outside, page, look)
    await an_answer_that_did_not_arrive_is_hers(outside, page, provider, look)
    await one_word_puts_her_out_of_reach(outside, page, look)


async def she_takes_it_and_notes_what_is_safe(outside: Outside, page: Page) -> None:
    await outside.text(MOTHER, "Bonjour, je suis inquiète pour mon fils.")
    await page.goto(await page.locator("#queue-list a.list__words").first.get_attribute("href") or "")
    await page.click("button:text('Take')")
    await expect(page.locator("#sent-live")).to_be_attached()
    await page.click("summary:text('Note what is safe')")
    await page.check("#may_call")
    await page.check("#may_write")
    await page.click("button:text('Save what is safe')")


async def she_sees_how_long_her_answer_is(page: Page) -> None:
    """Point 22: GSM-7 160/153, UCS-2 70/67; the count is shown while she types."""
    counted = page.locator("#answer .segments")
    for words, said in (
        ("x" * 160, "160 characters, 1 message(s), 0 left"),
        ("x" * 161, "161 characters, 2 message(s), 145 left"),
        ("ê" * 70, "70 characters, 1 message(s), 0 left · One letter outside the small alphabet"),
        ("ê" * 71, "71 characters, 2 message(s), 63 left"),
        ("Demain matin ?", "14 characters, 1 message(s), 146 left"),
    ):
        await page.fill("#text", words)
        await expect(counted).to_contain_text(said)
    here = await page.evaluate("history.length")
    await page.click("#preview")
    await expect(page.locator("#answer .letter__text")).to_have_text("Demain matin ?")
    assert (await page.evaluate("history.length"), await page.input_value("#text")) == (here, "Demain matin ?")
    await page.fill("#text", "Demain ?")
    await expect(counted).to_contain_text("8 characters")
    await page.fill("#text", "Demain matin ?")


async def it_waits_leaves_and_is_delivered(outside: Outside, page: Page, provider: Fake, look: Look) -> None:
    await page.click("button:text('Send the answer')")
    await expect(page.locator("#sent .undo")).to_contain_text("Leaves")
    assert provider.messages == {}
    await eventually(lambda: left(provider, 1))
    await outside.report("sent", "delivered")
    await expect(page.locator("#sent")).to_contain_text("Delivered", timeout=PATIENCE)
    await expect(page.locator("#sent .undo")).to_have_count(0)
    await look(page)


async def the_next_text_joins_and_is_taken_out_again(outside: Outside, page: Page, look: Look) -> None:
    """Point 21: an exact, unshared match says so, and the operator says that it was somebody else."""
    await outside.text(MOTHER, "Merci, demain matin.")
    await expect(page.locator("#sent .talk__said")).to_have_count(3, timeout=PATIENCE)
    assert MOTHER not in await page.content()
    await page.click("#sent a:has-text('Contact')")
    await expect(page.locator("#history")).to_contain_text("Joined the open conversation of this number")
    await look(page)
    await page.click("button:text('Somebody else wrote this')")
    await expect(page.locator("#history")).to_contain_text("somebody else wrote it")
    await expect(page.locator("#sent")).to_have_count(0)


async def a_further_one_is_only_suggested(outside: Outside, page: Page, look: Look) -> None:
    """Point 21: else suggest; the operator says so."""
    await page.goto("/desk/queue")
    await outside.text(MOTHER, "C'est encore moi, sa mère.")
    await page.click("a.list__words:has-text('encore moi')")
    await expect(page.locator("#claimed")).to_contain_text("several people use")
    await look(page)
    await page.click("button:text('It belongs there')")
    await expect(page.locator("#sent .talk__said")).to_have_count(3)


async def an_answer_that_did_not_arrive_is_hers(outside: Outside, page: Page, provider: Fake, look: Look) -> None:
    """Point 22: undelivered is visible to the author."""
    await page.fill("#text", "Nous vous appelons à dix heures.")
    await page.click("button:text('Send the answer')")
    await eventually(lambda: left(provider, 2))
    await provider.report(outside.wire, list(provider.messages)[-1], "sent", "undelivered", code="30003")
    await expect(page.locator("#sent")).to_contain_text("off or out of reach", timeout=PATIENCE)
    await look(page)
    await page.goto("/desk/queue")
    await expect(page.locator("#lost")).to_contain_text("off or out of reach", timeout=PATIENCE)
    await look(page)
    await page.click("#lost a:has-text('Contact')")


async def one_word_puts_her_out_of_reach(outside: Outside, page: Page, look: Look) -> None:
    """Point 20: STOP stored and shown."""
    address = page.url
    await outside.text(MOTHER, "STOP")
    await expect(page.locator("#sent")).to_have_count(1)
    await eventually(lambda: stopped(page, address))
    await expect(page.locator("#answer")).to_contain_text("until it sends START")
    await look(page)


async def stopped(page: Page, address: str) -> bool:
    await page.goto(address)
    return await page.locator(".notice--stop:has-text('told the provider to stop')").count() > 0


async def left(provider: Fake, count: int) -> bool:
    return len(provider.messages) == count
