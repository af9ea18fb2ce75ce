"""Opening hours for whoever needs them; not being able to tell counts as open."""

import logging
from datetime import date, datetime, time, timedelta

from asyncpg import PostgresError

from helpline.audit import actions as audit
from helpline.errors import Invalid
from helpline.hours import store
from helpline.hours.model import ALWAYS, DayException, EmergencyNumber, Hours
from helpline.vault.transaction import Transaction

#: Every arriving contact asks for the hours, and they change a few times a year.
AGE = timedelta(seconds=30)

#: What each database connection last read, by its server process: two databases never share an answer.
remembered: dict[int, tuple[datetime, Hours]] = {}

log = logging.getLogger(__name__)


async def load(tx: Transaction) -> Hours:
    """The opening hours, at most half a minute old."""
    connection = tx.db.get_server_pid()
    if (known := remembered.get(connection)) and abs(tx.now - known[0]) < AGE:
        return known[1]
    try:
        async with tx.db.transaction():
            hours = await store.load(tx, tx.now.date() - timedelta(days=1))
    except PostgresError as error:
        log.error("opening hours cannot be read: %s", type(error).__name__)
        return ALWAYS
    remembered[connection] = (tx.now, hours)
    return hours


async def change_week(tx: Transaction, weekday: int, opens: time | None, closes: time | None, since: date) -> None:
    """A weekday's hours from a day on; without times it is closed."""
    await store.put_weekday(tx, weekday, span_of(opens, closes), since)
    await audit.record(tx, "hours.week_changed", "hours", detail=f"{weekday} {opens}-{closes} {since}")
    remembered.clear()


async def change_day(tx: Transaction, one: DayException) -> None:
    """One day's own hours; without times it is closed."""
    span_of(one.opens, one.closes)
    await store.put_exception(tx, one)
    await audit.record(tx, "hours.day_changed", "hours", detail=f"{one.day} {one.opens}-{one.closes}")
    remembered.clear()


def span_of(opens: time | None, closes: time | None) -> tuple[time, time] | None:
    """Both times, or None for neither. Raises `Invalid`."""
    if opens is None and closes is None:
        return None
    if opens is None or closes is None or closes <= opens:
        raise Invalid({"closes": "Give both times, the later one second."})
    return opens, closes


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    """The numbers we name to people in danger."""
    return await store.emergency_numbers(tx)
