"""Records that the rooms' tests stand on: a contact to follow up, a colleague to hand it to."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


@pytest.fixture
def a_contact(tx: Transaction) -> Maker:
    """Makes a contact from an invented number, with nothing in it but its key."""

    async def make(sender: str | None = "+447700900123", channel: str = "sms", outcome: str | None = None) -> UUID:
        key = tx.vault.mint(new_id())
        await keys.remember(tx, [key])
        await tx.db.execute(
            "insert into contact (id, channel, direction, occurred_at, received_at, sender_kind, sender_blind,"
            " conversation, content, gist, outcome) values ($1, $2, 'in', $3, $3, $4, $5, $1, '', '', $6)",
            key.record, channel, tx.now, "phone" if sender else None,
            tx.vault.blind("phone", sender) if sender else None, outcome,
        )  # fmt: skip
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
