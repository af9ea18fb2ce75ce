"""Calling back through the line. Apart from the other verbs, because it joins two rooms: a promise and a telephone.

The number goes from the record to the telephone and never to a browser; an operator's own handset rings first.
"""

from datetime import datetime
from uuid import UUID

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, ContactRow, Content, Direction, NewContact
from helpline.followups import actions, store
from helpline.followups.model import AttemptOutcome, Change, Dialling, FollowUpKind
from helpline.line import talking
from helpline.line.model import Left, LineCall
from helpline.people.model import Danger
from helpline.vault.transaction import Transaction

SHOWN = 20


async def call(tx: Transaction, follow_up: UUID, staff: UUID, version: int, danger: Danger | None = None) -> Dialling:
    """Ring the operator, then the promise's number as the service, if its owner may be called at this very minute.

    Otherwise the attempt is written down as blocked, as by `dial`, and nothing rings.
    """
    dialling = await actions.dial(tx, follow_up, version, danger)
    row = await store.one(tx, follow_up)
    if not dialling.number or row is None:
        return dialling
    about = await contact_store.row(tx, row.contact_id) if row.contact_id else None
    contact = await outgoing(tx, about) if about else None
    language = (about.language if about else None) or "fr"
    await talking.call_out(tx, staff, dialling.number, language, contact, follow_up)
    return dialling


async def outgoing(tx: Transaction, about: ContactRow) -> UUID:
    """The call as a contact of its own, in the conversation it belongs to."""
    key = tx.vault.mint(new_id())
    new = NewContact(
        key=key,
        channel=Channel.PHONE,
        direction=Direction.OUT,
        occurred_at=tx.now,
        received_at=tx.now,
        content=Content(),
        conversation=about.conversation,
        language=about.language,
        person_id=about.person_id,
        event="called_out",
        event_by=str(tx.actor),
    )
    await contacts.add(tx, [new])
    return new.id


async def ended(tx: Transaction, call: LineCall) -> None:
    """A call of ours that nobody answered is an attempt; what came of a talk, its operator writes down."""
    if call.follow_up_id is None or call.left_how is not Left.NOT_REACHED or call.answered_at is None:
        return
    row = await store.one(tx, call.follow_up_id)
    if row and row.ended_at is None and row.wrapped is not None:
        await actions.attempt(tx, row.id, AttemptOutcome.NOT_REACHED, "", row.version)


async def at_its_turn(tx: Transaction, contact: UUID, turn_at: datetime) -> None:
    """Whoever asked to be called back keeps the place in the line: the promise falls due at its turn."""
    for row in await store.about(tx, contact, SHOWN):
        asked = row.kind is FollowUpKind.CALL_BACK and row.tries == 0 and row.due_at != turn_at
        fresh = asked and row.ended_at is None
        if fresh and await store.move(tx, row.id, row.version, turn_at):
            await store.add_change(tx, new_id(), row.id, Change.POSTPONED, turn_at.isoformat(), None)
