"""The outbox's table: sealed letters and their states."""

from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.outbox.model import LetterRow, LostRow, Purpose, SaidRow, SentRow, State
from helpline.vault.transaction import Transaction

SEALED = "outbox.sealed"

sql = statements(__file__)


async def add(
    tx: Transaction,
    id: UUID,
    channel: str,
    purpose: Purpose,
    contact: UUID | None,
    sealed_for: UUID,
    sealed: bytes,
    blind: bytes,
    automatic: bool,
    due_at: datetime,
) -> None:
    await sql.add.run(
        tx.db, id, channel, purpose, contact, sealed_for, sealed, blind, automatic, str(tx.actor), due_at, tx.now
    )


async def held(tx: Transaction, letter: UUID) -> LetterRow | None:
    return await sql.held.one(tx.db, LetterRow, letter)


async def by_provider(tx: Transaction, provider_id: str) -> LetterRow | None:
    return await sql.by_provider.one(tx.db, LetterRow, provider_id)


async def begin(tx: Transaction, letter: UUID) -> None:
    await sql.begin.run(tx.db, letter, tx.now)


async def move(
    tx: Transaction, letter: UUID, state: State, code: str, due_at: datetime, provider_id: str | None = None
) -> None:
    await sql.move.run(tx.db, letter, state, code, due_at, tx.now, provider_id)


async def renew(tx: Transaction, letter: UUID) -> None:
    await sql.renew.run(tx.db, letter, tx.now)


async def stuck(tx: Transaction, sending_before: datetime, due_before: datetime) -> list[UUID]:
    return await sql.stuck.values(tx.db, sending_before, due_before)


async def acknowledged(tx: Transaction, blind: bytes, since: datetime) -> bool:
    found: bool = await sql.acknowledged.value(tx.db, blind, since)
    return found


async def last_acknowledged(tx: Transaction, blind: bytes, since: datetime) -> datetime | None:
    at: datetime | None = await sql.last_acknowledged.value(tx.db, blind, since)
    return at


async def in_conversation(tx: Transaction, contact: UUID) -> list[SentRow]:
    return await sql.in_conversation.many(tx.db, SentRow, contact, tx.now)


async def said(tx: Transaction, contact: UUID, limit: int) -> list[SaidRow]:
    return await sql.said.many(tx.db, SaidRow, contact, tx.now, limit)


async def lost(tx: Transaction, author: str | None, limit: int) -> list[LostRow]:
    return await sql.lost.many(tx.db, LostRow, author, limit)


async def notice(tx: Transaction, outgoing: UUID) -> bool:
    return await sql.notice.run(tx.db, outgoing, tx.now) == 1


async def of_contact(tx: Transaction, outgoing: UUID) -> LetterRow | None:
    return await sql.of_contact.one(tx.db, LetterRow, outgoing)


async def withdraw(tx: Transaction, letter: UUID, record: UUID, sealed: bytes) -> None:
    await sql.withdraw.run(tx.db, letter, record, sealed, tx.now)


async def withheld(tx: Transaction, conversation: UUID) -> list[UUID]:
    return await sql.withheld.values(tx.db, conversation, tx.now)


async def companions(tx: Transaction, contact: UUID) -> list[UUID]:
    return await sql.companions.values(tx.db, contact)


async def forget(tx: Transaction, record: UUID) -> None:
    await sql.forget.run(tx.db, record)
