"""What the providers say of an address: that whoever uses it told them to stop, or that mail to it comes back. Apart
from the rules, because no person said it to us.
"""

from datetime import datetime

from helpline.audit import actions as audit
from helpline.envelope import AddressKind
from helpline.people import store
from helpline.people.actions import ensure_person
from helpline.people.model import Kind
from helpline.vault.transaction import Transaction


async def opt_out(tx: Transaction, kind: AddressKind, value: str, at: datetime | None) -> None:
    """Whoever uses this address told the provider to stop (`at`), known or not, or to start again (None)."""
    if at:
        await ensure_person(tx, Kind.REQUESTER, (kind, value))
    if await store.opt_out(tx, tx.vault.blind(kind, value), at):
        await audit.record(tx, "address.opted_out" if at else "address.opted_in", "address")


async def stopped(tx: Transaction, blind: bytes) -> None:
    """The provider refuses to write to this address, because whoever uses it once told it to stop."""
    if await store.stopped_at(tx, blind) is None and await store.opt_out(tx, blind, tx.now):
        await audit.record(tx, "address.opted_out", "address")


async def stopped_at(tx: Transaction, blind: bytes) -> datetime | None:
    """Since when this address is not to be written to; None where nobody told the provider to stop."""
    return await store.stopped_at(tx, blind)


async def bounced(tx: Transaction, blind: bytes) -> None:
    """Mail to this address came back for good; whoever writes there next is told."""
    if await store.bounced(tx, blind):
        await audit.record(tx, "address.bounced", "address")
