"""Live updates: one LISTEN connection for the process, a short queue for each open screen.

A screen asks for one topic, or for all, and gets `changed` with the topic, never text; it fetches what changed itself.
`immediate` and `line` reach every screen under their own names. When the database connection was lost, or a screen
fell behind, `changed: all` tells it to fetch anew. The hub closes every stream at once when the server stops.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from helpline.live.actions import CHANNEL, LINE

log = logging.getLogger("helpline.live")

QUEUED = 64
KEEP_ALIVE_SECONDS = 20.0
PROBE_SECONDS = 30.0
FIRST_DELAY, LONGEST_DELAY = 0.2, 5.0
#: A browser reconnects by itself; doing so now and then asks again whether its session still lives.
LONGEST_STREAM_SECONDS = 3600.0

RESYNC = b"event: changed\ndata: all\n\n"
FOR_ALL = ("immediate", LINE)
KEEP_ALIVE = b": still here\n\n"
HELLO = b"retry: 2000\n\n"

Screen = asyncio.Queue[bytes | None]


class Hub:
    """What one process tells its open screens."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.screens: dict[Screen, str] = {}
        self.listening = asyncio.Event()
        self.closed = False

    async def run(self) -> None:
        """Listen for the life of the process, over every loss of the connection."""
        delay, lost = FIRST_DELAY, False
        while True:
            try:
                connection = await asyncpg.connect(self.dsn, server_settings={"application_name": "helpline live"})
            except (OSError, asyncpg.PostgresError, TimeoutError):
                connection = None
            if connection is not None:
                delay = FIRST_DELAY
                await self.listen(connection, resync=lost)
            lost = True
            log.warning("listening lost", extra={"seconds": delay})
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def listen(self, connection: asyncpg.Connection, *, resync: bool) -> None:
        """Pass on what this connection hears until it ends; a half-dead one is found by asking it."""
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _: gone.set())
        with contextlib.suppress(
            OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError
        ):
            await connection.add_listener(CHANNEL, self.hear)
            self.listening.set()
            if resync:
                self.publish(RESYNC, None)
            while not gone.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(gone.wait(), PROBE_SECONDS)
                if not gone.is_set():
                    await connection.execute("select 1", timeout=5)
        self.listening.clear()
        connection.terminate()

    def hear(self, connection: Any, process: int, channel: str, topic: object) -> None:
        """A transaction somewhere was committed and told its topic."""
        shown, _slash, part = str(topic).partition("/")
        event = topic if topic in FOR_ALL else part or "changed"
        self.publish(f"event: {event}\ndata: {shown}\n\n".encode(), shown)

    def publish(self, message: bytes, topic: str | None) -> None:
        """To every screen that shows the topic, or to all. A full queue shrinks to a resync."""
        for screen, wanted in self.screens.items():
            if topic in (None, *FOR_ALL, wanted) or not wanted:
                behind = screen.full()
                if behind:
                    empty(screen)
                screen.put_nowait(RESYNC if behind else message)

    async def stream(self, topic: str = "") -> AsyncIterator[bytes]:
        """What one screen receives until it goes away or the server stops. An empty topic: everything."""
        if self.closed:
            return
        screen: Screen = asyncio.Queue(QUEUED)
        self.screens[screen] = topic
        end = asyncio.get_running_loop().time() + LONGEST_STREAM_SECONDS
        try:
            message: bytes | None = HELLO
            while message is not None and asyncio.get_running_loop().time() < end:
                yield message
                try:
                    message = await asyncio.wait_for(screen.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    message = KEEP_ALIVE
        finally:
            del self.screens[screen]

    def close(self) -> None:
        """End every stream now: open ones would hold up the server's stop for ever."""
        self.closed = True
        for screen in self.screens:
            empty(screen)
            screen.put_nowait(None)


def empty(screen: Screen) -> None:
    """Forget what a screen has not fetched yet."""
    while not screen.empty():
        screen.get_nowait()
