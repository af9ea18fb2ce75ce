"""What the clock does with promises."""

from helpline.followups import actions, noticing
from helpline.jobs.model import Premises
from helpline.vault.transaction import SYSTEM


async def remind(house: Premises) -> None:
    """Owners are reminded, and the supervisor learns what is overdue."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.remind(tx)
        await actions.escalate(tx)


async def notice(house: Premises) -> None:
    """Messages that did not get through and rings nobody answered become promises."""
    async with house.engine.transaction(SYSTEM) as tx:
        await noticing.notice_undelivered(tx)
        await noticing.notice_unanswered(tx)
