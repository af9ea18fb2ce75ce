"""Point 32: programs that answer programs. Each loop stops at a small fixed number, whatever the other side does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from email import message_from_bytes
from itertools import count
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from channels.email.lmtp import raw
from channels.email.model import Delivered
from channels.email.reading import reader
from channels.email.sender import MailSender
from helpline.db.embedded import EmbeddedPostgres
from helpline.intake import rules
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.jobs.model import Premises
from helpline.outbox.jobs import send
from helpline.outbox.model import SendLetter
from helpline.settings import Settings
from helpline.vault import Vault
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import cloned, opened

ENOUGH = 400
MARKS = ("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress")

#: What somebody does with a mail: the mails that come of it.
Correspondent = Callable[[Delivered], Awaitable[Sequence[Delivered]]]


class PostOffice:
    """Everybody's mail server: takes what is sent, and carries it to whoever lives there, until all is quiet."""

    def __init__(self) -> None:
        self.waiting: list[Delivered] = []
        self.carried: list[Delivered] = []
        self.lives: dict[str, Correspondent] = {}
        self.strips = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the library's name
        content = envelope.content
        if self.strips:
            letter = message_from_bytes(content)
            for mark in MARKS:
                del letter[mark]
            content = letter.as_bytes()
        mail_from = "gateway@example.com" if self.strips else envelope.mail_from
        self.waiting.append(Delivered(mail_from, tuple(envelope.rcpt_tos), content))
        return "250 OK"

    async def carry(self, first: Delivered) -> int:
        """How many mails there were before it was quiet."""
        self.waiting.append(first)
        while self.waiting and len(self.carried) < ENOUGH:
            mail = self.waiting.pop(0)
            self.carried.append(mail)
            domain = mail.rcpt_tos[0].rpartition("@")[2]
            lives = self.lives.get(domain, self.lives.get(""))
            self.waiting += await lives(mail) if lives else []
        return len(self.carried)


class Site:
    """One installation of ours."""

    def __init__(self, engine: Engine, address: str, port: int) -> None:
        settings = Settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from=address)
        self.engine, self.address, self.house = engine, address, House(engine, settings)
        self.premises = Premises(engine, settings, {}, {"email": MailSender(settings)})
        self.digestion = Digestion(engine, {"email": reader("mx.example.org", address)})

    async def __call__(self, mail: Delivered) -> Sequence[Delivered]:
        """Kept, read, and whatever is to be sent is sent: it comes back through the post office."""
        await self.house.keep(raw(mail))
        while await self.digestion.some():
            pass
        async with self.engine.transaction(SYSTEM) as tx:
            letters = await tx.db.fetch("select id from outbox where state = 'queued'")
        for letter in letters:
            await send(self.premises, SendLetter(letter["id"]))
        return ()

    async def count(self, question: str) -> int:
        async with self.engine.transaction(SYSTEM) as tx:
            number: int = await tx.db.fetchval(question)
            return number


@pytest.fixture
async def office() -> AsyncIterator[tuple[PostOffice, int]]:
    office = PostOffice()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(office), "127.0.0.1", 0)
    yield office, server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
async def one(office: tuple[PostOffice, int], engine: Engine) -> Site:
    site = Site(engine, "contact@one.example", office[1])
    office[0].lives["one.example"] = site
    return site


@pytest.fixture
async def two(
    office: tuple[PostOffice, int], postgres: EmbeddedPostgres, template: str, vault: Vault
) -> AsyncIterator[Site]:
    async with cloned(postgres, template) as addresses, opened(addresses, vault) as engine:
        site = Site(engine, "contact@two.example", office[1])
        office[0].lives["two.example"] = site
        yield site


def written(sender: str, to: str, number: int = 0, mail_from: str | None = None) -> Delivered:
    """A mail that looks like a person's."""
    text = f"From: {sender}\r\nTo: {to}\r\nSubject: Bonjour\r\nMessage-ID: <{number}@x>\r\n\r\nJe suis absent. {number}"
    return Delivered(sender if mail_from is None else mail_from, (to,), text.encode())


@pytest.mark.parametrize("strips", [False, True])
async def test_two_of_our_own_installations_stop(
    office: tuple[PostOffice, int], one: Site, two: Site, strips: bool
) -> None:
    """Point 32: our own automatic mail is marked; and where a gateway takes the marks off, budgets stop it."""
    office[0].strips = strips
    mails = await office[0].carry(written("contact@two.example", "contact@one.example"))
    print(f"two installations, marks {'taken off' if strips else 'kept'}: {mails} mails")
    assert mails == (3 if strips else 2)
    kept = [await site.count("select count(*) from contact") for site in (one, two)]
    assert sum(kept) == mails


async def test_an_out_of_office_that_hides_what_it_is_stops(office: tuple[PostOffice, int], one: Site) -> None:
    """Point 32: an out-of-office answers everything, and is answered once."""
    numbers = count(1)

    async def absent(mail: Delivered) -> Sequence[Delivered]:
        letter = message_from_bytes(mail.content)
        return [written("anna@example.net", letter["Reply-To"] or letter["From"], next(numbers))]

    office[0].lives["example.net"] = absent
    mails = await office[0].carry(written("anna@example.net", one.address))
    print(f"out-of-office: {mails} mails")
    assert mails == 3


async def test_a_bouncer_stops(office: tuple[PostOffice, int], one: Site) -> None:
    """Point 32: a server that returns everything is never answered."""

    async def bounced(mail: Delivered) -> Sequence[Delivered]:
        to = mail.mail_from or one.address
        return [written("mailer-daemon@example.net", to, len(office[0].carried), mail_from="")]

    office[0].lives["example.net"] = bounced
    mails = await office[0].carry(written("anna@example.net", one.address))
    print(f"bouncer: {mails} mails")
    assert mails == 3


@pytest.mark.parametrize(("domains", "limit"), [(False, rules.TO_ONE_DOMAIN), (True, rules.IN_ALL)])
async def test_a_system_with_changing_addresses_stops(
    office: tuple[PostOffice, int], one: Site, domains: bool, limit: int
) -> None:
    """Point 32: a budget per address, per domain and in total."""
    numbers = count(1)

    async def changing(mail: Delivered) -> Sequence[Delivered]:
        number = next(numbers)
        domain = f"d{number}.example.net" if domains else "example.net"
        return [written(f"ticket-{number}@{domain}", one.address, number)]

    office[0].lives[""] = changing
    mails = await office[0].carry(written("ticket-0@example.net", one.address))
    print(f"changing address{' and domain' if domains else ''}: {mails} mails, {limit} of them ours")
    assert mails == 2 * limit + 1
    assert await one.count("select count(*) from contact") == limit + 1, "what is not answered is kept all the same"
    assert await one.count("select count from refusal where why = 'not_acknowledged'") == 1


async def test_a_flood_that_is_read_together_stops_at_the_same_number(one: Site) -> None:
    """Point 32: a budget holds within one batch too, and each mail beyond it is counted."""
    for number in range(rules.TO_ONE_DOMAIN + 3):
        await one.house.keep(raw(written(f"ticket-{number}@example.net", one.address, number)))
    assert await one.digestion.some() == rules.TO_ONE_DOMAIN + 3
    assert await one.count("select count(*) from outbox") == rules.TO_ONE_DOMAIN
    assert await one.count("select count from refusal where why = 'not_acknowledged'") == 3
