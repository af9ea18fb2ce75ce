"""A real browser in front of the real server, and somebody who looks whether every page can be used by everyone."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.templates import BUILD

AXE = Path(__file__).parents[2] / "helpline/web/assets/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "four plain words here"
WIDTHS = (390, 1280)

SignIn = Callable[[str, Role], Awaitable[Page]]
Look = Callable[[Page], Awaitable[None]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, where the machine has one and the pages are built."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is missing: install the package chromium.")
    if not (BUILD / "manifest.json").exists():
        pytest.skip("The pages are not built: run scripts/assets.")
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = await playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
async def sign_in(server: str, engine: Engine, browser: Browser) -> SignIn:
    """`await sign_in("Maya", Role.OPERATOR)`: a colleague who has typed name and password into the page."""

    async def sign_in(name: str, role: Role) -> Page:
        async with engine.transaction(SYSTEM) as tx:
            await accounts.add(
                tx, sign_in_name=name.lower(), display_name=name, role=role, password=PASSWORD, language="en"
            )
        context = await browser.new_context(base_url=server, locale="en-GB", timezone_id="Europe/Brussels")
        page = await context.new_page()
        page.set_default_timeout(8000)
        await page.goto("/desk/sign-in")
        await page.fill("#name", name.lower())
        await page.fill("#password", PASSWORD)
        await page.click("form[action='/desk/sign-in'] button")
        await page.wait_for_url("**/desk/queue")
        return page

    return sign_in


@pytest.fixture
async def look() -> Look:
    """Fails when a page excludes somebody (axe), does not fit a telephone, or asks the browser for what it forbids."""
    heard: dict[Page, list[str]] = {}

    def listen(page: Page) -> list[str]:
        said: list[str] = []

        def hear(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                said.append(message.text)

        page.on("console", hear)
        return said

    async def look(page: Page) -> None:
        said = heard.setdefault(page, []) if page in heard else heard.setdefault(page, listen(page))
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), (page.url, width)
        if AXE.exists():
            found = await page.evaluate(AXE.read_text() + f"; axe.run(document, {{runOnly: {RULES}}})")
            faults = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]]
            assert not faults, page.url
        assert not said, page.url

    return look
