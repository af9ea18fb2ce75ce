"""When an accompaniment is reviewed, and how many of them one worker can carry."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from helpline.accompaniment.model import Load

FULL = 10
"""Amber from the tenth accompaniment on."""

OVER = 12
"""Red above the twelfth."""

LEAST = ("education", "mental_health", "belief")
"""The life areas that are considered in each accompaniment; the fourth minimum, psycho-social guidance, is the
accompaniment itself (domain, section 5).
"""

MONTHS = 3
"""A review every three months, or at an event."""


def next_review(day: date) -> date:
    """Three months after a day, on the same day of the month where there is one."""
    month = day.month - 1 + MONTHS
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def unconsidered(considered: Iterable[str], offered: Sequence[str]) -> list[str]:
    """What of the minimum nobody wrote about yet, as far as the list still offers it."""
    known = set(considered)
    return [area for area in LEAST if area in offered and area not in known]


def load(accompaniments: int) -> Load:
    """Green below ten, amber from ten to twelve, red above."""
    if accompaniments > OVER:
        return Load.OVER
    return Load.FULL if accompaniments >= FULL else Load.FREE
