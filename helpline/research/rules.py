"""What may be printed of a quarter so that nobody can be found in it, not even by reckoning (docs/figures.md)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from helpline.research.model import Answered, Cell, Counted, Reply, Table

#: A cell with fewer persons is withheld.
FEW = 5

#: How much more the withheld cells of a table hold together than one each: so far apart may each of them lie.
SLACK = 8

#: What several questions have in common: a version that did not ask them, and messages that answered no form.
COMMON = ("not_asked", "")

#: A ninetieth percentile of fewer answers is nearly one person's own.
ENOUGH = 20

#: Decisions and answers still come in after a quarter; then it is closed for good.
SETTLED = timedelta(days=14)


def protect(name: str, counted: Sequence[Counted], persons: int) -> Table:
    """A table without its small cells, and without as many large ones as it takes that nobody can subtract.

    A withheld cell is joined by the smallest cells of five persons and more until the sum of what is withheld leaves
    each of them at least five values. Where the table has too few for that, all of it is withheld but the total; and
    the total, too, where there are fewer than five persons behind all of it.
    """
    if 0 < persons < FEW:
        return Table(name, tuple(Cell(cell.value, None) for cell in counted), None)
    hidden = withheld(counted)
    cells = tuple(Cell(cell.value, None if cell.value in hidden else cell.contacts) for cell in counted)
    return Table(name, cells, sum(cell.contacts for cell in counted))


def protect_alike(tables: Mapping[str, Sequence[Counted]], common: Collection[str]) -> tuple[Table, ...]:
    """Tables of the same persons that may hold the same number in their `common` cells.

    What one withholds of these and another printed could be taken over from there, so it is withheld in all of them.
    """
    also: set[str] = set()
    while True:
        hidden = {name: withheld(counted, also) for name, counted in tables.items()}
        found = {value for values in hidden.values() for value in values if value in common}
        if found <= also:
            break
        also |= found
    return tuple(
        Table(
            name,
            tuple(Cell(cell.value, None if cell.value in hidden[name] else cell.contacts) for cell in counted),
            sum(cell.contacts for cell in counted),
        )
        for name, counted in tables.items()
    )


def untold(table: tuple[str, Sequence[Counted]]) -> Table:
    """A table of which nothing is printed."""
    return Table(table[0], tuple(Cell(cell.value, None) for cell in table[1]), None)


def withheld(counted: Sequence[Counted], also: Collection[str] = ()) -> set[str]:
    """The values of the cells that are not printed; those of `also` are not where they hold anybody."""
    hidden = [cell for cell in counted if 0 < cell.persons < FEW or (cell.persons and cell.value in also)]
    if not hidden:
        return set()
    rest = [cell for cell in counted if cell.persons >= FEW and cell not in hidden]
    for cell in sorted(rest, key=lambda cell: (cell.contacts, cell.value)):
        hidden.append(cell)
        if sum(one.contacts for one in hidden) >= len(hidden) + SLACK:
            return {one.value for one in hidden}
    return {cell.value for cell in counted}


def reply(answers: Sequence[Answered], channels: Table) -> Reply:
    """The first human answers in hours, to the quarter of an hour.

    Of how many is only said where the table of channels is whole: the number of written contacts would otherwise tell
    what that table withholds.
    """
    took = sorted(one.seconds for one in answers if one.seconds is not None)
    persons = {one.who for one in answers if one.seconds is not None}
    silent = {one.who for one in answers if one.seconds is None}
    if len(persons) < FEW:
        return Reply()
    told = len(silent) not in range(1, FEW) and all(cell.number is not None for cell in channels.cells)
    return Reply(
        median=hours(median(took)),
        ninetieth=hours(took[-(-9 * len(took) // 10) - 1]) if len(persons) >= ENOUGH else None,
        answered=len(took) if told else None,
        missing=len(answers) - len(took) if told else None,
    )


def hours(seconds: float) -> float:
    return round(seconds / 900) / 4


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def after(quarter: date) -> date:
    """The first day of the next one."""
    return quarter_of(quarter + timedelta(days=95))


def closed(today: date, most: int) -> list[date]:
    """The quarters that are settled, newest first."""
    found, quarter = list[date](), quarter_of(today - SETTLED)
    while len(found) < most:
        quarter = quarter_of(quarter - timedelta(days=1))
        found.append(quarter)
    return found


def named(quarter: date) -> str:
    """`2026-Q3`."""
    return f"{quarter.year}-Q{(quarter.month + 2) // 3}"


def weeks(quarter: date) -> list[str]:
    """`2026-W40`, ...: every week with a day in the quarter; the first and the last may have fewer than seven."""
    days = ((quarter + timedelta(days=number)) for number in range((after(quarter) - quarter).days))
    return list(dict.fromkeys(f"{day:%G-W%V}" for day in days))
