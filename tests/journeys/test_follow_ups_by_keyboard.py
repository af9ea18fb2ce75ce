"""A day of promises kept without a mouse, in a real browser."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.followups import actions
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser

WORDS = ("Rappeler la maman de N.", "Rappeler l'école", "Envoyer la brochure")


@pytest.fixture
async def case(engine: Engine) -> UUID:
    """A case in which three things are promised and nobody is called, because nobody left a number."""
    async with engine.transaction(SYSTEM) as tx:
        opened = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", summary="Inquiétude de la maman")
        for hours, what in enumerate(WORDS):
            kind = FollowUpKind.TASK if "brochure" in what else FollowUpKind.CALL_BACK
            due = tx.now - timedelta(hours=5 - hours)
            await actions.promise(tx, kind=kind, what=what, due_at=due, owner=None, case=opened)
    return opened


@pytest.mark.usefixtures("case")
async def test_a_day_of_promises_by_keyboard_only(sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto("/desk/follow-ups")
    await page.locator("[data-row] a[id]").first.focus()
    for _ in WORDS:
        await press(page, "t", "Yours")
        await page.keyboard.press("j")
    await page.keyboard.press("?")
    for words in ("r Reached", "n Not reached (in its line)", "j Next promise"):
        await expect(page.locator("#keys tr", has_text=words)).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.locator("[data-row] a[id]").first.focus()
    await press(page, "n", "Not reached, again")
    await page.keyboard.press("?")
    await expect(page.locator("#keys tr", has_text="u Take it back")).to_have_count(1)
    await page.keyboard.press("Escape")
    await press(page, "u", f"Undone: {WORDS[0]}")
    await page.locator("[data-row] a[id]").first.focus()
    await press(page, "n", "Not reached, again")
    assert WORDS[1] in await focused(page), "the next row has the focus"
    await press(page, "l", "Later, again")
    assert WORDS[2] in await focused(page)
    await press(page, "r", "Promise kept")
    await look(page)
    await press(page, "u", f"Open again: {WORDS[2]}")
    await expect(page.locator("[data-row]", has_text=WORDS[2])).to_have_count(1)
    await page.locator("[data-row] a[id]", has_text=WORDS[2]).press("Enter")
    await expect(page.locator("h1")).to_contain_text(WORDS[2])
    await page.keyboard.press("n")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-row]", has_text=WORDS[2])).to_contain_text("not reached")
    await page.goto("/desk/follow-ups/week")
    await expect(page.locator(".week__one")).not_to_have_count(0)
    await look(page)


@pytest.mark.usefixtures("case")
async def test_a_letter_outside_a_row_ends_no_promise(sign_in: SignIn) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto("/desk/follow-ups")
    for key in "trnl":
        await page.keyboard.press(key)
    await page.wait_for_timeout(200)
    await expect(page.locator("#done")).to_have_count(0)
    await expect(page.locator("[data-row] button", has_text="Take")).to_have_count(3)


async def press(page: Page, key: str, said: str) -> None:
    """One key, and what the page says it did."""
    await page.keyboard.press(key)
    await expect(page.locator("#done p")).to_contain_text(said)


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent"))
