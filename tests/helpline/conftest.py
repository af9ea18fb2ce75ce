"""Records that the rooms' tests stand on: a contact to follow up, a colleague to hand it to."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from litestar import Litestar

from helpline import channel
from helpline.app import build, furnish
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.db.embedded import Addresses
from helpline.envelope import AddressKind, Outcome
from helpline.live.hub import Hub
from helpline.settings import Settings
from helpline.vault.transaction import Engine, Transaction

Maker = Callable[..., Awaitable[UUID]]


@pytest.fixture(scope="session")
def standing() -> list[Litestar]:
    """The application, once a test of this process has put it together: that takes longer than most tests."""
    return []


@pytest.fixture
def app(
    standing: list[Litestar],
    engine: Engine,
    database: Addresses,
    settings: Settings,
    channels: dict[str, channel.Channel],
) -> Litestar:
    """The rooms' pages on the test's own database; whoever asks for a channel's own routes wants the `whole_app`."""
    hub = Hub(database.app)
    if not standing:
        standing.append(build(engine, settings, channels, hub))
    furnish(standing[0], engine, settings, channels, hub)
    return standing[0]


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
