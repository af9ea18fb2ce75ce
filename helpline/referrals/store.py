"""The tables of orientations and their steps."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.cases.store import REFERRAL_REASON
from helpline.db.statements import statements
from helpline.referrals.model import ReferralState
from helpline.vault.transaction import Transaction

sql = statements(__file__)

SEALED, REASON = "referral.sealed", REFERRAL_REASON


class Row(Struct, frozen=True, kw_only=True):
    """An orientation as it lies in the table: `sealed` opens with the key of `sealed_for`, which is `wrapped`."""

    id: UUID
    case_id: UUID | None
    contact_id: UUID | None
    partner_id: UUID | None
    partner_name: str | None
    state: ReferralState
    ask_back_at: datetime | None
    created_by_name: str | None
    created_at: datetime
    version: int
    sealed_for: UUID
    sealed: bytes
    follow_up_id: UUID | None
    wrapped: bytes | None


class Step(Struct, frozen=True):
    """One step in the life of an orientation, still sealed."""

    id: UUID
    state: ReferralState
    sealed_reason: bytes | None
    by_name: str | None
    at: datetime


class Draft(Struct, frozen=True, kw_only=True):
    """An orientation about to be written down."""

    id: UUID
    case: UUID | None
    contact: UUID | None
    partner: UUID | None
    sealed_for: UUID
    follow_up: UUID | None
    life_area: str | None


async def insert(tx: Transaction, new: Draft, sealed: bytes) -> None:
    await sql.insert.run(
        tx.db, new.id, new.case, new.contact, new.partner, new.sealed_for, sealed,
        ReferralState.PROPOSED, new.follow_up, str(tx.actor), tx.now, new.life_area,
    )  # fmt: skip


async def one(tx: Transaction, referral: UUID) -> Row | None:
    return await sql.one.one(tx.db, Row, referral)


async def about(tx: Transaction, record: UUID, limit: int) -> list[Row]:
    return await sql.about.many(tx.db, Row, record, limit)


async def move(tx: Transaction, referral: UUID, version: int, state: ReferralState) -> bool:
    return await sql.move.run(tx.db, referral, version, state) == 1


async def change(
    tx: Transaction, change: UUID, referral: UUID, state: ReferralState, sealed_reason: bytes | None
) -> None:
    await sql.change.run(tx.db, change, referral, state, sealed_reason, str(tx.actor), tx.now)


async def steps(tx: Transaction, referral: UUID) -> list[Step]:
    return await sql.steps.many(tx.db, Step, referral)
