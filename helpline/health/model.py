"""What a monitor is told."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Status(StrEnum):
    READY = "ready"
    LATE = "late"
    NO_DATABASE = "no_database"


class ChannelHealth(Struct, frozen=True):
    """A way in and out. `last_arrival_at`: it last brought something; `refused_today`: what its door turned away."""

    name: str
    last_arrival_at: datetime | None
    last_sent_at: datetime | None
    failed_today: int
    refused_today: int


class JobHealth(Struct, frozen=True):
    """One line of the timetable. `code`: the class of the last failure. `late`: it should have succeeded since."""

    name: str
    last_success_at: datetime | None
    last_failure_at: datetime | None
    code: str
    late: bool


class Backlog(Struct, frozen=True):
    """What was kept and is not read yet, and what no program could read."""

    unread: int
    oldest_at: datetime | None
    unreadable_today: int
    jobs_queued: int
    jobs_held: int


class Refusal(Struct, frozen=True):
    """What a door turned away today, by its code."""

    channel: str
    why: str
    count: int


class Health(Struct, frozen=True):
    """The house at a moment."""

    status: Status
    at: datetime
    backlog: Backlog | None = None
    channels: tuple[ChannelHealth, ...] = ()
    jobs: tuple[JobHealth, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class Expected(Struct, frozen=True):
    """What this installation is made of: channels, and jobs with their crontab line, "" for those on demand."""

    channels: tuple[str, ...] = ()
    jobs: tuple[tuple[str, str], ...] = ()
