"""An orientation to a partner or a public number, and its life."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ReferralState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ARRIVED = "arrived"
    DONE = "done"
    REVOKED = "revoked"


class Matter(Struct, frozen=True):
    """The sealed part of an orientation: where it leads when not to a partner of the directory, and why."""

    service: str
    note: str


class Referral(Struct, frozen=True, kw_only=True):
    """An orientation as its worker reads it. `service`: a public number or a service outside the directory.

    `ask_back_at`: when its outcome is asked for, while that promise is open.
    """

    id: UUID
    case_id: UUID | None
    contact_id: UUID | None
    partner: str | None
    service: str
    note: str
    state: ReferralState
    next_states: tuple[ReferralState, ...]
    ask_back_at: datetime | None
    by: str
    at: datetime
    version: int
