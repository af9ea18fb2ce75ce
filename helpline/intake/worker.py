"""Digestion for the life of the process: woken by NOTIFY, looking by itself every second in case a wake-up was lost."""

import asyncio
import contextlib
import logging

import asyncpg

from helpline.intake.digest import BATCH, Digestion
from helpline.rulebook import published
from helpline.vault.transaction import SYSTEM

log = logging.getLogger(__name__)

PATIENCE = 1.0


class IntakeWorker:
    """Runs a digestion until it is stopped. `dsn` is for the one LISTEN connection."""

    def __init__(self, digestion: Digestion, dsn: str) -> None:
        self.digestion, self.dsn = digestion, dsn
        self._woken, self._published = asyncio.Event(), asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Digest until `stop`; a database that is away is waited for."""
        beside = asyncio.create_task(self._listen()), asyncio.create_task(self._read_rules())
        try:
            while not self._stopping:
                self._woken.clear()
                if await self._digested() < BATCH and not self._stopping:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), PATIENCE)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    def stop(self) -> None:
        """Finish the batch at hand, then end."""
        self._stopping = True
        self._woken.set()

    async def _digested(self) -> int:
        try:
            return await self.digestion.some()
        except Exception as problem:
            # Whatever it is, reading goes on: the claimed rows come again when their lease ends.
            log.warning("digestion pauses: %s", type(problem).__name__)
            await asyncio.sleep(PATIENCE)
            return 0

    async def _read_rules(self) -> None:
        """Load what is published before a message asks."""
        while True:
            self._published.clear()
            try:
                async with self.digestion.engine.transaction(SYSTEM) as tx:
                    await published.current(tx)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await asyncio.sleep(PATIENCE)
                continue
            await self._published.wait()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                log.warning("inbox wake-ups are away; looking every second")
            await asyncio.sleep(PATIENCE)

    async def _listen_once(self) -> None:
        """Until the connection is gone."""
        gone = asyncio.Event()
        connection = await asyncpg.connect(self.dsn, server_settings={"application_name": "helpline-inbox"})
        connection.add_termination_listener(lambda _: gone.set())
        await connection.add_listener("helpline_inbox", lambda *_: self._woken.set())
        await connection.add_listener(published.CHANNEL, lambda *_: self._published.set())
        self._woken.set()
        self._published.set()
        try:
            await gone.wait()
        finally:
            connection.terminate()
