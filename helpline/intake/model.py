"""What stands in the durable inbox, and what reading made of it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Doubt, NewContact
from helpline.envelope import Arrival, Raw, Reading
from helpline.triage.model import Suggestion
from helpline.vault.key import Key


class Kept(Struct, frozen=True):
    """A sealed arrival about to be kept. `key` is the HMAC that a repeated delivery is recognised by."""

    id: UUID
    channel: str
    key: bytes
    received_at: datetime
    signed: bool
    sealed: bytes
    wrapped: bytes


class Inserted(Struct, frozen=True):
    """What one kept arrival is known by."""

    key: bytes
    record: UUID


class KeptRow(Struct, frozen=True):
    """One inbox row, claimed for reading. `attempts` counts this one too."""

    id: UUID
    channel: str
    received_at: datetime
    signed: bool
    sealed: bytes
    wrapped: bytes | None
    record: UUID
    attempts: int


class ParkedRow(Struct, frozen=True):
    """An inbox row that could not be read; with `wrapped` it did not even open."""

    id: UUID
    channel: str
    received_at: datetime
    signed: bool
    sealed: bytes
    wrapped: bytes | None
    record: UUID


class KeptAs(Struct, frozen=True):
    """The bytes kept under a key, still sealed; `record` is the one whose key opens them."""

    id: UUID
    record: UUID
    sealed: bytes
    wrapped: bytes


class Durable(Struct, frozen=True):
    """What was kept under a key some time ago, and read. `erased`: nothing of it is left but its key."""

    id: UUID
    record: UUID
    sealed: bytes
    wrapped: bytes | None
    erased: bool


class Item(Struct, frozen=True):
    """An inbox row on its way in: opened, and read unless `failure` says (as a code) why not.

    Not `opened`: its key or bytes do not open here (a damaged row, a master this process lacks); `key` is a new one.
    """

    row: KeptRow
    key: Key
    raw: Raw
    reading: Reading | None
    failure: str = ""
    opened: bool = True


#: A new contact with what it came from and what is proposed.
Arrived = tuple[Arrival, NewContact, Suggestion]


class Fetch(Struct, frozen=True):
    """Job: bring a file that is still at the provider. `reference` is the provider's id for it."""

    contact: UUID
    channel: str
    reference: str
    name: str
    media_type: str
    occurred_at: datetime


class Copy(StrEnum):
    """What a provider still has of a contact."""

    RECORDING = "recording"
    FILE = "file"
    MESSAGE = "message"
    ORIGINAL = "original"


class LeftBehind(Struct, frozen=True):
    """A copy that a provider need not keep: ours is durable. `reference` is the channel's word for it."""

    contact: UUID
    channel: str
    kind: Copy
    reference: str


class Owed(Struct, frozen=True):
    """A copy at a provider that has to go. `reference` is the channel's word for it."""

    id: UUID
    contact_id: UUID
    channel: str
    kind: Copy
    reference: str
    attempts: int


class Correspondence(Struct, frozen=True):
    """A conversation a number wrote in. `person`: whose words a colleague said they are, None while nobody did;
    `persons`: how many different ones were named. `open`: somebody waits, works or is promised something in it.
    """

    sender: bytes
    conversation: UUID
    person: UUID | None
    persons: int
    open: bool
    last_at: datetime


class Telephone(Struct, frozen=True):
    """What was noted about a number: who uses it, two of them at most; `parted`: a human said, not one person alone."""

    sender: bytes
    users: Sequence[UUID]
    parted: bool


class DraftRow(Struct, frozen=True):
    """What a writer asked to have kept; only the secret's own key opens it."""

    secret_mac: bytes
    sealed: bytes
    guesses: int
    guesses_since: datetime


class MailboxRow(Struct, frozen=True):
    """How far a mailbox was read; `failing_since` and `code` while it cannot be."""

    validity: int
    uid: int
    looked_at: datetime | None
    failing_since: datetime | None
    code: str


class PartyRow(Struct, frozen=True):
    """Whether an address takes part in a conversation, and when anybody wrote in it last; None when all is erased."""

    conversation: UUID
    known: bool
    last_at: datetime | None


class Spent(Struct, frozen=True):
    """How many acknowledgements went out by themselves to one domain."""

    domain: bytes
    sent: int


class Claim(Struct, frozen=True):
    """What a message says for joining a conversation. `answered`: the token stands where a mail program puts it;
    `known`: the sender wrote in it before; `subjects`: those of the conversation.
    """

    answered: bool
    automatic: bool
    proven: bool
    known: bool
    subject: str
    subjects: Sequence[str]
    last_at: datetime


class Thread(Struct, frozen=True):
    """Where a message belongs: to the conversation it `joins`, or by itself; `suggested` is for a human, with why."""

    joins: UUID | None = None
    suggested: UUID | None = None
    doubt: Doubt | None = None


class ReceiptRow(Struct, frozen=True):
    """What the house remembers of a written receipt."""

    secret_mac: bytes
    conversation: UUID
    guesses: int
    guesses_since: datetime
