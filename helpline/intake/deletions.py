"""Copies that stay at a provider until ours is durable: owed, deleted there, and the provider's answer kept as proof.

Apart from the jobs, because fetched files, read messages and reports of delivery all end here, and a clock asks again
as long as a provider has not done it.
"""

from collections.abc import Sequence
from datetime import datetime

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.envelope import Raw
from helpline.errors import TransportError, VaultError
from helpline.intake import store
from helpline.intake.actions import digest_of
from helpline.intake.model import Copy, Durable, LeftBehind, Owed
from helpline.intake.rules import pause_after
from helpline.jobs.model import Premises
from helpline.live.actions import tell
from helpline.vault.transaction import SYSTEM, Engine, Transaction

AT_ONCE = 100


async def owe(tx: Transaction, copies: Sequence[LeftBehind]) -> None:
    """Providers' copies must go, once this transaction has made ours durable. Said twice, one is owed once."""
    if copies:
        await store.owe(tx, copies)


async def let_go(engine: Engine, raw: Raw, before: datetime, reference: str) -> bool:
    """An original that lies at a provider is owed, once ours proved to be the same, durable and readable.

    Of what was erased here nothing is compared any more: it is known by its key, and must go there as well.
    """
    async with engine.transaction(SYSTEM) as tx:
        row = await store.durable(tx, digest_of(engine, raw), before)
        if row is None or not (row.erased or opens(engine, row)):
            return False
        await owe(tx, [LeftBehind(row.record, raw.channel, Copy.ORIGINAL, reference)])
    return True


def opens(engine: Engine, row: Durable) -> bool:
    try:
        engine.vault.open(row.record, row.wrapped or b"").unseal(store.SEALED, row.id, row.sealed)
    except VaultError:
        return False
    return True


async def settle(house: Premises) -> int:
    """Ask the providers for all that is due; how many copies are gone now. What is refused is due again later."""
    await wake(house)
    gone = 0
    while True:
        async with house.engine.transaction(SYSTEM) as tx:
            due = await store.owed(tx, AT_ONCE)
        gone += sum([await settle_one(house, one) for one in due])
        if len(due) < AT_ONCE:
            return gone


async def wake(house: Premises) -> None:
    """What came to rest is asked for again once the settings lead there."""
    async with house.engine.transaction(SYSTEM) as tx:
        if again := [one.id for one in await store.resting(tx) if reaches(house, one)]:
            await store.wake(tx, again)


def reaches(house: Premises, owed: Owed) -> bool:
    channel = house.channels.get(owed.channel)
    return channel is not None and channel.reaches(owed.reference)


async def settle_reference(house: Premises, channel: str, reference: str) -> None:
    """Ask for one copy at once, if it is owed."""
    async with house.engine.transaction(SYSTEM) as tx:
        found = await store.owed_one(tx, channel, reference)
    if found is not None:
        await settle_one(house, found)


async def settle_one(house: Premises, owed: Owed) -> bool:
    """Between two transactions: nothing is held open while a provider thinks. Asking twice is harmless."""
    if not reaches(house, owed):
        async with house.engine.transaction(SYSTEM) as tx:
            await store.rest(tx, owed.id)
        return False
    try:
        answer = await house.channels[owed.channel].discard(owed.reference)
    except TransportError as error:
        async with house.engine.transaction(SYSTEM) as tx:
            await store.not_deleted(tx, owed.id, error.code, tx.now + pause_after(owed.attempts + 1))
        return False
    async with house.engine.transaction(SYSTEM) as tx:
        if await store.deleted(tx, owed.id, answer):
            await contacts.noted(tx, owed.contact_id, f"deleted_there:{owed.kind} ({answer})")
            await audit.record(tx, "copy.deleted", "contact", owed.contact_id, detail=f"{owed.channel} {owed.kind}")
            await tell(tx, f"contact:{owed.contact_id}")
    return True


async def by_hand(tx: Transaction, channel: str) -> int:
    """A person says that everything which rests at a provider was deleted there; how many copies that were."""
    gone = await store.deleted_by_hand(tx, channel)
    for one in gone:
        await contacts.noted(tx, one.contact_id, "deleted_by_hand")
    await audit.record(tx, "copies.deleted_by_hand", "channel", shown=len(gone), detail=channel)
    return len(gone)
