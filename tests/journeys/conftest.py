"""A contact point that is running, with telephone company, mail server and colleagues around it; a real browser in
front of it, and somebody who looks whether every page can be used by everyone.
"""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import axe_playwright_python
import pytest
from aiosmtpd.smtp import SMTP
from msgspec import structs
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright, expect

from helpline.settings import SecondFactor, Settings
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.templates import BUILD
from tests.channels._twilio.fake import Fake
from tests.channels.email.test_doors import Sink
from tests.journeys.people import BORDER, Colleague, Outside

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "four plain words here"
WIDTHS = (390, 1280)
# Browsers, servers and tests share few cores: what is slow there is no fault here.
expect.set_options(timeout=15_000)

#: Chromium by itself: it tells nobody that it runs.
ALONE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SignIn = Callable[[str, Role], Awaitable[Page]]
Look = Callable[[Page], Awaitable[None]]
Employ = Callable[..., Awaitable[Colleague]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, where the machine has one and the pages are built."""
    known = (os.environ.get("HELPLINE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, known)), None)
    if path is None:
        pytest.skip("Chromium is missing: install the package chromium, or name one in HELPLINE_CHROMIUM.")
    if not (BUILD / "manifest.json").exists():
        pytest.skip("The pages are not built: run scripts/assets.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ALONE)
        yield browser
        await browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of on pages of whoever signs in: errors, and whatever leaves this machine. Nothing."""
    heard: list[str] = []
    yield heard
    assert heard == []


def listen(context: BrowserContext, complaints: list[str]) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def request(asked: Request) -> None:
        if urlsplit(asked.url).hostname not in ("127.0.0.1", None):
            complaints.append(asked.url)

    context.on("console", console)
    context.on("request", request)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


@pytest.fixture
async def sign_in(server: str, engine: Engine, browser: Browser, complaints: list[str]) -> SignIn:
    """`await sign_in("Maya", Role.OPERATOR)`: a colleague who has typed name and password into the page."""

    async def sign_in(name: str, role: Role) -> Page:
        async with engine.transaction(SYSTEM) as tx:
            await accounts.add(
                tx, sign_in_name=name.lower(), display_name=name, role=role, password=PASSWORD, language="en"
            )
        context = await browser.new_context(base_url=server, locale="en-GB", timezone_id="Europe/Brussels")
        listen(context, complaints)
        page = await context.new_page()
        page.set_default_timeout(20_000)
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
        await page.wait_for_load_state()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), (page.url, width)
        found = await page.evaluate(AXE + f"; axe.run(document, {{runOnly: {RULES}}})")
        faults = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]]
        assert not faults, page.url
        assert not said, page.url

    return look


@pytest.fixture
async def provider(engine: Engine) -> AsyncIterator[Fake]:
    """The telephone company."""
    fake = Fake(Settings(twilio_account_sid="AC" + "1" * 32, twilio_auth_token="token of today"))
    fake.base = f"http://127.0.0.1:{await fake.open('127.0.0.1', 0)}"
    yield fake
    await fake.close()


@pytest.fixture
async def postbox() -> AsyncIterator[tuple[Sink, int]]:
    """Where mail ends that we send, and the port of its server."""
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", 0)
    yield sink, server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
def letters(postbox: tuple[Sink, int]) -> Sink:
    """What left by mail."""
    return postbox[0]


@pytest.fixture
def settings(provider: Fake, postbox: tuple[Sink, int]) -> Settings:
    """An installation with all four channels."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = taken.getsockname()[1]
    return Settings(
        twilio_account_sid=provider.account,
        twilio_auth_token=provider.tokens[0],
        twilio_api_base=provider.base,
        twilio_number="+447700900900",
        duty_phone="+447700900901",
        smtp_url=f"smtp://127.0.0.1:{postbox[1]}",
        mail_from="contact@example.org",
        lmtp_listen=f"127.0.0.1:{door}",
        authserv_id=BORDER,
        second_factor=SecondFactor.OPTIONAL,
    )


@pytest.fixture
async def open_line(engine: Engine) -> None:
    """Somebody is there all day."""
    await today(engine, "00:00", "23:59:59")


@pytest.fixture
async def closed_line(engine: Engine) -> None:
    """Nobody is there all day."""
    await today(engine, None, None)


async def today(engine: Engine, opens: str | None, closes: str | None) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "insert into opening_exception (day, opens, closes) "
            "select (now() at time zone 'Europe/Brussels')::date + day, $1::text::time, $2::text::time "
            "from generate_series(0, 1) day",
            opens,
            closes,
        )


@pytest.fixture
async def outside(server: str, settings: Settings, provider: Fake) -> AsyncIterator[Outside]:
    """The world around a contact point that is running."""
    # A connection that is kept may be closed by the server in the moment it is used again.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        world = Outside(server, structs.replace(settings, public_url=server), provider, session)
        async with world.doors:
            yield world


@pytest.fixture
def employ(engine: Engine, outside: Outside) -> Employ:
    """`await employ("alice")`: a new colleague, signed in at a browser that speaks English."""

    async def sign_in(name: str, role: Role = Role.OPERATOR, phone: str | None = None) -> Colleague:
        async with engine.transaction(SYSTEM) as tx:
            await accounts.add(
                tx,
                sign_in_name=name,
                display_name=name.title(),
                role=role,
                password=PASSWORD,
                language="en",
                phone=phone,
            )
        colleague = Colleague((await outside.browser("en")).client)
        colleague.client.headers["Sec-Fetch-Site"] = "same-origin"
        door = await colleague.open("/desk/sign-in")
        desk = await colleague.send(door, "/desk/sign-in", name=name, password=PASSWORD)
        assert name.title() in desk.words
        return colleague

    return sign_in
