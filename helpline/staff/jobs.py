"""What is swept up at night."""

from datetime import timedelta

from helpline.jobs.model import Premises
from helpline.staff import store
from helpline.vault.transaction import SYSTEM

CALLS_FOR = timedelta(days=2)
SESSIONS_FOR = timedelta(days=30)


async def prune(house: Premises) -> None:
    """Forget the keys of repeated requests and sessions that are over."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.prune(tx.db, tx.now - CALLS_FOR, tx.now - SESSIONS_FOR)
