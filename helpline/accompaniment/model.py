"""What an accompaniment has beyond a case: its frame, its stage and its next review."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Frame(StrEnum):
    """Within which frame somebody comes (domain, section 5)."""

    VOLUNTARY = "voluntary"
    PROBATION = "probation"
    CONDITIONAL_RELEASE = "conditional_release"
    PRISON = "prison"
    YOUTH_COURT = "youth_court"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"


class Stage(StrEnum):
    """How far the common path has come; it may go back."""

    CONTACT = "contact"
    CLEARING = "clearing"
    FRAME_AGREED = "frame_agreed"
    PATH = "path"
    RESOURCES = "resources"
    PLAN = "plan"
    ACCOMPANYING = "accompanying"
    TRANSITION = "transition"
    CLOSING = "closing"
    AFTER_CARE = "after_care"


class Accompaniment(Struct, frozen=True):
    """Where an accompaniment stands. `next_review`: the day on which "still needed? less?" is asked again."""

    case_id: UUID
    frame: Frame | None
    stage: Stage
    next_review: date
    version: int


class Considered(Struct, frozen=True):
    """A life area that somebody wrote about or planned for in a case: how often, and when last."""

    life_area: str
    number: int
    last: datetime


class Load(StrEnum):
    """How a worker's caseload stands (domain, section 5: 10 to 12 a worker)."""

    FREE = "free"
    FULL = "full"
    OVER = "over"
