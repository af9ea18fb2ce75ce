"""The door for a mailbox at anybody's provider: IMAP, listening where the server pushes, and looking where it does not.

What is there is kept first and marked afterwards. How far we are is a number in our own database, never a date or a
mark in the mailbox, where anybody's telephone changes them.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
from imapclient.exceptions import IMAPClientError

from channels.email.accounts import Account
from channels.email.attending import Attending
from channels.email.imap import Connection
from channels.email.lmtp import LARGEST, raw
from channels.email.model import Delivered
from channels.email.oauth import Tokens
from helpline.channel import Bookmark, House, Invalid, Mark, TransportError
from helpline.envelope import Raw

log = logging.getLogger(__name__)

#: Seconds without a word from the server after which we look anyway.
RHYTHM = 60.0
#: Seconds between attempts while something is broken. A server counts wrong passwords: those begin later.
PAUSES = (2.0, 10.0, 60.0, 300.0, 900.0)
REFUSED = 2
BATCH = 50
#: Mails are fetched together up to this many bytes.
TOGETHER = 4_000_000
#: What is kept of a mail that is too large; the whole stays where it is.
BEGINNING = 1_000_000
TRIES = 3
#: Whoever wrote this long ago is not told by a machine today that it has arrived: a mailbox is read from its beginning.
OLD = timedelta(days=14)


class MailboxListener(Attending):
    """Reads one mailbox for the life of the worker. Nothing that happens there ends it."""

    def __init__(
        self,
        house: House,
        account: Account,
        tokens: Tokens | None = None,
        *,
        rhythm: float = RHYTHM,
        pauses: Sequence[float] = PAUSES,
        largest: int = LARGEST,
    ) -> None:
        super().__init__(account, tokens, "mailbox")
        self.house, self.rhythm, self.pauses, self.largest = house, rhythm, pauses, largest
        self.failures = 0
        self.tried: dict[int, int] = {}
        self.old: set[int] = set()

    async def _run(self) -> None:
        while True:
            try:
                await self._attend()
            except Exception as problem:
                code = problem.code if isinstance(problem, TransportError) else type(problem).__name__
                log.warning("email: a mailbox is away: %s", code)
                await self._told(code)
            await asyncio.sleep(self._pause())

    def _pause(self) -> float:
        self.failures += 1
        return self.pauses[min(self.failures, len(self.pauses)) - 1]

    async def _told(self, code: str) -> None:
        """On the health page; where the database is away too, that is what it shows."""
        if code == "refused_login":
            self.failures = max(self.failures, REFUSED)
            if self.tokens:
                self.tokens.forget()
        try:
            await self.house.mailbox_failed(self.account.name, code)
        except Exception as problem:
            log.warning("email: a failure could not be noted: %s", type(problem).__name__)

    async def _attend(self) -> None:
        """Sign in, and read until the connection breaks."""
        async with self.connected() as connection:
            if await self.away(connection.full):
                await self.house.refused("email", "mailbox_full")
            while True:
                await self.look(connection)
                self.failures = 0
                if not await self.away(partial(connection.wait, self.rhythm)):
                    await asyncio.sleep(self.rhythm)

    async def look(self, connection: Connection) -> None:
        """Read everything that is new. Where another process reads this mailbox, there is nothing to do."""
        while True:
            async with self.house.bookmark(self.account.name) as bookmark:
                if bookmark is None or not await self._some(connection, bookmark):
                    return

    async def _some(self, connection: Connection, bookmark: Bookmark) -> int:
        """A batch: kept, then marked, then passed. Killed between any two, we meet it again and know it."""
        mark = bookmark.mark
        if mark is None or mark.validity != connection.validity:
            if mark is not None:
                # The numbers begin anew. Everything is read once more; what is here already is known by its bytes.
                await self.house.refused("email", "mailbox_renumbered")
            mark = Mark(connection.validity, 0)
        uids = await self.away(partial(connection.new, mark.uid, BATCH))
        if uids:
            here = await self._keep(connection, uids)
            if refused := await self.away(partial(connection.done, here)):
                await self.house.refused("email", refused)
        await bookmark.put(Mark(connection.validity, uids[-1] if uids else mark.uid))
        return len(uids)

    async def _keep(self, connection: Connection, uids: Sequence[int]) -> list[int]:
        """Every one of them ends here: whole, or as its beginning, or as the word that it could not be brought.

        Answers the whole ones; the others are left in the mailbox as they are.
        """
        lying = await self.away(partial(connection.lying, uids))
        self.old = {uid for uid, one in lying.items() if one.since and datetime.now(UTC) - one.since > OLD}
        here: list[int] = []
        for group in groups({uid: one.size for uid, one in lying.items() if one.size <= self.largest}):
            here += await self._keep_whole(connection, group)
        for uid, one in lying.items():
            if one.size > self.largest:
                await self._keep_beginning(connection, uid, one.size)
        for uid in uids:
            if uid not in lying:
                await self._keep_word(connection, uid)
        self.tried.clear()
        return here

    async def _keep_whole(self, connection: Connection, group: Sequence[int]) -> list[int]:
        """Together, unless one of them made trouble; then one by one, and what does not come is told to a human."""
        here: list[int] = []
        if len(group) > 1 and not self.tried:
            with contextlib.suppress(IMAPClientError, Invalid):
                here += await self._fetch(connection, group)
        for uid in group:
            if uid in here:
                continue
            with contextlib.suppress(IMAPClientError, Invalid):
                if self.tried.get(uid, 0) < TRIES and await self._fetch(connection, [uid]):
                    here.append(uid)
                    continue
            await self._keep_word(connection, uid)
        return here

    async def _fetch(self, connection: Connection, group: Sequence[int]) -> list[int]:
        """Fetch and keep these; what came of them.

        Each attempt is counted before it is made: one may break the connection every time.
        """
        for uid in group:
            self.tried[uid] = self.tried.get(uid, 0) + 1
        found = await self.away(partial(connection.mails, group))
        for uid in group:
            del self.tried[uid]
        doors = {uid: "lay_unread" if uid in self.old else "" for uid in found}
        await asyncio.gather(*(self.house.keep(raw(Delivered(None, (), found[uid], doors[uid]))) for uid in found))
        return list(found)

    async def _keep_beginning(self, connection: Connection, uid: int, size: int) -> None:
        """The headers and the beginning of one that is too large. The size is part of what it is known by."""
        try:
            found = await self.away(partial(connection.mails, [uid], BEGINNING))
        except IMAPClientError:
            found = {}
        if uid in found:
            await self.house.keep(raw(Delivered(None, (), found[uid], f"oversized:{uid}"), str(size)))
        else:
            await self._keep_word(connection, uid)

    async def _keep_word(self, connection: Connection, uid: int) -> None:
        """That there is a mail nobody could bring: its number finds it in the mailbox. None that was taken away is."""
        if not await self.away(partial(connection.lists, uid)):
            return
        place = f"{self.account.name}/{connection.validity}/{uid}"
        await self.house.refused("email", "unfetchable")
        word = Delivered(None, (), b"", f"unfetchable:{uid}")
        await self.house.keep(Raw("email", f"imap/{place}", msgspec.msgpack.encode(word), datetime.now(UTC)))


def groups(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Mails that are fetched together, in their order."""
    group: list[int] = []
    total = 0
    for uid, size in sizes.items():
        if group and total + size > TOGETHER:
            yield group
            group, total = [], 0
        group.append(uid)
        total += size
    if group:
        yield group
