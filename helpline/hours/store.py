"""The tables of opening hours. They hold no confidence."""

from datetime import date, time

from helpline.db.statements import statements
from helpline.hours.model import DayException, EmergencyNumber, Holiday, Hours, MeantFor, WeeklySpan
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


async def put_weekday(tx: Transaction, weekday: int, span: tuple[time, time] | None, since: date) -> None:
    await sql.end_weekday.run(tx.db, weekday, since)
    await sql.drop_weekday.run(tx.db, weekday, since)
    if span:
        await sql.add_span.run(tx.db, weekday, *span, since)


async def put_exception(tx: Transaction, one: DayException) -> None:
    await sql.put_exception.run(tx.db, one.day, one.opens, one.closes, one.reason)


async def drop_exception(tx: Transaction, day: date) -> bool:
    return await sql.drop_exception.run(tx.db, day) == 1


async def put_holiday(tx: Transaction, one: Holiday) -> None:
    await sql.put_holiday.run(tx.db, one.day, one.name)


async def drop_holiday(tx: Transaction, day: date) -> bool:
    return await sql.drop_holiday.run(tx.db, day) == 1


async def put_number(tx: Transaction, number: str, label: MeantFor, languages: list[str], verified_on: date) -> None:
    await sql.put_number.run(tx.db, number, label, languages, verified_on, str(tx.actor))


async def verify_number(tx: Transaction, number: str, on: date) -> bool:
    return await sql.verify_number.run(tx.db, number, on, str(tx.actor)) == 1


async def drop_number(tx: Transaction, number: str) -> bool:
    return await sql.drop_number.run(tx.db, number) == 1


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    return await sql.emergency_numbers.many(tx.db, EmergencyNumber)
