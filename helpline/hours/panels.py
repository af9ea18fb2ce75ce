"""What the desk shows of opening hours and emergency numbers: the contexts of `hours/_week.html` and its neighbours."""

from datetime import timedelta
from typing import Any

from helpline.changes import actions as changes
from helpline.hours import actions, rules, store
from helpline.hours.model import DayException, Hours, MeantFor, WeeklySpan
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: What is further off is folded away.
NEAR = timedelta(days=365)


#: How many years ahead public holidays are proposed.
AHEAD = 6


async def changeable(tx: Transaction, year: int | None = None) -> dict[str, Any]:
    """What counts from today on: the week, the days that are otherwise until they are over, the numbers.

    `year`: of which public holidays are proposed; None for the first that misses any.
    """
    today = actions.today(tx)
    hours = await store.load(tx, today)
    own = [(one.day, times(one), one.reason) for one in hours.exceptions.values()]
    holidays = [
        (one.day, _("closed"), _(one.name)) for one in hours.holidays.values() if one.day not in hours.exceptions
    ]
    days = sorted([*own, *holidays])
    return {
        "week": [(day, [line for line in hours.weekly if line.weekday == day]) for day in range(7)],
        "times": times,
        "today": today,
        "days": [day for day in days if day[0] < today + NEAR],
        "later": [day for day in days if day[0] >= today + NEAR],
        "numbers": await actions.emergency_numbers(tx),
        "stale": await actions.stale(tx),
        "check_after": await changes.value(tx, actions.CHECKED, actions.CHECK_AFTER),
        "meanings": list(MeantFor),
        "versions": {
            area: await changes.version(tx, area) for area in (actions.HOURS, actions.NUMBERS, actions.CHECKED)
        },
        "changes": [*await changes.lately(tx, actions.HOURS), *await changes.lately(tx, actions.NUMBERS)],
        **proposed(hours, today.year, year),
    }


def proposed(hours: Hours, this_year: int, year: int | None) -> dict[str, Any]:
    """The public holidays of a year that are not yet noted, to be ticked."""
    years = range(this_year, this_year + AHEAD)
    missing = {one: [day for day in rules.public_holidays(one) if day.day not in hours.holidays] for one in years}
    chosen = year if year is not None and year in years else next((one for one in years if missing[one]), years[-1])
    return {"years": list(years), "year": chosen, "proposed": [(one.day, _(one.name)) for one in missing[chosen]]}


def times(span: WeeklySpan | DayException) -> str:
    """`09:00–13:00`, or that it is closed."""
    return f"{span.opens:%H:%M}–{span.closes:%H:%M}" if span.opens and span.closes else _("closed")
