"""People who write and call through all doors at once, over providers that fail, and what each of them was told."""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from random import Random
from smtplib import LMTP, SMTPException
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout
from msgspec import Struct

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.many import Refused
from helpline.cli.simulate.options import Fault
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from helpline.settings import Settings
from tests.channels.email.mailserver import MailServer
from tests.faults.providers import ACCOUNT, DUTY, NUMBER, TOKEN, Telephony

FOLDER = "Contact"
KINDS = ("sms", "call", "lmtp", "imap", "form")
SHOWN = re.compile(r"<dd[^>]*>([^<]+)</dd>")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LATE, PATIENCE = 1.0, 5.0
#: How often each kind of fault, and a mail that lies in the mailbox twice.
FAULTY, DOUBLED = 0.25, 0.25
#: A mail server tries for days; here as long as a round lasts.
TRIES, PAUSE = 300, 0.1


class Receipt(Struct, frozen=True):
    """What a writer was shown once."""

    reference: str
    words: str


class Told:
    """What the providers and writers were told so far. A mark is a word that only one message holds."""

    def __init__(self) -> None:
        self.accepted: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.offered: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.receipts: dict[str, Receipt] = {}
        self.refused: Counter[str] = Counter()
        self.broken: list[str] = []


class Traffic:
    """Everybody who wants something of one house."""

    def __init__(self, base: str, lmtp: int, telephony: Telephony, mailbox: MailServer, session: ClientSession) -> None:
        self.base, self.lmtp, self.telephony, self.mailbox, self.session = base, lmtp, telephony, mailbox, session
        self.settings = Settings(twilio_account_sid=ACCOUNT, twilio_number=NUMBER, duty_phone=DUTY)
        self.told = Told()

    async def wave(self, rng: Random, counts: Mapping[str, int], seconds: float) -> None:
        """So many of each kind begin within so many seconds, each with faults of its own."""
        kinds = {"sms": self.text, "call": self.call, "lmtp": self.mail, "form": self.write}
        async with asyncio.TaskGroup() as group:
            group.create_task(self._at(rng.uniform(0, seconds), self.lay(Random(rng.random()), counts["imap"])))
            for kind in kinds:
                for _ in range(counts[kind]):
                    own = Random(rng.random())
                    faults = frozenset(fault for fault in Fault if own.random() < FAULTY)
                    group.create_task(self._at(own.uniform(0, seconds), kinds[kind](own, faults)))

    async def _at(self, moment: float, doing: Coroutine[None, None, None]) -> None:
        await asyncio.sleep(moment)
        await doing

    def offer(self, kind: str, rng: Random) -> str:
        mark = f"m{rng.getrandbits(64):016x}"
        self.told.offered[kind].add(mark)
        return mark

    async def text(self, rng: Random, faults: frozenset[Fault]) -> None:
        """The provider does not come again with a text: what we did not take can be asked for."""
        mark = self.offer("sms", rng)
        fields = message(self.settings, caller(rng), f"Bonjour [{mark}]")
        self.telephony.has_text(fields)
        if Fault.DROP in faults:
            return
        if Fault.LATE in faults or Fault.REORDER in faults:
            await asyncio.sleep(rng.uniform(0, LATE))
        wire = Wire(self.session, self.base, self.base, TOKEN)
        copies = 4 if Fault.DUPLICATE in faults else 1
        await asyncio.gather(*(self._posted(wire, "sms", mark, fields) for _ in range(copies)))

    async def _posted(self, wire: Wire, kind: str, mark: str, fields: Mapping[str, str]) -> None:
        try:
            status, _ = await wire.post("/twilio/sms", fields)
        except (ClientError, OSError, TimeoutError):
            status = 0
        self.note(kind, mark, status == 200)

    def note(self, kind: str, mark: str, accepted: bool) -> None:
        if accepted:
            self.told.accepted[kind].add(mark)
        else:
            self.told.refused[kind] += 1

    async def mail(self, rng: Random, faults: frozenset[Fault]) -> None:
        """A mail server comes again until it is told that the mail was taken."""
        mark = self.offer("lmtp", rng)
        content = letter(mark)
        if Fault.LATE in faults or Fault.REORDER in faults:
            await asyncio.sleep(rng.uniform(0, LATE))
        if Fault.DROP in faults:
            with suppress(SMTPException, OSError):
                await asyncio.to_thread(deliver, self.lmtp, content, leaves=True)
        copies = 3 if Fault.DUPLICATE in faults else 1
        await asyncio.gather(*(self._brought(mark, content) for _ in range(copies)))

    async def _brought(self, mark: str, content: bytes) -> None:
        for _ in range(TRIES):
            try:
                await asyncio.to_thread(deliver, self.lmtp, content)
            except (SMTPException, OSError):
                self.note("lmtp", mark, accepted=False)
                await asyncio.sleep(PAUSE)
            else:
                self.note("lmtp", mark, accepted=True)
                return

    async def lay(self, rng: Random, count: int) -> None:
        """Into the mailbox, from where we must fetch it; twice where a provider restored something."""
        mails = [letter(self.offer("imap", rng)) for _ in range(count)]
        await self.mailbox.put(FOLDER, *mails, *(mail for mail in mails if rng.random() < DOUBLED))

    async def write(self, rng: Random, faults: frozenset[Fault]) -> None:
        """A writer presses the button again when no page comes, most of them."""
        mark, patience = self.offer("form", rng), rng.choice((1, 5, TRIES))
        fields = {"message": f"Bonjour [{mark}]", "token": f"{rng.getrandbits(128):032x}", "answer": "here"}
        for _ in range(patience):
            clicks = 3 if Fault.DUPLICATE in faults else 1
            shown = set(await asyncio.gather(*(self._pressed(fields) for _ in range(clicks)))) - {None}
            for receipt in shown:
                assert receipt
                if self.told.receipts.setdefault(mark, receipt) != receipt:
                    self.told.broken.append(f"two receipts for one form: {mark}")
            self.note("form", mark, bool(shown))
            if shown:
                return
            await asyncio.sleep(PAUSE)

    async def _pressed(self, fields: Mapping[str, str]) -> Receipt | None:
        try:
            async with self.session.post(f"{self.base}/fr/write", data=urlencode(fields), headers=FORM) as answer:
                shown = [unescape(one) for one in SHOWN.findall(await answer.text())]
                return Receipt(shown[0], shown[1]) if answer.status == 200 and len(shown) > 1 else None
        except (ClientError, OSError, TimeoutError):
            return None

    async def opens(self, receipt: Receipt) -> str:
        """The page that a receipt opens."""
        fields = {"reference": receipt.reference, "words": receipt.words}
        async with self.session.post(f"{self.base}/fr/return", data=urlencode(fields), headers=FORM) as answer:
            return await answer.text()

    async def call(self, rng: Random, faults: frozenset[Fault]) -> None:
        """A whole call, with keys, a hang-up at any step, and a message; its last words are told once, or lost."""
        keys = "".join(rng.choice("12-") for _ in range(3))
        duty = rng.choice(("answers", "silent", "mailbox"))
        script = Script(rng.choice(("fr", None)), keys, duty, rng.choice((0, 3)), rng.choice((2, 4, 200)), 0.2)
        wire = CallWire(self, rng, faults)
        handset = Handset(wire, ACCOUNT, NUMBER, caller(rng), script, self.telephony)
        self.told.offered["call"].add(handset.sid)
        self.telephony.has_call(handset.sid, handset.known["From"])
        try:
            await handset.follow(handset.visit("/twilio/voice", {"CallStatus": "ringing"}))
        except (Refused, ClientError, OSError, TimeoutError):
            self.told.refused["call"] += 1
        await handset.last_word("/twilio/voice/status", "completed", 9)


class CallWire(Wire):
    """The provider during a call: a step without an answer goes to the fallback address; callbacks are told once."""

    def __init__(self, traffic: Traffic, rng: Random, faults: frozenset[Fault] = frozenset()) -> None:
        super().__init__(traffic.session, traffic.base, traffic.base, TOKEN, faults - {Fault.LATE})
        self.traffic, self.copies = traffic, rng.choice((1, 3)) if Fault.DUPLICATE in faults else 1

    async def ask(self, target: str, fields: Mapping[str, str]) -> str:
        callback = target.split("?")[0].endswith(("/status", "/recording"))
        answers = [
            one for one in await asyncio.gather(*(self.tried(target, fields) for _ in range(self.copies))) if one
        ]
        if callback and answers:
            self.traffic.note("call", fields["CallSid"], accepted=True)
        if callback:
            return ""
        if not answers:
            fallback = await self.tried("/twilio/voice/fallback", {**fields, "ErrorCode": "11200"})
            answers = [fallback] if fallback else []
        if not answers:
            raise Refused("no answer")
        return answers[0]

    async def tried(self, target: str, fields: Mapping[str, str]) -> str:
        try:
            status, text = await self.post(target, fields)
        except (ClientError, OSError, TimeoutError):
            return ""
        return text if status == 200 else ""

    def tell(self, target: str, fields: Mapping[str, str]) -> None:
        if fields.get("RecordingStatus") == "completed":
            self.traffic.telephony.has_voice(fields["RecordingSid"], fields["CallSid"])
        super().tell(target, fields)


def caller(rng: Random) -> str:
    return f"+447700900{rng.randrange(1000):03}" if rng.random() < 0.9 else "Anonymous"


def letter(mark: str) -> bytes:
    """A plain mail by somebody new."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"{mark}@{mark[1:4]}.example.org", "contact@example.org", "Bonjour"
    mail["Message-ID"], mail["Date"] = f"<{mark}@example.org>", "Thu, 01 Jan 2026 00:00:00 +0000"
    mail.set_content(f"Je m'inquiète pour mon frère. [{mark}]\n")
    return mail.as_bytes()


def deliver(port: int, content: bytes, leaves: bool = False) -> None:
    """One delivery; `leaves`: the connection breaks before its answer. Raises."""
    with LMTP("127.0.0.1", port, timeout=20) as server:
        if not leaves:
            server.sendmail("someone@example.org", ["contact@example.org"], content)
            return
        server.ehlo()
        server.mail("someone@example.org")
        server.rcpt("contact@example.org")
        server.docmd("DATA")
        server.send(content)
        server.close()


def patience() -> ClientTimeout:
    return ClientTimeout(total=PATIENCE)
