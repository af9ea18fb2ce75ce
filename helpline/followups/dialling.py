"""Whom a call-back would ring, and whether it may at this minute: what the verbs ask before anybody dials."""

from collections.abc import Sequence
from uuid import UUID

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import ContactRow, Content
from helpline.envelope import AddressKind
from helpline.errors import Invalid
from helpline.followups import store
from helpline.followups.model import Address, Callee, Dialling, FollowUpKind, Matter
from helpline.people import actions as people
from helpline.people.model import Danger, Purpose, Reason, Rule, Verdict
from helpline.people.rules import masked, normal, strictest
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

#: Of how many contacts of a case the numbers are offered.
LATELY = 10
NOBODY = Callee()


async def number_of(tx: Transaction, row: store.Row, key: Key) -> str | None:
    """The number of a call-back: its own, else the one the contact asked for, else the one it came from."""
    if row.kind is not FollowUpKind.CALL_BACK:
        return None
    own = key.unseal_struct(store.SEALED, row.id, row.sealed, Matter).address
    contact = await contact_store.row(tx, row.contact_id) if row.contact_id and own is None else None
    return number_in(tx, own, contact)


def number_in(tx: Transaction, own: Address | None, contact: ContactRow | None) -> str | None:
    if own is not None:
        return own.value if own.kind is AddressKind.PHONE else None
    if contact is None or contact.wrapped is None:
        return None
    return asked_for(contacts.unsealed(tx, contact)[1])


async def said_of(tx: Transaction, rows: Sequence[store.Row]) -> dict[UUID, list[Rule]]:
    """By call-back, what was said is safe for the number it would ring: to propose a time, never to dial."""
    calls = [(row, matter_of(tx, row).address) for row in rows if row.kind is FollowUpKind.CALL_BACK and row.wrapped]
    asked = [row.contact_id for row, own in calls if row.contact_id and own is None]
    known = {row.id: row for row in await contact_store.rows(tx, asked)} if asked else {}
    numbers = {
        row.id: tx.vault.blind(AddressKind.PHONE, number)
        for row, own in calls
        if (number := number_in(tx, own, known.get(row.contact_id) if row.contact_id else None))
    }
    rules = await people.rules_by_address(tx, list(set(numbers.values())))
    return {call: rules.get(blind, []) for call, blind in numbers.items()}


def matter_of(tx: Transaction, row: store.Row) -> Matter:
    key = tx.vault.open(row.sealed_for, row.wrapped or b"")
    return key.unseal_struct(store.SEALED, row.id, row.sealed, Matter)


def asked_for(content: Content) -> str | None:
    """The number somebody asked to be called at, else the one it came from; None when neither is a number."""
    return normal(AddressKind.PHONE, content.call_back or content.sender or "")


async def callees(tx: Transaction, case: UUID) -> list[Callee]:
    """Whom a case may call back, each number once: those who take part, then whoever wrote or called lately."""
    found = [
        Callee(one.id, Address(one.kind, one.value), f"{person.name or _('Anonymous')}, {one.masked}", person=person.id)
        for person, one in await people.addresses_of(tx, await store.persons_of(tx, case))
        if one.kind is AddressKind.PHONE
    ]
    for row in await contact_store.rows(tx, await store.contacts_of(tx, case, LATELY)):
        if row.wrapped and (number := asked_for(contacts.unsealed(tx, row)[1])):
            shown = _("Contact %(number)s") % {"number": row.number} + ", " + masked(AddressKind.PHONE, number)
            found.append(Callee(row.id, Address(AddressKind.PHONE, number), shown, contact=row.id))
    return list({one.address: one for one in reversed(found)}.values())[::-1]


async def offered(tx: Transaction, case: UUID) -> list[tuple[UUID | None, str]]:
    """Whom to choose from, each with why no call is allowed at this minute; it may be promised all the same."""
    return [(one.id, await labelled(tx, one)) for one in await callees(tx, case)]


async def labelled(tx: Transaction, callee: Callee) -> str:
    asked = await verdict(tx, callee.address.value, Purpose.CALL) if callee.address else None
    if asked is None or asked.allowed:
        return callee.shown
    return _("%(whom)s · not now: %(why)s") % {"whom": callee.shown, "why": term(asked.reason, "safe_reason")}


async def chosen(tx: Transaction, case: UUID, kind: FollowUpKind, whom: UUID | None) -> Callee:
    """Whom the promise of a case is made to. Raises `Invalid` for a call-back to nobody, or to a stranger."""
    if whom is None and kind is FollowUpKind.CALL_BACK:
        raise Invalid({"whom": _("Choose whom to call back; where nobody has a number, add a person with one first.")})
    if whom is None:
        return NOBODY
    for one in await callees(tx, case):
        if one.id == whom:
            return one
    raise Invalid({"whom": _("Choose one from the list.")})


async def verdict(tx: Transaction, number: str, purpose: Purpose, danger: Danger | None = None) -> Verdict:
    """What the safe-contact rules say about a number at this minute."""
    return await people.permission(tx, tx.vault.blind(AddressKind.PHONE, number), purpose, tx.now, danger)


async def shut_now(tx: Transaction, follow_up: UUID) -> str:
    """Why the number of a promise may not be called at this minute, in words; "" where it may or there is none."""
    row = await store.one(tx, follow_up)
    if row is None or row.wrapped is None or row.ended_at is not None:
        return ""
    number = await number_of(tx, row, tx.vault.open(row.sealed_for, row.wrapped))
    asked = await verdict(tx, number, Purpose.CALL) if number else None
    return term(asked.reason, "safe_reason") if asked and not asked.allowed else ""


async def given(tx: Transaction, number: str, allowed: Verdict) -> Dialling:
    """The number with everything its owner said about being called: read before it rings."""
    message = await verdict(tx, number, Purpose.LEAVE_MESSAGE)
    said = [rule.said for rule in await people.rules_shown(tx, tx.vault.blind(AddressKind.PHONE, number))]
    return Dialling(
        number,
        term(allowed.reason, "safe_reason"),
        None if message.reason in (Reason.NOT_ASKED, Reason.ASK_FIRST, Reason.UNREAD) else message.allowed,
        strictest(rule.may_say_service_name for rule in said),
        cover_phrase="; ".join(dict.fromkeys(rule.cover_phrase for rule in said if rule.cover_phrase)),
        if_other_answers="; ".join(dict.fromkeys(rule.if_other_answers for rule in said if rule.if_other_answers)),
    )
