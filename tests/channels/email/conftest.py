"""A mailbox at a real server, and whoever reads it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import pytest

from channels.email.mailbox import MailboxListener
from channels.email.reading import reader
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.email.mailserver import SERVERS, MailServer, Wire, can_run, wired

FOLDERS = count(1)
BORDER = "mx.example.org"


@pytest.fixture(scope="session", params=list(SERVERS))
async def mail_server(request: pytest.FixtureRequest) -> AsyncIterator[MailServer]:
    if not can_run(request.param):
        pytest.skip("no Dovecot here, or not root: apt-get install dovecot-imapd")
    async with SERVERS[request.param]() as server:
        yield server


@pytest.fixture
async def wire(mail_server: MailServer) -> AsyncIterator[Wire]:
    async with wired(mail_server) as wire:
        yield wire


class Mailbox:
    """A folder of its own at the server, and the house it is read into."""

    def __init__(self, server: MailServer, engine: Engine, wire: Wire, stack: AsyncExitStack) -> None:
        self.server, self.engine, self.wire, self.stack = server, engine, wire, stack
        self.folder = f"Mail{next(FOLDERS)}"

    async def put(self, *mails: bytes, flags: tuple[bytes, ...] = ()) -> None:
        await self.server.put(self.folder, *mails, flags=flags)

    async def read(self, house: Any = None, **settings: Any) -> MailboxListener:
        """Begin to read it, over the wire that may break; impatiently, because nobody waits in a test."""
        done = settings.pop("done", "")
        password = {"password": settings.pop("password")} if "password" in settings else {}
        account = self.server.account(self.folder, port=self.wire.port, done=done, **password)
        settings = {"rhythm": 0.5, "pauses": (0.05, 0.1, 0.1)} | settings
        listener = MailboxListener(house or House(self.engine, Settings()), account, **settings)
        await listener.start()
        self.stack.push_async_callback(listener.stop)
        return listener

    async def kept(self) -> int:
        async with self.engine.transaction(SYSTEM) as tx:
            number: int = await tx.db.fetchval("select count(*) from inbox")
            return number

    async def place(self) -> dict[str, Any]:
        """What the house remembers of it."""
        async with self.engine.transaction(SYSTEM) as tx:
            return dict(await tx.db.fetchrow("select * from mailbox") or {})

    async def refusals(self) -> dict[str, int]:
        async with self.engine.transaction(SYSTEM) as tx:
            return {row["why"]: row["count"] for row in await tx.db.fetch("select why, count from refusal")}

    async def digested(self) -> list[ContactView]:
        """What arrived, read: every contact, oldest first."""
        digestion = Digestion(self.engine, {"email": reader(BORDER, "contact@example.org")})
        while await digestion.some():
            pass
        async with self.engine.transaction(SYSTEM) as tx:
            found = await tx.db.fetch("select id from contact order by number")
            return [await contacts.opened(tx, row["id"]) for row in found]


@pytest.fixture
async def mailbox(mail_server: MailServer, engine: Engine, wire: Wire) -> AsyncIterator[Mailbox]:
    async with AsyncExitStack() as stack:
        mailbox = Mailbox(mail_server, engine, wire, stack)
        await mail_server.create(mailbox.folder)
        yield mailbox


@pytest.fixture
def mail() -> Callable[..., bytes]:
    """A mail of somebody, with other words each time."""

    def written(number: int, headers: str = "", body: str = "Je m'inquiète pour mon frère.") -> bytes:
        head = f"From: Anna <anna{number}@example.net>\r\nSubject: Question {number}\r\n"
        date = "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"
        return f"{head}{date}Message-ID: <{number}@example.net>\r\n{headers}\r\n{body} {number}\r\n".encode()

    return written
