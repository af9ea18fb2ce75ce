"""Keeps what arrives together in one commit. Apart from `actions`, because it holds arrivals between two requests.

Nobody waits for company: an arrival that comes alone is committed at once. What comes while a commit is on its way to
the disk goes with the next one, so a flood costs one commit for many and a quiet night one for each.
"""

import asyncio

from helpline.envelope import Raw, Receipt
from helpline.intake.actions import keep_together, sealed
from helpline.intake.model import Kept
from helpline.vault.transaction import Engine

MOST = 64
AT_ONCE = 2

Waiting = tuple[Kept, "asyncio.Future[Receipt]"]


class Keeping:
    """The door's hands in one process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._waiting: list[Waiting] = []
        self._busy: set[asyncio.Task[None]] = set()

    async def keep(self, raw: Raw) -> Receipt:
        """As `actions.keep`: when this returns, the arrival can no longer be lost."""
        receipt: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((sealed(self.engine, raw), receipt))
        if len(self._busy) < AT_ONCE:
            task = asyncio.create_task(self._commit())
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)
        return await receipt

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                receipts = await keep_together(self.engine, [row for row, _ in batch])
            except Exception as problem:
                for _, receipt in batch:
                    if not receipt.done():
                        receipt.set_exception(problem)
            else:
                for (_, receipt), given in zip(batch, receipts, strict=True):
                    if not receipt.done():
                        receipt.set_result(given)
