"""A night: the line is closed, something immediate arrives, and whoever is on duty takes it on a telephone."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from helpline.line import actions as line
from helpline.line.model import NewDuty
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Look, SignIn
from tests.journeys.people import Outside, eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("closed_line")]

BRAM = "+447700900902"


async def test_an_urgent_message_at_night_pages_who_is_on_duty_and_is_taken_on_a_telephone(
    outside: Outside, sign_in: SignIn, look: Look, engine: Engine, provider: Fake
) -> None:
    page = await sign_in("Bram", Role.OPERATOR)
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.goto("/desk/cases")
    await page.set_viewport_size({"width": 1280, "height": 300})
    where = "document.getElementById('main').lastElementChild.getBoundingClientRect().top"
    stood = await page.evaluate(where)
    async with engine.transaction(SYSTEM) as tx:
        bram = await tx.db.fetchval("select id from staff where display_name = 'Bram'")
        await accounts.change_phone(tx, bram, BRAM)
        await line.add_duty(tx, NewDuty(bram, tx.now - timedelta(hours=1), tx.now + timedelta(hours=8)))
    await outside.text("+447700900123", "Mon frère est parti avec un couteau, il va tuer quelqu'un ce soir.")

    async def paged() -> list[str]:
        return [sent["Body"] for sent in provider.messages.values() if sent["To"] == BRAM]

    [called] = await eventually(paged)
    assert not any(word in called.lower() for word in ("couteau", "frère", "tuer", "urgen", "radical"))
    await expect(page.locator("#alarm")).to_be_visible(timeout=15_000)
    assert await page.evaluate(where) == pytest.approx(stood, abs=1)
    await page.set_viewport_size({"width": 1280, "height": 900})
    await look(page)
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.click("#alarm a")
    row = page.locator("#queue-list [data-row].is-immediate")
    await expect(row).to_contain_text("couteau")
    await row.locator("form[action$='/claim'] button").click()
    await expect(page.locator("form[action$='/release']")).to_be_visible()
