"""When an accompaniment is reviewed, and how many of them one worker can carry."""

from calendar import monthrange
from datetime import date

from helpline.accompaniment.model import Load

FULL = 10
"""Amber from the tenth accompaniment on."""

OVER = 12
"""Red above the twelfth."""

MONTHS = 3
"""A review every three months, or at an event."""


def next_review(day: date) -> date:
    """Three months after a day, on the same day of the month where there is one."""
    month = day.month - 1 + MONTHS
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def load(accompaniments: int) -> Load:
    """Green below ten, amber from ten to twelve, red above."""
    if accompaniments > OVER:
        return Load.OVER
    return Load.FULL if accompaniments >= FULL else Load.FREE
