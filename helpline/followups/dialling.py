"""Whom a call-back would ring, and whether it may at this minute: what the verbs ask before anybody dials."""

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.envelope import AddressKind
from helpline.followups import store
from helpline.followups.model import FollowUpKind, Matter
from helpline.people import actions as people
from helpline.people.model import Danger, Purpose, Verdict
from helpline.people.rules import normal
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction


async def number_of(tx: Transaction, row: store.Row, key: Key) -> str | None:
    """The number of a call-back: its own, else the one the contact asked for, else the one it came from."""
    if row.kind is not FollowUpKind.CALL_BACK:
        return None
    own = key.unseal_struct(store.SEALED, row.id, row.sealed, Matter).address
    if own is not None:
        return own.value if own.kind is AddressKind.PHONE else None
    contact = await contact_store.row(tx, row.contact_id) if row.contact_id else None
    if contact is None or contact.wrapped is None:
        return None
    _key, content = contacts.unsealed(tx, contact)
    return normal(AddressKind.PHONE, content.call_back or content.sender or "")


async def verdict(tx: Transaction, number: str, purpose: Purpose, danger: Danger | None = None) -> Verdict:
    """What the safe-contact rules say about a number at this minute."""
    return await people.permission(tx, tx.vault.blind(AddressKind.PHONE, number), purpose, tx.now, danger)
