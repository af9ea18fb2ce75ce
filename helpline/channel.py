"""The port: what the house asks of a channel, and what a channel may ask of the house.

A channel is a package found through the entry-point group `helpline.channels`. Its entry point is a function
`open_channel(house: House, settings: Settings) -> Channel`. It imports this module and `helpline.envelope`, nothing
else of the house.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from helpline.envelope import (
    Attachment,
    Parcel,
    Raw,
    Reading,
    Receipt,
    ReceiptMark,
    Sent,
)
from helpline.errors import ConfigurationError, HelplineError, Invalid, NotAllowed, NotFound, TransportError
from helpline.settings import Settings

__all__ = [
    "Channel",
    "ConfigurationError",
    "HelplineError",
    "House",
    "Invalid",
    "Listener",
    "NotAllowed",
    "NotFound",
    "Opening",
    "OpeningSpan",
    "Sender",
    "Settings",
    "TransportError",
    "WrittenMessage",
]


class OpeningSpan(Struct, frozen=True):
    """One line of the week as visitors read it. `weekday`: 0 is Monday; times HH:MM local."""

    weekday: int
    opens: str
    closes: str


class Opening(Struct, frozen=True):
    """Whether the line is open at a moment, and when it changes."""

    open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    week: tuple[OpeningSpan, ...]


class WrittenMessage(Struct, frozen=True):
    """One message of a conversation as its writer may read it again. `ours`: the house wrote it."""

    at: datetime
    ours: bool
    text: str


class House(Protocol):
    """What a channel may ask of the house."""

    async def keep(self, raw: Raw) -> Receipt:
        """Commit the bytes. When this returns, they are never lost; when it raises, nothing was kept."""

    async def opening(self, at: datetime) -> Opening:
        """The opening hours at a moment."""

    async def duty_phone(self, at: datetime) -> str | None:
        """The E.164 number that an open line rings, or None when nobody is there."""

    def drawn(self, seed: bytes) -> bytes:
        """32 bytes that look random, are the same for the same seed, and that only the house can draw."""

    async def mark_receipt(self, reference: str, secret: str) -> ReceiptMark:
        """What to put into an arrival so that its writer can come back with reference and secret."""

    async def conversation(self, reference: str, secret: str) -> Sequence[WrittenMessage]:
        """The conversation behind a receipt; equal time and text for wrong and unknown.

        Raises `NotFound` for a wrong pair and `NotAllowed` once the reference's budget of guesses is spent.
        """

    async def conversation_token(self, reference: str, secret: str) -> str:
        """The token that puts a further message into the conversation behind a receipt; raises as above."""

    async def refused(self, channel: str, why: str) -> None:
        """Count something the door turned away (a bad signature), for the health page. `why` is a code."""


class Sender(Protocol):
    """Sends one parcel, once."""

    async def send(self, parcel: Parcel) -> Sent:
        """Hand the parcel to the provider. Raises `TransportError`."""


class Listener(Protocol):
    """A door that is not HTTP: a mail server, a mailbox poll. Runs in the worker process."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


async def nothing_to_fetch(reference: str) -> Attachment:
    """For channels that leave no files at the provider."""
    raise TransportError("nothing_to_fetch", permanent=True)


async def nothing_to_discard(reference: str) -> None:
    """For channels that leave no files at the provider."""


class Channel(Struct, frozen=True):
    """One way in and out.

    `read` is pure: it turns kept bytes into a reading, and may raise anything; the house then shows the raw to a
    human. `senders` maps a contact's channel ("sms", "email") to who sends on it. `fetch` brings an enclosure's
    bytes, `discard` deletes it at the provider once ours is durable. `checks` are for `helpline doctor`: each returns
    a sentence of what is wrong, or None.
    """

    name: str
    read: Callable[[Raw], Reading]
    routes: Sequence[Any] = ()
    listeners: Sequence[Listener] = ()
    senders: dict[str, Sender] = {}
    fetch: Callable[[str], Awaitable[Attachment]] = nothing_to_fetch
    discard: Callable[[str], Awaitable[None]] = nothing_to_discard
    checks: Sequence[Callable[[], Awaitable[str | None]]] = ()
    close: Callable[[], Awaitable[None]] | None = None
