"""What somebody types about a contact and has not sent: the structs of `drafts`. Apart from the model, because what was
said to us and what one of us may say yet are two things.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class DraftKind(StrEnum):
    """Which of a contact's forms somebody is filling in."""

    REPLY = "reply"
    DECISION = "decision"
    DANGER = "danger"
    RECORDING = "recording"


class DraftRow(Struct, frozen=True):
    """What a colleague typed and has not sent, still sealed."""

    kind: DraftKind
    staff_id: UUID
    name: str
    sealed: bytes
    version: int
    at: datetime


class Draft(Struct, frozen=True):
    """What a colleague typed and has not sent, field by field."""

    kind: DraftKind
    fields: dict[str, str]
    version: int
    staff_id: UUID
    name: str
    at: datetime
