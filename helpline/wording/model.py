"""What we say often, and in how many versions we said it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Variable(StrEnum):
    """What a text may leave open, written in braces: `{reference}`."""

    REFERENCE = "reference"
    OPENING_HOURS = "opening_hours"
    EMERGENCY = "emergency"


class Template(Struct, frozen=True):
    """A neutral text that the house sends by itself. Version 0 is the one it came with."""

    language: str
    subject: str
    text: str
    version: int = 0
    written_by: str = ""
    written_at: datetime | None = None


class Answer(Struct, frozen=True):
    """An answer that colleagues choose from, in its newest version. `review_on`: when somebody looks whether it is
    still true.
    """

    id: UUID
    version: int
    title: str
    language: str
    text: str
    review_on: date
    written_by: str
    written_at: datetime
    retired_at: datetime | None


class Draft(Struct, frozen=True):
    """An answer as somebody wrote it."""

    title: str
    language: str
    text: str
    review_on: date


class Switch(Struct, frozen=True):
    """Whether a word goes out on a channel, in a language, that something arrived."""

    channel: str
    language: str
    sends: bool
