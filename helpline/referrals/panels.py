"""What the screens show of orientations."""

from uuid import UUID

from msgspec.structs import asdict

from helpline.referrals import rules, store
from helpline.referrals.model import Matter, Referral
from helpline.vault.transaction import Transaction

SHOWN = 50


async def about(tx: Transaction, record: UUID) -> list[Referral]:
    """The orientations of one contact or case, newest first; whoever shows them audits the record."""
    return [opened(tx, row) for row in await store.about(tx, record, SHOWN)]


def opened(tx: Transaction, row: store.Row) -> Referral:
    """The orientation with what it says; an erased one says nothing."""
    shown = {name: value for name, value in asdict(row).items() if name in Referral.__struct_fields__}
    if row.wrapped is None:
        return Referral(service="", note="", **shown)
    key = tx.vault.open(row.sealed_for, row.wrapped)
    said = key.unseal_struct(store.SEALED, row.id, row.sealed, Matter)
    return Referral(service=said.service, note=said.note, **shown)


def next_states(referral: Referral) -> list[str]:
    """What may follow."""
    return list(rules.FOLLOWING[referral.state])
