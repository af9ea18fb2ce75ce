"""What the clock does with accompaniments."""

from helpline.accompaniment import actions
from helpline.jobs.model import Premises
from helpline.vault.transaction import SYSTEM


async def promise_reviews(house: Premises) -> None:
    """Every open accompaniment has a promised review."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.promise_reviews(tx)
