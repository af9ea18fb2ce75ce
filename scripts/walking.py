"""Finds the pages behind the routes: the table of docs/http.md, which a test holds to the program, names every one, and
the links of the pages lead to those that need an id. A route that answers with a part, a file or data is no page.
"""

import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Page

TABLE = Path(__file__).resolve().parent.parent / "docs" / "http.md"
LANGUAGES = ("fr", "ar")
#: Addresses for one route: one without a language of its own needs no second.
EACH = 2
#: Milliseconds after which a route counts as one that only keeps telling.
PATIENCE = 4000


def routes() -> list[str]:
    """The paths that can be fetched, as the table names them."""
    rows = re.findall(r"^\| `GET` \| `([^`]+)` \|", TABLE.read_text("utf-8"), re.MULTILINE)
    return [row for row in rows if not row.startswith(("/api/v1", "/static", "/metrics"))]


class Walk:
    """What is known of the way: the routes nobody has seen yet, and the addresses that were found for each."""

    def __init__(self, paths: Iterable[str], wanted: tuple[str, ...]) -> None:
        self.unseen = list(paths)
        self.wanted = wanted
        self.whole = {path for path in self.unseen if "{" not in path}
        self.addresses = {path: [] if "{" in path else [path] for path in self.unseen}
        self.addresses.update({path: [path.replace("{lang}", lang) for lang in LANGUAGES]
                               for path in self.unseen if "{lang}" in path})  # fmt: skip

    def learn(self, hrefs: Iterable[str]) -> None:
        """Links of a page, each to the route that it belongs to."""
        for href in dict.fromkeys(hrefs):
            path = href.split("#")[0].split("?")[0]
            for route in self.unseen if path not in self.whole else ():
                known = self.addresses[route]
                if "{" in route and fits(route, path) and path not in known and len(known) < EACH:
                    known.append(path)

    async def pages(self, page: Page) -> AsyncIterator[tuple[str, str]]:
        """A name and an address of each page that opens for this person, while the links lead on."""
        moved = True
        while moved:
            moved = False
            for route in [route for route in self.unseen if self.addresses[route]]:
                opened = [address for address in self.addresses[route] if await opens(page.context, address)]
                if not opened:
                    continue
                self.unseen.remove(route)
                moved = True
                for number, address in enumerate(opened):
                    await page.goto(address)
                    self.learn(await links(page))
                    if not self.wanted or any(part in address for part in self.wanted):
                        yield name_of(route, number), address


def fits(route: str, path: str) -> bool:
    """Whether an address is one of a route with open parts."""
    return re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", route), path) is not None


async def opens(context: BrowserContext, address: str) -> bool:
    """Whether a whole page stands there, and this person may see it."""
    try:
        answer = await context.request.get(address, timeout=PATIENCE, max_redirects=0)
    except Error:
        return False
    kind = answer.headers.get("content-type", "")
    return answer.ok and kind.startswith("text/html") and (await answer.text()).lstrip().lower().startswith("<!doctype")


async def links(page: Page) -> list[str]:
    hrefs: list[str] = await page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return hrefs


def name_of(route: str, number: int) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", route.lower()).strip("-") or "root"
    return f"{plain}-{number + 1}" if number else plain
