"""What the contacts' room does by itself."""

from helpline.contacts import looking
from helpline.jobs.model import Premises
from helpline.vault.transaction import SYSTEM


async def forget_looks(house: Premises) -> None:
    """Who looked at what is kept for no longer than minutes."""
    async with house.engine.transaction(SYSTEM) as tx:
        await looking.forget(tx)
