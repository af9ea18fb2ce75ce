"""Each screen can be read by everyone, on a telephone and on a desk, by light and in the dark."""

import gzip

import pytest
from playwright.async_api import Browser

from helpline.staff.permissions import Role
from scripts.walking import opens, routes
from tests.journeys.conftest import Look, SignIn

pytestmark = pytest.mark.browser

#: Pages whose address has a part that the table of routes leaves open.
NAMED = (
    "/desk/follow-ups?show=overdue",
    "/desk/settings/form/preview/ar",
    "/desk/settings/lists/contact_closing",
    "/desk/settings/lists/legal_ground",
)

#: What a page may weigh on its way, compressed; the heaviest, a page of fifty that wait, has some nine.
HEAVIEST = 12_000

#: How far a page moved while it was made, as browsers reckon it (layout-shift), since it began.
MOVED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((seen) => seen.getEntries().forEach((one) => { sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 150);
})"""

PUBLIC = ("fr/", "nl/write", "de/return", "ar/", "tr/write", "en/link", "nowhere")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
async def test_every_screen_of_the_desk(sign_in: SignIn, look: Look, scheme: str, width: int) -> None:
    """Each route that is a page without an id: nothing excludes anybody, nothing moves, nothing is heavy."""
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    seen = 0
    for path in (*(path for path in routes() if path.startswith("/desk/") and "{" not in path), *NAMED):
        if not await opens(page.context, path):
            continue
        await page.set_viewport_size({"width": width, "height": 900})
        answer = await page.goto(path)
        assert answer
        assert len(gzip.compress(await answer.body())) < HEAVIEST, path
        assert await page.evaluate(MOVED) < 0.01, path
        await look(page)
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_public_page(server: str, browser: Browser, look: Look, scheme: str) -> None:
    page = await browser.new_page(base_url=server, color_scheme="dark" if scheme == "dark" else "light")
    for name in PUBLIC:
        await page.goto(f"/{name}")
        await look(page)
