"""Suggestions, decisions and the danger log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.triage.model import Suggestion
from helpline.triage.record import (
    DangerRow,
    DecisionRow,
    Grounds,
    NewDecision,
    QuarantinedRow,
    SuggestionRow,
    TogetherRow,
)
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction

sql = statements(__file__)

GROUNDS, REASON, DANGER = "suggestion.sealed", "decision.sealed_reason", "danger_entry.sealed"


async def suggest(tx: Transaction, made: Sequence[tuple[Key, Suggestion]]) -> None:
    rows = [
        (
            key.record, one.disposition, one.urgency, one.unclear, one.rules_version,
            key.seal_struct(GROUNDS, key.record, Grounds(one.reasons, one.flags)), tx.now,
        )
        for key, one in made
    ]  # fmt: skip
    if rows:
        await sql.suggest.run(tx.db, *map(list, zip(*rows, strict=True)))


async def suggestion(tx: Transaction, contact: UUID) -> SuggestionRow | None:
    return await sql.suggestion.one(tx.db, SuggestionRow, contact)


async def decide(
    tx: Transaction, new: NewDecision, sealed_reason: bytes | None, due_at: datetime | None, by: str
) -> None:
    await sql.decide.run(
        tx.db, new.id, new.contact_id, new.disposition, new.urgency, new.suggested_disposition, new.suggested_urgency,
        new.landing_kind, new.case_id, new.follow_up_id, new.referral_id, new.closing_reason, sealed_reason, due_at,
        by, tx.now, new.rules_version,
    )  # fmt: skip


async def decisions(tx: Transaction, contact: UUID) -> list[DecisionRow]:
    return await sql.decisions.many(tx.db, DecisionRow, contact)


async def decided_together(tx: Transaction, decision: UUID, by: str) -> list[TogetherRow]:
    return await sql.decided_together.many(tx.db, TogetherRow, decision, by)


async def quarantined(tx: Transaction, limit: int) -> list[QuarantinedRow]:
    return await sql.quarantined.many(tx.db, QuarantinedRow, limit)


async def in_quarantine(tx: Transaction) -> int:
    count: int = await sql.in_quarantine.value(tx.db)
    return count


async def log_danger(tx: Transaction, entry: UUID, contact: UUID, sealed: bytes, category: str, by: str) -> None:
    await sql.log_danger.run(tx.db, entry, contact, sealed, category, by, tx.now)


async def danger(tx: Transaction, contact: UUID) -> list[DangerRow]:
    return await sql.danger.many(tx.db, DangerRow, contact)
