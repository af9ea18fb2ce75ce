"""Somebody chooses the dark, then the light, then dense lists: every page follows at once, and nothing flashes."""

import pytest
from playwright.async_api import Page

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser

PAGES = ("queue", "account", "staff", "board", "contacts/new", "hours")


async def choose(page: Page, **wishes: str) -> None:
    await page.goto("/desk/account")
    for name, value in wishes.items():
        await page.check(f"[name={name}][value={value}]")
    await page.click("form[action$='/preferences'] button")
    await page.wait_for_load_state()


async def background(page: Page) -> str:
    return str(await page.evaluate("getComputedStyle(document.body).backgroundColor"))


async def test_a_wish_for_dark_or_light_counts_more_than_the_computers(sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.emulate_media(color_scheme="light")
    light = await background(page)
    await choose(page, appearance="dark")
    dark = await background(page)
    assert dark != light
    for name in PAGES:
        await page.goto(f"/desk/{name}")
        assert await background(page) == dark
        await look(page)
    await page.emulate_media(color_scheme="dark")
    await choose(page, appearance="light")
    assert await background(page) == light
    await choose(page, appearance="system")
    assert await background(page) == dark


async def test_compact_lists_show_more_and_can_still_be_pressed(sign_in: SignIn, look: Look) -> None:
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.goto("/desk/staff")
    height = "document.querySelector('.list tbody tr').getBoundingClientRect().height"
    await page.set_viewport_size({"width": 1280, "height": 900})
    tall = await page.evaluate(height)
    await choose(page, density="compact")
    await page.goto("/desk/staff")
    await page.set_viewport_size({"width": 1280, "height": 900})
    assert await page.evaluate(height) < tall
    await look(page)
