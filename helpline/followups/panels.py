"""What the screens show of promises."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from helpline.audit import actions as audit
from helpline.followups import rules, store
from helpline.followups.model import Attempt, FollowUp, Matter
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext

SHOWN = 50
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR_OFF = datetime(2200, 1, 1, tzinfo=UTC)


class Section(Struct, frozen=True):
    """Promises of one standing, soonest first. `more`: there are others that are not shown."""

    promises: Sequence[FollowUp]
    more: bool


class Agenda(Struct, frozen=True):
    """The open promises of one owner or of all."""

    overdue: Section
    today: Section
    upcoming: Section


class Told(Struct, frozen=True):
    """A promise with its attempts, newest first."""

    promise: FollowUp
    attempts: Sequence[Attempt]


async def agenda(tx: Transaction, owner: UUID | None) -> Agenda:
    """What is overdue, due today and upcoming."""
    midnight = rules.day_after(tx.now)
    spans = ((LONG_AGO, tx.now), (tx.now, midnight), (midnight, FAR_OFF))
    sections = [await _section(tx, since, until, owner) for since, until in spans]
    await audit.record(tx, "follow_up.listed", "follow_up", shown=sum(len(part.promises) for part in sections))
    return Agenda(*sections)


async def about(tx: Transaction, record: UUID) -> list[Told]:
    """The promises of one contact or case, open ones first."""
    rows = await store.about(tx, record, SHOWN)
    by_promise: dict[UUID, list[Attempt]] = {row.id: [] for row in rows}
    of = {row.id: row for row in rows}
    for done in await store.attempts(tx, list(of)):
        by_promise[done.follow_up_id].append(Attempt(done.at, done.by, done.outcome, _note(tx, of, done)))
    return [Told(opened(tx, row), by_promise[row.id]) for row in rows]


async def _section(tx: Transaction, since: datetime, until: datetime, owner: UUID | None) -> Section:
    rows = await store.open_between(tx, since, until, owner, SHOWN + 1)
    return Section([opened(tx, row) for row in rows[:SHOWN]], len(rows) > SHOWN)


def opened(tx: Transaction, row: store.Row) -> FollowUp:
    """The promise with its words; an erased one keeps its line and shows none."""
    shown = {name: value for name, value in asdict(row).items() if name in FollowUp.__struct_fields__}
    if row.wrapped is None:
        return FollowUp(what="", about="", **shown)
    matter = tx.vault.open(row.sealed_for, row.wrapped).unseal_struct(store.SEALED, row.id, row.sealed, Matter)
    return FollowUp(what=gettext(matter.what), about=matter.about, **shown)


def _note(tx: Transaction, of: dict[UUID, store.Row], done: store.AttemptRow) -> str:
    row = of[done.follow_up_id]
    if done.sealed_note is None or row.wrapped is None:
        return ""
    return tx.vault.open(row.sealed_for, row.wrapped).unseal(store.NOTE, done.id, done.sealed_note).decode()
