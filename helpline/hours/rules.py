"""Is the line open, and until when must somebody have looked. Local days, UTC answers.

Closed is the normal state: the line is open some twenty hours a week.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec import Struct

from helpline.channel import Opening, OpeningSpan
from helpline.hours.model import Holiday, Hours, WeeklySpan

#: Nobody plans further; a house without any hours is found out by it.
HORIZON = 400
#: So many days back a closing is looked for.
LOOKED_BACK = 31
IMMEDIATE = timedelta(minutes=15)
#: What arrives later than this before closing is due in the next working day's first hour.
TOO_LATE = timedelta(hours=1)
FIRST_HOUR = timedelta(hours=1)
WORKING_DAYS = {"soon": 2, "routine": 5}


class Span(Struct, frozen=True):
    """Open from one moment to another, UTC."""

    opens: datetime
    closes: datetime


def opening(at: datetime, hours: Hours) -> Opening:
    """Whether the line is open at a moment, and when that changes."""
    spans = upcoming(at, hours)
    now, later = None, next(spans, None)
    if later and later.opens <= at:
        now, later = later, next(spans, None)
    return Opening(
        open=now is not None,
        closes_at=now.closes if now else None,
        opens_at=later.opens if later else None,
        week=week(local_day(at, hours), hours),
    )


def due(urgency: str, at: datetime, hours: Hours) -> datetime:
    """Until when somebody must have looked. `urgency`: a value of `contacts.model.Urgency`, a room above this one.

    Immediate: a quarter of an hour of wall clock. Urgent: the end of the same working day; from one hour before
    closing on, the end of the next working day's first hour. Soon and routine: the close of the second and fifth
    working day after the day of arrival.
    """
    if urgency == "immediate":
        return at + IMMEDIATE
    if urgency == "urgent":
        return same_working_day(at, hours)
    days = WORKING_DAYS[urgency]
    after = islice(working_days(local_day(at, hours) + timedelta(days=1), hours), days - 1, None)
    return closing(next(after, None), at + timedelta(days=days))


def same_working_day(at: datetime, hours: Hours) -> datetime:
    today = day_spans(local_day(at, hours), hours)
    if today and at <= today[-1].closes - TOO_LATE:
        return today[-1].closes
    following = next(working_days(local_day(at, hours) + timedelta(days=1), hours), None)
    return following[0].opens + FIRST_HOUR if following else at + timedelta(days=1)


def closing(day: tuple[Span, ...] | None, otherwise: datetime) -> datetime:
    return day[-1].closes if day else otherwise


def upcoming(at: datetime, hours: Hours) -> Iterator[Span]:
    """Spans that are not over, soonest first."""
    for day in working_days(local_day(at, hours), hours):
        yield from (span for span in day if span.closes > at)


def last_closing(at: datetime, hours: Hours) -> datetime | None:
    """When the line closed on the last day before that of `at` on which it was open; None within a month."""
    today = local_day(at, hours)
    days = (day_spans(today - timedelta(days=back), hours) for back in range(1, LOOKED_BACK))
    return next((spans[-1].closes for spans in days if spans), None)


def working_days(first: date, hours: Hours) -> Iterator[tuple[Span, ...]]:
    """The spans of each day that has any, from `first` on."""
    for distance in range(HORIZON):
        if spans := day_spans(first + timedelta(days=distance), hours):
            yield spans


@lru_cache(1024)
def day_spans(day: date, hours: Hours) -> tuple[Span, ...]:
    """When the line is open on a local day: its exception, or nothing on a holiday, or its weekly hours."""
    if exception := hours.exceptions.get(day):
        if exception.opens is None or exception.closes is None:
            return ()
        return (Span(moment(day, exception.opens, hours), moment(day, exception.closes, hours)),)
    if day in hours.holidays:
        return ()
    spans = (
        Span(moment(day, span.opens, hours), moment(day, span.closes, hours))
        for span in valid(day, hours)
        if span.weekday == day.weekday()
    )
    return tuple(sorted(spans, key=lambda span: span.opens))


def valid(day: date, hours: Hours) -> list[WeeklySpan]:
    """The weekly hours that count on a day."""
    return [
        span
        for span in hours.weekly
        if span.valid_from <= day and (span.valid_until is None or day <= span.valid_until)
    ]


def public_holidays(year: int) -> tuple[Holiday, ...]:
    """The ten public holidays of Belgium (law of 4 January 1974, royal decree of 18 April 1974) in a year."""
    sunday = easter(year)
    named = (
        (date(year, 1, 1), "New Year"), (sunday + timedelta(days=1), "Easter Monday"), (date(year, 5, 1), "Labour Day"),
        (sunday + timedelta(days=39), "Ascension"), (sunday + timedelta(days=50), "Whit Monday"),
        (date(year, 7, 21), "National Day"), (date(year, 8, 15), "Assumption"), (date(year, 11, 1), "All Saints"),
        (date(year, 11, 11), "Armistice"), (date(year, 12, 25), "Christmas"),
    )  # fmt: skip
    return tuple(Holiday(day, name) for day, name in sorted(named))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, odd = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - shift + 15) % 30
    weekday = (32 + 2 * odd + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(64)
def week(day: date, hours: Hours) -> tuple[OpeningSpan, ...]:
    """The week as visitors read it."""
    spans = sorted(valid(day, hours), key=lambda span: (span.weekday, span.opens))
    return tuple(OpeningSpan(span.weekday, f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") for span in spans)


def local_day(at: datetime, hours: Hours) -> date:
    return at.astimezone(ZoneInfo(hours.zone)).date()


def moment(day: date, clock_time: time, hours: Hours) -> datetime:
    return datetime.combine(day, clock_time, ZoneInfo(hours.zone)).astimezone(UTC)
