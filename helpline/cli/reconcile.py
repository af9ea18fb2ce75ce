"""`helpline doctor --reconcile`: one round at every provider, now. Apart, because the doctor itself only looks."""

from helpline.channel import HelplineError
from helpline.cli.premises import opened
from helpline.settings import Settings


async def reconciled(settings: Settings) -> int:
    """Takes in what providers have and we do not, as the worker does every quarter of an hour; 1 when one failed."""
    failed = False
    async with opened(settings) as house:
        for name, channel in sorted(house.premises.channels.items()):
            if channel.reconcile is None:
                continue
            try:
                filled = await channel.reconcile()
            except HelplineError as problem:
                print(f"BAD {name}: the provider was not read to its end ({problem}); run `helpline doctor`.")
                failed = True
            else:
                print(f"ok  {name}: {filled} taken in that had never come.")
    return 1 if failed else 0
