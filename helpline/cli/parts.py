"""What a process is made of: parts that run until they are told to stop, and stop together."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from helpline.channel import Listener
from helpline.errors import ConfigurationError
from helpline.jobs.worker import Worker

log = logging.getLogger("helpline.cli")

#: A job may finish; what takes longer is put back and done again later.
PATIENCE_SECONDS = 2.0
PAUSE_SECONDS = 1.0


class Part(Struct, frozen=True):
    """Something that runs until it is told to stop. `stop` is given the task that runs it."""

    run: Callable[[], Awaitable[None]]
    stop: Callable[["asyncio.Task[None]"], Awaitable[None]]


async def until(stop: asyncio.Event, parts: Sequence[Part]) -> int:
    """0 after a signal; 1 when a part ended by itself: the process never runs on without one."""
    running = {asyncio.ensure_future(part.run()): part for part in parts}
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({*running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    broken = [task for task in running if task.done()]
    await asyncio.gather(*(part.stop(task) for task, part in running.items() if not task.done()))
    await asyncio.wait(running, timeout=PATIENCE_SECONDS)
    for task in running:
        task.cancel()
    waiting.cancel()
    for task in broken:
        failure = task.exception()
        if isinstance(failure, ConfigurationError):
            raise failure
        print(f"A part of the program ended by itself ({type(failure).__name__}).", file=sys.stderr)
    return 1 if broken else 0


def door_part(door: Listener) -> Part:
    """A door that is not HTTP runs beside the work, not in it."""
    closed = asyncio.Event()

    async def open_door() -> None:
        await door.start()
        await closed.wait()

    async def close_door(task: "asyncio.Task[None]") -> None:
        closed.set()
        await door.stop()

    return Part(open_door, close_door)


class Jobs:
    """The job queue, taken up again when it breaks off: a database that restarts does not end the house."""

    def __init__(self, hire: Callable[[], Worker]) -> None:
        self.hire = hire
        self.stopping = False

    async def run(self) -> None:
        while not self.stopping:
            self.worker = self.hire()
            self.working = asyncio.create_task(self.worker.run())
            await asyncio.wait({self.working})
            if not self.stopping:
                log.warning("jobs broke off", extra={"code": type(self.working.exception()).__name__})
                await asyncio.sleep(PAUSE_SECONDS)

    async def stop(self, task: "asyncio.Task[None]") -> None:
        self.stopping = True
        await self.worker.stop(self.working, PATIENCE_SECONDS)
