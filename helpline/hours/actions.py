"""Opening hours for whoever needs them; not being able to tell counts as open."""

import logging
import re
from datetime import date, datetime, time, timedelta

from asyncpg import PostgresError

from helpline.audit import actions as audit
from helpline.clock import ZONE
from helpline.errors import Invalid, NotFound
from helpline.hours import store
from helpline.hours.model import ALWAYS, DayException, EmergencyNumber, Holiday, Hours, MeantFor
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: Every arriving contact asks for the hours, and they change a few times a year.
AGE = timedelta(seconds=30)

#: What each database connection last read, by its server process: two databases never share an answer.
remembered: dict[int, tuple[datetime, Hours]] = {}

#: A number as people dial it.
DIALLED = re.compile(r"\+?[0-9](?: ?[0-9]){1,14}")

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
        raise Invalid({"closes": _("Give both times, the later one second.")})
    return opens, closes


async def free_day(tx: Transaction, day: date) -> None:
    """A day is as every other again: neither hours of its own nor a holiday."""
    found = [await store.drop_exception(tx, day), await store.drop_holiday(tx, day)]
    if not any(found):
        raise NotFound(_("Nothing is said of this day."))
    await audit.record(tx, "hours.day_freed", "hours", detail=str(day))
    remembered.clear()


async def add_holiday(tx: Transaction, one: Holiday) -> None:
    """A day on which the weekly hours do not count."""
    if not one.name.strip():
        raise Invalid({"name": _("Give the holiday its name.")})
    await store.put_holiday(tx, Holiday(one.day, one.name.strip()))
    await audit.record(tx, "hours.holiday_added", "hours", detail=str(one.day))
    remembered.clear()


async def add_number(tx: Transaction, number: str, label: MeantFor, languages: list[str]) -> None:
    """A number we name to people in danger from now on, made sure of today; a known one is said anew."""
    if not DIALLED.fullmatch(number.strip()):
        raise Invalid({"number": _("Give the number as people dial it: digits and spaces.")})
    await store.put_number(tx, number.strip(), label, languages, today(tx))
    await audit.record(tx, "number.added", "emergency_number", detail=number.strip())


async def verify_number(tx: Transaction, number: str) -> None:
    """Somebody called the number today and made sure of it."""
    if not await store.verify_number(tx, number, today(tx)):
        raise NotFound(_("There is no such number."))
    await audit.record(tx, "number.verified", "emergency_number", detail=number)


async def remove_number(tx: Transaction, number: str) -> None:
    """We name this number no more. Raises `Invalid` for the last one: nobody in danger reads an empty list."""
    if not await store.drop_number(tx, number):
        raise Invalid({"": _("This number is not known, or it is the last one.")})
    await audit.record(tx, "number.removed", "emergency_number", detail=number)


def today(tx: Transaction) -> date:
    """The local day of the transaction."""
    return tx.now.astimezone(ZONE).date()


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    """The numbers we name to people in danger."""
    return await store.emergency_numbers(tx)
