"""What an arrival sets in motion besides standing in the queue: a way back, what is safe, a call-back, files to fetch,
and, in danger, a person on duty.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.contacts import safety
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, NewContact, Urgency
from helpline.envelope import AddressKind, Arrival, Attachment, SafeContact
from helpline.errors import Invalid
from helpline.followups import actions as followups
from helpline.followups import calling
from helpline.followups.model import FollowUpKind
from helpline.hours import rules as hour_rules
from helpline.hours.model import ALWAYS, Hours
from helpline.intake import answering, deletions, store
from helpline.intake.model import Arrived, Copy, Fetch, Item, LeftBehind, Thread
from helpline.jobs.actions import enqueue
from helpline.line import actions as line
from helpline.line import calls
from helpline.live.actions import tell
from helpline.people import providers
from helpline.people.windows import read
from helpline.triage.model import Suggestion
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: Of a conversation with more contacts, the newest screens learn of it at their next look.
MOST_SCREENS = 100


async def of_arrivals(tx: Transaction, taken_in: Sequence[tuple[Item, NewContact, Suggestion]], opening: Hours) -> None:
    """Everything new contacts ask for by themselves."""
    arrived = [(item.reading, new, made) for item, new, made in taken_in if isinstance(item.reading, Arrival)]
    for item, new, made in taken_in:
        await of_arrival(tx, item, new, opening)
        if made.urgency is Urgency.IMMEDIATE:
            await of_danger(tx, new.id, opening)
    await of_message_ids(tx, arrived)
    await answering.acknowledge(tx, arrived)
    await deletions.owe(tx, [copy for item, new, _ in taken_in for copy in left_behind(item, new.id)])


async def of_arrival(tx: Transaction, item: Item, new: NewContact, opening: Hours) -> None:
    """What one new contact asks for."""
    arrival = item.reading
    if not isinstance(arrival, Arrival):
        return
    if arrival.receipt:
        blind = tx.vault.blind("receipt", arrival.receipt.reference)
        await store.add_receipt(tx, blind, arrival.receipt.secret_mac, new.conversation)
    await of_safety(tx, arrival, new.id, new.content)
    if new.conversation != new.id:
        await of_joining(tx, new)
    await of_step(tx, item, new.id, opening, new.content)


async def of_joining(tx: Transaction, new: NewContact) -> None:
    """Whoever looks at the conversation sees it grow; why a text joined by itself stands in its history."""
    if new.channel is Channel.SMS:
        await contact_store.add_events(tx, [(new.id, "joined_by_number", new.received_at, "house")])
    for companion in await contact_store.conversation(tx, new.conversation, MOST_SCREENS):
        await tell(tx, f"contact:{companion.id}")


async def of_message_ids(tx: Transaction, arrived: Sequence[Arrived]) -> None:
    """A Message-ID is no identity: one that another mail bore before, with other bytes, is marked for a human."""
    named = [
        (tx.vault.blind("message-id", name), new.id, arrival)
        for arrival, new, _ in arrived
        if new.channel is Channel.EMAIL and (name := arrival.external_id.partition(" ")[0])
    ]
    if not named:
        return
    again = await store.claim_ids(tx, [(blind, contact) for blind, contact, _ in named])
    marks = [(one, "same_id", arrival.occurred_at, arrival.channel) for _, one, arrival in named if one in again]
    if marks:
        await contact_store.add_events(tx, marks)


async def of_step(tx: Transaction, item: Item, contact: UUID, opening: Hours, content: Content | None = None) -> None:
    """What a further step of a contact asks for: files to fetch, to be left alone, a call-back."""
    arrival = item.reading
    if not isinstance(arrival, Arrival):
        return
    for file in arrival.enclosures:
        fetch = Fetch(contact, item.row.channel, file.reference, file.name, file.media_type, arrival.occurred_at)
        await enqueue(tx, "intake.fetch", fetch, key=f"fetch:{item.row.channel}:{file.reference}")
    word, _colon, wish = arrival.event.partition(":")
    if word == "opt_out" and wish in ("stop", "start") and content and content.sender:
        await providers.opt_out(tx, AddressKind.PHONE, content.sender, tx.now if wish == "stop" else None)
    if arrival.call_back:
        await promise_call_back(tx, contact, opening, arrival.external_id)


def left_behind(item: Item, contact: UUID) -> list[LeftBehind]:
    """What the provider need not keep of it."""
    arrival = item.reading
    if not isinstance(arrival, Arrival) or not arrival.left_behind:
        return []
    kind = Copy.ORIGINAL if arrival.channel == Channel.EMAIL else Copy.MESSAGE
    return [LeftBehind(contact, item.row.channel, kind, arrival.left_behind)]


async def of_safety(tx: Transaction, arrival: Arrival, contact: UUID, content: Content) -> None:
    """What somebody said about being contacted, in a form or by a key pressed during a call."""
    if arrival.safe_contact:
        given = msgspec.structs.replace(content, call_back=content.call_back or arrival.call_back)
        await safety.said_by_writer(tx, contact, given, understood(arrival.safe_contact))


async def promise_call_back(tx: Transaction, contact: UUID, opening: Hours, call: str) -> None:
    """Whoever asks to be called back has a promise with a due time, before anybody looked.

    Who waited on the line keeps the place there: the promise falls due at its turn. Who kept one has a promise.
    """
    turn_at = await calls.turn_of(tx, call)
    if turn_at and await calling.asked_again(tx, contact, turn_at):
        return
    await followups.promise(
        tx,
        kind=FollowUpKind.CALL_BACK,
        what=_("Asked to be called back"),
        due_at=turn_at or hour_rules.due(Urgency.SOON, tx.now, opening),
        owner=None,
        contact=contact,
    )


def understood(safe: SafeContact) -> SafeContact:
    """The writer's rule with its times read. Times that cannot be read with certainty allow nothing: a person asks."""
    note = "; ".join(part for part in (safe.note, safe.said_when, safe.said_never and f"≠ {safe.said_never}") if part)
    try:
        return msgspec.structs.replace(
            safe, windows=read(safe.said_when, "when"), never=read(safe.said_never, "never"), note=note
        )
    except Invalid:
        return msgspec.structs.replace(safe, may_call=None, may_write=None, may_leave_message=None, note=note)


async def of_danger(tx: Transaction, contact: UUID, opening: Hours) -> None:
    """Something immediate arrived: every screen hears it, and when the line is closed the duty person is paged.

    Hours that cannot be read count as open for callers, and as closed here: somebody must hear it.
    """
    await tell(tx, "immediate")
    if opening is ALWAYS or not hour_rules.opening(tx.now, opening).open:
        await line.page_duty(tx, contact)


def claiming(content: Content, thread: Thread) -> Content:
    """A conversation that a message names and does not join: shown to a human as a suggestion, with the reason."""
    return msgspec.structs.replace(content, claimed_conversation=thread.suggested, doubt=thread.doubt)


def original(item: Item) -> Attachment:
    """The bytes nobody could read, as a file a human can look at."""
    return Attachment("original", "application/octet-stream", item.raw.body)
