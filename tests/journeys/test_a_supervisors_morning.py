"""A supervisor has five minutes: who waits, who is there, what was promised and not kept. The wall then lives alone."""

import asyncio
import os

import pytest
from playwright.async_api import Page, expect

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact, Urgency
from helpline.envelope import AddressKind, Outcome
from helpline.live.actions import tell
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser


async def missed_call(engine: Engine, number: str) -> None:
    async with engine.transaction(SYSTEM) as tx:
        key = tx.vault.mint(new_id())
        new = NewContact(
            key=key, channel=Channel.PHONE, direction=Direction.IN, occurred_at=tx.now, received_at=tx.now,
            content=Content(sender=number), conversation=key.record, sender_kind=AddressKind.PHONE,
            sender_blind=tx.vault.blind("phone", number), outcome=Outcome.MISSED,
        )  # fmt: skip
        await contacts.add(tx, [new])
        await queue.wait(tx, [NewWaiting(key.record, Urgency.SOON, tx.now, tx.now, Channel.PHONE)])
        await tell(tx, "queue")


async def pictured(page: Page, name: str) -> None:
    """A picture for whoever wants to look, in the folder that HELPLINE_PICTURES names."""
    if folder := os.environ.get("HELPLINE_PICTURES"):
        await asyncio.sleep(0.3)
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def test_a_supervisors_morning(sign_in: SignIn, look: Look, engine: Engine) -> None:
    await missed_call(engine, "+447700900034")
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.get_by_role("link", name="Board", exact=True).click()
    await expect(page.locator("#missed")).to_contain_text("+44")
    await expect(page.locator("#operators")).to_contain_text("Away")
    await expect(page.locator("#kept")).to_contain_text("Too few in 90 days for a percentage")
    await look(page)
    await pictured(page, "board-1280")
    await page.set_viewport_size({"width": 390, "height": 900})
    await pictured(page, "board-390")

    await page.get_by_role("link", name="Wallboard").click()
    await expect(page.locator("main")).to_contain_text("Missed, unanswered")
    await expect(page.locator("main")).not_to_contain_text("+44")
    await look(page)
    await pictured(page, "wall-1280")
    missed = page.locator("li", has_text="Missed, unanswered").locator("strong")
    await expect(missed).to_have_text("1")
    await missed_call(engine, "+447700900035")
    await expect(missed).to_have_text("2")
    await page.get_by_role("link", name="With colleagues' first names").click()
    await look(page)
    await page.get_by_role("link", name="Back to the board").click()
