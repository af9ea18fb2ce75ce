"""Posts signed webhooks to the server as the telephone provider would, faults included."""

import asyncio
import random
import secrets
from collections.abc import Iterable, Mapping
from copy import copy
from urllib.parse import urlencode

from aiohttp import ClientSession
from twilio.request_validator import RequestValidator

from helpline.cli.simulate.many import Refused
from helpline.cli.simulate.options import Fault

#: How often a duplicated webhook comes, all at once; and how late a late one is, in seconds.
COPIES = 20
DELAY = 2.0

REMEDY = {
    403: "403: the server does not believe the signature. It needs the same HELPLINE_TWILIO_ACCOUNT_SID and "
    "HELPLINE_TWILIO_AUTH_TOKEN, and --public-url must be what it calls itself (HELPLINE_PUBLIC_URL).",
    404: "404: there is no telephone door at this --url.",
    503: "503: the server could not keep it; is its database up?",
}


class Wire:
    """One provider's connection to one server. `url` is where we post, `public_url` what is signed."""

    def __init__(
        self, session: ClientSession, url: str, public_url: str, token: str, faults: Iterable[Fault] = ()
    ) -> None:
        self.session, self.url, self.public_url = session, url.rstrip("/"), public_url.rstrip("/")
        self.validator = RequestValidator(token.partition(",")[0].strip())
        self.faults = frozenset(faults)
        self._told: list[tuple[str, Mapping[str, str]]] = []

    def another(self) -> "Wire":
        """The same for another call, whose callbacks do not wait for this one's."""
        other = copy(self)
        other._told = []
        return other

    async def ask(self, target: str, fields: Mapping[str, str]) -> str:
        """A webhook whose answer counts. Raises `Refused`."""
        copies = COPIES if Fault.DUPLICATE in self.faults else 1
        answers = await asyncio.gather(*(self.post(target, fields) for _ in range(copies)))
        for status, _ in answers:
            if status >= 300:
                raise Refused(REMEDY.get(status, f"The server answered {status}."))
        return answers[0][1]

    def tell(self, target: str, fields: Mapping[str, str]) -> None:
        """A callback whose answer nobody reads; it goes out with `flush`."""
        if Fault.DROP not in self.faults:
            self._told.append((target, fields))

    async def flush(self) -> None:
        """Sends the callbacks: in their order, or in another, or late."""
        told, self._told = self._told, []
        if Fault.REORDER in self.faults:
            told.reverse()
        if Fault.LATE in self.faults:
            await asyncio.sleep(DELAY * random.random())  # noqa: S311  # nothing secret about a delay
        for target, fields in told:
            await self.ask(target, fields)

    async def post(self, target: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """One signed request; its status and text."""
        target = target.removeprefix(self.public_url)
        signature = self.validator.compute_signature(self.public_url + target, dict(fields))
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        async with self.session.post(self.url + target, data=urlencode(fields), headers=headers) as answer:
            return answer.status, await answer.text()


def sid(kind: str) -> str:
    """A provider's id: two letters and 32 hexadecimal digits."""
    return kind + secrets.token_hex(16)
