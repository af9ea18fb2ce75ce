"""Opening hours for whoever needs them; not being able to tell counts as open."""

import logging
import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from asyncpg import PostgresError
from msgspec import structs

from helpline.audit import actions as audit
from helpline.changes import actions as changes
from helpline.clock import ZONE
from helpline.errors import Invalid, NotFound
from helpline.hours import rules, store
from helpline.hours.model import ALWAYS, DayException, EmergencyNumber, Holiday, Hours, MeantFor
from helpline.vault.transaction import Transaction
from helpline.web.dates import weekday as weekday_name
from helpline.web.numbers import lasting
from helpline.web.words import gettext as _

#: Every arriving contact asks for the hours, and they change a few times a year.
AGE = timedelta(seconds=30)

#: What each database connection last read, by its server process: two databases never share an answer.
remembered: dict[int, tuple[datetime, Hours]] = {}

#: The areas of the settings that are this room's.
HOURS, NUMBERS, CHECKED = "hours", "numbers", "number_check"
#: After so many days somebody calls a number again to make sure of it, unless the desk says otherwise.
CHECK_AFTER = 180

#: A number as people dial it.
DIALLED = re.compile(r"\+?[0-9](?: ?[0-9]){1,14}")

#: Commission Decision 91/396/EEC: the number that answers in every member state.
EUROPE = "112"

#: An exception is for days, not for a season: that is a change of the week.
LONGEST_EXCEPTION = timedelta(days=60)

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


async def change_week(
    tx: Transaction, weekday: int, opens: time | None, closes: time | None, since: date, seen: int | None = None
) -> None:
    """A weekday's hours from a day on; without times it is closed. `seen`: the version its author looked at."""
    span = span_of(opens, closes)
    await changes.note(tx, HOURS, f"{weekday_name(weekday)} {said(opens, closes)} ({written(since)})", seen)
    await store.put_weekday(tx, weekday, span, since)
    await audit.record(tx, "hours.week_changed", "hours", detail=f"{weekday} {opens}-{closes} {since}")
    remembered.clear()


async def change_day(tx: Transaction, one: DayException, seen: int | None = None) -> None:
    """One day's own hours; without times it is closed."""
    span_of(one.opens, one.closes)
    await changes.note(tx, HOURS, f"{written(one.day)}: {said(one.opens, one.closes)}", seen)
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


async def change_days(tx: Transaction, first: DayException, until: date | None, seen: int | None = None) -> None:
    """The same own hours on several days after another. Raises `Invalid` for more than anybody plans at once."""
    last = until or first.day
    if not first.day <= last < first.day + LONGEST_EXCEPTION:
        raise Invalid({"until": _("Choose a last day that is not before the first, at most 60 days later.")})
    for distance in range((last - first.day).days + 1):
        day = first.day + timedelta(days=distance)
        await change_day(tx, structs.replace(first, day=day), seen if distance == 0 else None)


def written(day: date) -> str:
    """A day as it stays written, however long ago it is when somebody reads it."""
    return f"{day:%d/%m/%Y}"


def said(opens: time | None, closes: time | None) -> str:
    """`09:00–13:00`, or that it is closed."""
    return f"{opens:%H:%M}–{closes:%H:%M}" if opens and closes else _("closed")


async def free_day(tx: Transaction, day: date, seen: int | None = None) -> None:
    """A day is as every other again: neither hours of its own nor a holiday."""
    await changes.note(tx, HOURS, _("%(day)s is as every other day") % {"day": written(day)}, seen)
    found = [await store.drop_exception(tx, day), await store.drop_holiday(tx, day)]
    if not any(found):
        raise NotFound(_("Nothing is said of this day."))
    await audit.record(tx, "hours.day_freed", "hours", detail=str(day))
    remembered.clear()


async def add_holiday(tx: Transaction, one: Holiday, seen: int | None = None) -> None:
    """A day on which the weekly hours do not count."""
    if not one.name.strip():
        raise Invalid({"name": _("Give the holiday its name.")})
    await changes.note(tx, HOURS, f"{written(one.day)}: {one.name.strip()}", seen)
    await store.put_holiday(tx, Holiday(one.day, one.name.strip()))
    await audit.record(tx, "hours.holiday_added", "hours", detail=str(one.day))
    remembered.clear()


async def take_holidays(tx: Transaction, year: int, days: Collection[date], seen: int | None = None) -> None:
    """The chosen ones of the public holidays that the law knows in a year."""
    chosen = [one for one in rules.public_holidays(year) if one.day in days]
    if not chosen:
        raise Invalid({"days": _("Choose at least one of these days.")})
    for place, one in enumerate(chosen):
        await add_holiday(tx, one, seen if place == 0 else None)


async def add_number(
    tx: Transaction, number: str, label: MeantFor, languages: list[str], seen: int | None = None
) -> None:
    """A number we name to people in danger from now on, made sure of today; a known one is said anew."""
    if not DIALLED.fullmatch(number.strip()):
        raise Invalid({"number": _("Give the number as people dial it: digits and spaces.")})
    await changes.note(tx, NUMBERS, _("%(number)s: written down") % {"number": number.strip()}, seen)
    await store.put_number(tx, number.strip(), label, languages, today(tx))
    await audit.record(tx, "number.added", "emergency_number", detail=number.strip())


async def verify_number(tx: Transaction, number: str) -> None:
    """Somebody called the number today and made sure of it."""
    if not await store.verify_number(tx, number, today(tx)):
        raise NotFound(_("There is no such number."))
    await changes.note(tx, NUMBERS, _("%(number)s: verified") % {"number": number})
    await audit.record(tx, "number.verified", "emergency_number", detail=number)


async def check_after(tx: Transaction, days: int, seen: int | None = None) -> None:
    """After how many days somebody calls a number again to make sure of it."""
    await changes.note(tx, CHECKED, _("after %(time)s") % {"time": lasting(days)}, seen, value=days)
    await audit.record(tx, "number.check_changed", "emergency_number", detail=str(days))


async def stale(tx: Transaction) -> frozenset[str]:
    """The numbers that nobody made sure of for longer than the desk says."""
    since = today(tx) - timedelta(days=await changes.value(tx, CHECKED, CHECK_AFTER))
    return frozenset(one.number for one in await emergency_numbers(tx) if (one.verified_on or date.min) < since)


async def remove_number(tx: Transaction, number: str, seen: int | None = None) -> None:
    """We name this number no more. Raises `Invalid` for the last one: nobody in danger reads an empty list."""
    await changes.note(tx, NUMBERS, _("%(number)s: removed") % {"number": number}, seen)
    if not await store.drop_number(tx, number):
        raise Invalid({"": _("This number is not known, or it is the last one.")})
    await audit.record(tx, "number.removed", "emergency_number", detail=number)


def today(tx: Transaction) -> date:
    """The local day of the transaction."""
    return tx.now.astimezone(ZONE).date()


async def emergency_number(tx: Transaction) -> str:
    """The one number that stands for help at once in a text; Europe's own where the table names none."""
    found = (one.number for one in await emergency_numbers(tx) if one.label == MeantFor.EMERGENCY)
    return next(found, EUROPE)


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    """The numbers we name to people in danger."""
    return await store.emergency_numbers(tx)
