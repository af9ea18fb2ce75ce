"""Somebody is told when the house is broken."""

from helpline.health import alarms
from helpline.jobs.model import Premises
from helpline.vault.transaction import SYSTEM


async def watch(house: Premises) -> None:
    """Look for what broke, and for what is well again."""
    mailed = [one.strip() for one in house.settings.alarm_email.split(",") if one.strip()]
    async with house.engine.transaction(SYSTEM) as tx:
        await alarms.watch(tx, house.senders.keys(), mailed)
