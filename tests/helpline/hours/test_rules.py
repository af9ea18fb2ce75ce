"""Closed is the normal state; promises count opening hours. November 2026: the 23rd is a Monday."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpline.contacts.model import Urgency
from helpline.hours import rules
from helpline.hours.model import ALWAYS, DayException, Holiday, Hours, WeeklySpan
from helpline.hours.rules import due, opening

MORNING, AFTERNOON = (time(9), time(13)), (time(13), time(17))
WEEK = tuple(WeeklySpan(day, *(AFTERNOON if day == 2 else MORNING)) for day in range(5))
HOURS = Hours(WEEK)


def brussels(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Brussels"))


def test_a_week_has_148_closed_hours() -> None:
    monday = brussels(11, 23, 0)
    open_hours = [hour for hour in range(168) if opening(monday + timedelta(hours=hour), HOURS).open]
    assert len(open_hours) == 20


def test_an_open_line_says_when_it_closes_and_opens_again() -> None:
    now = opening(brussels(11, 24, 10), HOURS)
    assert now.open
    assert now.closes_at == brussels(11, 24, 13)
    assert now.opens_at == brussels(11, 25, 13)


def test_it_is_open_at_the_first_second_and_closed_at_the_last() -> None:
    assert opening(brussels(11, 24, 9), HOURS).open
    assert not opening(brussels(11, 24, 13), HOURS).open


def test_a_friday_afternoon_waits_for_monday() -> None:
    now = opening(brussels(11, 27, 15), HOURS)
    assert not now.open
    assert now.closes_at is None
    assert now.opens_at == brussels(11, 30, 9)


def test_a_holiday_is_closed_although_it_is_a_weekday() -> None:
    day = date(2026, 12, 25)
    hours = Hours(WEEK, holidays={day: Holiday(day, "Christmas")})
    now = opening(brussels(12, 25, 10), hours)
    assert not now.open
    assert now.opens_at == brussels(12, 28, 9)


def test_an_exception_opens_a_holiday_and_a_sunday() -> None:
    day = date(2026, 12, 27)
    hours = Hours(WEEK, {day: Holiday(day, "any")}, {day: DayException(day, time(10), time(12))})
    assert opening(brussels(12, 27, 11), hours).open


def test_an_exception_without_times_closes_a_day() -> None:
    day = date(2026, 11, 24)
    hours = Hours(WEEK, exceptions={day: DayException(day, None, None, "training")})
    assert not opening(brussels(11, 24, 10), hours).open


def test_weekly_hours_end_when_they_end() -> None:
    hours = Hours((WeeklySpan(1, *MORNING, valid_until=date(2026, 11, 24)),))
    assert opening(brussels(11, 24, 10), hours).open
    assert opening(brussels(11, 24, 14), hours).opens_at is None


@pytest.mark.parametrize(("month", "day", "utc_hour"), [(3, 27, 8), (3, 30, 7), (10, 23, 7), (10, 26, 8)])
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(month: int, day: int, utc_hour: int) -> None:
    assert opening(brussels(month, day, 8), HOURS).opens_at == datetime(2026, month, day, utc_hour, tzinfo=UTC)


def test_a_span_over_the_lost_hour_is_an_hour_shorter() -> None:
    night = Hours((WeeklySpan(6, time(1), time(4)),))
    now = opening(brussels(3, 29, 1, 30), night)
    assert now.closes_at == datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_the_week_is_shown_as_it_is_valid_today() -> None:
    week = opening(brussels(11, 24, 10), HOURS).week
    assert [(span.weekday, span.opens, span.closes) for span in week][1:3] == [
        (1, "09:00", "13:00"),
        (2, "13:00", "17:00"),
    ]


def test_what_nobody_can_tell_counts_as_open() -> None:
    assert opening(brussels(11, 22, 3), ALWAYS).open


@pytest.mark.parametrize(
    ("arrives", "expected"),
    [
        (brussels(11, 24, 7), brussels(11, 24, 13)),
        (brussels(11, 24, 10), brussels(11, 24, 13)),
        (brussels(11, 24, 12, 30), brussels(11, 25, 14)),
        (brussels(11, 24, 22), brussels(11, 25, 14)),
        (brussels(11, 27, 13, 5), brussels(11, 30, 10)),
        (brussels(11, 29, 12), brussels(11, 30, 10)),
    ],
)
def test_urgent_is_due_the_same_working_day_or_first_thing_on_the_next(arrives: datetime, expected: datetime) -> None:
    assert due(Urgency.URGENT, arrives, HOURS) == expected


def test_immediate_does_not_wait_for_the_door_to_open() -> None:
    assert due(Urgency.IMMEDIATE, brussels(11, 22, 3), HOURS) == brussels(11, 22, 3, 15)


def test_soon_is_the_close_of_the_second_working_day() -> None:
    assert due(Urgency.SOON, brussels(11, 26, 10), HOURS) == brussels(11, 30, 13)
    assert due(Urgency.SOON, brussels(11, 28, 10), HOURS) == brussels(12, 1, 13)


def test_routine_skips_week_ends_and_holidays() -> None:
    day = date(2026, 12, 25)
    hours = Hours(WEEK, holidays={day: Holiday(day, "Christmas")})
    assert due(Urgency.ROUTINE, brussels(12, 21, 10), hours) == brussels(12, 29, 13)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_house_without_hours_still_promises(urgency: Urgency) -> None:
    at = brussels(11, 24, 10)
    assert at < due(urgency, at, Hours(())) <= at + timedelta(days=5)


@pytest.mark.parametrize("hours", [HOURS, ALWAYS])
def test_the_more_urgent_is_never_due_later(hours: Hours) -> None:
    for step in range(24 * 14):
        at = brussels(12, 21, 0) + timedelta(hours=step)
        promised = [due(urgency, at, hours) for urgency in Urgency]
        assert promised == sorted(promised)
        assert promised[0] > at


def test_easter_and_what_hangs_on_it_are_right_in_years_that_people_get_wrong() -> None:
    assert [rules.easter(year) for year in (2024, 2025, 2038, 2049)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2038, 4, 25),
        date(2049, 4, 18),
    ]
    named = {one.name: one.day for one in rules.public_holidays(2027)}
    assert (len(named), named["Ascension"], named["Whit Monday"]) == (10, date(2027, 5, 6), date(2027, 5, 17))


def test_the_last_closing_is_that_of_a_day_before_this_one() -> None:
    """A Monday asks about Friday, and the afternoon asks the same as the morning."""
    assert rules.last_closing(brussels(11, 23, 8), HOURS) == brussels(11, 20, 13)
    assert rules.last_closing(brussels(11, 23, 15), HOURS) == brussels(11, 20, 13)
    assert rules.last_closing(brussels(11, 26, 8), HOURS) == brussels(11, 25, 17)
    assert rules.last_closing(brussels(11, 23, 8), Hours(())) is None
