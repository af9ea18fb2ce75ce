"""What the supervisor's board counts."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel
from helpline.envelope import Outcome


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
