"""A mail with a file is read, answered and answered again, as a colleague lives through it in a real browser."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from helpline.staff.permissions import Role
from tests.channels.email.test_doors import Sink
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside, eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

TEACHER = "teacher@example.org"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
QUESTION = "Bonjour, un de mes élèves a reçu ceci. Que faire ?"
ANSWER = "Bonjour Madame, parlons-en mardi."
THANKS = "Merci, mardi me convient."
PATIENCE = 30_000


async def test_a_mail_with_a_file_is_read_answered_and_answered_again(
    outside: Outside, sign_in: SignIn, look: Look, letters: Sink
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    await outside.mail(TEACHER, "Une lettre", QUESTION, proven=True, file=PDF)
    await page.goto(await page.locator("#queue-list a.list__words").first.get_attribute("href") or "")
    await expect(page.locator(".said").first).to_contain_text(QUESTION)
    await the_file_is_as_it_was_sent(page)
    await look(page)
    first = page.url

    await page.click("summary:text('Note what is safe')")
    await page.check("#may_write")
    await page.click("button:text('Save what is safe')")
    await page.fill("#text", ANSWER)
    await page.click("button:text('Send the answer')")
    await eventually(lambda: answered(letters))
    sent = next(one for one in letters.taken if ANSWER in one.get_payload(decode=True).decode())

    await outside.mail(TEACHER, "Re: " + sent["Subject"], THANKS, proven=True, to=sent["Reply-To"])
    await page.goto("/desk/queue")
    await expect(page.locator("#queue-list")).to_contain_text("Merci, mardi", timeout=PATIENCE)
    await page.goto(await page.locator("a.list__words", has_text="Merci, mardi").first.get_attribute("href") or "")
    assert page.url != first
    await expect(page.locator(".said").first).to_contain_text(THANKS)
    await expect(page.locator("#main")).to_contain_text("The same conversation.")
    await look(page)
    await page.click(f"#main a[href='{urlsplit(first).path}']")
    for told in (QUESTION, ANSWER):
        await expect(page.locator("#main")).to_contain_text(told)


async def the_file_is_as_it_was_sent(page: Page) -> None:
    async with page.expect_download() as taken:
        await page.click("a:has-text('Convocation.pdf')")
    assert await asyncio.to_thread(Path(await (await taken.value).path()).read_bytes) == PDF


async def answered(letters: Sink) -> bool:
    return any(ANSWER in one.get_payload(decode=True).decode() for one in letters.taken)
