"""What is swept up at night."""

from datetime import timedelta

from helpline.factors import store as factors
from helpline.jobs.model import Premises
from helpline.staff import store
from helpline.vault.transaction import SYSTEM

CALLS_FOR = timedelta(days=2)
SESSIONS_FOR = timedelta(days=30)
CHALLENGES_FOR = timedelta(days=1)


async def prune(house: Premises) -> None:
    """Forget the keys of repeated requests, sessions that are over and challenges too old to be answered."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.prune(tx.db, tx.now - CALLS_FOR, tx.now - SESSIONS_FOR)
        await factors.prune(tx.db, tx.now - CHALLENGES_FOR)
