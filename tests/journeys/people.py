"""Everybody who comes to the contact point: writers and callers outside, colleagues inside, and the providers of
telephone and mail in between. Everybody is invented.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from email.message import EmailMessage
from email.policy import SMTP
from smtplib import LMTP
from typing import TypeVar
from urllib.parse import urlencode

import aiohttp
import httpx

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from helpline.settings import Settings
from tests.channels._twilio.fake import Fake
from tests.journeys.pages import Page

T = TypeVar("T")

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BORDER = "mx.example.org"
#: An answer waits ten seconds in case its author takes it back.
PATIENCE = 40.0


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """What is there as soon as it is there: a journey waits for the house as a person does, by looking again."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await look()):  # noqa: ASYNC110  # a person has no event either
            await asyncio.sleep(0.05)
    return found


class Visitor:
    """Somebody at a screen. Every answer is a page that says no more than it must, and is kept nowhere."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def open(self, path: str) -> Page:
        """A page that is there."""
        answer = await self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return Page(path, answer.status_code, answer.text)

    async def send(self, page: Page, ending: str, **given: str) -> Page:
        """Fills in a form of the page and sends it; the page it leads to."""
        form = page.form(ending)
        return await self.post(form.action, form.with_answers(given))

    async def post(self, path: str, fields: dict[str, str]) -> Page:
        """Sends fields and goes where the answer leads."""
        answer = await self.client.post(path, content=urlencode(fields), headers=FORM)
        if answer.status_code == 303:
            return await self.open(answer.headers["location"].partition("#")[0])
        return Page(path, answer.status_code, answer.text)


class Colleague(Visitor):
    """Somebody of the staff at the desk."""

    async def finds(self, words: str) -> Page:
        """The contact that says this, opened from the queue as soon as it stands there."""

        async def look() -> str:
            page = await self.open("/desk/queue")
            return next((href for said, href in page.links.items() if words in said), "")

        return await self.open(await eventually(look))

    async def sees(self, path: str, words: str) -> Page:
        """A page as soon as it says this."""
        return await self.until(path, lambda page: words in page.words)

    async def until(self, path: str, ready: Callable[[Page], bool]) -> Page:
        """A page as soon as it is as it should be."""

        async def look() -> Page | None:
            page = await self.open(path)
            return page if ready(page) else None

        page = await eventually(look)
        assert page is not None
        return page


class Outside:
    """The world around the contact point: the telephone company, the mail server, and people's browsers."""

    def __init__(self, url: str, settings: Settings, provider: Fake, session: aiohttp.ClientSession) -> None:
        self.url, self.settings, self.provider, self.session = url, settings, provider, session
        self.wire = Wire(session, url, url, settings.twilio_auth_token)
        self.doors = AsyncExitStack()

    async def text(self, sender: str, words: str) -> None:
        """A text message, signed by the telephone company."""
        await self.wire.ask("/twilio/sms", message(self.settings, sender, words))

    async def report(self, *states: str) -> None:
        """What became of the last text message that left."""
        await self.provider.report(self.wire, list(self.provider.messages)[-1], *states)

    async def call(self, caller: str, script: Script) -> Handset:
        """A whole telephone call."""
        account, number = self.settings.twilio_account_sid, self.settings.twilio_number
        handset = Handset(self.wire, account, number, caller, script, self.provider)
        await handset.call()
        return handset

    async def mail(
        self, sender: str, subject: str, words: str, *, proven: bool = False, file: bytes = b"", **headers: str
    ) -> None:
        """A mail, brought by our own mail server, which says if it could prove the sender; `file`: a PDF with it."""
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"], letter["Subject"] = sender, headers.pop("to", "contact@example.org"), subject
        letter["Authentication-Results"] = f"{BORDER}; dmarc={'pass' if proven else 'fail'}"
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(words)
        if file:
            letter.add_attachment(file, maintype="application", subtype="pdf", filename="Convocation.pdf")
        host, _colon, port = self.settings.lmtp_listen.partition(":")
        await asyncio.to_thread(delivered, host, int(port), letter)

    async def browser(self, language: str = "fr") -> Visitor:
        """A browser nobody knows."""
        client = httpx.AsyncClient(base_url=self.url, timeout=30, headers={"Accept-Language": language})
        return Visitor(await self.doors.enter_async_context(client))


def delivered(host: str, port: int, letter: EmailMessage) -> None:
    with LMTP(host, port) as server:
        server.send_message(letter)
