"""Reading once more what no program could read, by a person's wish: the program is better now, or has the key.

Apart from digestion, which makes contacts: here the contact stands before a human already, and keeps its place and its
history.
"""

from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, ContactRow
from helpline.envelope import Delivery, Raw, Verification
from helpline.errors import Conflict, Erased, Invalid, NotFound, VaultError
from helpline.hours import actions as hours
from helpline.hours import rules as hour_rules
from helpline.hours.model import Hours
from helpline.intake import arrivals, consequences, said, steps, store
from helpline.intake.digest import Readers
from helpline.intake.model import Item, KeptRow, ParkedRow
from helpline.live.actions import tell
from helpline.outbox import sending
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.rulebook import published
from helpline.triage import actions as triage
from helpline.triage.model import Suggestion
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def read_again(tx: Transaction, readers: Readers, row: UUID) -> UUID:
    """Read a parked row; the contact that it stands in now.

    Raises `Invalid` when it still cannot be read, `NotFound` when it waits no more, `Erased` when its contact is.
    """
    parked = await store.parked(tx, row)
    placeholder = await contact_store.row(tx, parked.record) if parked else None
    if parked is None or placeholder is None:
        raise NotFound(_("This was read meanwhile."))
    item = read(tx, readers, parked, placeholder)
    await store.reopened(tx, parked.id)
    if isinstance(item.reading, Delivery):
        await sending.delivered(tx, item.reading)
        await settled(tx, item, placeholder)
        return placeholder.id
    opening = await hours.load(tx)
    known = [one for one in (await arrivals.known_contacts(tx, [item])).values() if one.id != placeholder.id]
    if known:
        await steps.step(tx, item, known[0], opening)
        await settled(tx, item, placeholder)
        return known[0].id
    await understood(tx, item, placeholder, opening)
    return placeholder.id


def read(tx: Transaction, readers: Readers, parked: ParkedRow, placeholder: ContactRow) -> Item:
    """The row as its channel reads it today."""
    if placeholder.wrapped is None:
        raise Erased(_("This contact was erased."))
    verification = Verification.SIGNED if parked.signed else Verification.UNSIGNED
    key = tx.vault.open(parked.record, placeholder.wrapped)
    try:
        # What did not open kept a key of its own, which another master may open by now.
        opener = tx.vault.open(parked.id, parked.wrapped) if parked.wrapped else key
        body = opener.unseal(store.SEALED, parked.id, parked.sealed)
        raw = Raw(parked.channel, str(parked.id), body, parked.received_at, verification)
        reading = readers[parked.channel](raw)
    except VaultError:
        raise Invalid({"": _("This does not open with the keys we have.")}) from None
    except Exception as problem:
        sentence = _("This still cannot be read (%(about)s).") % {"about": type(problem).__name__}
        raise Invalid({"": sentence}) from None
    kept = KeptRow(parked.id, parked.channel, parked.received_at, parked.signed, parked.sealed, None, parked.record, 1)
    return Item(kept, key, raw, reading)


async def understood(tx: Transaction, item: Item, placeholder: ContactRow, opening: Hours) -> None:
    """The contact is what it should have been from the start, in the queue as anything that came just now."""
    made = await said.suggested(said.message_of(said.arrival_in(item)), await published.current(tx))
    [new] = await arrivals.new_contacts(tx, [item], [made])
    if not await contacts.understood(tx, new):
        raise Conflict(_("This was read meanwhile."))
    await store.joined(tx, item.row.id, new.id, item.key.seal(store.SEALED, item.row.id, item.raw.body))
    await triage.propose(tx, [(new.key, made)])
    await stands(tx, new.id, new.channel, made, opening)
    await consequences.of_arrivals(tx, [(item, new, made)], opening)
    await contacts.noted(tx, new.id, "read_again")
    await audit.record(tx, "contact.read_again", "contact", new.id)
    await tell(tx, f"contact:{new.id}")


async def stands(tx: Transaction, contact: UUID, channel: Channel, made: Suggestion, opening: Hours) -> None:
    """What a human decided about unreadable bytes is decided anew about words."""
    due = hour_rules.due(made.urgency, tx.now, opening)
    if await queue.place(tx, contact) is None:
        await queue.wait(tx, [NewWaiting(contact, made.urgency, tx.now, due, channel)])
    else:
        await queue.raise_urgency(tx, contact, made.urgency, due)


async def settled(tx: Transaction, item: Item, placeholder: ContactRow) -> None:
    """It belonged to something that was there: nobody need look at the placeholder any more."""
    await store.adopted(tx, [item.row.id], "read")
    await contacts.noted(tx, placeholder.id, "read_again")
    await audit.record(tx, "contact.read_again", "contact", placeholder.id)
    await queue.leave(tx, placeholder.id)
