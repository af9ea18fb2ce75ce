"""Making the figures of a quarter, once; whoever reads them later reads nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import msgspec

from helpline.audit import actions as audit
from helpline.clock import ZONE
from helpline.contacts.model import Channel, Disposition, Language, Requester
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.questions.model import Answered
from helpline.research import rules, store
from helpline.research.model import Counted, Figures, Kept, Release, Table
from helpline.vault.transaction import Transaction

#: How far back a house that begins to report looks.
QUARTERS = 8


async def release(tx: Transaction) -> None:
    """Every settled quarter in which anything came in is released, if it was not."""
    known = {one.quarter for one in await store.releases(tx)}
    for quarter in rules.closed(tx.now.astimezone(ZONE).date(), QUARTERS):
        if quarter not in known and (figures := await figured(tx, quarter)):
            await store.release(tx, quarter, msgspec.json.encode(figures))
            await audit.record(tx, "report.released", "report", detail=rules.named(quarter))


async def figured(tx: Transaction, quarter: date) -> Figures | None:
    """What may be told of a quarter; None where nothing came in."""
    span = midnight(quarter), midnight(rules.after(quarter))
    counted = await store.counted(tx, *span)
    if not counted:
        return None
    channels, areas = table("channel", Channel, counted), await store.life_areas(tx, *span)
    return Figures(
        tables=(
            channels,
            table("week", rules.weeks(quarter), counted),
            table("disposition", [*Disposition, ""], counted),
            table("language", [*Language, ""], counted),
            table("requester", [*Requester, ""], counted),
            table("kept", Kept, await store.call_backs(tx, *span)),
            *([table("life_area", await lists.codes(tx, ListName.LIFE_AREA), areas)] if areas else []),
        ),
        reply=rules.reply(await store.answers(tx, *span), channels),
        questions=questions(await store.asked(tx, *span), channels),
    )


def questions(counted: Sequence[Counted], channels: Table) -> tuple[Table, ...]:
    """What became of each question; nothing of it where the table of channels says nothing about web forms."""
    asked: dict[str, list[Counted]] = {}
    for name in sorted({cell.dimension for cell in counted}):
        found = {cell.value: cell for cell in counted if cell.dimension == name}
        asked[name] = [found.get(value) or Counted(name, value, 0, 0) for value in (*Answered, "")]
    told = any(cell.value == Channel.WEBFORM and cell.number is not None for cell in channels.cells)
    return rules.protect_alike(asked, rules.COMMON) if told else tuple(map(rules.untold, asked.items()))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def table(name: str, values: Iterable[str], counted: Sequence[Counted]) -> Table:
    """One side of the whole, each of its values in a row, also those nothing came in for."""
    found = {cell.value: cell for cell in counted if cell.dimension == name}
    rows = [found.get(str(value)) or Counted(name, str(value), 0, 0) for value in dict.fromkeys([*values, *found])]
    persons = sum(cell.persons for cell in counted if cell.dimension == "")
    return rules.protect(name, rows, persons)


async def told(tx: Transaction) -> list[Release]:
    """The released quarters, newest first."""
    return await store.releases(tx)
