"""Who is on duty, and who was called when something could not wait."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Duty(Struct, frozen=True, kw_only=True):
    """One person's turn. `language`: what a page is written in."""

    id: UUID
    staff_id: UUID
    name: str
    language: str
    starts_at: datetime
    ends_at: datetime


class Reachable(Struct, frozen=True):
    """A colleague who may be paged."""

    id: UUID
    name: str
    language: str


class Overdue(Struct, frozen=True):
    """An urgent contact that was paged and that nobody has claimed."""

    contact_id: UUID
    number: int
    paged_at: datetime
    names: list[str]


class NewDuty(Struct, frozen=True):
    """What the roster's form says. Times are local; the form's page says so."""

    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
