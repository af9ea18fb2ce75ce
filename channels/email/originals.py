"""What became of the mails that were read: once ours has been durable for some days, the provider's goes too.

Apart from the mailbox that is read, because nothing here may ever hold up what comes in. A mail is deleted only where
it was moved to, by its own number, after its bytes were compared with those that the house has.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from msgspec.structs import replace

from channels.email.accounts import Account
from channels.email.attending import Attending, access
from channels.email.imap import Connection
from channels.email.lmtp import LARGEST, raw
from channels.email.model import Delivered
from channels.email.oauth import Tokens
from helpline.channel import House, TransportError
from helpline.clock import now

log = logging.getLogger(__name__)

RHYTHM = timedelta(hours=1)
#: Mails looked at in one round; whatever is left waits for the next.
AT_MOST = 500


class Originals(Attending):
    """Looks once an hour at the folder that read mail moved to. Nothing that happens there ends it."""

    def __init__(
        self, house: House, account: Account, tokens: Tokens | None, days: int, largest: int = LARGEST
    ) -> None:
        super().__init__(folder_of(account), tokens, "originals")
        self.house, self.days, self.largest = house, timedelta(days=days), largest
        #: Numbers that were looked at and stay, and for which day's look that is true.
        self.staying: set[int] = set()
        self.looked_on = now().date()

    async def _run(self) -> None:
        while True:
            try:
                await self.look(now())
            except Exception as problem:
                log.warning("email: originals were not looked at: %s", type(problem).__name__)
            await asyncio.sleep(RHYTHM.total_seconds())

    async def look(self, at: datetime) -> int:
        """How many of those that lie there are owed now."""
        if self.looked_on != at.date():
            self.staying, self.looked_on = set(), at.date()
        async with self.connected() as connection:
            lie = await self.away(partial(connection.old, at - self.days))
            return await self._let_go(connection, [uid for uid in lie if uid not in self.staying][:AT_MOST], at)

    async def _let_go(self, connection: Connection, uids: Sequence[int], at: datetime) -> int:
        """One by one. What is too large to be here whole is not even asked for."""
        if not uids:
            return 0
        sizes = await self.away(partial(connection.lying, uids))
        count = 0
        for uid, one in sizes.items():
            found = await self.away(partial(connection.mails, [uid])) if one.size <= self.largest else {}
            name = reference(self.account, connection.validity, uid)
            if uid in found and await self.house.let_go(raw(Delivered(None, (), found[uid])), at - self.days, name):
                count += 1
            else:
                self.staying.add(uid)
        return count


class Expunging:
    """Deletes what is owed, and answers how: the proof."""

    def __init__(self, accounts: Sequence[Account], tokens: Tokens | None) -> None:
        self.accounts = {known_as(folder_of(account)): folder_of(account) for account in accounts if account.done}
        self.tokens = tokens

    def reaches(self, name: str) -> bool:
        """Whether it lies in a folder of a mailbox that the settings name."""
        return name.partition("/")[0] in self.accounts

    async def discard(self, name: str) -> str:
        """Raises `TransportError` as long as it is not gone; then it is asked again."""
        mailbox, validity, uid = name.split("/")
        account = self.accounts.get(mailbox)
        if account is None:
            raise TransportError("no_mailbox")
        token = await access(account, self.tokens)
        return await asyncio.to_thread(expunge, account, token, int(validity), int(uid))


def expunge(account: Account, token: str, validity: int, uid: int) -> str:
    connection = Connection(account, token)
    try:
        if connection.validity != validity:
            # The numbers began anew: this one may be another mail now. The original is found again under its new one.
            raise TransportError("renumbered", permanent=True)
        return connection.expunge(uid)
    finally:
        connection.shut()


def folder_of(account: Account) -> Account:
    """The folder that read mail moves to, as a mailbox."""
    return replace(account, folder=account.done, done="")


def reference(account: Account, validity: int, uid: int) -> str:
    """What one mail is owed under: it names nobody."""
    return f"{known_as(account)}/{validity}/{uid}"


def known_as(account: Account) -> str:
    return sha256(account.name.encode()).hexdigest()[:16]
