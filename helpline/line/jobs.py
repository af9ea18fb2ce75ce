"""Pages that nobody answers are not forgotten; and what the telephone is to do for the line."""

from helpline.jobs.model import Premises
from helpline.line import actions, presence, switching
from helpline.line.model import OfCall, OfLeg, OfOffer
from helpline.vault.transaction import SYSTEM


async def watch(house: Premises) -> None:
    """See who answered, and call the supervisors where nobody did."""
    async with house.engine.transaction(SYSTEM) as tx:
        await actions.watch(tx)


async def tend(house: Premises) -> None:
    """Look after the line itself."""
    async with house.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)


async def ring(house: Premises, job: OfOffer) -> None:
    await switching.ring(house, job.offer)


async def unanswered(house: Premises, job: OfOffer) -> None:
    await switching.unanswered(house, job.offer)


async def hang_up(house: Premises, job: OfLeg) -> None:
    await switching.hang_up(house, job.leg)


async def bring(house: Premises, job: OfCall) -> None:
    await switching.bring(house, job.call)


async def hold(house: Premises, job: OfCall) -> None:
    await switching.hold(house, job.call)


async def let_go(house: Premises, job: OfCall) -> None:
    await switching.let_go(house, job.call)


async def drop(house: Premises, job: OfCall) -> None:
    await switching.drop(house, job.call)


async def send_back(house: Premises, job: OfCall) -> None:
    await switching.send_back(house, job.call)


async def claim(house: Premises, job: OfCall) -> None:
    await switching.claim(house, job.call)


async def again(house: Premises, job: OfCall) -> None:
    await switching.again(house, job.call)
