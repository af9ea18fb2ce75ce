"""Pages that nobody answers are not forgotten."""

from helpline.jobs.model import Premises
from helpline.line import actions
from helpline.vault.transaction import SYSTEM


async def watch(house: Premises) -> None:
    """See who answered, and call the supervisors where nobody did."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.watch(tx)
