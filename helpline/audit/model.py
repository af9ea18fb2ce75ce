"""One line of the audit."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Entry(Struct, frozen=True):
    """Who did or saw what, and when. `shown`: how many records a list showed."""

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: UUID | None
    shown: int | None
    detail: str
