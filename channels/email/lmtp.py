"""The door for a site's own mail server: LMTP (RFC 2033). A message is accepted only after it is durably kept."""

import asyncio
import contextlib
import hashlib
import logging
import re
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from channels.email.model import Delivered
from helpline.channel import ConfigurationError, House
from helpline.envelope import Raw

log = logging.getLogger(__name__)

LARGEST = 25_000_000
LONGEST_LINE = 1_000_000
SOFTWARE = "ready"


#: An address in its brackets, which may hold anything in quotes, or a bare one; and what follows it.
ADDRESS = re.compile(r'\s*(?:<((?:"(?:\\.|[^"\\])*"|[^">]|")*?)>|([^\s<]\S*))(.*)', re.DOTALL)
#: What is refused after it was brought, in the library's words; LMTP asks for an answer to each recipient.
NOT_TAKEN = ("552", "500 Line too long")


class Patient(LMTP):
    """LMTP that lets long lines and odd addresses pass: a mail that breaks the standard is still somebody's cry for
    help.

    What is too large is refused for good, so that its writer hears of it; and counted, so that we do.
    """

    line_length_limit = LONGEST_LINE

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:  # the library's name, and its way to say "none"
        """The address as it was said. Our mail server took it already; the library breaks on those it does not know.

        What is not UTF-8 in it is replaced, because it could not be kept.
        """
        if (found := ADDRESS.match(arg)) is None:
            return None, None
        inside, bare, options = found.groups()
        address = (inside or "<>") if bare is None else bare
        return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), options

    async def push(self, status: Any) -> None:
        said = str(status)
        if said.startswith(NOT_TAKEN) and isinstance(self.event_handler, Door):
            await self.event_handler.too_large()
            recipients = len(self.envelope.rcpt_tos) if self.envelope else 0
            said = "\r\n".join([said] * max(1, recipients))
        await super().push(said)


class Door:
    """Keeps what is delivered. Anything that goes wrong is a temporary error: the mail server tries again."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def too_large(self) -> None:
        with contextlib.suppress(Exception):
            await self.house.refused("email", "too_large")

    async def handle_exception(self, problem: Exception) -> str:  # aiosmtpd's name
        """Nobody foresaw it: the mail server tries again, and no log gets what was said."""
        log.error("email: a dialogue broke: %s", type(problem).__name__)
        return "451 4.3.0 Not understood; please try again later"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # aiosmtpd's name
        """One answer for each recipient, as LMTP asks."""
        try:
            await self.house.keep(raw(delivered(envelope)))
        except Exception as problem:
            log.error("email: not kept: %s", type(problem).__name__)
            return "\r\n".join(["451 4.3.0 Not kept; please try again later"] * max(1, len(envelope.rcpt_tos)))
        return "\r\n".join(["250 2.6.0 Kept"] * max(1, len(envelope.rcpt_tos)))


def delivered(envelope: Envelope) -> Delivered:
    """What the mail server said and handed over."""
    return Delivered(envelope.mail_from or "", tuple(map(str, envelope.rcpt_tos)), envelope.original_content or b"")


def raw(mail: Delivered, more: str = "") -> Raw:
    """A mail as something to keep. It is known by its bytes alone: the same ones are the same contact, whichever door
    they come through and however often, also after a mailbox was numbered anew, and also once it was erased.
    """
    key = hashlib.sha256(mail.content).hexdigest()
    return Raw("email", f"mail/{key}{more and f'/{more}'}", msgspec.msgpack.encode(mail), datetime.now(UTC))


class LmtpListener:
    """Listens on `host:port` for the life of the worker."""

    def __init__(self, house: House, listen: str) -> None:
        host, _colon, port = listen.rpartition(":")
        if not host or not port.isdigit():
            raise ConfigurationError("HELPLINE_LMTP_LISTEN must be host:port, for example 127.0.0.1:2424.")
        self.house, self.host, self.port = house, host, int(port)
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        def door() -> Patient:
            return Patient(Door(self.house), data_size_limit=LARGEST, enable_SMTPUTF8=True, ident=SOFTWARE)

        try:
            self._server = await asyncio.get_running_loop().create_server(door, self.host, self.port)
        except OSError as problem:
            raise ConfigurationError(
                f"HELPLINE_LMTP_LISTEN: {self.host} port {self.port} cannot be used: choose another one."
            ) from problem
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
