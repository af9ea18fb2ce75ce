"""The tables of the rules."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.rulebook.model import (
    Agreement,
    Change,
    Counted,
    DecidedRow,
    Difference,
    Kept,
    Origin,
    PastRow,
    Step,
    Version,
    Written,
)
from helpline.triage.lexicon import Entry
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def newest(tx: Transaction) -> Version | None:
    return await sql.newest.one(tx.db, Version)


async def newest_id(tx: Transaction) -> UUID | None:
    found: UUID | None = await sql.newest_id.value(tx.db)
    return found


async def versions(tx: Transaction, limit: int) -> list[Version]:
    return await sql.versions.many(tx.db, Version, limit)


async def version(tx: Transaction, number: int) -> Version | None:
    return await sql.version.one(tx.db, Version, number)


async def add_version(tx: Transaction, number: int, id: UUID, seed: bytes, origin: Origin, why: str) -> bool:
    return await sql.add_version.run(tx.db, number, id, seed, origin, why, str(tx.actor), tx.now) == 1


async def stands_in(tx: Transaction, number: int) -> list[Written]:
    return await sql.stands_in.many(tx.db, Written, number)


async def stands(
    tx: Transaction, language: str | None, heading: str | None, words: str | None, limit: int
) -> list[Kept]:
    return await sql.stands.many(tx.db, Kept, language, heading, words, limit)


async def counted(tx: Transaction) -> list[Counted]:
    return await sql.counted.many(tx.db, Counted)


async def switched_off(tx: Transaction) -> list[Written]:
    return await sql.switched_off.many(tx.db, Written)


async def groups(tx: Transaction, language: str) -> list[Written]:
    return await sql.groups.many(tx.db, Written, language)


async def merging(tx: Transaction) -> list[Kept]:
    return await sql.merging.many(tx.db, Kept)


async def seeded_before(tx: Transaction) -> list[Written]:
    return await sql.seeded_before.many(tx.db, Written)


async def add_entries(tx: Transaction, entries: Sequence[Entry], since: int, *, seeded: bool) -> None:
    await sql.add_entries.run(tx.db, *columns(entries), seeded, since, str(tx.actor), tx.now)


async def end_entries(tx: Transaction, entries: Sequence[Entry], until: int) -> None:
    await sql.end_entries.run(tx.db, *columns(entries), until, tx.now)


async def forget_seeded(tx: Transaction, entries: Sequence[Entry]) -> None:
    await sql.forget_seeded.run(tx.db, *columns(entries))


def columns(entries: Sequence[Entry]) -> tuple[list[str], list[str], list[str]]:
    return [one.language for one in entries], [one.heading for one in entries], [one.written for one in entries]


async def changes(tx: Transaction) -> list[Change]:
    return await sql.changes.many(tx.db, Change)


async def change(tx: Transaction, id: UUID, step: Step) -> bool:
    said = (step.language, step.heading, step.was, step.written)
    return await sql.change.run(tx.db, id, *said, str(tx.actor), tx.now) == 1


async def withdraw(tx: Transaction, id: UUID) -> bool:
    return await sql.withdraw.run(tx.db, id) == 1


async def apply_changes(tx: Transaction, version: int) -> None:
    """What was prepared stands from this version on, and nothing is prepared any more."""
    await sql.end_changed.run(tx.db, version)
    await sql.begin_changed.run(tx.db, version)
    await sql.clear.run(tx.db)


async def differences(tx: Transaction, number: int, limit: int) -> list[Difference]:
    return await sql.differences.many(tx.db, Difference, number, limit)


async def tell(tx: Transaction) -> None:
    await sql.tell.run(tx.db)


async def alone(tx: Transaction) -> None:
    await sql.alone.run(tx.db)


async def past(tx: Transaction, limit: int) -> list[PastRow]:
    return await sql.past.many(tx.db, PastRow, limit)


async def differing(tx: Transaction, since: datetime, limit: int) -> list[DecidedRow]:
    return await sql.differing.many(tx.db, DecidedRow, since, limit)


async def agreement(tx: Transaction, since: datetime, version: str | None) -> list[Agreement]:
    return await sql.agreement.many(tx.db, Agreement, since, version)
