"""Pages that nobody answers are not forgotten, and the line looks after itself."""

from helpline.jobs.model import Premises
from helpline.line import actions, presence
from helpline.vault.transaction import SYSTEM


async def watch(house: Premises) -> None:
    """See who answered, and call the supervisors where nobody did."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.watch(tx)


async def tend(house: Premises) -> None:
    """Look after the line itself."""
    async with house.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)
