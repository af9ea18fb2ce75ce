"""A case is read at one glance and written in with one key, in a real browser."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import expect

from helpline.cases import actions
from helpline.cases.model import CaseKind
from helpline.cases.model import Role as Part
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser


@pytest.fixture
async def case(engine: Engine) -> UUID:
    """An accompaniment with three people in it, notes and a promise."""
    async with engine.transaction(SYSTEM) as tx:
        opened = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", summary="Inquiétude de la maman")
        for role, name in ((Part.REQUESTER, "Fatima"), (Part.CONCERNED, "N."), (Part.PROFESSIONAL, "Éducateur")):
            await actions.name_participant(tx, opened, role, name)
        for number in range(12):
            await actions.note(tx, opened, f"Note {number}: la maman dit qu'il dort mieux.")
        await followups.promise(
            tx, kind=FollowUpKind.TASK, what="Envoyer la brochure", due_at=tx.now + timedelta(days=2), owner=None,
            case=opened,
        )  # fmt: skip
    return opened


async def test_a_note_from_anywhere_on_the_case_takes_one_key_and_a_press(
    sign_in: SignIn, look: Look, case: UUID
) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto(f"/desk/cases/{case}")
    await expect(page.locator(".glance")).to_contain_text("Envoyer la brochure")
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await page.keyboard.press("n")
    await page.keyboard.type("Elle a rappelé n fois.")
    await page.click("button:text('Save the note')")
    await expect(page.locator("#timeline")).to_contain_text("Elle a rappelé n fois.")
    await look(page)


async def test_the_key_can_be_turned_off(sign_in: SignIn, case: UUID) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto(f"/desk/cases/{case}")
    await page.keyboard.press("?")
    await expect(page.locator("#keys tr", has_text="Write a note")).to_have_count(1)
    await page.uncheck("#keys-on")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    assert await page.evaluate("document.activeElement.id") != "note"


async def test_the_timeline_is_narrowed_by_links_and_the_case_goes_on_paper(
    sign_in: SignIn, look: Look, case: UUID
) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto(f"/desk/cases/{case}")
    await page.click("#timeline a:text-is('Promises')")
    await expect(page.locator("#timeline .entry")).to_have_count(1)
    await look(page)
    await page.click("a:text-is('Print')")
    await expect(page.locator("main")).to_contain_text("Printed by Maya")
    await look(page)


async def test_who_knows_whom_is_said_in_words_and_drawn(sign_in: SignIn, look: Look, case: UUID) -> None:
    page = await sign_in("Maya", Role.CASE_WORKER)
    await page.goto(f"/desk/cases/{case}")
    for one, relation, other in (("Fatima", "mother of", "N."), ("Éducateur", "supports", "N.")):
        await page.click("summary:text('Say how two know each other')")
        await page.select_option("#link-one", label=one)
        await page.select_option("#link-relation", label=relation)
        await page.select_option("#link-other", label=other)
        await page.click("#people form[action$='/links'] button")
    await expect(page.locator("svg.network circle")).to_have_count(3)
    await expect(page.locator("#people")).to_contain_text("Fatima mother of N.")
    await look(page)
