"""The queue's own housekeeping."""

from datetime import timedelta

from helpline import clock
from helpline.jobs import store
from helpline.jobs.model import Premises

KEEP_LOG = timedelta(days=7)
KEEP_STATISTICS = timedelta(days=90)


async def prune(house: Premises) -> None:
    """Forget what the library wrote down about jobs long done."""
    now = clock.now()
    await store.prune(house.engine.pool, now - KEEP_LOG, now - KEEP_STATISTICS)
