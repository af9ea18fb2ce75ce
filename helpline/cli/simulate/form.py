"""`helpline simulate form`: the web form filled in and sent at once, as a program may, receipts included."""

import asyncio
import hashlib
import random
import re
from argparse import Namespace
from collections.abc import Mapping
from html import unescape
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING

from aiohttp import ClientConnectionError, ClientConnectorError, ClientSession, TCPConnector
from msgspec import Struct, structs

from helpline.cli import commands
from helpline.cli.simulate.many import Refused, many
from helpline.cli.simulate.options import (
    TEXTS,
    Fault,
    add_kind,
    address_of,
    faults_of,
    flooded,
    say_dropped,
    senders,
    settings_here,
)
from helpline.cli.simulate.wire import COPIES, DELAY
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

KEPT_OPEN = 2.0
TOKEN = re.compile(r'name="token" value="([^"]+)"')
CHALLENGE = re.compile(r'name="challenge" value="([^"]+)" data-bits="(\d+)"')
SHOWN = re.compile(r"<dd[^>]*>([^<]+)</dd>")


class Receipt(Struct, frozen=True):
    """What the writer is shown once."""

    reference: str
    words: str


def add(kinds: "Commands") -> None:
    form = add_kind(kinds, "form", "fill in the web form")
    form.add_argument("--subject", help="a first line of the message: the form has no subject")
    form.set_defaults(run=run)


def run(given: Namespace) -> int:
    return commands.run(forms(given, settings_here()))


async def forms(given: Namespace, settings: Settings) -> int:
    """--times messages, anonymous unless --from is a number or a mail address; prints every receipt."""
    given = flooded(given)
    url, people = f"{address_of(given, settings)}/{given.language}/write", senders(given, ("",))
    if Fault.REORDER in given.faults:
        people.reverse()
    receipts: list[Mapping[str, str]] = []
    # Work may take longer than the server holds a silent connection.
    async with ClientSession(connector=TCPConnector(keepalive_timeout=KEPT_OPEN)) as session:

        async def one(number: int) -> None:
            receipt = await write(session, url, filled_in(given, people[number]), faults_of(given, number))
            receipts.append(structs.asdict(receipt))
            if not given.json:
                print(f"{receipt.reference}  {receipt.words}")

        code = await many(given, one, {"receipts": receipts})
    say_dropped(given, "forms lost their first answer and were sent again")
    return code


def filled_in(given: Namespace, sender: str) -> Mapping[str, str]:
    """The fields as a person fills them in."""
    text = given.text or TEXTS[given.language]
    message = f"{given.subject}\n\n{text}" if given.subject else text
    if not sender:
        return {"message": message, "requester": "", "answer": "here"}
    way = "email" if "@" in sender else "phone"
    return {"message": message, "requester": "", "answer": way, way: sender}


async def write(session: ClientSession, url: str, fields: Mapping[str, str], faults: frozenset[Fault]) -> Receipt:
    """Opens the form, sends it, reads the receipt. Raises `Refused`, too when a second click got another receipt."""
    empty = await page(session, url)
    if (token := TOKEN.search(empty)) is None:
        raise Refused(f"There is no form at {url}.")
    whole = {**fields, "token": unescape(token[1])}
    if Fault.LATE in faults:
        await asyncio.sleep(DELAY * random.random())  # noqa: S311  # nothing secret about a delay
    if Fault.DROP in faults:
        await page(session, url, whole)
    copies = COPIES if Fault.DUPLICATE in faults else 1
    shown = {receipt_in(one) for one in await asyncio.gather(*(page(session, url, whole) for _ in range(copies)))}
    if len(shown) > 1:
        raise Refused("The same form sent several times at once got different receipts.")
    return shown.pop()


async def page(session: ClientSession, url: str, fields: Mapping[str, str] | None = None) -> str:
    """The page that a click brings, after some work where the server asks for it. Raises `Refused`."""
    status, said = await answered(session, url, fields)
    asked = CHALLENGE.search(said) if status == HTTPStatus.TOO_MANY_REQUESTS else None
    if fields and asked and "nonce" not in fields:
        nonce = await asyncio.to_thread(worked, unescape(asked[1]), int(asked[2]))
        return await page(session, url, {**fields, "challenge": unescape(asked[1]), "nonce": nonce})
    if status >= 300:
        raise Refused(f"The form was answered {status}.")
    return said


async def answered(session: ClientSession, url: str, fields: Mapping[str, str] | None) -> tuple[int, str]:
    """A status and a page; as a browser does, a connection that the server closed meanwhile is opened once more."""
    method = "POST" if fields else "GET"
    try:
        async with session.request(method, url, data=fields) as answer:
            return answer.status, await answer.text()
    except ClientConnectorError:
        raise
    except ClientConnectionError:
        async with session.request(method, url, data=fields) as answer:
            return answer.status, await answer.text()


def worked(challenge: str, bits: int) -> str:
    """What makes the hash of both begin with so many zero bits."""
    begun = hashlib.sha256(f"{challenge}:".encode())
    for nonce in count():
        tried = begun.copy()
        tried.update(str(nonce).encode())
        if int.from_bytes(tried.digest()[:4], "big") >> (32 - bits) == 0:
            break
    return str(nonce)


def receipt_in(sent: str) -> Receipt:
    """What the page after sending shows. Raises `Refused`."""
    shown = [unescape(one) for one in SHOWN.findall(sent)]
    if len(shown) < 2:
        raise Refused("The form was sent, and no receipt was shown.")
    return Receipt(shown[0], shown[1])
