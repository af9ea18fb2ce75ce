"""What came to us a moment ago."""

from typing import Any
from uuid import UUID

from litestar import Litestar

from helpline.contacts import actions as contacts
from helpline.vault.transaction import SYSTEM, Engine


async def arrived(engine: Engine, app: Litestar) -> Any:
    """The newest contact, read."""
    while await app.state.digestion.some():
        pass
    async with engine.transaction(SYSTEM) as tx:
        newest: UUID = await tx.db.fetchval("select id from contact order by received_at desc limit 1")
        return await contacts.opened(tx, newest)
