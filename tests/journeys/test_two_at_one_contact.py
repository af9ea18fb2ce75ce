"""Two colleagues at one contact, in real browsers: each sees what the other writes, and no word of either is lost."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

MOTHER = "+447700900123"


async def at_the_contact(page: Page, *, safe: bool = False) -> None:
    await page.goto("/desk/queue")
    await page.goto(await page.locator("#queue-list a.list__words").first.get_attribute("href") or "")
    if safe:
        await page.click("summary:text('Note what is safe')")
        await page.check("#may_call")
        await page.check("#may_write")
        await page.click("button:text('Save what is safe')")
    await expect(page.locator("#text")).to_be_visible()


async def test_a_colleagues_draft_is_seen_while_it_is_typed_and_taken_over(
    outside: Outside, sign_in: SignIn, look: Look
) -> None:
    await outside.text(MOTHER, "Bonjour, je suis inquiète pour mon fils.")
    alice, bram = await sign_in("Alice", Role.OPERATOR), await sign_in("Bram", Role.OPERATOR)
    await at_the_contact(bram, safe=True)
    await at_the_contact(alice)
    await expect(bram.locator("#looking-now")).to_contain_text("Alice is looking at it, too")
    await bram.locator("#text").press_sequentially("Nous pouvons vous appeler", delay=10)
    await expect(alice.locator("#writing-now")).to_contain_text("Bram is writing an answer:")
    await expect(alice.locator("#writing-now")).to_contain_text("Nous pouvons vous appeler")
    await alice.fill("#text", "Bonjour Madame.")
    await expect(bram.locator("#writing-now")).to_contain_text("Bonjour Madame.")
    await look(alice)
    await alice.click("button:text('Take over')")
    await expect(alice.locator("#text")).to_have_value("Nous pouvons vous appeler\n\nBonjour Madame.")
    await bram.locator("#text").press_sequentially(" demain", delay=10)
    await expect(alice.locator("#writing-now")).to_contain_text("Nous pouvons vous appeler demain")
    await expect(bram.locator("#text")).to_have_value("Nous pouvons vous appeler demain")
    await alice.close()
    await expect(bram.locator("#looking-now")).not_to_contain_text("Alice")


async def test_whoever_types_without_a_pause_loses_at_most_a_second(
    outside: Outside, sign_in: SignIn, complaints: list[str]
) -> None:
    await outside.text(MOTHER, "Bonjour")
    alice, bram = await sign_in("Alice", Role.OPERATOR), await sign_in("Bram", Role.OPERATOR)
    await at_the_contact(alice, safe=True)
    await at_the_contact(bram)
    typing = asyncio.create_task(alice.locator("#text").press_sequentially("un mot après l’autre " * 6, delay=20))
    await expect(bram.locator("#writing-now")).to_contain_text("un mot après", timeout=2500)
    await typing
    before = len(complaints)
    await alice.context.set_offline(True)
    await alice.locator("#text").press_sequentially("et la fin", delay=5)
    await asyncio.sleep(1.2)
    await expect(alice.locator("[data-draft-state]").first).to_contain_text("Not saved yet")
    await alice.context.set_offline(False)
    await expect(bram.locator("#writing-now")).to_contain_text("et la fin")
    offline = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    complaints[before:] = [said for said in complaints[before:] if not any(word in said for word in offline)]


async def test_a_draft_goes_when_its_answer_is_sent(outside: Outside, sign_in: SignIn) -> None:
    await outside.text(MOTHER, "Bonjour")
    alice, bram = await sign_in("Alice", Role.OPERATOR), await sign_in("Bram", Role.OPERATOR)
    await at_the_contact(bram, safe=True)
    await at_the_contact(alice)
    await alice.fill("#text", "Nous vous appelons.")
    await expect(bram.locator("#writing-now")).to_contain_text("Nous vous appelons.")
    await alice.click("button:text('Send the answer')")
    await expect(alice.locator("#text")).to_have_value("")
    await expect(bram.locator("#writing-now .writing")).to_have_count(0)
    await expect(bram.locator("#sent")).to_contain_text("Nous vous appelons.")
