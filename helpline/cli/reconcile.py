"""`helpline doctor --reconcile`: one round at every provider, now. Apart, because the doctor itself only looks."""

from helpline.channel import HelplineError
from helpline.cli.premises import opened
from helpline.settings import Settings


async def reconciled(settings: Settings) -> int:
    """Takes in what providers have and we do not, as the worker does every quarter of an hour; 1 when one failed."""
    failed = False
    async with opened(settings) as house:
        asked = {name: one.reconcile for name, one in sorted(house.premises.channels.items()) if one.reconcile}
        if not asked:
            print(" !  no provider keeps lists here: set HELPLINE_TWILIO_ACCOUNT_SID, or HELPLINE_DEMO=true for a demo")
        for name, reconcile in asked.items():
            try:
                filled = await reconcile()
            except HelplineError as problem:
                print(f"BAD {name}: the provider was not read to its end ({problem}); run `helpline doctor`.")
                failed = True
            else:
                print(f"ok  {name}: {filled} taken in that had never come.")
    return 1 if failed else 0
