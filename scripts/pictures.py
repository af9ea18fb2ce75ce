"""Walks through a demo with a browser and takes a picture of each page; `scripts/screenshots` starts it."""

import asyncio
import os
import shutil
import socket
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page, async_playwright
from rich.progress import Progress

from helpline.cli.demo.house import PASSWORD
from scripts.opening import opened, signing_in
from scripts.walking import LANGUAGES, Walk, routes

HOME = Path(__file__).resolve().parent.parent
README = HOME / "docs" / "screenshots"
WIDTHS = "390,768,1280,1920"
LARGE = 1280
USUAL = 16
STARTS_WITHIN = 600
SETTLED = 200
TALLEST = 8000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: What no link of a page leads to as it stands.
UNLINKED = [f"/desk/settings/form/preview/{language}" for language in LANGUAGES]

#: Who looks, in this order; each sees what those before could not.
COLLEAGUES = ("farid", "ines", "hugo", "greet", "anne")


def main() -> int:
    """Take them all, or those that were asked for."""
    parser = ArgumentParser(prog="scripts/screenshots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--widths", default=WIDTHS)
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--no-large", action="store_true")
    parser.add_argument("--readme", action="store_true")
    return asyncio.run(taken(parser.parse_args()))


async def taken(given: Namespace) -> int:
    path = os.environ.get("HELPLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is missing: install it, or name it in HELPLINE_CHROMIUM.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    album, walk = Album(given), Walk(routes(), tuple(given.only))
    walk.learn(UNLINKED)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
            async with served(given.url, data) as url:
                await walked(browser, url, given.language, walk, album)
                if given.readme:
                    await shown(browser, url)
            if not given.url and album.wants("sign-in"):
                async with served("", data, HELPLINE_SECOND_FACTOR="required") as url:
                    page = await visitor(browser, url)
                    async for name in signing_in(page, given.language):
                        await album.keep(page, name)
        await browser.close()
    print(f"{album.count} pictures are in {given.folder}. Parts, files, data and what nobody reached: {walk.unseen}")
    return 0


async def walked(browser: Browser, url: str, language: str, walk: Walk, album: "Album") -> None:
    """Every page that somebody reaches, and what lies over the first one's."""
    with Progress(transient=True) as progress:
        task = progress.add_task("Pictures", total=len(walk.unseen))
        for person in ("", *COLLEAGUES):
            page = await (signed_in(browser, url, person, language) if person else visitor(browser, url))
            async for name, address in walk.pages(page):
                await album.add(page, name, address)
                progress.update(task, completed=progress.tasks[0].total - len(walk.unseen))
            if person == COLLEAGUES[0]:
                async for name in opened(page, album.wants):
                    await album.keep(page, name)
            await page.context.close()


class Album:
    """Pictures of pages: each width by light and in the dark, and once with letters of twice their size."""

    def __init__(self, given: Namespace) -> None:
        self.folder, self.schemes, self.large = given.folder, given.schemes.split(","), not given.no_large
        self.widths, self.only = [int(width) for width in given.widths.split(",")], given.only
        self.count = 0

    async def add(self, page: Page, name: str, address: str) -> None:
        """All pictures of one page, which is loaded once for each scheme."""
        for scheme in self.schemes:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.set_viewport_size({"width": self.widths[0], "height": 900})
            await page.goto(address)
            for width in self.widths:
                await self.take(page, width, f"{name}-{width}-{scheme}")
        if self.large:
            letters = await page.context.new_cdp_session(page)
            await letters.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * USUAL}})
            await self.take(page, LARGE, f"{name}-large")
            await letters.send("Page.setFontSizes", {"fontSizes": {"standard": USUAL}})
            await letters.detach()

    def wants(self, name: str) -> bool:
        """Whether this was asked for, as far as its name says so."""
        return not self.only or any(part in name or name in part for part in self.only)

    async def keep(self, page: Page, name: str) -> None:
        """What stands on the screen now, as far as a screen shows it."""
        for scheme in self.schemes:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for width in self.widths:
                await page.set_viewport_size({"width": width, "height": 900})
                await page.wait_for_timeout(SETTLED)
                await page.screenshot(path=self.folder / f"{name}-{width}-{scheme}.png")
                self.count += 1

    async def take(self, page: Page, width: int, name: str) -> None:
        """The whole page at once: what is not in view is not drawn by a browser that saves itself work."""
        await page.set_viewport_size({"width": width, "height": 900})
        height = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": width, "height": max(900, min(height, TALLEST))})
        await page.wait_for_timeout(SETTLED)
        await page.screenshot(path=self.folder / f"{name}.png", full_page=True)
        self.count += 1


@asynccontextmanager
async def served(url: str | None, data: str, **settings: str) -> AsyncIterator[str]:
    """The demo at this address, or one of our own on a free port, whose data lie in this folder."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Browsers keep passkeys for names only.
    home = f"http://localhost:{port}"
    told = {"HELPLINE_DATA_DIR": f"{data}/demo", "HELPLINE_PUBLIC_URL": home} | settings
    demo = await asyncio.create_subprocess_exec(
        HOME / "scripts" / "demo", "--port", str(port), env=os.environ | told, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await answering(f"http://127.0.0.1:{port}")
        yield home
    finally:
        demo.terminate()
        await demo.wait()


async def answering(url: str) -> None:
    async with asyncio.timeout(STARTS_WITHIN), httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(f"{url}/health/live")).status_code == 200:
                    return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)


async def visitor(browser: Browser, url: str) -> Page:
    return await (await browser.new_context(base_url=url)).new_page()


async def signed_in(browser: Browser, url: str, name: str, language: str) -> Page:
    context = await browser.new_context(base_url=url, timezone_id="Europe/Brussels")
    page = await context.new_page()
    await page.goto("/desk/sign-in")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("main button[type=submit]")
    await page.click(f"button[name=language][value={language}]")
    return page


async def shown(browser: Browser, url: str) -> None:
    """The pictures of the README, which stand in docs/screenshots."""
    README.mkdir(parents=True, exist_ok=True)
    page = await signed_in(browser, url, "anne", "en")
    for name, scheme in (("queue", "light"), ("queue-dark", "dark")):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await page.set_viewport_size({"width": 1280, "height": 860})
        await page.goto("/desk/queue")
        await page.wait_for_timeout(SETTLED)
        await page.screenshot(path=README / f"{name}.png")
    await page.context.close()


if __name__ == "__main__":
    sys.exit(main())
