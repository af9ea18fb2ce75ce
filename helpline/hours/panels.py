"""What the desk shows of opening hours and emergency numbers: the contexts of `hours/_week.html` and its neighbours."""

from datetime import timedelta
from typing import Any

from helpline.hours import actions, store
from helpline.hours.model import DayException, MeantFor, WeeklySpan
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: What is further off is folded away.
NEAR = timedelta(days=365)


async def changeable(tx: Transaction) -> dict[str, Any]:
    """What counts from today on: the week, the days that are otherwise until they are over, the numbers."""
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
        "meanings": list(MeantFor),
    }


def times(span: WeeklySpan | DayException) -> str:
    """`09:00–13:00`, or that it is closed."""
    return f"{span.opens:%H:%M}–{span.closes:%H:%M}" if span.opens and span.closes else _("closed")
