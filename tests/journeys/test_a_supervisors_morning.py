"""A supervisor has five minutes: who waits, who is there, what was promised and not kept. The wall then lives alone."""

import asyncio
import os
from datetime import UTC, datetime, time

import pytest
from playwright.async_api import Page, expect

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact, Urgency
from helpline.envelope import AddressKind, Outcome
from helpline.live.actions import tell
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.research import actions as reports
from helpline.research import rules as research
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


async def told(engine: Engine) -> None:
    """A quarter with fourteen calls and two letters, released."""
    async with engine.transaction(SYSTEM) as tx:
        now = tx.now
    for number in range(16):
        await missed_call(engine, f"+4477009001{number:02}")
    async with engine.transaction(SYSTEM) as tx:
        before = research.closed(now.date(), 1)[0]
        await tx.db.execute(
            "update contact set received_at = $1, occurred_at = $1", datetime.combine(before, time(12), UTC)
        )
        await tx.db.execute(
            "update contact set channel = 'letter', outcome = null where id in (select id from contact limit 2)"
        )
        await reports.release(tx)


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
    await expect(page.locator("#since")).to_contain_text("Call missed, not called back")
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

    await page.get_by_text("More", exact=True).click()
    await page.get_by_role("link", name="Reports").click()
    await expect(page.locator("main")).to_contain_text("No quarter has been released yet")
    await told(engine)
    await page.reload()
    await expect(page.locator("#channel")).to_contain_text("withheld")
    await look(page)
    await pictured(page, "reports-1280")
    for kind, begins in (("CSV", b"\xef\xbb\xbf"), ("ODS", b"PK")):
        async with page.expect_download() as coming:
            await page.get_by_role("link", name=kind, exact=True).click()
        assert (await (await coming.value).path()).read_bytes().startswith(begins)
