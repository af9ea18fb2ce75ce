"""What leaves the house, and what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, Direction
from helpline.people.model import Reason


class Purpose(StrEnum):
    """Why something leaves. A page goes to a colleague, the others to people who contacted us."""

    REPLY = "reply"
    ACKNOWLEDGEMENT = "acknowledgement"
    PAGE = "page"


class State(StrEnum):
    """Where a letter is. `unknown`: it may have left; a human looks, no machine tries again. `stored`: on the site, for
    its reader to come. `withdrawn`: its author took it back before it left, or it asked what is known by now.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    STORED = "stored"
    WITHDRAWN = "withdrawn"


class Letter(Struct, frozen=True):
    """What is sent, to whom; sealed under the key of the record it belongs to."""

    to: str
    text: str
    subject: str = ""
    language: str = "fr"
    reply_token: str = ""
    in_reply_to: str = ""


class LetterRow(Struct, frozen=True, kw_only=True):
    """A letter as stored, still sealed; without `wrapped` its record is erased."""

    id: UUID
    channel: str
    purpose: Purpose
    contact_id: UUID | None
    sealed_for: UUID
    sealed: bytes
    recipient_blind: bytes
    automatic: bool
    state: State
    attempts: int
    due_at: datetime
    created_at: datetime
    changed_at: datetime
    version: int
    wrapped: bytes | None


class SentRow(Struct, frozen=True, kw_only=True):
    """What became of an outgoing contact; None where nothing is sent because its reader comes for it.

    `leaves_at`: it still can be taken back until then; None when not.
    """

    contact_id: UUID
    at: datetime
    author: str
    state: State | None
    code: str | None
    leaves_at: datetime | None
    content: bytes
    wrapped: bytes | None


class SaidRow(Struct, frozen=True, kw_only=True):
    """One message of a conversation, in or out, still sealed; `state` and what follows are of ours alone."""

    contact_id: UUID
    number: int
    direction: Direction
    at: datetime
    author: str
    state: State | None
    code: str | None
    leaves_at: datetime | None
    files: int
    content: bytes
    wrapped: bytes | None


class LostRow(Struct, frozen=True, kw_only=True):
    """An answer that did not arrive, or of which nobody knows it, and that its author has not looked at."""

    contact_id: UUID
    answered_id: UUID
    number: int
    channel: Channel
    author: str
    state: State
    code: str
    changed_at: datetime


class Way(Struct, frozen=True):
    """How an answer goes. `to` is "" where its reader comes for it; `asked` is a mail address that may not be used now,
    and `objection` why.
    """

    channel: Channel
    to: str
    asked: str = ""
    objection: Reason | None = None


class SendLetter(Struct, frozen=True):
    """The job's payload."""

    letter: UUID


class Segments(Struct, frozen=True):
    """How a text travels as SMS. `left`: characters until another part is needed."""

    encoding: str
    units: int
    parts: int
    left: int
