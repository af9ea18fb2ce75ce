"""The durable inbox and the receipts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from helpline.clock import new_id
from helpline.db.statements import AnyDb, statements
from helpline.intake.model import (
    Correspondence,
    DraftRow,
    Durable,
    Inserted,
    Kept,
    KeptAs,
    KeptRow,
    LeftBehind,
    MailboxRow,
    Owed,
    ParkedRow,
    PartyRow,
    ReceiptRow,
    Spent,
    Telephone,
)
from helpline.vault.transaction import Transaction

sql = statements(__file__)

SEALED = "inbox.sealed"
LEASE = timedelta(seconds=20)


async def keep(db: AnyDb, rows: Sequence[Kept]) -> dict[bytes, UUID]:
    """The records of those that were not here before, by their keys."""
    columns = zip(*((*msgspec.structs.astuple(row),) for row in rows), strict=True)
    return {row.key: row.record for row in await sql.keep.many(db, Inserted, *map(list, columns))}


async def kept_before(db: AnyDb, digests: Sequence[bytes]) -> dict[bytes, UUID]:
    return {row.key: row.record for row in await sql.kept_before.many(db, Inserted, digests)}


async def kept_as(tx: Transaction, digest: bytes) -> KeptAs | None:
    return await sql.kept_as.one(tx.db, KeptAs, digest)


async def durable(tx: Transaction, digest: bytes, before: datetime) -> Durable | None:
    return await sql.durable.one(tx.db, Durable, digest, before)


async def claim(tx: Transaction, limit: int) -> list[KeptRow]:
    return await sql.claim.many(tx.db, KeptRow, tx.now, LEASE, limit)


async def claim_again(tx: Transaction) -> KeptRow | None:
    return await sql.claim_again.one(tx.db, KeptRow, tx.now, LEASE)


async def claim_one(tx: Transaction, record: UUID) -> KeptRow | None:
    return await sql.claim_one.one(tx.db, KeptRow, tx.now, LEASE, record)


async def adopted(tx: Transaction, rows: Sequence[UUID], state: str) -> int:
    return await sql.adopted.run(tx.db, rows, state, tx.now)


async def set_aside(tx: Transaction, rows: Sequence[UUID], state: str) -> int:
    return await sql.set_aside.run(tx.db, rows, state, tx.now)


async def joined(tx: Transaction, row: UUID, record: UUID, sealed: bytes) -> bool:
    return await sql.joined.run(tx.db, row, record, sealed, tx.now) == 1


async def parked(tx: Transaction, row: UUID) -> ParkedRow | None:
    return await sql.parked.one(tx.db, ParkedRow, row)


async def reopened(tx: Transaction, row: UUID) -> None:
    await sql.reopened.run(tx.db, row)


async def later(tx: Transaction, row: UUID, at: datetime) -> None:
    await sql.later.run(tx.db, row, at)


async def backlog(tx: Transaction) -> int:
    waiting: int = await sql.backlog.value(tx.db)
    return waiting


async def party(tx: Transaction, conversation: UUID, sender: bytes | None) -> PartyRow | None:
    return await sql.party.one(tx.db, PartyRow, conversation, sender)


async def claim_ids(tx: Transaction, claims: Sequence[tuple[bytes, UUID]]) -> set[UUID]:
    """The contacts whose Message-ID another mail bore before."""
    return set(await sql.claim_ids.values(tx.db, *map(list, zip(*claims, strict=True))))


async def acknowledged(tx: Transaction, since: datetime) -> dict[bytes, int]:
    return {row.domain: row.sent for row in await sql.acknowledged.many(tx.db, Spent, since)}


async def acknowledge(tx: Transaction, domain: bytes) -> None:
    await sql.acknowledge.run(tx.db, domain, tx.now)


async def hold_mailbox(tx: Transaction, name: bytes) -> bool:
    ours: bool = await sql.hold_mailbox.value(tx.db, name)
    return ours


async def mailbox(tx: Transaction, name: bytes) -> MailboxRow | None:
    return await sql.mailbox.one(tx.db, MailboxRow, name)


async def looked(tx: Transaction, name: bytes, validity: int, uid: int) -> None:
    await sql.looked.run(tx.db, name, validity, uid, tx.now)


async def failing_mailbox(tx: Transaction) -> str:
    code: str = await sql.failing_mailbox.value(tx.db)
    return code


async def named(tx: Transaction, mailboxes: Sequence[bytes]) -> None:
    await sql.named.run(tx.db, mailboxes, tx.now)


async def looked_at(tx: Transaction, channels: Sequence[str]) -> None:
    await sql.looked_at.run(tx.db, channels)


async def failed(tx: Transaction, name: bytes, why: str) -> None:
    await sql.failed.run(tx.db, name, why, tx.now)


async def correspondence(tx: Transaction, senders: Sequence[bytes]) -> list[Correspondence]:
    return await sql.correspondence.many(tx.db, Correspondence, senders)


async def telephones(tx: Transaction, senders: Sequence[bytes]) -> list[Telephone]:
    return await sql.telephones.many(tx.db, Telephone, senders)


async def add_receipt(tx: Transaction, reference: bytes, secret_mac: bytes, conversation: UUID) -> None:
    await sql.add_receipt.run(tx.db, reference, secret_mac, conversation, tx.now)


async def receipt(tx: Transaction, reference: bytes) -> ReceiptRow | None:
    return await sql.receipt.one(tx.db, ReceiptRow, reference)


async def guessed(tx: Transaction, reference: bytes, guesses: int, since: datetime) -> None:
    await sql.guessed.run(tx.db, reference, guesses, since)


async def keep_draft(tx: Transaction, reference: bytes, secret_mac: bytes, sealed: bytes, expires_at: datetime) -> None:
    await sql.keep_draft.run(tx.db, reference, secret_mac, sealed, expires_at, tx.now)


async def draft(tx: Transaction, reference: bytes) -> DraftRow | None:
    return await sql.draft.one(tx.db, DraftRow, reference, tx.now)


async def guessed_draft(tx: Transaction, reference: bytes, guesses: int, since: datetime) -> None:
    await sql.guessed_draft.run(tx.db, reference, guesses, since)


async def drop_draft(tx: Transaction, reference: bytes, secret_mac: bytes) -> int:
    return await sql.drop_draft.run(tx.db, reference, secret_mac)


async def drop_expired_drafts(tx: Transaction) -> int:
    return await sql.drop_expired_drafts.run(tx.db, tx.now)


async def refused(tx: Transaction, channel: str, why: str, day: date, times: int = 1) -> None:
    await sql.refused.run(tx.db, channel, why, day, tx.now, times)


async def refused_ever(tx: Transaction, channel: str, why: str) -> int:
    return int(await sql.refused_ever.value(tx.db, channel, why))


async def probing(tx: Transaction, channel: str, why: str, at: datetime) -> bool:
    found: bool = await sql.probing.value(tx.db, channel, why, at)
    return found


async def polled(tx: Transaction, channel: str, code: str) -> None:
    await sql.polled.run(tx.db, channel, tx.now, code)


async def owe(tx: Transaction, copies: Sequence[LeftBehind]) -> None:
    columns = zip(*((new_id(), *msgspec.structs.astuple(copy)) for copy in copies), strict=True)
    await sql.owe.run(tx.db, *map(list, columns), tx.now)


async def owed(tx: Transaction, limit: int) -> list[Owed]:
    return await sql.owed.many(tx.db, Owed, tx.now, limit)


async def owed_one(tx: Transaction, channel: str, reference: str) -> Owed | None:
    return await sql.owed_one.one(tx.db, Owed, channel, reference)


async def deleted(tx: Transaction, owed: UUID, answer: str) -> bool:
    return await sql.deleted.run(tx.db, owed, answer, tx.now) == 1


async def not_deleted(tx: Transaction, owed: UUID, answer: str, again: datetime) -> None:
    await sql.not_deleted.run(tx.db, owed, answer, again)


async def rest(tx: Transaction, owed: UUID) -> None:
    await sql.rest.run(tx.db, owed, tx.now)


async def resting(tx: Transaction) -> list[Owed]:
    return await sql.resting.many(tx.db, Owed)


async def wake(tx: Transaction, resting: Sequence[UUID]) -> None:
    await sql.wake.run(tx.db, resting, tx.now)


async def deleted_by_hand(tx: Transaction, channel: str) -> list[Owed]:
    return await sql.deleted_by_hand.many(tx.db, Owed, channel, tx.now)


async def bring_alone(tx: Transaction, channel: str, reference: str) -> None:
    await sql.bring_alone.run(tx.db, channel, reference)


async def held_fetches(tx: Transaction) -> list[bytes]:
    return await sql.held_fetches.values(tx.db)


async def forget(tx: Transaction, record: UUID) -> None:
    await sql.forget.run(tx.db, record)
    await sql.forget_receipt.run(tx.db, record)
    await sql.forget_ids.run(tx.db, record)
