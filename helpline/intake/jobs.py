"""Files that stay at the provider until ours is durable: fetched, sealed, and only then deleted there."""

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.envelope import Attachment
from helpline.intake.model import Fetch
from helpline.jobs.model import Premises
from helpline.live.actions import tell
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM


async def fetch(house: Premises, job: Fetch) -> None:
    """Bring one file. Coming again after a crash is harmless: a file that is here is not brought twice."""
    channel, engine = house.channels[job.channel], house.engine
    event = f"fetched:{job.reference}"
    async with engine.transaction(SYSTEM) as tx:
        here = any(step.event == event for step in await contact_store.history(tx, job.contact))
    if not here:
        found = await channel.fetch(job.reference)
        file = Attachment(found.name or job.name, found.media_type or job.media_type, found.body)
        async with engine.transaction(SYSTEM) as tx:
            await contacts.attach(tx, await keys.key(tx, job.contact), file)
            await contact_store.add_events(tx, [(job.contact, event, job.occurred_at, job.channel)])
            await audit.record(tx, "attachment.fetched", "contact", job.contact)
            await tell(tx, f"contact:{job.contact}")
    await channel.discard(job.reference)
