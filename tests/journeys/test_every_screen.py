"""Each screen can be read by everyone, on a telephone and on a desk, by light and in the dark."""

import pytest
from playwright.async_api import Browser

from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser

DESK = (
    "queue",
    "cases",
    "follow-ups",
    "follow-ups?show=overdue",
    "follow-ups/week",
    "follow-ups/calendar",
    "board",
    "board/wall",
    "reports",
    "partners",
    "partners/new",
    "search",
    "roster",
    "hours",
    "settings",
    "settings/texts",
    "settings/retention",
    "settings/form",
    "settings/form/preview/ar",
    "settings/lists/contact_closing",
    "settings/lists/legal_ground",
    "contacts/new",
    "account",
    "account/app",
    "account/password",
    "staff",
    "confirmation",
)
PUBLIC = ("fr/", "nl/write", "de/return", "ar/", "tr/write", "en/link", "nowhere")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_screen_of_the_desk(sign_in: SignIn, look: Look, scheme: str) -> None:
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for name in DESK:
        answer = await page.goto(f"/desk/{name}")
        assert answer
        assert answer.status == 200
        await look(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_public_page(server: str, browser: Browser, look: Look, scheme: str) -> None:
    page = await browser.new_page(base_url=server, color_scheme="dark" if scheme == "dark" else "light")
    for name in PUBLIC:
        await page.goto(f"/{name}")
        await look(page)
