"""Each screen can be read by everyone, on a telephone and on a desk, by light and in the dark."""

import gzip
from typing import Literal

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from helpline.staff.permissions import Role
from scripts.walking import Walk, routes
from tests.journeys.conftest import AXE, RULES, Look, SignIn
from tests.journeys.people import Visitor
from tests.journeys.test_bad_input_at_the_desk import furnish

pytestmark = pytest.mark.browser

#: The pages with an id, each of which somebody has to come to.
WITH_ID = {
    "/desk/contacts/{contact}", "/desk/cases/{case}", "/desk/cases/{case}/print", "/desk/people/{person}",
    "/desk/partners/{partner}", "/desk/referrals/{referral}", "/desk/follow-ups/{follow_up}",
    "/desk/rules/from/{contact}", "/desk/rules/signs/{language}/{heading}",
    "/desk/settings/acknowledgements/{language}", "/desk/settings/answers/{answer}", "/desk/settings/lists/{name}",
    "/desk/settings/form/preview/{language}", "/desk/settings/form/versions/{number}/{language}",
}  # fmt: skip

#: What no link of a page leads to as it stands.
UNLINKED = ("/desk/settings/form/preview/ar",)

#: What a colour, a size or a place can break; the rest is alike by light and in the dark.
SHOWN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]

PUBLIC = ("fr/", "nl/write", "de/return", "ar/", "tr/write", "en/link", "nowhere")

#: What a page may weigh on its way, compressed; the heaviest, a page of fifty that wait, has some nine.
HEAVIEST = 12_000

#: How far a page moved while it was made, as browsers reckon it (layout-shift; they call 0.1 good), once nothing is
#: fetched any more; beside it, what moved.
MOVED = """async () => {
  let sum = 0;
  const what = [];
  new PerformanceObserver((seen) => seen.getEntries().forEach((one) => {
    sum += one.value;
    one.sources.forEach((source) => what.push((source.node?.outerHTML || source.node?.textContent || "").slice(0, 90)));
  }))
    .observe({ type: "layout-shift", buffered: true });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  do await frame(); while (document.querySelector(".htmx-request"));
  await frame();
  return [sum, what];
}"""
STILL = 0.02

#: What is folded is looked at, too, but for menus that lie over the page; of rows that are alike, the first.
UNFOLD = """() => {
  document.querySelectorAll("main details:not(.menu, .fold--menu)").forEach((one) => { one.open = true; });
  document.querySelectorAll("tr:nth-child(n+7), .phrases__row:nth-child(n+7)").forEach((one) => one.remove());
}"""

#: What axe is asked for: faults only, on the page itself.
BRIEFLY = {"resultTypes": ["violations"], "preload": False, "iframes": False}

#: Whether something leads out of the page to the side.
WIDE = "document.documentElement.scrollWidth > innerWidth"


async def furnished(page: Page) -> None:
    """One of each thing in the house, and two who wait: one in danger, one who wants to sell something."""
    cookies = {one["name"]: one["value"] for one in await page.context.cookies()}
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(base_url=page.url.split("/desk")[0], cookies=cookies, headers=headers) as client:
        lieve = Visitor(client)
        roster = await lieve.open("/desk/roster")
        staff = next(iter(roster.form("/desk/roster").answers["staff_id"]))
        await furnish(lieve, staff)
        new = await lieve.open("/desk/settings/answers/new")
        await lieve.send(new, "/desk/settings/answers", title="Hours", text="We are there.", review_on="2031-05-05")
        for words in ("Mon frère a un couteau et dit qu’il va à l’école. Aidez-moi.", "Cheap watches, click here!"):
            await lieve.send(await lieve.open("/desk/contacts/new"), "/desk/contacts", text=words)


async def judged(page: Page, rules: list[str] | None = None) -> None:
    """Nothing excludes anybody: by axe, with all its rules or with some."""
    chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    found = await page.evaluate("async how => (await axe.run(document, how)).violations", {"runOnly": chosen} | BRIEFLY)
    faults = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]
    assert not faults, (page.url, await page.evaluate("innerWidth"))


async def stands_still(page: Page) -> None:
    moved, what = await page.evaluate(MOVED)
    assert moved < STILL, (page.url, moved, what)


async def looked_at(page: Page, path: str) -> None:
    """On a telephone in the dark, as it was opened, then at a desk by light; each time with what is folded."""
    await stands_still(page)
    await page.evaluate(UNFOLD)
    await judged(page, SHOWN)
    assert not await page.evaluate(WIDE), path
    await sized(page, 320, "dark")
    assert not await page.evaluate(WIDE), path
    await sized(page, 1280, "light")
    answer = await page.goto(path)
    assert answer
    assert len(gzip.compress(await answer.body())) < HEAVIEST, path
    await stands_still(page)
    await page.evaluate(UNFOLD)
    await judged(page)
    await sized(page, 390, "dark")


async def both(page: Page) -> None:
    """By light and in the dark, at a desk."""
    await sized(page, 1280, "light")
    await judged(page)
    await sized(page, 1280, "dark")
    await judged(page, SHOWN)


async def sized(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": 900})


async def menus_and_dialogs(page: Page) -> None:
    """What lies over a page, and what is answered to somebody whom a colleague was ahead of."""
    await page.goto("/desk/queue?channel=visit")
    await page.keyboard.press("?")
    await both(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await expect(page.locator("#palette-found [role=option]").first).to_be_visible()
    await both(page)
    await page.keyboard.press("Escape")
    for summary in ("details.more", "details.menu >> nth=0", "details.saving"):
        await page.click(f"{summary} >> summary")
        await both(page)
        await page.keyboard.press("Escape")
    await page.check("[name=seen] >> nth=0")
    await expect(page.locator("#many")).to_be_visible()
    await both(page)
    await page.click("#many button >> nth=0")
    await both(page)
    await page.goto("/desk/queue")
    await page.goto(await page.locator("#queue-list a.list__words").first.get_attribute("href") or "")
    await page.click(".fold--menu summary")
    await both(page)
    await page.keyboard.press("Escape")
    await page.evaluate("document.querySelector('form.decide [name=version]').value = 7")
    await page.check("[name=disposition][value=spam]")
    await page.check("[name=landing][value=quarantine]")
    await page.click("form.decide > button")
    await expect(page.locator("#main")).to_contain_text("changed")
    await both(page)


async def test_every_screen_of_the_desk(sign_in: SignIn, complaints: list[str]) -> None:
    """Each route that is a page: nothing excludes anybody, moves, is heavy, or leads out to the side."""
    page = await sign_in("Lieve", Role.SUPERVISOR)
    await furnished(page)
    await sized(page, 390, "dark")
    asked = [path for path in routes() if path.startswith("/desk/") and path != "/desk/events"]
    walk = Walk([path for path in asked if not path.startswith("/desk/sign-in")], ())
    walk.learn(UNLINKED)
    async for _name, path in walk.pages(page):
        await looked_at(page, path)
    assert WITH_ID.isdisjoint(walk.unseen), walk.unseen
    await menus_and_dialogs(page)
    complaints[:] = [said for said in complaints if "409" not in said]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_public_page(server: str, browser: Browser, look: Look, scheme: str) -> None:
    page = await browser.new_page(base_url=server, color_scheme="dark" if scheme == "dark" else "light")
    for name in PUBLIC:
        await page.goto(f"/{name}")
        await look(page)
