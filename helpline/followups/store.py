"""The tables of promises, their attempts and changes."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.clock import new_id
from helpline.db.statements import statements
from helpline.followups.model import AttemptOutcome, Change, Ending, FollowUpKind
from helpline.vault.transaction import Transaction

sql = statements(__file__)

SEALED, NOTE, REASON = "follow_up.sealed", "attempt.sealed_note", "follow_up_change.sealed_reason"


class Row(Struct, frozen=True, kw_only=True):
    """A promise as it lies in the table: `sealed` opens with the key of `sealed_for`, which is `wrapped`."""

    id: UUID
    number: int
    kind: FollowUpKind
    person_id: UUID | None
    contact_id: UUID | None
    contact_number: int | None
    case_id: UUID | None
    case_number: int | None
    due_at: datetime
    owner: UUID | None
    owner_name: str | None
    created_by: str
    created_at: datetime
    reminded_at: datetime | None
    escalated_at: datetime | None
    ended_at: datetime | None
    ended_how: Ending | None
    tries: int
    last_outcome: AttemptOutcome | None
    version: int
    sealed_for: UUID
    sealed: bytes
    dialled_at: datetime | None
    wrapped: bytes | None


class AttemptRow(Struct, frozen=True):
    id: UUID
    outcome: AttemptOutcome
    permitted: bool
    sealed_note: bytes | None
    by: str
    by_name: str | None
    at: datetime
    taken_back: bool


class Slip(Struct, frozen=True):
    """An attempt that may be taken back: who wrote it down, and when its promise was due before."""

    id: UUID
    by: str
    due_at: datetime


class Due(Struct, frozen=True):
    """A promise whose time has come."""

    id: UUID
    owner: UUID | None
    contact_id: UUID | None
    case_id: UUID | None


class Undelivered(Struct, frozen=True):
    """A message or page that did not get through, or may not have."""

    id: UUID
    contact_id: UUID | None
    case_id: UUID | None
    purpose: str
    state: str
    author: str


class Unanswered(Struct, frozen=True):
    """A ring nobody answered; `due_at` while it waits for a decision."""

    id: UUID
    received_at: datetime
    due_at: datetime | None


class Reader(Struct, frozen=True):
    """Whose calendar asks."""

    id: UUID
    language: str


class Time(Struct, frozen=True):
    """When a promise is due, without a word about it."""

    id: UUID
    due_at: datetime
    created_at: datetime
    version: int


class Draft(Struct, frozen=True, kw_only=True):
    """A promise about to be written down."""

    id: UUID
    kind: FollowUpKind
    contact: UUID | None
    case: UUID | None
    person: UUID | None
    sealed_for: UUID
    address_blind: bytes | None
    outbox: UUID | None
    due_at: datetime
    owner: UUID | None
    life_area: str | None


async def insert(tx: Transaction, new: Draft, sealed: bytes) -> None:
    await sql.insert.run(
        tx.db, new.id, new.kind, new.contact, new.case, new.person, new.sealed_for, sealed, new.address_blind,
        new.outbox, new.due_at, new.owner, str(tx.actor), tx.now, new.life_area,
    )  # fmt: skip


async def accompanied(tx: Transaction, case: UUID) -> bool:
    """Whether a case is an accompaniment."""
    return bool(await sql.accompanied.value(tx.db, case))


async def one(tx: Transaction, follow_up: UUID) -> Row | None:
    return await sql.one.one(tx.db, Row, follow_up)


async def open_between(tx: Transaction, since: datetime, until: datetime, owner: UUID | None, limit: int) -> list[Row]:
    return await sql.open_between.many(tx.db, Row, since, until, owner, limit)


async def open_after(tx: Transaction, due_at: datetime, after: UUID, owner: UUID | None, limit: int) -> list[Row]:
    return await sql.open_after.many(tx.db, Row, due_at, after, owner, limit)


async def about(tx: Transaction, record: UUID, limit: int) -> list[Row]:
    return await sql.about.many(tx.db, Row, record, limit)


async def persons_of(tx: Transaction, case: UUID) -> list[UUID]:
    return await sql.persons_of.values(tx.db, case)


async def contacts_of(tx: Transaction, case: UUID, limit: int) -> list[UUID]:
    return await sql.contacts_of.values(tx.db, case, limit)


async def attempts(tx: Transaction, follow_up: UUID) -> list[AttemptRow]:
    return await sql.attempts.many(tx.db, AttemptRow, follow_up)


async def attempted(tx: Transaction, follow_up: UUID, since: datetime) -> bool:
    found: bool = await sql.attempted.value(tx.db, follow_up, since)
    return found


async def add_attempt(
    tx: Transaction,
    attempt: UUID,
    follow_up: UUID,
    outcome: AttemptOutcome,
    permitted: bool,
    sealed_note: bytes | None,
) -> None:
    await sql.add_attempt.run(tx.db, attempt, follow_up, outcome, permitted, sealed_note, str(tx.actor), tx.now)


async def slip(tx: Transaction, follow_up: UUID) -> Slip | None:
    return await sql.slip.one(tx.db, Slip, follow_up)


async def take_back(tx: Transaction, attempt: UUID) -> None:
    await sql.take_back.run(tx.db, attempt, tx.now)


async def add_change(
    tx: Transaction, change: UUID, follow_up: UUID, what: Change, value: str, sealed_reason: bytes | None
) -> None:
    await sql.add_change.run(tx.db, change, follow_up, what, value, sealed_reason, str(tx.actor), tx.now)


async def dial(tx: Transaction, follow_up: UUID, version: int) -> bool:
    return await sql.dial.run(tx.db, follow_up, version, tx.now) == 1


async def end(tx: Transaction, follow_up: UUID, version: int, how: Ending) -> bool:
    return await sql.end.run(tx.db, follow_up, version, tx.now, how, str(tx.actor)) == 1


async def reopen(tx: Transaction, follow_up: UUID, version: int) -> bool:
    return await sql.reopen.run(tx.db, follow_up, version) == 1


async def move(tx: Transaction, follow_up: UUID, version: int, due_at: datetime) -> bool:
    return await sql.move.run(tx.db, follow_up, version, due_at) == 1


async def touch(tx: Transaction, follow_up: UUID, version: int) -> bool:
    return await sql.touch.run(tx.db, follow_up, version) == 1


async def hand_over(tx: Transaction, follow_up: UUID, version: int, owner: UUID) -> bool:
    return await sql.hand_over.run(tx.db, follow_up, version, owner) == 1


async def release(tx: Transaction, follow_up: UUID, owner: UUID) -> None:
    await sql.release.run(tx.db, follow_up, owner)


async def follow_worker(tx: Transaction, case: UUID, former: UUID | None, worker: UUID) -> list[UUID]:
    return await sql.follow_worker.values(tx.db, case, former, worker)


async def remind(tx: Transaction, until: datetime) -> list[Due]:
    return await sql.remind.many(tx.db, Due, until, tx.now)


async def escalate(tx: Transaction) -> list[Due]:
    due = await sql.escalate.many(tx.db, Due, tx.now)
    for promise in due:
        await add_change(tx, new_id(), promise.id, Change.ESCALATED, "", None)
    return due


async def open_of(tx: Transaction, case: UUID) -> int:
    count: int = await sql.open_of.value(tx.db, case)
    return count


async def reviews_of(tx: Transaction, case: UUID) -> list[UUID]:
    return await sql.reviews_of.values(tx.db, case)


async def undelivered(tx: Transaction, since: datetime, limit: int) -> list[Undelivered]:
    return await sql.undelivered.many(tx.db, Undelivered, since, limit)


async def unanswered(tx: Transaction, since: datetime, until: datetime, limit: int) -> list[Unanswered]:
    return await sql.unanswered.many(tx.db, Unanswered, since, until, limit)


async def due_of(tx: Transaction, owner: UUID, until: datetime, most: int) -> int:
    count: int = await sql.due_of.value(tx.db, owner, until, most)
    return count


async def set_feed(tx: Transaction, staff: UUID, secret: bytes) -> None:
    await sql.set_feed.run(tx.db, staff, secret, tx.now)


async def end_feed(tx: Transaction, staff: UUID) -> bool:
    return await sql.end_feed.run(tx.db, staff) == 1


async def feed_made_at(tx: Transaction, staff: UUID) -> datetime | None:
    made_at: datetime | None = await sql.feed_made_at.value(tx.db, staff)
    return made_at


async def reader(tx: Transaction, secret: bytes) -> Reader | None:
    return await sql.reader.one(tx.db, Reader, secret)


async def times(tx: Transaction, owner: UUID, since: datetime, until: datetime, limit: int) -> list[Time]:
    return await sql.times.many(tx.db, Time, owner, since, until, limit)


async def forget(tx: Transaction, record: UUID) -> None:
    await sql.forget.run(tx.db, record)
