"""`helpline hours`: when the line is open, week by week and on a single day, without a word of SQL."""

from argparse import Namespace
from datetime import date, time
from typing import TYPE_CHECKING

from helpline.cli.commands import run
from helpline.cli.premises import engine_at
from helpline.hours import actions, store
from helpline.hours.model import DayException, WeeklySpan
from helpline.settings import Settings, read
from helpline.vault.transaction import SYSTEM

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def add(commands: "Commands") -> None:
    parts = commands.add_parser("hours", help="when the line is open").add_subparsers(required=True, metavar="WHAT")
    weekly = parts.add_parser("week", help="the hours of a weekday from a day on; without times: closed")
    weekly.add_argument("weekday", choices=DAYS)
    weekly.add_argument("opens", type=time.fromisoformat, nargs="?", help="HH:MM")
    weekly.add_argument("closes", type=time.fromisoformat, nargs="?", help="HH:MM")
    weekly.add_argument("--since", type=date.fromisoformat, required=True, help="YYYY-MM-DD")
    weekly.set_defaults(run=lambda given: run(changed_week(read(), given)))
    single = parts.add_parser("day", help="one day's own hours, over the week and holidays; without times: closed")
    single.add_argument("day", type=date.fromisoformat, help="YYYY-MM-DD")
    single.add_argument("opens", type=time.fromisoformat, nargs="?", help="HH:MM")
    single.add_argument("closes", type=time.fromisoformat, nargs="?", help="HH:MM")
    single.add_argument("--reason", default="")
    single.set_defaults(run=lambda given: run(changed_day(read(), given)))
    parts.add_parser("list", help="what counts from today on").set_defaults(run=lambda given: run(listed(read())))


async def changed_week(settings: Settings, given: Namespace) -> int:
    weekday = DAYS.index(given.weekday)
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.change_week(tx, weekday, given.opens, given.closes, given.since)
    return await listed(settings)


async def changed_day(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.change_day(tx, DayException(given.day, given.opens, given.closes, given.reason))
    return await listed(settings)


async def listed(settings: Settings) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        hours = await store.load(tx, tx.now.date())
    for span in hours.weekly:
        until = span.valid_until or "further notice"
        print(f"{DAYS[span.weekday]}         {times(span)}  from {span.valid_from} to {until}")
    for day in sorted(hours.exceptions):
        print(f"{day}  {times(hours.exceptions[day])}  {hours.exceptions[day].reason}")
    for day in sorted(hours.holidays):
        print(f"{day}  holiday: {hours.holidays[day].name}")
    return 0


def times(span: WeeklySpan | DayException) -> str:
    return f"{span.opens:%H:%M}-{span.closes:%H:%M}" if span.opens and span.closes else "closed"
