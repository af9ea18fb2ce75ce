"""Who is waiting for a human, and who is on it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, Direction, Disposition, Gist, Language, Urgency
from helpline.envelope import Outcome


class Whose(StrEnum):
    """Whom a contact waits for."""

    MINE = "mine"
    NOBODY = "nobody"


class Filter(Struct, frozen=True, omit_defaults=True):
    """Which part of the queue is asked for; everything by default. `overdue`: its promise is broken already."""

    channel: Channel | None = None
    language: Language | None = None
    urgency: Urgency | None = None
    whose: Whose | None = None
    overdue: bool = False
    suggested: str | None = None


class SavedView(Struct, frozen=True):
    """A filter that somebody keeps under a name; `filter` is what stands behind the question mark."""

    id: UUID
    staff_id: UUID
    name: str
    filter: str
    shared: bool


class NewWaiting(Struct, frozen=True):
    """A contact about to stand in the queue."""

    contact_id: UUID
    urgency: Urgency
    since: datetime
    due_at: datetime
    channel: Channel


class Waiting(Struct, frozen=True):
    """A contact's place in the queue. `unopened`: handed to whoever holds it, who has not opened it yet."""

    contact_id: UUID
    urgency_rank: int
    since: datetime
    due_at: datetime
    channel: Channel
    claimed_by: UUID | None
    claimed_at: datetime | None
    claimer: str | None
    unopened: bool
    version: int

    @property
    def urgency(self) -> Urgency:
        return list(Urgency)[self.urgency_rank]


class GivenRow(Struct, frozen=True):
    """Who gave a contact to whoever holds it, the word still sealed."""

    giver: str
    given_word: bytes | None


class Given(Struct, frozen=True):
    """Who gave a contact to whoever holds it, and why."""

    by: str
    word: str


class LineRow(Struct, frozen=True, kw_only=True):
    """One line of the queue, its gist still sealed."""

    id: UUID
    number: int
    channel: Channel
    direction: Direction
    received_at: datetime
    language: Language | None
    outcome: Outcome | None
    automatic: bool
    unreadable: bool
    gist: bytes
    wrapped: bytes | None
    urgency_rank: int
    since: datetime
    due_at: datetime
    claimed_by: UUID | None
    claimer: str | None
    unopened: bool
    version: int
    contact_version: int
    disposition: Disposition | None
    unclear: bool | None
    others: list[UUID]
    other_numbers: list[int]
    giver: str | None
    given_word: bytes | None
    voice: UUID | None
    voice_label: bytes | None

    @property
    def urgency(self) -> Urgency:
        return list(Urgency)[self.urgency_rank]


class Line(Struct, frozen=True):
    """One line of the queue as its reader sees it; `seconds`: how long a voicemail lasts."""

    row: LineRow
    gist: Gist
    given: Given | None
    seconds: int | None


class Place(Struct, frozen=True):
    """Where a page of the queue ends, so that the next one begins there."""

    urgency_rank: int
    due_at: datetime
    contact_id: UUID
