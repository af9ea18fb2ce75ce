"""Fills holes: what the provider has and we do not, because its webhook never came or could not be kept."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlencode

from msgspec import Struct

from channels._twilio.form import Fields
from helpline.channel import HelplineError, House, TransportError
from helpline.clock import now
from helpline.envelope import Raw, Verification

log = logging.getLogger(__name__)

RHYTHM = timedelta(minutes=15)

#: How far back a round looks, at least to the last one that succeeded; and the first one of a process, because nobody
#: knows how long it was away.
REACH, FURTHEST = timedelta(hours=48), timedelta(days=30)
#: How old something must be, because its webhook may still be on its way.
ON_ITS_WAY = timedelta(minutes=2)
#: Of each list at most so many in one round, in pages: what is kept is deleted there, so the next round gets further.
MOST, PAGE = 5000, 200
REFUSED = frozenset({"401", "403", "20003"})


class Listed(Struct, frozen=True):
    """Something the provider has, under the key and in the form in which its webhook would have come."""

    key: str
    body: bytes


Listing = Callable[[datetime], AsyncIterator[Listed]]


class Rounds:
    """A listener that asks the provider every quarter of an hour. What is here already is recognised by its key."""

    def __init__(self, channel: str, house: House, listing: Listing) -> None:
        self.channel, self.house, self.listing = channel, house, listing
        self._task: asyncio.Task[None] | None = None
        self._looked: datetime | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            # Whatever it was stands on the health page by now; the next round comes all the same.
            with contextlib.suppress(Exception):
                await self.look()
            await asyncio.sleep(RHYTHM.total_seconds())

    async def look(self) -> int:
        """A round of which the health page knows; how many holes it filled. Raises what it met in the end."""
        try:
            filled = await self.once()
        except Exception as problem:
            log.warning("%s: a round failed: %s", self.channel, type(problem).__name__)
            await self.house.polled(self.channel, code_of(problem))
            raise
        await self.house.polled(self.channel)
        return filled

    async def once(self) -> int:
        """One round; how many holes were filled, each counted. What cannot be kept never stops what comes after it."""
        begun, filled, trouble = now(), 0, None
        async for found in self.listing(min(begun - REACH, self._looked or begun - FURTHEST)):
            try:
                filled += await self._filled(found)
            except HelplineError as problem:
                trouble = problem
        if filled:
            log.warning("%s: %d webhooks were missing; their holes are filled", self.channel, filled)
        if trouble is not None:
            raise trouble
        self._looked = begun - ON_ITS_WAY
        return filled

    async def _filled(self, found: Listed) -> bool:
        raw = Raw(self.channel, found.key, found.body, now(), Verification.SIGNED)
        if (await self.house.keep(raw)).duplicate:
            return False
        await self.house.refused(self.channel, "hole_filled")
        return True

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


def code_of(problem: Exception) -> str:
    """Why a round failed, in a word: whether our name or password was refused above all."""
    code = problem.code if isinstance(problem, TransportError) else type(problem).__name__
    return "refused_login" if code in REFUSED else code


def settled(at: datetime | None) -> bool:
    """Whether its webhook had time to come."""
    return at is not None and at < now() - ON_ITS_WAY


def form(at: datetime, fields: dict[str, str]) -> bytes:
    """The body of a webhook that never came, with the provider's own time."""
    return urlencode({**fields, "Timestamp": format_datetime(at)}).encode("ascii")


def moment(fields: Fields, received_at: datetime) -> datetime:
    """The provider's own time where it gives one: in a call's final state, and where we filled a hole."""
    at = told_at(fields)
    return min(at, received_at) if at else received_at


def told_at(fields: Fields) -> datetime | None:
    """The provider's own time, where it gives one.

    It names a second: its end is meant, so that a call does not seem to end before it rang.
    """
    try:
        at = parsedate_to_datetime(fields.get("Timestamp"))
        return at + timedelta(seconds=1) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
