"""A contact that can be answered."""

from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, Language, NewContact
from helpline.envelope import AddressKind, SafeContact
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.vault.transaction import Transaction

NUMBER, MAIL = "+447700900123", "alice@example.org"


async def arrive(tx: Transaction, channel: Channel = Channel.SMS, sender: str | None = NUMBER) -> UUID:
    """A contact from Alice."""
    new = NewContact(
        key=tx.vault.mint(new_id()),
        channel=channel,
        direction=Direction.IN,
        occurred_at=tx.now,
        received_at=tx.now,
        content=Content(text="Who can I talk to?", sender=sender, external_id="<1@example.org>"),
        conversation=new_id(),
        language=Language.NL,
    )
    await contacts.add(tx, [new])
    return new.id


async def allow(tx: Transaction, said: SafeContact, address: str = NUMBER) -> UUID:
    """Alice says what is safe."""
    kind = AddressKind.EMAIL if "@" in address else AddressKind.PHONE
    person = await people.ensure_person(tx, Kind.REQUESTER, (kind, address))
    await people.set_rule(tx, person, None, said)
    return person


@pytest.fixture
async def contact(tx: Transaction) -> UUID:
    """Alice's SMS; nobody asked her yet what is safe."""
    return await arrive(tx)
