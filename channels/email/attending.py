"""Somebody at a mailbox for as long as the worker lives, in a thread of its own, because IMAP blocks."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from channels.email.accounts import Account
from channels.email.imap import Connection
from channels.email.oauth import Tokens

T = TypeVar("T")


class Attending(ABC):
    """What the ones at a mailbox have in common; what they do there is their `_run`."""

    def __init__(self, account: Account, tokens: Tokens | None, thread: str) -> None:
        self.account, self.tokens = account, tokens
        self._task: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=thread)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        if self._connection is not None:
            self._connection.shut()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._thread.shutdown(wait=False, cancel_futures=True)

    @abstractmethod
    async def _run(self) -> None:
        """What is done there, for as long as the task lives; nothing that happens ends it."""

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[Connection]:
        """Signed in, until the block ends or we are stopped. Raises `TransportError`."""
        token = await access(self.account, self.tokens)
        self._connection = connection = await self.away(partial(Connection, self.account, token))
        try:
            yield connection
        finally:
            self._connection = None
            connection.shut()

    async def away(self, work: Callable[[], T]) -> T:
        """Something that blocks, in this mailbox's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


async def access(account: Account, tokens: Tokens | None) -> str:
    """The token that stands in for a password; "" where there is one."""
    return await tokens.token() if tokens and not account.password else ""
