"""A week of the roster: whose turn each day is, and when nobody would be paged.

A file of its own beside `rules.py`, which speaks of calls: this speaks of days.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from helpline.clock import ZONE
from helpline.hours import rules as hours
from helpline.hours.model import Hours
from helpline.line.model import Duty

DAYS = 7
#: From one moment to another.
Part = tuple[datetime, datetime]


class Piece(Struct, frozen=True):
    """A part of one day: somebody's turn, or with an empty name a gap."""

    starts_at: datetime
    ends_at: datetime
    name: str = ""


class Day(Struct, frozen=True):
    """One day of the week, its pieces in the order of the clock."""

    day: date
    pieces: tuple[Piece, ...]


def week(monday: date, duties: Sequence[Duty], known: Hours, now: datetime) -> list[Day]:
    """Seven days with their turns, and with the gaps that are still to come."""
    return [on_day(monday + timedelta(days=number), duties, known, now) for number in range(DAYS)]


def on_day(day: date, duties: Sequence[Duty], known: Hours, now: datetime) -> Day:
    begins, ends = midnight(day), midnight(day + timedelta(days=1))
    turns = [
        Piece(max(one.starts_at, begins), min(one.ends_at, ends), one.name)
        for one in duties
        if one.starts_at < ends and one.ends_at > begins
    ]
    open_spans = [(span.opens, span.closes) for span in hours.day_spans(day, known)]
    covered = [*((one.starts_at, one.ends_at) for one in turns), *open_spans]
    missing = [Piece(start, end) for start, end in gaps(covered, max(begins, now), ends)]
    return Day(day, tuple(sorted([*turns, *missing], key=lambda one: (one.starts_at, one.name))))


def gaps(
    covered: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """What is left of a time when the covered parts are taken away."""
    found: list[Part] = []
    at = start
    for begins, ends in sorted(covered):
        if begins > at and at < end:
            found.append((at, min(begins, end)))
        at = max(at, ends)
    return [*found, (at, end)] if at < end else found


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
