"""Whom a call-back would ring, and whether it may at this minute: what the verbs ask before anybody dials."""

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.envelope import AddressKind
from helpline.followups import store
from helpline.followups.model import Dialling, FollowUpKind, Matter
from helpline.people import actions as people
from helpline.people.model import Danger, Purpose, Verdict
from helpline.people.rules import normal
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.terms import term


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


async def given(tx: Transaction, number: str, allowed: Verdict) -> Dialling:
    """The number with everything its owner said about being called: read before it rings."""
    message = await verdict(tx, number, Purpose.LEAVE_MESSAGE)
    said = [rule.said for rule in await people.rules_shown(tx, tx.vault.blind(AddressKind.PHONE, number))]
    return Dialling(
        number,
        term(allowed.reason, "safe_reason"),
        message.allowed,
        allowed.may_say_service_name,
        cover_phrase="; ".join(dict.fromkeys(rule.cover_phrase for rule in said if rule.cover_phrase)),
        if_other_answers="; ".join(dict.fromkeys(rule.if_other_answers for rule in said if rule.if_other_answers)),
    )
