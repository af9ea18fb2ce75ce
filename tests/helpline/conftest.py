"""Records that the rooms' tests stand on: a contact to follow up, a colleague to hand it to."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.envelope import AddressKind, Outcome
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


@pytest.fixture
def a_contact(tx: Transaction) -> Maker:
    """Makes a contact from an invented number."""

    async def make(sender: str | None = "+447700900123", channel: str = "sms", outcome: str | None = None) -> UUID:
        key = tx.vault.mint(new_id())
        new = NewContact(
            key=key,
            channel=Channel(channel),
            direction=Direction.IN,
            occurred_at=tx.now,
            received_at=tx.now,
            content=Content(text="Pouvez-vous me rappeler ?", sender=sender),
            conversation=key.record,
            sender_kind=AddressKind.PHONE if sender else None,
            sender_blind=tx.vault.blind("phone", sender) if sender else None,
            outcome=Outcome(outcome) if outcome else None,
        )
        await contacts.add(tx, [new])
        return key.record

    return make


@pytest.fixture
def a_colleague(tx: Transaction) -> Maker:
    """Makes an account for an invented colleague."""

    async def make(name: str = "Charlie", role: str = "case_worker") -> UUID:
        colleague = new_id()
        await tx.db.execute(
            "insert into staff (id, sign_in_name, display_name, role, password_hash) values ($1, $2, $3, $4, '')",
            colleague, str(colleague), name, role,
        )  # fmt: skip
        return colleague

    return make
