"""Reads what was kept: opened, understood, matched, suggested and queued, a batch in one transaction.

A batch that fails is taken apart, so that one poisoned message never stops the next; a message that fails three times,
or under which the process ended five times, stands in the queue as unreadable, urgent, for a human. It fails towards
people, never into a log.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from helpline.clock import now
from helpline.envelope import Arrival, Delivery, Probe, Raw, Reading, Verification
from helpline.errors import VaultError
from helpline.intake import deletions, store
from helpline.intake.actions import BY_HAND, PROBE_ARRIVED, probing, read_by_hand
from helpline.intake.arrivals import take_in, take_in_unreadable
from helpline.intake.model import Copy, Item, KeptRow, LeftBehind
from helpline.line import store as line
from helpline.outbox import sending
from helpline.vault.transaction import SYSTEM, Engine, Transaction

log = logging.getLogger(__name__)

Readers = Mapping[str, Callable[[Raw], Reading]]

BATCH = 50
TRIES = 3
#: Readings that never came to an end: the process died or was ended each time. A process may die of something else.
STARTS = 5
AGAIN = timedelta(seconds=2)


class Digestion:
    """The way in of one process. `readers` maps a channel's name to its `read`."""

    def __init__(self, engine: Engine, readers: Readers) -> None:
        self.engine = engine
        self.readers = {**readers, BY_HAND: read_by_hand}

    async def some(self, limit: int = BATCH) -> int:
        """Digest one batch, and one by one what was begun before, which no flood holds up; how many rows were claimed,
        at most `limit`.
        """
        async with self.engine.transaction(SYSTEM) as tx:
            rows = await store.claim(tx, limit)
        await self.together(rows)
        for begun in range(max(1, limit - len(rows))):
            async with self.engine.transaction(SYSTEM) as tx:
                row = await store.claim_again(tx)
            if row is None:
                return len(rows) + begun
            await self.together([row])
        return limit

    async def at_once(self, record: UUID) -> None:
        """Digest one kept record now, because somebody waits for it; if it fails, it comes again by itself."""
        async with self.engine.transaction(SYSTEM) as tx:
            row = await store.claim_one(tx, record)
        if row is not None:
            await self.together([row])

    async def together(self, rows: Sequence[KeptRow]) -> None:
        items = []
        for row in sorted(rows, key=lambda row: row.received_at):
            items.append(self.read(row))
            await asyncio.sleep(0)
        told = {item.reading.external_id for item in items if isinstance(item.reading, Arrival) and moves_line(item)}
        besides = [item for item in items if not of_calls(item, told)]
        try:
            await self.write(besides)
        except Exception as problem:
            log.warning("digestion of %d failed: %s", len(besides), type(problem).__name__)
            for item in besides:
                await self.alone(item)
        for item in items:
            if of_calls(item, told):
                await self.alone(item)

    def read(self, row: KeptRow) -> Item:
        """Open a row and let its channel read it. A channel may raise anything: that is a failure with a code."""
        verification = Verification.SIGNED if row.signed else Verification.UNSIGNED
        sealed = Raw(row.channel, str(row.id), b"", row.received_at, verification)
        try:
            key = self.engine.vault.open(row.id, row.wrapped or b"")
            raw = msgspec.structs.replace(sealed, body=key.unseal(store.SEALED, row.id, row.sealed))
        except VaultError as problem:
            # No words are lost: the row keeps its bytes and key; what stands in the queue has a key of its own.
            return Item(row, self.engine.vault.mint(row.id), sealed, None, type(problem).__name__, opened=False)
        if row.attempts > STARTS:
            return Item(row, key, raw, None, "Crashed")
        try:
            return Item(row, key, raw, self.readers[row.channel](raw))
        except Exception as problem:
            return Item(row, key, raw, None, type(problem).__name__)

    async def alone(self, item: Item) -> None:
        """One item in a transaction of its own; what fails again comes later, and in the end before a human."""
        try:
            await self.write([item])
        except Exception as problem:
            code = type(problem).__name__
            log.warning("digestion of %s failed: %s", item.row.id, code)
            async with self.engine.transaction(SYSTEM) as tx:
                if item.row.attempts >= TRIES:
                    await take_in_unreadable(tx, [msgspec.structs.replace(item, reading=None, failure=code)])
                else:
                    await store.later(tx, item.row.id, now() + AGAIN * item.row.attempts)

    async def write(self, items: Sequence[Item]) -> None:
        """Everything these items mean, in one transaction."""
        if not items:
            return
        async with self.engine.transaction(SYSTEM) as tx:
            if any(moves_line(item) for item in items):
                await line.one_at_a_time(tx)
            items = [await self.unforged(tx, item) for item in items]
            unreadable = [item for item in items if item.reading is None and item.row.attempts >= TRIES]
            await take_in_unreadable(tx, unreadable)
            await self.postpone(tx, [item for item in items if item.reading is None and item.row.attempts < TRIES])
            await self.probes(tx, [item for item in items if isinstance(item.reading, Probe)])
            messages = await self.reports(tx, [item for item in items if report_in(item) is not None])
            arrivals = [item for item in items if isinstance(item.reading, Arrival) and report_in(item) is None]
            await take_in(tx, arrivals + messages)

    async def unforged(self, tx: Transaction, item: Item) -> Item:
        """What comes from our test number while no probe runs is somebody's: a sender is easily forged."""
        probe = item.reading
        if not isinstance(probe, Probe):
            return item
        at = probe.otherwise.occurred_at if isinstance(probe.otherwise, Arrival) else probe.otherwise.at
        if await probing(tx, item.row.channel, item.row.received_at, at):
            return item
        return msgspec.structs.replace(item, reading=probe.otherwise)

    async def probes(self, tx: Transaction, items: Sequence[Item]) -> None:
        """The way in is open: that is counted, and nothing else is made of it."""
        for item in items:
            await store.refused(tx, item.row.channel, PROBE_ARRIVED, tx.now.date())
        await store.adopted(tx, [item.row.id for item in items], "read")

    async def postpone(self, tx: Transaction, items: Sequence[Item]) -> None:
        for item in items:
            log.warning("reading of %s failed: %s", item.row.id, item.failure)
            await store.later(tx, item.row.id, tx.now + AGAIN * item.row.attempts)

    async def reports(self, tx: Transaction, items: Sequence[Item]) -> list[Item]:
        """What became of things we sent. A report may be faster than our own note of sending, so it is asked again;
        one on something unknown is kept and changes nothing, unless it came as a message: then it is one.
        """
        done, messages = [], []
        for item in items:
            report = report_in(item)
            if report is not None and await sending.delivered(tx, report):
                await self.owe_copy(tx, item.row.channel, report)
                done.append(item.row.id)
            elif item.row.attempts < TRIES:
                await store.later(tx, item.row.id, tx.now + AGAIN * item.row.attempts)
            elif isinstance(item.reading, Arrival):
                messages.append(item)
            else:
                done.append(item.row.id)
        if done:
            await store.adopted(tx, done, "read")
        return messages

    async def owe_copy(self, tx: Transaction, channel: str, report: Delivery) -> None:
        """Once it is known what became of a letter, the provider needs its copy no more."""
        contact = await sending.contact_of(tx, report.provider_id) if report.left_behind else None
        if contact is not None:
            await deletions.owe(tx, [LeftBehind(contact, channel, Copy.MESSAGE, report.left_behind)])


def moves_line(item: Item) -> bool:
    """Whether the line, which moves one step at a time, hears of it: a key pressed in a call. Such an item waits
    for its step before it touches anything, and keeps nobody waiting for a whole batch.
    """
    return isinstance(item.reading, Arrival) and item.reading.channel == "phone" and bool(item.reading.call_back)


def of_calls(item: Item, calls: Collection[str]) -> bool:
    """Whether it is a step of one of these calls: a call is read in its order."""
    return isinstance(item.reading, Arrival) and item.reading.channel == "phone" and item.reading.external_id in calls


def report_in(item: Item) -> Delivery | None:
    """What it says of something we sent, if it does."""
    if isinstance(item.reading, Arrival):
        return item.reading.report
    return item.reading if isinstance(item.reading, Delivery) else None
