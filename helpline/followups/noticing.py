"""What becomes a promise by itself: a message that did not get through, a ring that nobody answered.

Apart from the other verbs, because nobody asks for these: a clock looks for them.
"""

from datetime import timedelta
from uuid import UUID

from helpline.followups import actions, store
from helpline.followups.model import FollowUpKind
from helpline.hours import actions as hours
from helpline.hours import rules as opening
from helpline.vault.transaction import Transaction
from helpline.web.words import N_

LOOKED_BACK = timedelta(days=7)
"""Older than this, somebody has looked at it in another way."""

SETTLED = timedelta(minutes=2)
"""A ring may still become a voicemail."""

BATCH = 50

SENTENCES = {
    "failed": N_("The reply was not delivered: look for another way"),
    "unknown": N_("It is not known whether the reply left: look before writing again"),
    "blocked": N_("A safe-contact rule held the reply back: look for another way"),
}
QUESTION = N_("The question what is safe did not arrive: look for another way")
PAGE = N_("The duty page did not get through")
RING = N_("Nobody answered this call: call back")


async def notice_undelivered(tx: Transaction) -> int:
    """Give every message that failed, or may have, back to its author as a promise; answers how many."""
    found = await store.undelivered(tx, tx.now - LOOKED_BACK, BATCH)
    known = await hours.load(tx)
    for message in found:
        if message.contact_id is None and message.case_id is None:
            continue
        is_page = message.purpose == "page"
        await actions.promise(
            tx,
            kind=FollowUpKind.CHECK if is_page else FollowUpKind.REPLY,
            what=what(message),
            due_at=opening.due("immediate" if is_page else "urgent", tx.now, known),
            owner=author(message.author),
            contact=message.contact_id,
            case=message.case_id,
            outbox=message.id,
        )
    return len(found)


def what(message: store.Undelivered) -> str:
    """What is promised about a message that did not get through; an acknowledgement here is the question."""
    return {"page": PAGE, "acknowledgement": QUESTION}.get(message.purpose) or SENTENCES[message.state]


async def notice_unanswered(tx: Transaction) -> int:
    """Promise to call back whoever rang in vain and left a number; answers how many."""
    found = await store.unanswered(tx, tx.now - LOOKED_BACK, tx.now - SETTLED, BATCH)
    known = await hours.load(tx)
    for ring in found:
        await actions.promise(
            tx,
            kind=FollowUpKind.CALL_BACK,
            what=RING,
            due_at=ring.due_at or opening.due("soon", ring.received_at, known),
            owner=None,
            contact=ring.id,
        )
    return len(found)


def author(actor: str) -> UUID | None:
    """The colleague an actor stands for; None for the house itself and for programs."""
    kind, _, id = actor.partition(":")
    return UUID(id) if kind == "staff" else None
