"""What the provider took while its webhooks reached nobody: it keeps telling whoever asks for its lists."""

import asyncio
from datetime import timedelta

from helpline.cli.simulate.many import Refused
from helpline.cli.simulate.options import say
from helpline.cli.simulate.provider import Provider
from helpline.settings import DEMO_ACCOUNT

#: Old enough for a round: of what is younger, the webhook may still be on its way.
DURING_THE_OUTAGE = timedelta(minutes=10)

#: A round comes every quarter of an hour.
FOUND_WITHIN = 20 * 60.0

#: The round that asked goes on to other lists.
LINGERS = 1.0


async def found_by_reconciliation(provider: Provider, seconds: float = FOUND_WITHIN) -> None:
    """Waits until the server has asked for the lists, or fetched and deleted what it knew of. Raises `Refused`."""
    missing = {one["sid"] for found in provider.lists.values() for one in found}
    demo = provider.account == DEMO_ACCOUNT["HELPLINE_TWILIO_ACCOUNT_SID"]
    command = "HELPLINE_DEMO=true helpline doctor --reconcile" if demo else "helpline doctor --reconcile"
    say(
        f"{len(missing)} stand in the provider's lists, and nobody told the server. It finds them at its next round, "
        f"or now with `{command}`; this command waits for it."
    )
    try:
        async with asyncio.timeout(seconds):
            while not missing <= provider.listed_so_far | provider.deleted:  # noqa: ASYNC110  # another process asks
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise Refused("Nobody asked for the provider's lists: is the worker running?") from None
    await asyncio.sleep(LINGERS)
    say("The server has asked for all of them.")
