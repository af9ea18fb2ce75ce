"""Moments as people in the house read them: Brussels time, in words of their language.

Every function takes the moment it speaks about and, where that matters, the present one.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import dates as babel_dates

from helpline.clock import ZONE as ZONE
from helpline.clock import now
from helpline.errors import Invalid
from helpline.web.words import LOCALE_NAMES, spoken
from helpline.web.words import gettext as _

UNITS = (365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60)
"""A year, a month, a week, a day, an hour and a minute in seconds."""

MINUTE = timedelta(minutes=1)
YEARS = range(1900, 2200)


def moment(at: datetime, present: datetime | None = None) -> str:
    """`today 14:05`, `yesterday 09:30`, `Tue 3 Nov 14:05`, and with the year where it is another."""
    here = at.astimezone(ZONE)
    return f"{_day(here.date(), _today(present), spoken())} {here.hour:02}:{here.minute:02}"


def day(at: datetime | date, present: datetime | None = None) -> str:
    """`today`, `yesterday`, `tomorrow`, `Tue 3 Nov`, `3 Nov 2025`."""
    on = at.astimezone(ZONE).date() if isinstance(at, datetime) else at
    return _day(on, _today(present), spoken())


def _today(present: datetime | None) -> date:
    return (present or now()).astimezone(ZONE).date()


@lru_cache(4096)
def _day(on: date, today: date, language: str) -> str:
    """Remembered, because a list says the same few days fifty times; today is part of the question."""
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((on - today).days)
    return near or _date(on, "EEE d MMM" if abs((on - today).days) < 180 else "d MMM y", language)


@lru_cache(4096)
def _date(on: date, pattern: str, language: str) -> str:
    said: str = babel_dates.format_date(on, pattern, locale=LOCALE_NAMES[language])
    return re.sub(r"\b1 (?=\D)", "1er ", said) if language == "fr" else said


def long_day(at: datetime | date) -> str:
    """`Tuesday 3 November 2026`."""
    on = at.astimezone(ZONE).date() if isinstance(at, datetime) else at
    return _date(on, "EEEE d MMMM y", spoken())


def clocktime(at: datetime) -> str:
    """`14:05`, by the clock on the wall."""
    here = at.astimezone(ZONE)
    return f"{here.hour:02}:{here.minute:02}"


def distance(at: datetime, present: datetime | None = None) -> str:
    """How far away: `2 hours ago`, `in 3 days`."""
    gap = at - (present or now())
    if abs(gap) < MINUTE:
        return _("now")
    return _length(*_rounded(gap), spoken(), directed=True)


def gap(at: datetime, present: datetime | None = None) -> str:
    """How far away without saying on which side: `2 hours`."""
    return span(abs(at - (present or now())))


def span(length: timedelta) -> str:
    """How long: `2 hours`, `40 minutes`."""
    return _length(*_rounded(length), spoken(), directed=False)


def clock(at: datetime, present: datetime | None = None) -> str:
    """How far away a promise is, in little room and never below a minute: `in 45 min`, `21 h late`. The page goes on
    counting with the same words (`js/clocks.ts`).
    """
    away = at - (present or now())
    count, unit = _rounded(abs(away))
    return _clock(*((count, unit) if unit > 1 else (1, UNITS[-1])), spoken(), late=away <= timedelta())


@lru_cache(4096)
def _clock(count: int, unit: int, _language: str, *, late: bool) -> str:
    """Remembered, because many are due equally soon."""
    time = little_units()[UNITS.index(unit)] % {"n": count}
    return (_("%(time)s late") if late else _("in %(time)s")) % {"time": time}


def little_units() -> list[str]:
    """The units of `UNITS` in little room; whoever counts has at least two of each, but for minutes."""
    return [_("%(n)s yr"), _("%(n)s mo"), _("%(n)s wk"), _("%(n)s days"), _("%(n)s h"), _("%(n)s min")]


def _rounded(length: timedelta) -> tuple[int, int]:
    """How many of which unit, as seconds: the largest that fits one and a half times."""
    seconds = length.total_seconds()
    for unit in UNITS:
        if abs(seconds) >= unit * 1.5:
            return round(seconds / unit), unit
    return round(seconds), 1


@lru_cache(4096)
def _length(count: int, unit: int, language: str, *, directed: bool) -> str:
    """Remembered, because many wait equally long."""
    length = timedelta(seconds=count * unit)
    return babel_dates.format_timedelta(
        length, threshold=1.5, add_direction=directed, format="long", locale=LOCALE_NAMES[language]
    )


def iso(at: datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return at.isoformat(timespec="seconds")


def local(at: datetime) -> str:
    """For the value of an `<input type="datetime-local">`."""
    return at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def from_local(text: str, field: str) -> datetime:
    """What an `<input type="datetime-local">` sent, as a moment. Raises `Invalid` for `field` when it is none that
    anybody alive could mean: such a slip of the finger would never come due.
    """
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        found = None
    if found is None or not sensible(found):
        raise Invalid({field: _("Give a day and a time.")})
    return found


def sensible(at: datetime) -> bool:
    """Whether a moment lies in a year that people speak of."""
    return at.year in YEARS


def typed(text: str) -> datetime | None:
    """The moment that was typed, to be shown again; None when it is none."""
    try:
        return from_local(text, "")
    except Invalid:
        return None


def weekday(number: int) -> str:
    """`Monday` for 0."""
    names = babel_dates.get_day_names("wide", "stand-alone", LOCALE_NAMES[spoken()])
    return str(names[number]).capitalize()
