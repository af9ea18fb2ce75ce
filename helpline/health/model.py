"""What a monitor, and whoever runs the house, is told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Status(StrEnum):
    READY = "ready"
    LATE = "late"
    NO_DATABASE = "no_database"


class Fault(StrEnum):
    """How something can be broken so that a person is called."""

    NO_POLL = "no_poll"
    REFUSED_LOGIN = "refused_login"
    BAD_SIGNATURES = "bad_signatures"
    BACKLOG = "backlog"
    HELD_JOBS = "held_jobs"
    NOT_SENDING = "not_sending"
    PAGE_FAILED = "page_failed"
    COPIES_LEFT = "copies_left"


class ChannelHealth(Struct, frozen=True):
    """A way in and out. `last_arrival_at`: it last brought something; `refused_today`: what its door turned away;
    `poll_code`: why the last look at the provider was in vain; `failing`: letters that were tried in vain and wait.
    """

    name: str
    last_arrival_at: datetime | None
    last_sent_at: datetime | None
    failed_today: int
    refused_today: int
    last_poll_at: datetime | None = None
    poll_code: str = ""
    unread: int = 0
    parked: int = 0
    letters_waiting: int = 0
    failing: int = 0
    bad_signatures_today: int = 0
    holes_filled_today: int = 0


class JobHealth(Struct, frozen=True):
    """One line of the timetable. `code`: the class of the last failure. `late`: it should have succeeded since."""

    name: str
    last_success_at: datetime | None
    last_failure_at: datetime | None
    code: str
    late: bool


class Backlog(Struct, frozen=True):
    """What was kept and is not read yet, and what no program could read.

    `parked`: unreadable, and not read again since. `copies_owed`: what providers still have to delete;
    `copies_refused`: what they did not although they were asked.
    """

    unread: int
    oldest_at: datetime | None
    unreadable_today: int
    jobs_queued: int
    jobs_held: int
    parked: int = 0
    copies_owed: int = 0
    copies_refused: int = 0


class Refusal(Struct, frozen=True):
    """What a door turned away today, by its code."""

    channel: str
    why: str
    count: int
    last_at: datetime | None = None


class Poll(Struct, frozen=True):
    """When a provider was last looked at, and since when and why not, if not."""

    channel: str
    succeeded_at: datetime | None
    failing_since: datetime | None
    code: str


class Queued(Struct, frozen=True):
    """What waits on one channel."""

    channel: str
    unread: int
    parked: int


class Parked(Struct, frozen=True):
    """Bytes that no program could read; their contact stands before a person."""

    id: UUID
    channel: str
    received_at: datetime
    contact_id: UUID
    number: int
    event: str

    @property
    def code(self) -> str:
        """Why not: the word behind the event's colon."""
        return self.event.partition(":")[2]


class HeldJob(Struct, frozen=True):
    """Work that failed to its last attempt and waits for a person."""

    id: int
    job: str
    since: datetime


class HeldLetter(Struct, frozen=True):
    """A letter that did not leave, or may not have. `contact_id`: where its history is, if anywhere."""

    id: UUID
    channel: str
    purpose: str
    state: str
    code: str
    at: datetime
    contact_id: UUID | None


class LeftMailbox(Struct, frozen=True):
    """A mailbox that the settings name no more. `read_at`: how far it was read, None where it never could be."""

    read_at: datetime | None
    left_at: datetime


class LeftCopies(Struct, frozen=True):
    """Copies at a provider to which the settings lead no more: a person deletes them there, or nobody does."""

    channel: str
    count: int
    since: datetime


class Break(Struct, frozen=True, order=True):
    """Something that does not work; `channel` is "" for the house itself."""

    fault: Fault
    channel: str = ""


class Alarm(Struct, frozen=True):
    """A break that a person was told of. `told_by`: sms, email or nobody."""

    id: UUID
    kind: Fault
    channel: str
    began_at: datetime
    told_by: str
    ended_at: datetime | None


class Health(Struct, frozen=True):
    """The house at a moment."""

    status: Status
    at: datetime
    backlog: Backlog | None = None
    channels: tuple[ChannelHealth, ...] = ()
    jobs: tuple[JobHealth, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    breaks: tuple[Break, ...] = ()


class Expected(Struct, frozen=True):
    """What this installation is made of: channels, and jobs with their crontab line, "" for those on demand."""

    channels: tuple[str, ...] = ()
    jobs: tuple[tuple[str, str], ...] = ()
