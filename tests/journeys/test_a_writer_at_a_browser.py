"""Somebody writes at a real browser: page by page, with a file, by keyboard alone, from right to left; prints the
receipt, comes back for the answer, and leaves at once when somebody enters the room.
"""

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Page, expect

from helpline.settings import Settings
from helpline.staff.permissions import Role
from tests.journeys.conftest import Look, SignIn, listen
from tests.journeys.people import eventually

pytestmark = pytest.mark.browser

WORRY = "I am worried about my brother. Whom can I talk to?"
ANSWER = "Thank you for writing. Would Thursday at ten suit you?"
MORE = "Thursday is good. Here is what he sent me."
NEUTRAL = "/health/live"
PICTURE = {"name": "chat.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\npixels"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, exit_url=NEUTRAL, forms_a_minute=3)


async def visitor(browser: Browser, server: str, **more: object) -> Page:
    """A browser nobody knows."""
    context: BrowserContext = await browser.new_context(base_url=server, **more)  # type: ignore[arg-type]  # playwright's own names
    page = await context.new_page()
    page.set_default_timeout(30000)
    return page


async def go_on(page: Page) -> None:
    """To the next page, and until it is there."""
    here = await page.input_value("main [name=page]")
    await page.click("main form button[value=next]")
    await expect(page.locator(f"main [name=page]:not([value={here}])")).to_have_count(1)


async def receipt(page: Page) -> tuple[str, str]:
    return await page.inner_text(".receipt dd >> nth=0"), await page.inner_text(".receipt dd >> nth=1")


async def come_back(page: Page, language: str, reference: str, words: str) -> str:
    """What stands on the page that a receipt opens."""
    await page.goto(f"/{language}/return")
    await page.fill("#reference", reference)
    await page.fill("#words", words)
    await page.click("main form button")
    return await page.inner_text("main")


async def test_an_anonymous_writer_sends_a_file_prints_the_receipt_and_comes_back(
    server: str, browser: Browser, sign_in: SignIn, look: Look, complaints: list[str]
) -> None:
    """Point 36: A receipt; return page: read answers, write again."""
    writer = await visitor(browser, server)
    listen(writer.context, complaints)
    await writer.goto("/en/write")
    await writer.fill("#message", WORRY)
    await look(writer)
    for chosen in ("", "input[value=relative]", "input[value=here]"):
        if chosen:
            await writer.check(chosen)
        await go_on(writer)
        await look(writer)
    assert WORRY in await writer.inner_text(".govuk-summary-list")
    await writer.set_input_files("#files", [PICTURE])
    await writer.click("button[value=send]")
    reference, words = await receipt(writer)
    await look(writer)

    # On paper there is the receipt and nothing that says what it is for.
    await writer.emulate_media(media="print")
    await expect(writer.locator(".receipt dd").first).to_be_visible()
    for said in ("h1", ".door__name", ".floor", ".govuk-exit-this-page__button"):
        assert await writer.locator(said).evaluate("one => getComputedStyle(one).visibility") == "hidden", said
    await writer.emulate_media(media="screen")

    desk = await sign_in("Maya", Role.OPERATOR)
    await desk.click("a:text('I am worried about my brother')")
    assert "chat.png" in await desk.inner_text(".files")
    await desk.fill("#text", ANSWER)
    await desk.click("button:text('Send the answer')")

    async def answered() -> bool:
        return ANSWER in await come_back(writer, "en", reference.lower(), words.upper())

    await eventually(answered)
    assert "chat.png" in await writer.inner_text(".letters")
    await look(writer)
    await writer.fill("#message", MORE)
    await writer.set_input_files("#files", [{**PICTURE, "name": "more.png"}])
    await writer.click("main form button:text('Send')")
    assert await writer.title() == "Read our answer"
    assert not await writer.context.cookies()


async def test_the_form_is_filled_in_by_keyboard_alone(server: str, browser: Browser) -> None:
    """Point 35: one question a page; each can be answered and left without a mouse."""
    page = await visitor(browser, server)
    await page.goto("/en/write")
    await reach(page, "#message")
    await page.keyboard.type(WORRY)
    await reach(page, "button[value=next]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[name=requester]")
    await reach(page, "[name=requester]")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await reach(page, "button[value=next]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[name=answer]")
    await reach(page, "[name=answer]")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#phone")
    await reach(page, "#phone")
    await page.keyboard.type("+447700900123")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".govuk-summary-list")
    assert "Someone else" in await page.inner_text(".govuk-summary-list")
    await reach(page, "button[value=send]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".receipt")


async def reach(page: Page, wanted: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


async def test_the_form_goes_from_right_to_left_on_a_telephone(server: str, browser: Browser, look: Look) -> None:
    """Point 35: languages incl. right-to-left."""
    page = await visitor(browser, server, viewport={"width": 390, "height": 844})
    await page.goto("/ar/write")
    await page.fill("#message", "أنا قلقة على أخي.")
    for chosen in ("", "input[value=relative]", "input[value=phone]"):
        assert await page.get_attribute("html", "dir") == "rtl"
        await look(page)
        await page.set_viewport_size({"width": 390, "height": 844})
        if chosen:
            await page.check(chosen)
        await go_on(page)
    await page.fill("#phone", "+447700900123")
    await go_on(page)
    exit_button = await page.locator(".govuk-exit-this-page__button").bounding_box()
    assert exit_button is not None
    assert exit_button["x"] < 195, "the way out is on the left, where a line ends"
    await look(page)
    await page.click("button[value=send]")
    assert len((await receipt(page))[1].split()) == 6
    await look(page)


async def test_everything_works_without_script_and_drafts_are_gone_on_with(server: str, browser: Browser) -> None:
    """Point 35: Works without script. Point 40: Drafts survive a lost session only if the writer asks."""
    page = await visitor(browser, server, java_script_enabled=False)
    await page.goto("/de/write")
    await page.fill("#message", WORRY)
    await page.click(".door__languages button[lang=en]")
    assert await page.input_value("#message") == WORRY
    await page.click("text=You cannot finish now?")
    await page.click("button[value=keep]")
    reference, words = await receipt(page)

    other = await visitor(browser, server, java_script_enabled=False)
    await come_back(other, "en", reference, words)
    assert WORRY in await other.inner_text(".govuk-summary-list")
    await other.click("button[value=message]")
    await other.fill("#message", MORE)
    await go_on(other)
    await other.click("button[value=send]")
    assert (await receipt(other))[0] != reference
    await other.click(".govuk-exit-this-page__button")
    await other.wait_for_url(f"**{NEUTRAL}")


@pytest.mark.parametrize("how", ["button", "shift", "link"])
async def test_leaving_blanks_the_page_at_once_and_nobody_can_go_back_to_it(
    server: str, browser: Browser, how: str
) -> None:
    page = await visitor(browser, server)
    other = await page.context.new_page()
    await other.goto("/en/write")
    await other.fill("#message", MORE)
    await page.goto("/en/")
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    await go_on(page)
    match how:
        case "button":
            await page.click(".govuk-exit-this-page__button")
        case "link":
            await page.focus(".govuk-js-exit-this-page-skiplink")
            await page.keyboard.press("Enter")
        case _:
            for _ in range(3):
                await page.keyboard.press("Shift")
    await page.wait_for_url(f"**{NEUTRAL}")
    await other.wait_for_url(f"**{NEUTRAL}")
    await page.go_back()
    assert await page.input_value("#message") == "", (
        "the page gave up its place in the history, and the one before is new"
    )
    await page.go_back()
    assert page.url.endswith("/en/")


async def test_the_browsers_own_back_and_forward_go_through_the_form_and_keep_what_was_typed(
    server: str, browser: Browser, sign_in: SignIn, complaints: list[str]
) -> None:
    """Nothing typed stands in an address or in the history; a receipt stays where it was shown; it is one contact."""
    page = await visitor(browser, server)
    listen(page.context, complaints)
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    await go_on(page)
    await page.check("input[value=relative]")
    await go_on(page)
    await page.check("input[value=phone]")
    await go_on(page)
    await page.fill("#phone", "+447700900123")
    assert await page.evaluate("history.state") == {"at": 3}
    assert page.url.endswith("/en/write")

    # Back twice, with what no button has sent yet; another word; and forward again.
    await page.go_back()
    await page.wait_for_selector("input[value=phone]:checked")
    assert await page.evaluate("document.activeElement.tagName") == "H1"
    await page.go_back()
    await page.wait_for_selector("input[value=relative]:checked")
    await page.go_back()
    await expect(page.locator("#message")).to_have_value(WORRY)
    await page.fill("#message", MORE)
    for shown in ("input[value=relative]:checked", "input[value=phone]:checked", "#phone"):
        await page.go_forward()
        await page.wait_for_selector(shown)
    await expect(page.locator("#phone")).to_have_value("+447700900123")
    await page.click(".door__languages button[lang=nl]")
    await page.wait_for_selector("html[lang=nl]")
    await go_on(page)
    assert MORE in await page.inner_text(".govuk-summary-list")

    # Sent by an impatient hand; the receipt is there again after Back and Forward, the message is not.
    await page.dblclick("button[value=send]")
    shown = await receipt(page)
    await page.go_back()
    await expect(page.locator("#message")).to_have_value("")
    await page.go_forward()
    assert await receipt(page) == shown
    desk = await sign_in("Maya", Role.OPERATOR)
    await expect(desk.locator("#queue-list a.list__words")).to_have_count(1)


async def test_whoever_leaves_a_form_of_several_pages_leaves_nothing_behind(server: str, browser: Browser) -> None:
    page = await visitor(browser, server)
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    for chosen in ("input[value=relative]", "input[value=here]"):
        await go_on(page)
        await page.check(chosen)
    await page.go_back()
    await page.wait_for_selector("input[value=relative]:checked")
    for _ in range(3):
        await page.keyboard.press("Shift")
    await page.wait_for_url(f"**{NEUTRAL}")
    for step in (page.go_back, page.go_forward, page.go_forward):
        await step()
        assert WORRY not in await page.content()
        assert await page.locator("input:checked").count() == 0


async def test_a_server_that_is_away_costs_no_word(server: str, browser: Browser) -> None:
    page = await visitor(browser, server)
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    await expect(page.locator("[data-lost]")).to_be_hidden()
    await page.context.set_offline(True)
    await page.click("main form button[value=next]")
    await expect(page.locator("[data-lost]")).to_be_visible()
    assert await page.input_value("#message") == WORRY
    await page.context.set_offline(False)
    await go_on(page)
    await page.wait_for_selector("[name=requester]")


async def test_a_page_that_is_being_left_is_blank_and_never_shows_itself_again(server: str, browser: Browser) -> None:
    """`pageshow`: a page out of the browser's memory stays blank and leaves again."""
    page = await visitor(browser, server)
    await page.context.route("**/exit", lambda route: route.fulfill(status=204))
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    for _ in range(3):
        await page.keyboard.press("Shift")
    await expect(page.locator(".govuk-exit-this-page-overlay")).to_be_visible()
    await page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await expect(page.locator(".govuk-exit-this-page-overlay")).to_be_visible()
    await expect(page.locator("#message")).to_have_count(0)
    assert WORRY not in await page.content()


async def test_during_a_flood_the_browser_works_for_its_writer(server: str, browser: Browser) -> None:
    """Point 37: proof of work only under attack, and nobody has to do it by hand."""
    page = await visitor(browser, server)
    for number in range(5):
        await page.request.post("/en/write", form={"message": f"spam {number}"})
    await page.goto("/en/write")
    await page.fill("#message", WORRY)
    for _ in range(3):
        await go_on(page)
    await page.click("button[value=send]")
    await page.wait_for_selector(".receipt", timeout=30_000)
