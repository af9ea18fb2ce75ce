"""What the screens show of orientations: the contexts of `referrals/_of.html` and the page of one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.errors import NotFound
from helpline.referrals import rules, store
from helpline.referrals.model import Matter, Referral, ReferralState
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

SHOWN = 50
NOTHING = Matter("", "")


class Step(Struct, frozen=True):
    """One step in the life of an orientation."""

    at: datetime
    by: str
    state: ReferralState
    reason: str


class Told(Struct, frozen=True):
    """An orientation with its steps, newest first."""

    referral: Referral
    steps: Sequence[Step]


async def about(tx: Transaction, record: UUID) -> list[Referral]:
    """The orientations of one contact or case, newest first; whoever shows them audits the record."""
    return [opened(tx, row) for row in await store.about(tx, record, SHOWN)]


async def one(tx: Transaction, referral: UUID) -> Told:
    """One orientation with every step. Raises `NotFound`."""
    row = await store.one(tx, referral)
    if row is None:
        raise NotFound(_("There is no such orientation."))
    await audit.record(tx, "referral.opened", "referral", referral)
    steps = [
        Step(step.at, step.by_name or "", step.state, _reason(tx, row, step))
        for step in await store.steps(tx, referral)
    ]
    return Told(opened(tx, row), steps)


def opened(tx: Transaction, row: store.Row) -> Referral:
    """The orientation with what it says; an erased one says nothing."""
    matter = NOTHING
    if row.wrapped is not None:
        matter = tx.vault.open(row.sealed_for, row.wrapped).unseal_struct(store.SEALED, row.id, row.sealed, Matter)
    return Referral(
        id=row.id,
        case_id=row.case_id,
        contact_id=row.contact_id,
        partner=row.partner_name,
        service=matter.service,
        note=matter.note,
        state=row.state,
        next_states=rules.FOLLOWING[row.state],
        ask_back_at=row.ask_back_at,
        by=row.created_by_name or "",
        at=row.created_at,
        version=row.version,
    )


def _reason(tx: Transaction, row: store.Row, step: store.Step) -> str:
    if step.sealed_reason is None or row.wrapped is None:
        return ""
    return tx.vault.open(row.sealed_for, row.wrapped).unseal(store.REASON, step.id, step.sealed_reason).decode()
