"""What the supervisor's board counts."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel
from helpline.envelope import Outcome
from helpline.outbox.model import Purpose, State


class ChannelWait(Struct, frozen=True):
    """Who waits on one channel. Counted up to a bound; `longest_since` is the oldest."""

    channel: Channel
    count: int
    overdue: int
    longest_since: datetime | None


class MissedRow(Struct, frozen=True):
    """A call nobody took and nobody has answered since, still sealed."""

    id: UUID
    number: int
    channel: Channel
    outcome: Outcome
    received_at: datetime
    gist: bytes
    wrapped: bytes | None


class WorkerLoad(Struct, frozen=True):
    """What one colleague carries."""

    name: str
    open_cases: int
    follow_ups: int


class Counts(Struct, frozen=True):
    """Single figures, each counted up to a bound."""

    overdue_promises: int
    escalated: int
    unanswered_pages: int
    unassigned_cases: int
    reviews_due: int


class Promised(Struct, frozen=True):
    """How the promises that came due in a stretch of time ended. `broken`: still open past its time."""

    kept: int
    late: int
    broken: int
    dropped: int


class Called(Struct, frozen=True):
    """How the calls that came in over a stretch of time ended."""

    answered: int
    calls: int


class Share(Struct, frozen=True):
    """A percentage with the lower and the upper end of its 95 % interval."""

    percent: int
    low: int
    high: int


class Since(StrEnum):
    """Where "what happened since" begins: when the line closed last, yesterday evening, one's own last visit."""

    CLOSED = "closed"
    EVENING = "evening"
    VISIT = "visit"


class Part(StrEnum):
    """What a supervisor asks about first, the gravest first."""

    URGENT = "urgent"
    DANGER = "danger"
    PAGES = "pages"
    PROMISES = "promises"
    CALLS = "calls"
    LETTERS = "letters"
    FAULTS = "faults"
    ACCOUNTS = "accounts"


class UrgentRow(Struct, frozen=True):
    """Something urgent that came: who took it first, and who decided. Neither: nobody did yet."""

    id: UUID
    number: int
    channel: Channel
    outcome: Outcome | None
    received_at: datetime
    immediate: bool
    taker: str | None
    taken_at: datetime | None
    decider: str | None
    decided_at: datetime | None
    waits: bool
    handed_to: str | None
    handed_by: str | None
    handed_at: datetime | None


class DangerRow(Struct, frozen=True):
    """An entry of a danger log: who wrote it, about which contact."""

    contact_id: UUID
    number: int
    category: str
    by: str | None
    at: datetime


class PageRow(Struct, frozen=True):
    """Who was paged for a contact, nobody when `names` is empty; and who took it after that."""

    contact_id: UUID
    number: int
    at: datetime
    names: Sequence[str]
    lost: bool
    taker: str | None
    taken_at: datetime | None
    waits: bool
    handed_to: str | None
    handed_by: str | None
    handed_at: datetime | None


class LetterRow(Struct, frozen=True):
    """A message of ours that did not arrive, or may not have; the contact it was about, if any."""

    contact_id: UUID | None
    number: int | None
    channel: Channel
    purpose: Purpose
    state: State
    at: datetime


class FaultRow(Struct, frozen=True):
    """A channel or a machine in trouble."""

    kind: str
    channel: str
    began_at: datetime
    ended_at: datetime | None


class AccountRow(Struct, frozen=True):
    """Something that changed about an account: whose, what, by whom."""

    action: str
    whose: str | None
    by: str | None
    at: datetime
