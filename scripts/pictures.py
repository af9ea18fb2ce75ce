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
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from rich.progress import track

from helpline.cli.demo.house import PASSWORD

HOME = Path(__file__).resolve().parent.parent
README = HOME / "docs" / "screenshots" / "queue.png"
WIDTHS = {"phone": 390, "desk": 1280}
STARTS_WITHIN = 240
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PUBLIC = ("/fr", "/fr/write", "/fr/return", "/fr/link", "/ar/write", "/nl", "/nowhere")
DESK = (
    "queue",
    "line",
    "cases",
    "follow-ups",
    "board",
    "partners",
    "search",
    "roster",
    "hours",
    "settings",
    "settings/acknowledgements/nl",
    "settings/answers/new",
    "contacts/new",
    "partners/new",
    "account",
    "account/app",
    "account/password",
    "staff",
    "confirmation",
    "nowhere",
)
#: What a list leads to: its page and the beginnings of the links followed, with how many of each.
INSIDE = {
    "queue": ("/desk/contacts/", 9),
    "cases": ("/desk/cases/", 5),
    "follow-ups": ("/desk/follow-ups/", 2),
    "partners": ("/desk/partners/", 2),
}
FROM_A_CASE = ("contacts", "people", "referrals")
OTHERS = {"anne": ("queue",), "greet": ("", "partners"), "hugo": ("queue", "cases"), "ines": ("", "roster")}


def main() -> int:
    """Take them all."""
    parser = ArgumentParser(prog="scripts/screenshots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--language", default="en")
    parser.add_argument("--readme", action="store_true")
    return asyncio.run(taken(parser.parse_args()))


async def taken(given: Namespace) -> int:
    path = os.environ.get("HELPLINE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        print("Chromium is missing: install it, or name it in HELPLINE_CHROMIUM.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    async with served(given.url) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        await visitors(browser, url, given.folder)
        pages = await colleagues(browser, url, given)
        await browser.close()
    print(f"{pages} pictures of the desk and {len(PUBLIC) * len(WIDTHS)} of the public side are in {given.folder}.")
    return 0


@asynccontextmanager
async def served(url: str | None) -> AsyncIterator[str]:
    """The demo at this address, or one of our own on a free port, thrown away afterwards."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as free, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        demo = await asyncio.create_subprocess_exec(
            HOME / "scripts" / "demo", "--port", str(port),
            env=os.environ | {"HELPLINE_DATA_DIR": f"{data}/demo"}, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await answering(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
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


async def visitors(browser: Browser, url: str, folder: Path) -> None:
    context = await browser.new_context(base_url=url)
    page = await context.new_page()
    for path in track(PUBLIC, "Public pages"):
        await pictured(page, path, folder / ("public" + path.replace("/", "-")))
    await pictured(page, "/desk/sign-in", folder / "desk-sign-in")
    await context.close()


async def colleagues(browser: Browser, url: str, given: Namespace) -> int:
    """The desk as the supervisor sees it, then what differs for the others."""
    page = await signed_in(browser, url, "farid", given.language)
    if given.readme:
        README.parent.mkdir(parents=True, exist_ok=True)
        await page.set_viewport_size({"width": 1280, "height": 860})
        await page.goto("/desk/queue")
        await page.screenshot(path=README)
    album = Album(page, given.folder)
    for name in track(DESK, "The desk"):
        await album.add(f"/desk/{name}", f"desk-{plain(name)}")
        for number, href in enumerate(await links(page, *INSIDE[name]) if name in INSIDE else ()):
            await album.add(href, f"desk-{name}-{number}")
            for kind in FROM_A_CASE if name == "cases" else ():
                for further in await links(page, f"/desk/{kind}/", 1):
                    await album.add(further, f"desk-{name}-{number}-{kind}")
                    await page.goto(href)
    await searched(page, "entraîneur", given.folder / "desk-search-found")
    await page.context.close()
    for person, paths in track(OTHERS.items(), "Colleagues"):
        album.page = await signed_in(browser, url, person, given.language)
        for path in paths:
            await album.add(f"/desk/{path}", f"{person}-{plain(path) or 'home'}")
        await album.page.context.close()
    return album.count


class Album:
    """Pictures of one browser's pages; counts them."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder, self.count = page, folder, 0

    async def add(self, path: str, name: str) -> None:
        await pictured(self.page, path, self.folder / name)
        self.count += len(WIDTHS)


async def signed_in(browser: Browser, url: str, name: str, language: str) -> Page:
    context: BrowserContext = await browser.new_context(base_url=url, timezone_id="Europe/Brussels")
    page = await context.new_page()
    await page.goto("/desk/sign-in")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("main button[type=submit]")
    await page.click(f"button[name=language][value={language}]")
    return page


async def searched(page: Page, words: str, file: Path) -> None:
    """What a search finds; what is typed never stands in an address."""
    await page.goto("/desk/search")
    await page.fill("main input:not([type=hidden])", words)
    await page.click("main button[type=submit]")
    for name, width in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": 900})
        await page.screenshot(path=f"{file}-{name}.png", full_page=True)


async def links(page: Page, begins: str, most: int) -> list[str]:
    """The first different links of a page that lead further in."""
    hrefs = await page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    return list(dict.fromkeys(href for href in hrefs if href.startswith(begins) and "new" not in href))[:most]


async def pictured(page: Page, path: str, file: Path) -> None:
    """One page at each width, whole."""
    for name, width in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(path)
        await page.wait_for_timeout(150)
        await page.screenshot(path=f"{file}-{name}.png", full_page=True)


def plain(path: str) -> str:
    return path.replace("/", "-").replace("?", "-").replace("=", "-")


if __name__ == "__main__":
    sys.exit(main())
