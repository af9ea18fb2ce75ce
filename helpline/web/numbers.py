"""Numbers as people read them: `15.75` and `1,234` in English, `15,75` and `1 234` in French.

Files for spreadsheets and fields of forms keep the plain ones.
"""

from functools import lru_cache

from babel import numbers as babel_numbers

from helpline.web.words import LOCALE_NAMES, ngettext, spoken


def number(value: float | str) -> str:
    """A number in the language spoken now. A word stays as it is, as `50+` does."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and 0 <= value < 1000 else _written(value, spoken())


@lru_cache(4096)
def _written(value: float, language: str) -> str:
    return babel_numbers.format_decimal(value, locale=LOCALE_NAMES[language])


def lasting(days: int) -> str:
    """How long exactly, as a rule says it: `2 years` where they are whole, else `90 days`."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return ngettext("one year", "%(num)s years", years) % {"num": number(years)}
    return ngettext("one day", "%(num)s days", days) % {"num": number(days)}


def minutes(seconds: int) -> str:
    """How long a recording plays, as a player shows it: `1:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"
