"""A writer at a browser without script, for whom every page is read as it is."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient, Response

from helpline.channel import Channel, House
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.intake.digest import Digestion
from helpline.intake.house import House as RealHouse
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.pages import Page

Arrived = Callable[[], Any]


class Writer:
    """Sends the one form of the page in front of him, as a browser does, files included. `page`: what he sees."""

    def __init__(self, client: AsyncClient, language: str = "en") -> None:
        self.client, self.language = client, language
        self.page = Page("", 0, "")

    async def open(self, name: str = "write") -> Page:
        return self._seen(await self.client.get(f"/{self.language}/{name}"))

    async def press(self, go: str = "", files: Any = None, **typed: str) -> Page:
        """Fill in, and press a button by where it goes; "" for the only one."""
        form = next(form for form in self.page.forms if form.action)
        given = form.with_answers({**typed, **({"go": go} if go else {})})
        sent = {name: value for name, value in given.items() if name != "files"}
        return self._seen(await self.client.post(form.action, data=sent, files=files))

    async def look_over(self, **typed: str) -> Page:
        """Write this, leave the questions open, and stand before the summary."""
        await self.open()
        await self.press("next", **typed)
        while "send" not in self.page.form("/write").answers["go"]:
            await self.press("next")
        return self.page

    def _seen(self, answer: Response) -> Page:
        self.page = Page(str(answer.url.path), answer.status_code, answer.text)
        return self.page


@pytest.fixture
def writer(client: AsyncClient) -> Writer:
    return Writer(client)


@pytest.fixture
def house(engine: Engine, settings: Settings) -> House:
    """What the form asks of the house."""
    return RealHouse(engine, settings)


@pytest.fixture
def arrived(engine: Engine, channels: dict[str, Channel]) -> Arrived:
    """`await arrived()`: everything that came, read, oldest first."""
    digestion = Digestion(engine, {name: channel.read for name, channel in channels.items()})

    async def arrived() -> list[ContactView]:
        while await digestion.some():
            pass
        async with engine.transaction(SYSTEM) as tx:
            found = await tx.db.fetch("select id from contact order by number")
            return [await contacts.opened(tx, row["id"]) for row in found]

    return arrived
