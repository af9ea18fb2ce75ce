"""Files that stay at the provider until ours is durable: fetched, sealed, and only then deleted there.

A file that cannot be brought is a human's: its contact stands in the queue again, urgent, and says so.
"""

from collections.abc import Sequence

import msgspec

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import ContactEvent, Urgency
from helpline.envelope import Attachment
from helpline.errors import TransportError, VaultError
from helpline.hours import actions as hours
from helpline.hours import rules as hour_rules
from helpline.hours.model import Hours
from helpline.intake import deletions, mailboxes, noting, store
from helpline.intake.digest import Digestion
from helpline.intake.model import Copy, Fetch, LeftBehind
from helpline.jobs.model import Premises
from helpline.live.actions import tell
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM, Transaction

#: What we ourselves noted about a file that is not here.
MISSED = ("unfetched:", "not_ours:")


async def fetch(house: Premises, job: Fetch) -> None:
    """Bring one file. Coming again after a crash is harmless: a file that is here is not brought twice.

    Where the file is all that was told of its contact, the channel has to vouch for it first.
    """
    async with house.engine.transaction(SYSTEM) as tx:
        steps = await contact_store.history(tx, job.contact)
    if not here(steps, job):
        if not told_of(steps, job) and not await vouched(house, job):
            return
        await put(house, job, await house.channels[job.channel].fetch(job.reference))
    await deletions.settle_reference(house, job.channel, job.reference)


async def put(house: Premises, job: Fetch, found: Attachment) -> None:
    """The file is the contact's, once: a worker that was believed dead may have brought it as well meanwhile."""
    file = Attachment(found.name or job.name, found.media_type or job.media_type, found.body)
    async with house.engine.transaction(SYSTEM) as tx:
        await store.bring_alone(tx, job.channel, job.reference)
        if here(await contact_store.history(tx, job.contact), job):
            return
        key = await keys.key(tx, job.contact)
        stored = await contacts.attach(tx, key, file)
        if await contacts.body(tx, key, stored) != file.body:
            raise VaultError("a file that was sealed does not open as it was")
        await contact_store.add_events(tx, [(job.contact, brought(job), job.occurred_at, job.channel)])
        kind = Copy.RECORDING if file.media_type.startswith("audio/") else Copy.FILE
        await deletions.owe(tx, [LeftBehind(job.contact, job.channel, kind, job.reference)])
        await audit.record(tx, "attachment.fetched", "contact", job.contact)
        await tell(tx, f"contact:{job.contact}")


def here(steps: Sequence[ContactEvent], job: Fetch) -> bool:
    return any(step.event == brought(job) for step in steps)


def brought(job: Fetch) -> str:
    return f"fetched:{job.reference}"


def told_of(steps: Sequence[ContactEvent], job: Fetch) -> bool:
    """Whether its channel told anything of the contact but that there is a file."""
    return any(step.by == job.channel and not step.event.startswith(MISSED) for step in steps)


async def vouched(house: Premises, job: Fetch) -> bool:
    """Whether the file is ours. One that is somebody else's stays where it is, and a human is told."""
    try:
        await house.channels[job.channel].vouch(job.reference)
    except TransportError as error:
        if not error.permanent:
            raise
        async with house.engine.transaction(SYSTEM) as tx:
            await before_a_human(tx, job, f"not_ours:{job.reference}", await hours.load(tx))
        return False
    return True


async def discard(house: Premises) -> None:
    """Copies at the providers that ours have made needless."""
    await deletions.settle(house)


async def compare_settings(house: Premises) -> None:
    """Mailboxes and providers that the settings name no more, or again."""
    await mailboxes.compare(house.engine, house.channels)


async def drop_expired_drafts(house: Premises) -> None:
    """Erase the drafts nobody came back for."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.drop_expired_drafts(tx)


async def finish_notes(house: Premises) -> None:
    """What was typed during calls, and left lying."""
    await noting.finish_forgotten(house.engine, Digestion(house.engine, {}))


async def notice_unfetched(house: Premises) -> None:
    """Put the contacts of files that could not be brought before a human, each file once."""
    async with house.engine.transaction(SYSTEM) as tx:
        opening = await hours.load(tx)
        for payload in await store.held_fetches(tx):
            job = msgspec.json.decode(payload, type=Fetch)
            await before_a_human(tx, job, f"unfetched:{job.reference}", opening)


async def before_a_human(tx: Transaction, job: Fetch, event: str, opening: Hours) -> None:
    """The contact of a file that is not here stands in the queue, urgent, and says why; once."""
    row, steps = await contact_store.row(tx, job.contact), await contact_store.history(tx, job.contact)
    if row is None or any(step.event == event for step in steps):
        return
    await contact_store.add_events(tx, [(job.contact, event, tx.now, job.channel)])
    due = hour_rules.due(Urgency.URGENT, tx.now, opening)
    await queue.wait(tx, [NewWaiting(job.contact, Urgency.URGENT, tx.now, due, row.channel)])
    await audit.record(tx, "attachment.missed", "contact", job.contact)
    await tell(tx, f"contact:{job.contact}")
