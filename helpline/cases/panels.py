"""What the screens show of cases."""

from typing import Any
from uuid import UUID

from helpline.cases import store
from helpline.cases.actions import described
from helpline.vault.transaction import Transaction

NEAR = 10


async def of_contact(tx: Transaction, contact: UUID, conversation: UUID, person: UUID | None) -> list[dict[str, Any]]:
    """The cases a contact belongs to, and those it may belong to; whoever shows the contact audits it."""
    return [
        {
            "id": row.id,
            "number": row.number,
            "kind": row.kind,
            "alias": described(tx, row.id, row.content, row.wrapped).title,
            "linked": row.linked,
            "open": row.open,
        }
        for row in await store.near(tx, contact, conversation, person, NEAR)
    ]
