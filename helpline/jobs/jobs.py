"""The queue's own housekeeping."""

from datetime import timedelta

from helpline import clock
from helpline.jobs import store
from helpline.jobs.model import Premises

KEEP_LOG = timedelta(days=7)
KEEP_STATISTICS = timedelta(days=90)


#: So often a job is put back that nobody but the library set aside.
MOST_ATTEMPTS = 8


async def put_back(house: Premises) -> None:
    """Jobs that stand aside for nobody to decide anything: the database went away between two steps of the library."""
    await store.put_back(house.engine.pool, MOST_ATTEMPTS)


async def prune(house: Premises) -> None:
    """Forget what the library wrote down about jobs long done."""
    now = clock.now()
    await store.prune(house.engine.pool, now - KEEP_LOG, now - KEEP_STATISTICS)
