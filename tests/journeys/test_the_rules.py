"""A supervisor hears a phrase that the rules do not know, writes it down, sees what it would change, and publishes it:
the next message is judged by it.
"""

import asyncio
import os
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from helpline.clock import now
from helpline.envelope import Arrival, Sender
from helpline.intake import actions as intake
from helpline.rulebook import actions as rulebook
from helpline.staff.permissions import Role
from helpline.triage import store as triage
from helpline.triage.lexicon import seed
from helpline.triage.record import SuggestionRow
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser


async def arrive(engine: Engine, text: str) -> SuggestionRow:
    """What the running house suggests for a message that came in."""
    arrival = Arrival("visit", "", now(), Sender(display="A father"), text=text, language="en")
    kept = await intake.keep(engine, intake.by_hand(arrival, text))
    for _ in range(100):
        if made := await suggestion(engine, kept.record):
            return made
        await asyncio.sleep(0.1)
    raise AssertionError("nothing was suggested")


async def suggestion(engine: Engine, contact: UUID) -> SuggestionRow | None:
    async with engine.transaction(SYSTEM) as tx:
        return await triage.suggestion(tx, contact)


async def seen(page: Page, look: Look, name: str) -> None:
    """Everybody can use it; with a picture for whoever wants to look, in the folder that HELPLINE_PICTURES names."""
    await look(page)
    if folder := os.environ.get("HELPLINE_PICTURES"):
        for width in (390, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


async def test_a_supervisor_teaches_the_rules_a_phrase(
    server: str, engine: Engine, sign_in: SignIn, look: Look
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await rulebook.take_in(tx, b"1", [one for one in seed() if one.language == "en"][:300])
    before = await arrive(engine, "He says the zorblax is packed.")
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.goto("/desk/rules")
    await seen(page, look, "rules")
    await page.get_by_role("link", name="suicide, English").click()
    await page.get_by_label("Phrase", exact=True).fill("zorblax is packed")
    await page.get_by_role("button", name="Prepare it").click()
    await seen(page, look, "rule")
    await page.get_by_role("link", name="See what it would change, and publish it").click()
    await page.get_by_role("button", name="See what it would change on past messages").click()
    await expect(page.locator("#compared")).to_contain_text("1 sooner")
    await seen(page, look, "draft")
    await page.get_by_label("Why").fill("A father said it twice this week")
    await page.get_by_role("button", name="Publish version 2").click()
    await page.wait_for_url("**/versions/2")
    after = await arrive(engine, "Now the zorblax is packed and he has gone.")
    assert (before.disposition == "urgent_safety", after.disposition == "urgent_safety") == (False, True)
    assert after.rules_version.endswith("/2")
    for name in ("trial", "differences", f"from/{after.contact_id}"):
        await page.goto(f"/desk/rules/{name}")
        await seen(page, look, name.partition("/")[0])
