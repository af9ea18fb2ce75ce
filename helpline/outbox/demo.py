"""A provider that never leaves the machine, for the demo: it takes every letter and reports it delivered."""

import asyncio
from datetime import timedelta

from helpline import clock
from helpline.envelope import Delivery, DeliveryState, Parcel, Sent
from helpline.outbox import sending
from helpline.vault.transaction import SYSTEM, Engine

DEMO_CHANNELS = ("sms", "email")
THINKS = timedelta(seconds=1)
#: The report may come before the receipt is written down, as a provider's may.
TRIES = 20


class DemoSender:
    """Sends nothing. Its reports of delivery come through the same door as a provider's."""

    def __init__(self, engine: Engine, thinks: timedelta = THINKS) -> None:
        self.engine, self.thinks = engine, thinks
        self.reports: set[asyncio.Task[None]] = set()

    async def send(self, parcel: Parcel) -> Sent:
        """Take a letter and promise a report."""
        provider_id = f"demo-{parcel.id}"
        report = asyncio.create_task(self._report(provider_id))
        self.reports.add(report)
        report.add_done_callback(self.reports.discard)
        return Sent(provider_id)

    async def _report(self, provider_id: str) -> None:
        for _ in range(TRIES):
            await asyncio.sleep(self.thinks.total_seconds())
            async with self.engine.transaction(SYSTEM) as tx:
                if await sending.delivered(tx, Delivery(provider_id, DeliveryState.DELIVERED, clock.now())):
                    return
