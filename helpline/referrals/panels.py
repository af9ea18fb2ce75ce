"""What the screens show of orientations."""

from uuid import UUID

from msgspec.structs import asdict

from helpline.referrals import rules, store
from helpline.referrals.model import Referral
from helpline.vault.transaction import Transaction

SHOWN = 50


async def about(tx: Transaction, record: UUID) -> list[Referral]:
    """The orientations of one contact or case, newest first; whoever shows them audits the record."""
    return [opened(tx, row) for row in await store.about(tx, record, SHOWN)]


def opened(tx: Transaction, row: store.Row) -> Referral:
    """The orientation with its note; an erased one shows none."""
    shown = {name: value for name, value in asdict(row).items() if name in Referral.__struct_fields__}
    if row.wrapped is None:
        return Referral(note="", **shown)
    note = tx.vault.open(row.sealed_for, row.wrapped).unseal(store.SEALED, row.id, row.sealed)
    return Referral(note=note.decode(), **shown)


def next_states(referral: Referral) -> list[str]:
    """What may follow."""
    return list(rules.FOLLOWING[referral.state])
