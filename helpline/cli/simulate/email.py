"""`helpline simulate email`: mails as a site's own mail server delivers them, by LMTP."""

import asyncio
import random
from argparse import Namespace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from smtplib import LMTP, SMTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

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
from helpline.clock import now
from helpline.errors import ConfigurationError
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

PATIENCE = 30.0
ADDRESSES = tuple(f"person{number:02}@example.org" for number in range(100))
CONTACT = "contact@example.org"


class Door(Struct, frozen=True):
    """Where mail is delivered."""

    host: str
    port: int


def add(kinds: "Commands") -> None:
    email = add_kind(kinds, "email", "deliver mails")
    email.add_argument(
        "--lmtp", help="host:port of the server's LMTP door; default: the demo's, one above --url's port"
    )
    email.add_argument("--subject", default="Bonjour", help="their subject")
    email.set_defaults(run=run)


def run(given: Namespace) -> int:
    return commands.run(letters(given, settings_here()))


async def letters(given: Namespace, settings: Settings) -> int:
    """--times mails from --from, written a minute apart; reordered, the last one comes first."""
    given = flooded(given)
    door, people = door_in(given, settings), senders(given, ADDRESSES)
    written = [letter(given, settings, sender, number - given.times) for number, sender in enumerate(people)]
    if Fault.REORDER in given.faults:
        written.reverse()

    async def one(number: int) -> None:
        await bring(door, written[number], faults_of(given, number))

    code = await many(given, one)
    say_dropped(given, "mails broke off before their end and were brought again")
    return code


def door_in(given: Namespace, settings: Settings) -> Door:
    """--lmtp, or this shell's setting, or the demo's habit. Raises `ConfigurationError`."""
    url = urlsplit(address_of(given, settings))
    named = given.lmtp or settings.lmtp_listen or f"{url.hostname}:{(url.port or 80) + 1}"
    host, _colon, port = named.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigurationError("--lmtp must be host:port, for example 127.0.0.1:8001.")
    return Door(host, int(port))


def letter(given: Namespace, settings: Settings, sender: str, minutes: int) -> EmailMessage:
    """A plain mail by `sender`, written that many minutes from now."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, settings.mail_from or CONTACT
    mail["Subject"], mail["Date"] = given.subject, format_datetime(now() + timedelta(minutes=minutes))
    mail["Message-ID"] = make_msgid(domain="example.org")
    mail.set_content(given.text or TEXTS[given.language])
    return mail


async def bring(door: Door, mail: EmailMessage, faults: frozenset[Fault]) -> None:
    """One mail, as often as the faults ask; a mail server that got no answer comes again."""
    if Fault.LATE in faults:
        await asyncio.sleep(DELAY * random.random())  # noqa: S311  # nothing secret about a delay
    if Fault.DROP in faults:
        await asyncio.to_thread(deliver, door, mail, leaves=True)
    copies = COPIES if Fault.DUPLICATE in faults else 1
    await asyncio.gather(*(asyncio.to_thread(deliver, door, mail) for _ in range(copies)))


def deliver(door: Door, mail: EmailMessage, leaves: bool = False) -> None:
    """A whole delivery; `leaves`: the connection breaks before its answer. Raises `Refused`."""
    try:
        with LMTP(door.host, door.port, timeout=PATIENCE) as server:
            if leaves:
                half(server, mail)
            else:
                server.send_message(mail)
    except ConnectionRefusedError as problem:
        raise Refused(
            f"No mail door at {door.host}:{door.port}: scripts/demo opens one, elsewhere HELPLINE_LMTP_LISTEN does; "
            "name it with --lmtp."
        ) from problem
    except (SMTPException, OSError) as problem:
        raise Refused(f"The mail was not taken ({type(problem).__name__}).") from problem


def half(server: LMTP, mail: EmailMessage) -> None:
    """Everything but its end, then silence."""
    server.ehlo()
    server.mail(str(mail["From"]))
    server.rcpt(str(mail["To"]))
    server.docmd("DATA")
    server.send(mail.as_bytes())
    server.close()
