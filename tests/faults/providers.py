"""Whoever is on the other side: the telephone provider, a mail server that brings, one that takes, and a mailbox.

Each remembers what it still has, and what it was given: that is what the ledger is compared with.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP

from helpline.cli.simulate.provider import Handler, melody
from helpline.settings import Settings
from tests.channels._twilio.fake import Fake

ACCOUNT, TOKEN = "AC" + "0" * 32, "a-token-of-nobody"
NUMBER, DUTY = "+447700900900", "+447700900901"
#: The provider lists what is this old; the real one is asked about what is older than two minutes.
LONG_AGO = format_datetime(datetime.now(UTC) - timedelta(hours=1))
#: More than come between two times at which everything has to be there: nobody promised to look before that.
MOST_LISTED = 300
ID = re.compile(r"Message-ID:\s*<(?:[^<>@]*\.)?([0-9a-f]{32})@", re.IGNORECASE)
SPOKEN = melody(1)


async def nothing() -> None:
    """Nobody dies."""


class Telephony(Fake):
    """Takes a moment to answer, in which anything may die. `given`: how often each text was handed to it."""

    def __init__(self) -> None:
        super().__init__(Settings(twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_number=NUMBER))
        self.spoken, self.board.pace, self.pause = SPOKEN, 0.005, 0.03
        self.given: Counter[str] = Counter()
        self.deadly = ""
        self.doom: Callable[[], Awaitable[None]] = nothing
        self.texts: dict[str, dict[str, str]] = {}
        self.calls: dict[str, dict[str, str]] = {}
        self.voices: dict[str, dict[str, str]] = {}

    async def send(self, request: web.Request) -> web.StreamResponse:
        answer = await super().send(request)
        self.given[str((await request.post())["Body"])] += 1
        await asyncio.sleep(self.pause)
        return answer

    async def signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What was asked is done; before the answer, once, somebody dies where the path ends as `deadly` says."""
        answer = await super().signed_in(request, handler)
        if self.deadly and request.method == "POST" and re.search(self.deadly, request.path):
            self.deadly = ""
            await self.doom()
        return answer

    def has_text(self, fields: dict[str, str]) -> None:
        """A text came in; whether its webhook arrives or not, it can be asked for."""
        self.texts[fields["MessageSid"]] = {
            "sid": fields["MessageSid"],
            "direction": "inbound",
            "status": "received",
            "num_media": "0",
            "from": fields["From"],
            "to": fields["To"],
            "body": fields["Body"],
            "date_created": LONG_AGO,
        }

    def has_call(self, sid: str, caller: str) -> None:
        self.calls[sid] = {
            "sid": sid,
            "direction": "inbound",
            "status": "completed",
            "from": caller,
            "to": NUMBER,
            "start_time": LONG_AGO,
            "end_time": LONG_AGO,
        }

    def has_voice(self, sid: str, call: str) -> None:
        self.voices[sid] = {"sid": sid, "call_sid": call, "status": "completed", "date_created": LONG_AGO}

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """The newest; how far back its list goes is the provider's business, and the ledger asks for no more."""
        what = request.match_info["what"]
        self.lists[what] = list(self.known(what).values())[-MOST_LISTED:]
        return await super().listed(request)

    async def shown(self, request: web.Request) -> web.StreamResponse:
        what = request.match_info["what"]
        self.lists[what] = list(self.known(what).values())
        return await super().shown(request)

    def known(self, what: str) -> dict[str, dict[str, str]]:
        return {"Messages": self.texts, "Calls": self.calls, "Recordings": self.voices}[what]


class Taking:
    """A mail server that takes what we send. `given`: how often each letter, by its id, was handed to it."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()
        self.port, self.pause = 0, 0.03

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        found = ID.search(envelope.content.decode("latin-1"))
        self.given[found[1] if found else "?"] += 1
        await asyncio.sleep(self.pause)
        return "250 Taken"


@asynccontextmanager
async def taking() -> AsyncIterator[Taking]:
    server = Taking()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(server, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
