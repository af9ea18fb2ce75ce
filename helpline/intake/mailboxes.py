"""How far each mailbox was read. Apart from `house`, because a bookmark lives as long as its transaction.

The lock is the transaction's own: it ends with the process that holds it, and nobody has to clean up.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from helpline.channel import Channel, Mark
from helpline.intake import store
from helpline.vault.transaction import SYSTEM, Engine, Transaction

CHANNEL = "email"


class Bookmark:
    """Implements `helpline.channel.Bookmark`."""

    def __init__(self, tx: Transaction, name: bytes, mark: Mark | None) -> None:
        self.tx, self.name, self.mark = tx, name, mark

    async def put(self, mark: Mark) -> None:
        await store.looked(self.tx, self.name, mark.validity, mark.uid)
        await store.polled(self.tx, CHANNEL, await store.failing_mailbox(self.tx))


@asynccontextmanager
async def bookmark(engine: Engine, mailbox: str) -> AsyncIterator[Bookmark | None]:
    """A mailbox for this process alone; None where another one reads it."""
    name = digest(engine, mailbox)
    async with engine.transaction(SYSTEM) as tx:
        if not await store.hold_mailbox(tx, name):
            yield None
            return
        row = await store.mailbox(tx, name)
        yield Bookmark(tx, name, Mark(row.validity, row.uid) if row and row.validity else None)


async def failed(tx: Transaction, name: bytes, why: str) -> None:
    """A mailbox cannot be read now: counted, and shown until it can."""
    await store.refused(tx, CHANNEL, why, tx.now.date())
    await store.failed(tx, name, why)
    await store.polled(tx, CHANNEL, why)


async def compare(engine: Engine, channels: Mapping[str, Channel]) -> None:
    """What the settings name no more is missed by nobody; how far it was read stays, for the day it comes back."""
    names = [digest(engine, name) for channel in channels.values() for name in channel.mailboxes or ()]
    async with engine.transaction(SYSTEM) as tx:
        await store.named(tx, names)
        await store.looked_at(tx, [name for name, channel in channels.items() if looks(channel)])


def looks(channel: Channel) -> bool:
    """Whether it looks at its provider by itself, as far as anybody can tell from outside."""
    return bool(channel.listeners) and (channel.mailboxes is None or bool(channel.mailboxes))


def digest(engine: Engine, mailbox: str) -> bytes:
    """What a mailbox is known by here; its address stays in the settings."""
    return engine.vault.digest(b"mailbox", mailbox.encode())
