"""What the provider took while its webhooks reached nobody: it keeps telling whoever asks for its lists."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from datetime import timedelta

from helpline.cli.simulate.many import Refused
from helpline.cli.simulate.options import say
from helpline.cli.simulate.provider import Provider
from helpline.settings import DEMO_ACCOUNT

#: Old enough for a round: of what is younger, the webhook may still be on its way.
DURING_THE_OUTAGE = timedelta(minutes=10)

#: A round comes every quarter of an hour; the demo's is begun here, and takes no longer than this.
FOUND_WITHIN, BEGUN_HERE = 20 * 60.0, 5 * 60.0

#: The round that asked goes on to other lists.
LINGERS = 1.0


async def found_by_reconciliation(provider: Provider, seconds: float = FOUND_WITHIN) -> None:
    """Waits until the server has asked for the lists, or fetched and deleted what it knew of. Raises `Refused`.

    In a demo the round is begun here: nobody has to wait a quarter of an hour for it.
    """
    missing = {one["sid"] for found in provider.lists.values() for one in found}
    if provider.account == DEMO_ACCOUNT["HELPLINE_TWILIO_ACCOUNT_SID"] and await round_in_the_demo():
        return
    say(
        "They stand in the provider's lists. The server finds them at its next round, or now with "
        f"`helpline doctor --reconcile`; this command waits for it, {seconds / 60:.0f} minutes at most."
    )
    try:
        async with asyncio.timeout(seconds):
            while not missing <= provider.listed_so_far | provider.deleted:  # noqa: ASYNC110  # another process asks
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise Refused("Nobody asked for the provider's lists: is the worker running?") from None
    await asyncio.sleep(LINGERS)
    say("The server has asked for all of them.")


async def round_in_the_demo(seconds: float = BEGUN_HERE) -> bool:
    """One round with the demo's settings, and what it says; whether it went to its end."""
    doctor = ("-m", "helpline.cli.main", "doctor", "--reconcile")
    demo = {**os.environ, "HELPLINE_DEMO": "true"}
    asked = await asyncio.create_subprocess_exec(sys.executable, *doctor, env=demo, stdout=sys.stderr, stderr=DEVNULL)
    try:
        async with asyncio.timeout(seconds):
            return await asked.wait() == 0
    except TimeoutError:
        asked.kill()
        await asked.wait()
        return False
