"""A contact read, answered and decided by keyboard, with what is safe in view all the while."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from helpline.clock import now
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.wording import actions as wording
from helpline.wording.model import Draft
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside
from tests.journeys.test_two_at_one_contact import MOTHER, at_the_contact

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]


async def test_what_is_safe_stays_in_view_and_one_key_chooses_what_it_is(
    outside: Outside, sign_in: SignIn, look: Look
) -> None:
    await outside.text(MOTHER, "Gagnez un iPhone maintenant, cliquez ici.\n" * 6)
    page = await sign_in("Alice", Role.OPERATOR)
    await at_the_contact(page, safe=True)
    await look(page)
    await page.set_viewport_size({"width": 1280, "height": 700})
    await page.evaluate("scrollTo(0, 600)")
    await expect(page.locator("#always")).to_be_in_viewport()
    await expect(page.locator("#always")).to_contain_text("may write")
    await page.keyboard.press("?")
    for words in ("1 Information request", "6 Spam", "Ctrl Enter Save the decision"):
        await expect(page.locator("#keys tr", has_text=words)).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("6")
    await expect(page.locator("input[value=spam]")).to_be_checked()
    await expect(page.locator("input[name=landing][value=quarantine]")).to_be_checked()
    await page.keyboard.press("2")
    await expect(page.locator("input[name=landing][value=case]")).to_be_checked()
    await page.fill("#text", "")
    await page.locator("#text").press_sequentially("6")
    await expect(page.locator("input[name=disposition][value=accompaniment]")).to_be_checked()
    await page.locator("#text").fill("")
    await page.uncheck(".decide [data-keys]")
    await page.keyboard.press("6")
    await expect(page.locator("input[name=disposition][value=accompaniment]")).to_be_checked()
    await page.check(".decide [data-keys]")
    await page.keyboard.press("6")
    await page.check("input[name=urgency][value=routine]")
    if await page.locator("#reason").is_visible():
        await page.fill("#reason", "Publicité.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#decided")).to_contain_text("Alice")


async def test_a_prepared_answer_goes_in_at_the_cursor_and_is_previewed_as_it_will_be_read(
    outside: Outside, sign_in: SignIn, look: Look, engine: Engine
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await wording.add(tx, Draft("Horaires", "fr", "Nous répondons en semaine.", now().date() + timedelta(days=90)))
    await outside.text(MOTHER, "Bonjour, quand êtes-vous ouverts ?")
    page = await sign_in("Alice", Role.OPERATOR)
    await at_the_contact(page, safe=True)
    await page.fill("#text", "Bonjour.\nA bientôt.")
    await page.evaluate("document.getElementById('text').setSelectionRange(9, 9)")
    await page.select_option("#prepared", index=1)
    await page.click("#put-in")
    await expect(page.locator("#text")).to_have_value("Bonjour.\nNous répondons en semaine.\nA bientôt.")
    await page.click("#preview")
    await expect(page.locator("#answer-preview .letter__text")).to_contain_text("Nous répondons en semaine.")
    await expect(page.locator("#answer-preview")).to_contain_text("1 message")
    await look(page)
    await page.locator("#text").press("End")
    await page.locator("#text").press_sequentially("!")
    await expect(page.locator("#answer-preview .letter")).to_have_count(0)
