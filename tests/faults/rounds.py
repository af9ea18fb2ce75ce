"""Rounds of traffic in which programs and database are killed at random moments, and the ledger after each."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from aiohttp import ClientSession
from imapclient import IMAPClient
from msgspec import Struct, structs

from tests.channels.email.mailserver import PASSWORD, USER, MailServer, pymap
from tests.faults.ledger import MARK, Counts, Ledger
from tests.faults.providers import ACCOUNT, DUTY, NUMBER, TOKEN, Taking, Telephony, taking
from tests.faults.site import LEASES_END, PATIENCE, Site, Victim, free_port, site
from tests.faults.traffic import FOLDER, Traffic, patience

COUNTS = {"sms": 14, "lmtp": 6, "form": 6, "imap": 3, "call": 3}
LETTERS = 6
SECONDS = 0.8
#: A second death within a round, in the middle of getting up again.
TWICE = 0.15
EVERYTHING_WITHIN = 240.0
#: In quarters of a second; some clocks strike every minute.
A_MINUTE = 4 * 70


class Round(Struct, frozen=True):
    """What happened in one round. `wrong` is empty, or the proof failed."""

    seed: int
    deaths: tuple[Victim, ...]
    seconds: float
    wrong: tuple[str, ...]


class Field:
    """The site, its traffic and its ledger, for as many rounds as wanted."""

    def __init__(self, here: Site, traffic: Traffic, ledger: Ledger, mailbox: MailServer) -> None:
        self.here, self.traffic, self.ledger, self.mailbox = here, traffic, ledger, mailbox

    async def round(self, seed: int) -> Round:
        """One wave of traffic with one death or two in it. The same seed chooses the same again."""
        rng, began = Random(seed), time.monotonic()
        deaths = [(rng.uniform(0.05, SECONDS), rng.choice(list(Victim)))]
        if rng.random() < TWICE:
            deaths.append((rng.uniform(0.3, 2.0), rng.choice(list(Victim))))
        try:
            wrong = await self._died(rng, deaths)
        except Exception as problem:
            wrong = (f"the round itself broke: {problem!r}",)
        said = tuple(victim for _, victim in deaths)
        return Round(seed, said, time.monotonic() - began, wrong)

    async def _died(self, rng: Random, deaths: Sequence[tuple[float, Victim]]) -> tuple[str, ...]:
        """What is wrong after it."""
        async with asyncio.timeout(PATIENCE * 2), asyncio.TaskGroup() as group:
            group.create_task(self.traffic.wave(rng, COUNTS, SECONDS))
            group.create_task(self.letters(rng))
            for pause, victim in deaths:
                await asyncio.sleep(pause)
                await self.here.kill(victim)
        await self.here.until_up()
        # What is marked was kept before; asked the other way round, a mail could be marked in between and not be read.
        seen = await self.marked()
        await self.all_read()
        return (await self.ledger.check(seen)).wrong

    async def letters(self, rng: Random) -> None:
        """Posted as long as the database is there."""
        for _ in range(LETTERS):
            await asyncio.sleep(rng.uniform(0, 2 * SECONDS / LETTERS))
            with suppress(Exception):
                await self.ledger.post(f"L{rng.getrandbits(64):016x}", DUTY)

    async def all_read(self) -> None:
        """Until no kept row waits; what a dead worker held is given back, as it would be after its lease."""
        async with asyncio.timeout(PATIENCE):
            while await self.ledger.unread():
                await self.here.told(LEASES_END)
                await asyncio.sleep(0.2)

    async def marked(self) -> set[str]:
        """The marks of mails that we marked as read."""

        def asked(client: IMAPClient) -> set[str]:
            if not client.select_folder(FOLDER, readonly=True)[b"EXISTS"]:
                return set()
            read = client.search(["SEEN"])
            found = client.fetch(read, ["BODY.PEEK[TEXT]"]).values() if read else []
            return {mark for mail in found for mark in MARK.findall(mail[b"BODY[TEXT]"].decode("latin-1"))}

        return await self.mailbox.ask(asked)

    async def settle(self) -> Counts:
        """All is well again, and minutes pass: in the end everything that was ever offered is there, once."""
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERYTHING_WITHIN):
                while not await self._settling():
                    pass
        seen = await self.marked()
        await self.all_read()
        found = await self.ledger.check(seen)
        waits = self._waiting(found)
        if not waits:
            return found
        held = await self.here.asked("select entrypoint, count(*) from pgqueuer where status = 'failed' group by 1")
        return structs.replace(found, wrong=(*found.wrong, f"never comes: {waits}; held for a person: {held}"))

    async def _settling(self) -> bool:
        await self.here.put_forward()
        await self.here.until_up()
        for _ in range(A_MINUTE):
            await asyncio.sleep(0.25)
            if await self.ledger.unread():
                continue
            found = await self.ledger.check()
            if found.wrong or not self._waiting(found):
                return True
        return False

    def _waiting(self, found: Counts) -> dict[str, int]:
        """What is not yet where it belongs. A writer who gave up was promised nothing."""
        waits = {kind: count for kind, count in found.at_provider.items() if kind != "form"}
        letters = {state: found.letters.get(state, 0) for state in ("queued", "sending")}
        return {what: count for what, count in (waits | letters).items() if count}

    async def receipts_open(self, most: int = 5) -> list[str]:
        """Receipts that were shown and do not open what was written."""
        shown = list(self.traffic.told.receipts.items())[-most:]
        return [mark for mark, receipt in shown if mark not in await self.traffic.opens(receipt)]


@asynccontextmanager
async def field(folder: Path) -> AsyncIterator[Field]:
    """Everything a round needs, ended afterwards."""
    telephony, lmtp = Telephony(), free_port()
    telephony.base = f"http://127.0.0.1:{await telephony.open('127.0.0.1', 0)}"
    async with pymap() as mailbox, taking() as mail, ClientSession(timeout=patience()) as session:
        await mailbox.create(FOLDER)
        async with site(folder, environment(telephony, lmtp, mailbox, mail)) as here:
            traffic = Traffic(here.base, lmtp, telephony, mailbox, session)
            yield Field(here, traffic, Ledger(here.engine, traffic.told, telephony, mail), mailbox)
    await telephony.close()


def environment(telephony: Telephony, lmtp: int, mailbox: MailServer, mail: Taking) -> dict[str, str]:
    return {
        "HELPLINE_FORMS_A_MINUTE": "0",
        "HELPLINE_TWILIO_ACCOUNT_SID": ACCOUNT,
        "HELPLINE_TWILIO_AUTH_TOKEN": TOKEN,
        "HELPLINE_TWILIO_NUMBER": NUMBER,
        "HELPLINE_TWILIO_API_BASE": telephony.base,
        "HELPLINE_DUTY_PHONE": DUTY,
        "HELPLINE_LMTP_LISTEN": f"127.0.0.1:{lmtp}",
        "HELPLINE_IMAP_URL": f"imap://{USER}:{PASSWORD}@127.0.0.1:{mailbox.port}/{FOLDER}",
        "HELPLINE_MAIL_FROM": "contact@example.org",
        "HELPLINE_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
    }
