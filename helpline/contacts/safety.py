"""What a contact's sender said is safe. Apart, because it joins two rooms: a contact and the person behind it."""

from datetime import datetime
from uuid import UUID

from helpline.contacts import actions, store
from helpline.contacts.model import Content, Requester
from helpline.envelope import AddressKind, SafeContact
from helpline.errors import NotFound
from helpline.live.actions import tell
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.vault.transaction import Transaction


async def note(
    tx: Transaction, contact: UUID, said: SafeContact, expires_at: datetime | None = None, *, here: bool = False
) -> UUID:
    """A colleague notes what the sender said is safe, for every address of the sender; the person's id.

    `here`: for the address alone that this contact asks to be reached at.
    """
    row = await store.row(tx, contact)
    if row is None:
        raise NotFound("There is no such contact.")
    _, content = actions.unsealed(tx, row)
    addresses = addresses_in(content)
    kind = Kind.PROFESSIONAL if row.requester is Requester.PROFESSIONAL else Kind.REQUESTER
    person = row.person_id or await people.ensure_person(tx, kind, addresses[0] if addresses else None)
    await keep(tx, contact, person, addresses, said, expires_at, here=here)
    await actions.noted(tx, contact, "safe_noted")
    return person


async def next_place(tx: Transaction, contact: UUID) -> str:
    """Where on the contact's page one goes on once it is known what is safe: the call where there is a number."""
    row = await store.row(tx, contact)
    addresses = addresses_in(actions.unsealed(tx, row)[1]) if row and row.wrapped else []
    return "call" if any(kind is AddressKind.PHONE for kind, _value in addresses) else "answer"


async def whose(tx: Transaction, person: UUID | None, content: Content) -> UUID | None:
    """Whose rule `note` would change; None when it would be the first of a new person."""
    addresses = addresses_in(content)
    return person or (await people.only_user(tx, *addresses[0]) if addresses else None)


async def said_by_writer(tx: Transaction, contact: UUID, content: Content, said: SafeContact) -> UUID | None:
    """The sender's own words hold from the first minute; the person's id, or None without an address.

    Nobody proved that an address in a form is the writer's own. So the words never replace what is known about
    somebody else at that address: they stand beside it, as a new person's, and the strictest wins. Only inside the
    writer's own conversation they replace what the same writer said before.
    """
    addresses = addresses_in(content)
    if not addresses:
        return None
    person = await store.person_in_conversation(tx, contact) or await people.add(tx, Kind.REQUESTER, people.NOBODY)
    await keep(tx, contact, person, addresses, said, None)
    return person


def addresses_in(content: Content) -> list[tuple[AddressKind, str]]:
    """Where the sender can be reached: the number for a call-back first, then where it came from."""
    given = [value for value in (content.call_back, content.sender) if value]
    return [(AddressKind.EMAIL if "@" in value else AddressKind.PHONE, value) for value in given]


async def keep(
    tx: Transaction,
    contact: UUID,
    person: UUID,
    addresses: list[tuple[AddressKind, str]],
    said: SafeContact,
    expires_at: datetime | None,
    *,
    here: bool = False,
) -> None:
    known = [await people.add_address(tx, person, kind, value) for kind, value in addresses]
    await people.set_rule(tx, person, known[0] if here and known else None, said, expires_at)
    await store.assign_person(tx, contact, person)
    await tell(tx, f"contact:{contact}")
