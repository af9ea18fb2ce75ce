"""Somebody writes anonymously from an old telephone, and reads the answer later."""

import pytest
from playwright.async_api import Browser, Page

from helpline.staff.permissions import Role
from tests.journeys.conftest import SignIn
from tests.journeys.people import eventually

pytestmark = pytest.mark.browser


async def test_a_message_without_script_is_answered_on_the_site(server: str, browser: Browser, sign_in: SignIn) -> None:
    writer = await (await browser.new_context(base_url=server, java_script_enabled=False)).new_page()
    await writer.goto("/en/write")
    await writer.fill("#message", "I am worried about my brother. Whom can I talk to?")
    for _ in ("who", "answer", "summary"):
        await writer.click("main form button[value=next]")
    await writer.click("main form button[value=send]")
    reference = await writer.inner_text(".receipt dd >> nth=0")
    words = await writer.inner_text(".receipt dd >> nth=1")

    desk = await sign_in("Maya", Role.OPERATOR)
    await desk.click("a:text('I am worried about my brother')")
    await desk.fill("#text", "Thank you for writing. Would Thursday at ten suit you?")
    await desk.click("button:text('Send the answer')")

    async def answered() -> bool:
        return "Would Thursday at ten suit you?" in await come_back(writer, reference, words)

    await eventually(answered)


async def come_back(writer: Page, reference: str, words: str) -> str:
    """What stands there for whoever has both halves of a receipt."""
    await writer.goto("/en/return")
    await writer.fill("#reference", reference.lower())
    await writer.fill("#words", words.upper())
    await writer.click("main form button")
    return await writer.inner_text(".letters")


async def test_what_is_missing_is_said_beside_the_field(server: str, browser: Browser) -> None:
    writer = await (await browser.new_context(base_url=server, java_script_enabled=False)).new_page()
    await writer.goto("/nl/write")
    await writer.click("main form button")
    assert "Schrijf een paar woorden." in await writer.inner_text("#message-problem")
