"""A job that kills its worker, for real: repeated, and after three dead workers set aside."""

import asyncio
import sys
from asyncio.subprocess import Process
from pathlib import Path

from helpline import clock
from helpline.db.embedded import Addresses
from helpline.jobs import actions
from helpline.jobs.worker import MOST_STARTS
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.jobs.test_worker import Ring, held

WORKER = """
import asyncio, os, signal, sys
from datetime import timedelta
from helpline.db.pool import open_pool
from helpline.jobs.model import Job, Premises
from helpline.jobs.worker import Worker
from helpline.settings import Settings
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import Engine
from tests.helpline.jobs.test_worker import Ring

async def kill(house, job):
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    engine = Engine(await open_pool(sys.argv[1], 4), Vault(Secrets.for_tests()))
    await Worker(Premises(engine, Settings()), (Job("bell.ring", Ring, kill),), timedelta(seconds=0.5)).run()

asyncio.run(main())
"""


async def start(database: Addresses) -> Process:
    root = Path(__file__).parents[3]
    return await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, database.app, cwd=root)


async def test_a_job_that_kills_three_workers_leaves_the_fourth_alive(engine: Engine, database: Addresses) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await actions.enqueue(tx, "bell.ring", Ring(clock.new_id()))
    for _ in range(MOST_STARTS):
        async with asyncio.timeout(20):
            assert await (await start(database)).wait() == -9
        assert await held(engine) == 0
    survivor = await start(database)
    for _ in range(200):
        if await held(engine):
            break
        await asyncio.sleep(0.05)
    alive = survivor.returncode is None
    survivor.kill()
    await survivor.wait()
    assert (alive, await held(engine)) == (True, 1)
