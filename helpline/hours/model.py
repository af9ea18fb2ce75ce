"""When the line is open, as dated data."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum

from msgspec import Struct

from helpline.clock import ZONE


class WeeklySpan(Struct, frozen=True):
    """Open every `weekday` (0 is Monday) from `opens` to `closes`, local time, while it is valid."""

    weekday: int
    opens: time
    closes: time
    valid_from: date = date.min
    valid_until: date | None = None


class Holiday(Struct, frozen=True):
    """A day on which the weekly hours do not count."""

    day: date
    name: str


class DayException(Struct, frozen=True):
    """One day's own hours, over the weekly ones and over a holiday; without times it is closed."""

    day: date
    opens: time | None
    closes: time | None
    reason: str = ""


class Hours(Struct, frozen=True, eq=False):
    """Everything the rules ask about opening hours, known by identity. `zone`: the IANA name of local time."""

    weekly: tuple[WeeklySpan, ...]
    holidays: Mapping[date, Holiday] = {}
    exceptions: Mapping[date, DayException] = {}
    zone: str = ZONE.key


class MeantFor(StrEnum):
    """What a number we name to people in danger is for."""

    EMERGENCY = "emergency"
    POLICE = "police"
    SUICIDE = "suicide"
    CHILDREN = "children"
    LISTENING = "listening"
    MISSING_CHILDREN = "missing_children"
    DOMESTIC_VIOLENCE = "domestic_violence"
    DISCRIMINATION = "discrimination"


class EmergencyNumber(Struct, frozen=True):
    """A number we name to people in danger; shown with the day on which somebody last made sure of it, and who."""

    number: str
    label: str
    languages: list[str]
    verified_on: date | None
    verified_by: str = ""


#: What counts while nobody can tell: an error leads people in, never away.
ALWAYS = Hours(tuple(WeeklySpan(weekday, time.min, time.max) for weekday in range(7)))
