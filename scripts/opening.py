"""Brings to the screen what no address leads to: menus and dialogs that lie over a page, a colleague who was faster,
paper, and the steps of signing in with a second factor.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

import pyotp
from playwright.async_api import Page

from helpline import clock
from helpline.cli.demo.house import PASSWORD

#: Who sets up a second factor, in a demo that wants one.
NEWCOMER = "dirk"

Bring = Callable[[Page], Awaitable[object]]


async def keys(page: Page) -> None:
    await page.keyboard.press("?")


async def palette(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.wait_for_selector("#palette-found [role=option]")


async def more(page: Page) -> None:
    await page.click("details.more summary")


async def filters(page: Page) -> None:
    await page.click("details.menu >> nth=0 >> summary")


async def ticked(page: Page) -> None:
    await page.check("[name=seen] >> nth=0")


async def once_more(page: Page) -> None:
    await ticked(page)
    await page.click("#many button >> nth=0")


async def beside(page: Page) -> None:
    await page.click(".waiting .list__words >> nth=1")
    await page.wait_for_selector("#beside-contact h2")


async def contact(page: Page) -> None:
    await page.goto(await page.get_attribute(".waiting .list__words >> nth=1", "href") or "")


async def hand_over(page: Page) -> None:
    await contact(page)
    await page.click(".fold--menu summary")


async def conflict(page: Page) -> None:
    """A colleague's decision came in between: the page was read in a version that is no longer the last one."""
    await contact(page)
    await page.evaluate("document.querySelector('form.decide [name=version]').value = 7")
    await page.check("[name=disposition][value=spam]")
    await page.check("[name=landing][value=quarantine]")
    await page.click("form.decide > button")
    await page.wait_for_load_state()


async def note(page: Page) -> None:
    await page.goto(await page.get_attribute("main .list__words >> nth=0", "href") or "")
    await page.keyboard.press("n")


async def paper(page: Page) -> None:
    await page.goto(await page.get_attribute("main .list__words >> nth=0", "href") or "")
    await page.click("a[href$='/print']")
    await page.emulate_media(media="print")


#: A name, the page where one begins, and what is done there.
OVER: tuple[tuple[str, str, Bring], ...] = (
    ("dialog-keys", "/desk/queue", keys),
    ("dialog-palette", "/desk/queue", palette),
    ("menu-more", "/desk/queue", more),
    ("menu-filters", "/desk/queue", filters),
    ("menu-hand-over", "/desk/queue", hand_over),
    ("queue-beside", "/desk/queue", beside),
    ("queue-ticked", "/desk/queue", ticked),
    ("queue-once-more", "/desk/queue", once_more),
    ("contact-conflict", "/desk/queue", conflict),
    ("case-note", "/desk/cases", note),
    ("case-paper", "/desk/cases", paper),
)


async def opened(page: Page, wanted: Callable[[str], bool]) -> AsyncIterator[str]:
    """The name of each thing, once it stands on the screen."""
    for name, path, bring in OVER:
        if wanted(name):
            await page.emulate_media(media="screen")
            await page.set_viewport_size({"width": 1280, "height": 900})
            await page.goto(path)
            await bring(page)
            yield name


async def signing_in(page: Page, language: str) -> AsyncIterator[str]:
    """The steps of a first and a second sign-in, where the house wants a second factor."""
    await password(page, language)
    yield "sign-in-set-up"
    await page.click("[action$='/set-up/app'] details summary")
    secret = (await page.inner_text(".key")).replace(" ", "")
    await page.fill("#code", pyotp.TOTP(secret).at(clock.now()))
    await page.click("[action$='/set-up/app'] button")
    codes = await page.locator(".codes code").all_inner_texts()
    yield "sign-in-recovery-codes"
    await page.click("a[role=button]")
    await page.click("[action$='/sign-out'] button")
    await password(page, language)
    yield "sign-in-second-step"
    await page.fill("#code", codes[0])
    await page.click("[action$='/second-factor'] button")
    for name in ("account", "account/passkeys/new", "confirmation"):
        await page.goto(f"/desk/{name}")
        yield f"second-factor-{name.replace('/', '-')}"


async def password(page: Page, language: str) -> None:
    await page.goto("/desk/sign-in")
    await page.click(f"button[name=language][value={language}]")
    await page.fill("#name", NEWCOMER)
    await page.fill("#password", PASSWORD)
    await page.click("[action='/desk/sign-in'] button")
    await page.wait_for_load_state()
