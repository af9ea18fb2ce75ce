"""What the clock does with figures."""

from helpline.jobs.model import Premises
from helpline.research import actions
from helpline.vault.transaction import SYSTEM


async def release(house: Premises) -> None:
    """A settled quarter is told, once."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.release(tx)
