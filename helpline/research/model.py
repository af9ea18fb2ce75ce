"""What is told about a quarter: counts that nobody can be found in."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class Kept(StrEnum):
    """How a call-back that came due ended."""

    IN_TIME = "in_time"
    LATE = "late"
    DROPPED = "dropped"
    OPEN = "open"


class Counted(Struct, frozen=True):
    """One cell as it was counted: it never leaves this room. `dimension`: "channel", ..., or "" for the whole."""

    dimension: str
    value: str
    contacts: int
    persons: int


class Answered(Struct, frozen=True):
    """One written contact: who wrote, and after how many seconds a person answered; None while nobody did."""

    who: str
    seconds: float | None


class Cell(Struct, frozen=True):
    """One printed cell; None is withheld."""

    value: str
    number: int | None


class Table(Struct, frozen=True):
    name: str
    cells: tuple[Cell, ...]
    total: int | None


class Reply(Struct, frozen=True):
    """Hours of wall clock until a person's first answer; None is withheld. `answered` and `missing`: of how many."""

    median: float | None = None
    ninetieth: float | None = None
    answered: int | None = None
    missing: int | None = None


class Figures(Struct, frozen=True):
    """A quarter as it was released. `questions`: one table for each question of the public form, named like it."""

    tables: tuple[Table, ...]
    reply: Reply
    questions: tuple[Table, ...] = ()


class Release(Struct, frozen=True):
    quarter: date
    made_at: datetime
    body: bytes
