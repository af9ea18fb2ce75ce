"""Who looks at a contact at this minute, so that nobody does alone what a colleague is doing already."""

from datetime import timedelta
from uuid import UUID

from helpline.contacts import store
from helpline.live.actions import tell
from helpline.vault.transaction import ActorKind, Transaction

#: An open page gives a sign every twenty seconds (`js/drafts.ts`); who misses two looks no more.
LOOKS_FOR = timedelta(seconds=45)


async def look(tx: Transaction, contact: UUID) -> None:
    """Whoever acts looks at this contact now; the others are told when that is news."""
    if tx.actor.kind is not ActorKind.STAFF or tx.actor.id is None:
        return
    if not await store.look(tx, contact, tx.actor.id, tx.now - LOOKS_FOR):
        await tell(tx, f"contact:{contact}/looking")


async def look_away(tx: Transaction, contact: UUID) -> None:
    """Whoever acts has closed the page."""
    if tx.actor.id is not None and await store.look_away(tx, contact, tx.actor.id):
        await tell(tx, f"contact:{contact}/looking")


async def others(tx: Transaction, contact: UUID) -> list[str]:
    """The names of who else looks."""
    return await store.lookers(tx, contact, tx.now - LOOKS_FOR, tx.actor.id)


async def forget(tx: Transaction) -> None:
    """Rows of pages that gave no sign go within the minute, and the pages that still stand open are told."""
    for contact in set(await store.forget_looks(tx, tx.now - LOOKS_FOR)):
        await tell(tx, f"contact:{contact}/looking")
