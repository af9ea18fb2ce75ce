"""Letters leave."""

from helpline import clock
from helpline.errors import TransportError
from helpline.jobs.model import Premises
from helpline.jobs.worker import report
from helpline.outbox import sending
from helpline.outbox.actions import SEND
from helpline.outbox.model import SendLetter
from helpline.vault.transaction import SYSTEM


async def send(house: Premises, job: SendLetter) -> None:
    """Send one letter between two transactions: nothing is held open while a provider thinks."""
    async with house.engine.transaction(SYSTEM) as tx:
        taken = await sending.take(tx, job.letter)
    if taken is None:
        return
    channel, parcel = taken
    try:
        if channel not in house.senders:
            raise TransportError("no_sender", permanent=True)
        receipt = await house.senders[channel].send(parcel)
    except TransportError as error:
        async with house.engine.transaction(SYSTEM) as tx:
            await sending.failed(tx, job.letter, error)
    except Exception as error:
        # A fault of ours in the middle of sending: nobody knows how far it came.
        report(SEND, error)
        async with house.engine.transaction(SYSTEM) as tx:
            await sending.failed(tx, job.letter, TransportError(type(error).__name__, unknown=True))
    else:
        async with house.engine.transaction(SYSTEM) as tx:
            await sending.sent(tx, job.letter, receipt)


async def revive(house: Premises) -> None:
    """Letters whose job or worker died."""
    async with house.engine.transaction(SYSTEM) as tx:
        await sending.revive(tx, clock.now())
