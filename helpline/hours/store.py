"""The tables of opening hours. They hold no confidence."""

from datetime import date

from helpline.db.statements import statements
from helpline.hours.model import DayException, EmergencyNumber, Holiday, Hours, WeeklySpan
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def load(tx: Transaction, since: date) -> Hours:
    weekly = await sql.weekly.many(tx.db, WeeklySpan, since)
    holidays = await sql.holidays.many(tx.db, Holiday, since)
    exceptions = await sql.exceptions.many(tx.db, DayException, since)
    return Hours(
        tuple(weekly),
        {holiday.day: holiday for holiday in holidays},
        {exception.day: exception for exception in exceptions},
    )


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    return await sql.emergency_numbers.many(tx.db, EmergencyNumber)
