"""The port: what the house asks of a channel, and what a channel may ask of the house.

A channel is a package found through the entry-point group `helpline.channels`. Its entry point is a function
`open_channel(house: House, settings: Settings) -> Channel`. It imports this module and `helpline.envelope`, nothing
else of the house.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

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
    "Bookmark",
    "Channel",
    "ConfigurationError",
    "Doubt",
    "Handset",
    "HandsetKind",
    "HelplineError",
    "House",
    "Invalid",
    "Leaving",
    "LegEnd",
    "LineState",
    "Listener",
    "Mark",
    "NotAllowed",
    "NotFound",
    "NullSwitch",
    "Opening",
    "OpeningSpan",
    "Pickup",
    "Place",
    "Sender",
    "Settings",
    "Switch",
    "Ticket",
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
    """One message of a conversation as its writer may read it again. `ours`: the house wrote it. `files`: names."""

    at: datetime
    ours: bool
    text: str
    files: tuple[str, ...] = ()


class LineState(StrEnum):
    """Where a caller stands with the house.

    `waiting`: goes on waiting · `closed`: the line closed meanwhile, goes on only to a message or a call-back ·
    `nobody`: nobody can take it, likewise · `taken`: an operator has it, and the caller is being brought to a room ·
    `gone`: the house does not know this call, or it has left.
    """

    WAITING = "waiting"
    CLOSED = "closed"
    NOBODY = "nobody"
    TAKEN = "taken"
    GONE = "gone"


class Place(Struct, frozen=True):
    """What a waiting caller is told. `ahead`: callers before him, 0 is next; `minutes`: an honest wait, or None.

    `language`: the one he chose, for a caller who was sent back into the waiting; "" where the house does not know it.
    """

    state: LineState
    ahead: int = 0
    minutes: int | None = None
    language: str = ""


class Leaving(StrEnum):
    """How a caller left the line. `call_back` keeps the place: its promise falls due at its turn."""

    HUNG_UP = "hung_up"
    CALL_BACK = "call_back"
    MESSAGE = "message"
    CLOSED = "closed"
    FULL = "full"
    TROUBLE = "trouble"


class LegEnd(StrEnum):
    """Why an operator's leg, or the party dialled through it, is over. `ended`: it was answered and hung up."""

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    DECLINED = "declined"
    ENDED = "ended"


class Pickup(Struct, frozen=True):
    """What an answered leg is for: `room`, the conference to join, or None when there is nothing to join any more.

    `to`: whom to dial into the room, for a call of ours that may be made at this very minute.
    """

    room: str | None
    to: str = ""


class HandsetKind(StrEnum):
    BROWSER = "browser"
    PHONE = "phone"


class Handset(Struct, frozen=True):
    """What rings at an operator's: a browser by its identity, or a telephone by its E.164 number."""

    kind: HandsetKind
    address: str


class Ticket(Struct, frozen=True):
    """Lets one browser register as a handset until `expires_at`. `edge`: where it connects to, by the settings."""

    token: str
    identity: str
    expires_at: datetime
    edge: str = ""


class Mark(Struct, frozen=True):
    """How far a mailbox was read. `uid` counts within one `validity` (RFC 9051): with another one it says nothing."""

    validity: int
    uid: int


class Bookmark(Protocol):
    """A mailbox that this process alone reads now. `mark`: how far anybody read it; None for never."""

    mark: Mark | None

    async def put(self, mark: Mark) -> None:
        """Read up to here, just now, without trouble."""


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

    def carry(self, purpose: str, plain: bytes, at: datetime) -> bytes:
        """Seals what travels in a stranger's hands, such as a half-filled form; a purpose keeps such things apart."""

    def carried(self, purpose: str, sealed: bytes) -> tuple[bytes, datetime]:
        """What `carry` sealed, and when. Raises `NotFound` for what the house did not seal, or not for this."""

    async def keep_draft(self, reference: str, secret: str, body: bytes, expires_at: datetime) -> None:
        """Keep what a writer asked to have kept, sealed under the secret; it takes the place of an earlier one."""

    async def draft(self, reference: str, secret: str) -> bytes:
        """The draft behind a reference; raises as `conversation` does."""

    async def drop_draft(self, reference: str, secret: str) -> None:
        """Erase a draft; one that is not there is erased."""

    async def refused(self, channel: str, why: str) -> None:
        """Count something the door turned away (a bad signature), for the health page. `why` is a code."""

    async def polled(self, channel: str, code: str = "") -> None:
        """A look at the provider is over. `code` is "" when it could be looked at, else why not: `refused_login` when
        our name or password was not taken, or the error's own word. A person is told when it goes on. Never raises.
        """

    def bookmark(self, mailbox: str) -> AbstractAsyncContextManager[Bookmark | None]:
        """Hold a mailbox, known by a name of the channel's own; None where another process reads it at this moment.

        What was put is committed when the block ends without an error.
        """

    async def let_go(self, raw: Raw, before: datetime, reference: str) -> bool:
        """Whether a provider's copy of this may go: exactly these bytes are here since before that moment, were read
        and still open. Then it is owed under `reference`, and `Channel.discard` is asked soon, until it is gone.
        """

    async def mailbox_failed(self, mailbox: str, why: str) -> None:
        """A mailbox cannot be read: counted as by `refused`, and shown until a bookmark is put again."""

    async def join_line(self, call: str, language: str) -> Place:
        """A caller waits, known by the provider's id of the call; asked twice, he stands where he stood."""

    async def place_in_line(self, call: str) -> Place:
        """Asked at each turn of the waiting: where the caller stands now."""

    async def leave_line(self, call: str, how: Leaving, at: datetime | None = None) -> None:
        """The caller waits no more, or hung up while talking. `at`: the provider's time of it."""

    async def picked_up(self, offer: UUID, leg: str, at: datetime | None = None) -> Pickup:
        """A human answered the leg rung for an offer: he gets the call, or was too late, or may not make it now."""

    async def dialled(self, offer: UUID, leg: str) -> bool:
        """Whom `picked_up` named is being rung by this leg: the house ends it; False when nobody wants it any more."""

    async def leg_rings(self, offer: UUID, leg: str, *, party: bool = False) -> None:
        """A leg that was asked for exists, and this is its id, though the asking process may have died since."""

    async def leg_ended(
        self, offer: UUID, leg: str, why: LegEnd, at: datetime | None = None, *, party: bool = False
    ) -> None:
        """The operator's leg of an offer is over; `party`: that of whoever was dialled for it."""


class Sender(Protocol):
    """Sends one parcel, once."""

    async def send(self, parcel: Parcel) -> Sent:
        """Hand the parcel to the provider. Raises `TransportError`."""


class Switch(Protocol):
    """Moves calls about, for the house. Every verb may be repeated, and raises `TransportError`.

    What it does comes back by the house's own verbs: `picked_up`, `leg_ended`, `leave_line`.
    """

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        """Ring a handset without number or name; answers the leg's id. A browser is given `offer` as a parameter, a
        telephone speaks `language`, that of whom it rings for.
        """

    async def hang_up(self, leg: str) -> None:
        """End a leg or a caller's call; one that is over already is fine."""

    async def bring(self, call: str, room: str) -> None:
        """Take a caller out of the waiting into a room; one who is there already stays."""

    async def send_back(self, call: str) -> None:
        """Take a caller out of a room back into the waiting, where he stood."""

    async def left_in(self, room: str) -> str:
        """The leg of whoever was dialled into a room, whose id may never have reached us; "" where nobody was."""

    async def hold(self, call: str, room: str, on: bool) -> None:
        """Let somebody in a room hear music instead of the others, or join them again."""

    async def dial_out(self, handset: Handset, offer: UUID, language: str) -> str:
        """Ring a handset, and once it is answered dial whom `picked_up` names, as the service's number."""

    def ticket(self, identity: str) -> Ticket:
        """What a browser registers with. Raises `TransportError` where there is no telephone."""

    def origins(self) -> tuple[str, ...]:
        """What a browser with a ticket connects to besides us, for the policy of the one page that may."""


class NullSwitch:
    """No telephone: what is asked of it fails for good, and a human is told by what follows from that."""

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        raise TransportError("no_telephone", permanent=True)

    async def hang_up(self, leg: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def bring(self, call: str, room: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def send_back(self, call: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def left_in(self, room: str) -> str:
        raise TransportError("no_telephone", permanent=True)

    async def hold(self, call: str, room: str, on: bool) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def dial_out(self, handset: Handset, offer: UUID, language: str) -> str:
        raise TransportError("no_telephone", permanent=True)

    def ticket(self, identity: str) -> Ticket:
        raise TransportError("no_telephone", permanent=True)

    def origins(self) -> tuple[str, ...]:
        return ()


class Listener(Protocol):
    """A door that is not HTTP: a mail server, a mailbox poll. Runs in the worker process."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Doubt(str):
    """A check's sentence about what could not be looked at, or is no fault yet: the doctor warns of it."""


async def nothing_to_fetch(reference: str) -> Attachment:
    """For channels that leave no files at the provider."""
    raise TransportError("nothing_to_fetch", permanent=True)


async def nothing_to_discard(reference: str) -> str:
    """For channels that leave nothing at the provider."""
    return "nothing_there"


class Channel(Struct, frozen=True):
    """One way in and out.

    `read` is pure: it turns kept bytes into a reading, and may raise anything; the house then shows the raw to a
    human. `senders` maps a contact's channel ("sms", "email") to who sends on it. `fetch` brings an enclosure's
    bytes. `discard` deletes at the provider what an enclosure's reference or `left_behind` names, once ours is durable,
    and answers the provider's word as proof ("204"; "404" for what was gone). `switch` moves live calls about. `probe`
    has the provider send us something synthetic, which `read` recognises as a `Probe`. `reconcile` takes in what the
    provider has and we do not, and answers how much that was. `checks` are for `helpline doctor`: each returns what is
    wrong and what to do in sentences, a `Doubt`, or None.
    """

    name: str
    read: Callable[[Raw], Reading]
    routes: Sequence[Any] = ()
    listeners: Sequence[Listener] = ()
    senders: dict[str, Sender] = {}
    fetch: Callable[[str], Awaitable[Attachment]] = nothing_to_fetch
    discard: Callable[[str], Awaitable[str]] = nothing_to_discard
    switch: Switch | None = None
    probe: Callable[[], Awaitable[None]] | None = None
    reconcile: Callable[[], Awaitable[int]] | None = None
    checks: Sequence[Callable[[], Awaitable[str | None]]] = ()
    close: Callable[[], Awaitable[None]] | None = None
