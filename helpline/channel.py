"""The port: what the house asks of a channel, and what a channel may ask of the house.

A channel is a package found through the entry-point group `helpline.channels`. Its entry point is a function
`open_channel(house: House, settings: Settings) -> Channel`. It imports this module and `helpline.envelope`, nothing
else of the house; what live calls, files and the public form need is written in `helpline.telephone`, `helpline.kinds`,
`helpline.multipart` and `helpline.questionnaire`, and is had from here.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from helpline.envelope import Attachment, Parcel, Raw, Reading, Receipt, ReceiptMark, Sent, Told
from helpline.errors import ConfigurationError, HelplineError, Invalid, NotAllowed, NotFound, TransportError
from helpline.kinds import kind_of, named
from helpline.multipart import Head, Multipart, Sink, boundary
from helpline.questionnaire import Ask, AskedForm, Choice, Question, QuestionKind
from helpline.settings import Settings
from helpline.telephone import (
    Handset,
    HandsetKind,
    Leaving,
    LegEnd,
    Line,
    LineState,
    NullSwitch,
    Pickup,
    Place,
    Switch,
    Ticket,
)

__all__ = [
    "Ask",
    "AskedForm",
    "Bookmark",
    "Channel",
    "Choice",
    "ConfigurationError",
    "Doubt",
    "Filled",
    "Handset",
    "HandsetKind",
    "Head",
    "HelplineError",
    "House",
    "Invalid",
    "Leaving",
    "LegEnd",
    "LineState",
    "Listener",
    "Mark",
    "Multipart",
    "NotAllowed",
    "NotFound",
    "NullSwitch",
    "Opening",
    "OpeningSpan",
    "Pickup",
    "Place",
    "Question",
    "QuestionKind",
    "Sender",
    "Settings",
    "Sink",
    "Switch",
    "Ticket",
    "TransportError",
    "WrittenMessage",
    "boundary",
    "kind_of",
    "named",
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


class Filled(Struct, frozen=True):
    """What somebody has filled in of the public form, as its pages show it; nothing at first. `told`: what was answered
    to the questions that the house added itself; while it is being typed, as the page sends it.
    """

    message: str = ""
    requester: str = ""
    answer: str = ""
    phone: str = ""
    email: str = ""
    windows: str = ""
    never: str = ""
    cover_phrase: str = ""
    may_leave_message: bool = False
    may_say_service_name: bool = False
    told: tuple[Told, ...] = ()

    def told_to(self, name: str) -> Told:
        """What was answered to a question so far."""
        return next((one for one in self.told if one.name == name), Told(name))


class WrittenMessage(Struct, frozen=True):
    """One message of a conversation as its writer may read it again. `ours`: the house wrote it. `files`: names."""

    at: datetime
    ours: bool
    text: str
    files: tuple[str, ...] = ()


class Mark(Struct, frozen=True):
    """How far a mailbox was read. `uid` counts within one `validity` (RFC 9051): with another one it says nothing."""

    validity: int
    uid: int


class Bookmark(Protocol):
    """A mailbox that this process alone reads now. `mark`: how far anybody read it; None for never."""

    mark: Mark | None

    async def put(self, mark: Mark) -> None:
        """Read up to here, just now, without trouble."""


class House(Line, Protocol):
    """What a channel may ask of the house; for live calls, what a `Line` may be asked as well."""

    async def keep(self, raw: Raw) -> Receipt:
        """Commit the bytes. When this returns, they are never lost; when it raises, nothing was kept."""

    async def opening(self, at: datetime) -> Opening:
        """The opening hours at a moment."""

    async def duty_phone(self, at: datetime) -> str | None:
        """The E.164 number that an open line rings, or None when nobody is there."""

    async def form(self, number: int = 0) -> AskedForm:
        """The public form as it is asked now, or the version of a number. Raises `NotFound`."""

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


class Sender(Protocol):
    """Sends one parcel, once."""

    async def send(self, parcel: Parcel) -> Sent:
        """Hand the parcel to the provider. Raises `TransportError`."""


class Listener(Protocol):
    """A door that is not HTTP: a mail server, a mailbox poll. Runs in the worker process."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Doubt(str):
    """A check's sentence about what could not be looked at, or is no fault yet: the doctor warns of it."""


async def nothing_to_fetch(reference: str) -> Attachment:
    """For channels that leave no files at the provider."""
    raise TransportError("nothing_to_fetch", permanent=True)


async def taken_at_its_word(reference: str) -> None:
    """For channels whose files come with what somebody said."""


async def nothing_to_discard(reference: str) -> str:
    """For channels that leave nothing at the provider."""
    return "nothing_there"


def always(reference: str) -> bool:
    """For channels whose provider is the same for as long as they are installed."""
    return True


class Channel(Struct, frozen=True):
    """One way in and out.

    `read` is pure: it turns kept bytes into a reading, and may raise anything; the house then shows the raw to a human.
    `senders` maps a contact's channel ("sms", "email") to who sends on it. `fetch` brings an enclosure's bytes; `vouch`
    raises `TransportError` for one that nothing else was told about and that is not ours. `discard` deletes at the
    provider what an enclosure's reference or `left_behind` names, once ours is durable, and answers the provider's word
    as proof ("204"; "404" for what was gone); `reaches` whether the settings still lead there at all. `mailboxes` are
    the names of the bookmarks it holds, None where it reads no mailbox. `switch` moves live calls about. `probe` has
    the provider send us something synthetic, which `read` recognises as a `Probe`. `reconcile` takes in what the
    provider has and we do not, and answers how much that was. `checks` are for `helpline doctor`: each returns what is
    wrong and what to do in sentences, a `Doubt`, or None.
    """

    name: str
    read: Callable[[Raw], Reading]
    routes: Sequence[Any] = ()
    listeners: Sequence[Listener] = ()
    senders: dict[str, Sender] = {}
    fetch: Callable[[str], Awaitable[Attachment]] = nothing_to_fetch
    vouch: Callable[[str], Awaitable[None]] = taken_at_its_word
    discard: Callable[[str], Awaitable[str]] = nothing_to_discard
    reaches: Callable[[str], bool] = always
    mailboxes: Sequence[str] | None = None
    switch: Switch | None = None
    probe: Callable[[], Awaitable[None]] | None = None
    reconcile: Callable[[], Awaitable[int]] | None = None
    checks: Sequence[Callable[[], Awaitable[str | None]]] = ()
    close: Callable[[], Awaitable[None]] | None = None
